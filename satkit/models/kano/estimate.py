"""Kano: categories of attributes from paired answers, spread answers, or printed counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DataError, DefinitionError, quote_all
from satkit.language import Text
from satkit.models.kano import fuzzy
from satkit.models.kano.answers import (
    CATEGORIES,
    TABLES,
    categories,
    cautions,
    count_categories,
    resample_counts,
)
from satkit.models.kano.fit import Kano, classify
from satkit.models.kano.rules import RULES
from satkit.stats.arguments import LEVEL, MAPPING, Kind, arguments, one_of, optional
from satkit.stats.design import Floats, Ints
from satkit.stats.frames import pandas_frame
from satkit.stats.intake import FAMILY, FRAME, SurveyFrame, read_sample
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.stats.table import columns_as_numbers, refuse_columns

ANSWERS = Kind(
    lambda value: (
        isinstance(value, list | tuple | np.ndarray | pd.Index)
        and all(isinstance(answer, Hashable) for answer in value)
    ),
    Text("the answers, from like to dislike"),
)
COUNTED = Text("M O A I R Q: respondents per category, one row per attribute")


@arguments(
    data=FRAME,
    pairs=optional(MAPPING),
    **FAMILY,
    answers=optional(ANSWERS),
    evaluation=one_of(tuple(TABLES)),
    rule=one_of(tuple(RULES)),
)
def kano(
    data: object,
    pairs: Mapping[str, Sequence[str]] | None = None,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    answers: Sequence[object] | None = None,
    evaluation: str = "classic",
    rule: str = "most_frequent",
) -> Kano:
    """Kano categories of attributes, with the probability of every verdict.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent; or, without ``pairs``, counts that somebody printed: columns
        ``M O A I R Q``, one row per attribute, its name in the index or a column ``attribute``.
    pairs : mapping of str to (str, str), optional
        By the name of the attribute: the column of the functional question (how do you feel if it is
        there) and that of the dysfunctional one.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``{"strata": …, "cluster": …, "fpc": …}``: columns that say who was drawn with whom.
    resamples : int or Replicates
        Bootstrap replicates to draw, 0 for none.
    seed : int
        Of the bootstrap.
    level : float
        Of the intervals.
    answers : sequence, length 5 (3 in the short form), optional
        What stands in the columns, from like to dislike; by default 1, 2, 3 …
    evaluation : {"classic", "pouliot", "short", "short_indifferent"}
        The evaluation table.
    rule : str
        A name in :data:`satkit.models.kano.rules.RULES`.

    Returns
    -------
    Kano
        ``table`` has one row per attribute: category and its probability, shares, better and worse.

    Raises
    ------
    DefinitionError
        If an argument cannot be used.
    DataError
        If columns, answers, weights or design cannot.
    FitError
        For an attribute without any answer of kind A, O, M or I.

    References
    ----------
    Kano, Seraku, Takahashi and Tsuji (1984); Berger et al. (1993).

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"with": [1, 1, 1, 2, 1, 1] * 20, "without": [5, 5, 4, 5, 5, 3] * 20})
    >>> kano(answers, {"same-day repair": ("with", "without")}).verdict
    ('O',)
    >>> printed = pd.DataFrame({"M": [80], "O": [10], "A": [5], "I": [5], "R": [0], "Q": [0]}, index=["safety"])
    >>> kano(printed).verdict
    ('M',)
    """
    if pairs is None:
        drawn = isinstance(resamples, Replicates) or None
        _refuse_of_counts(weight=weight, design=design, answers=answers, resamples=drawn)
        return _of_counts(pandas_frame(data), cast("int", resamples), seed, level, rule)
    names = _checked_pairs(pairs)
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    offered = tuple(range(1, len(TABLES[evaluation]) + 1)) if answers is None else tuple(answers)
    with_it, without = (
        np.column_stack(
            [_places(sample, pairs[name][side], offered, len(TABLES[evaluation])) for name in names]
        )
        for side in (0, 1)
    )
    found = categories(with_it, without, evaluation)
    fit = classify(count_categories(found, sample.weight, sample.replicated), sample.replicated, names, rule)
    notes = cautions(with_it, without, names) if evaluation == "classic" else ()
    used = float((found >= 0).any(axis=1).sum())
    return replace(fit, notes=(*notes, *fit.notes), sampling=sample.sampling(level, used))


@arguments(data=FRAME, pairs=MAPPING, **FAMILY, cut=LEVEL, rule=one_of(tuple(RULES)))
def fuzzy_kano(
    data: object,
    pairs: Mapping[str, tuple[Sequence[str], Sequence[str]]],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    cut: float = fuzzy.CUT,
    rule: str = "most_frequent",
) -> Kano:
    """Kano categories from respondents who spread one answer over several choices.

    Parameters
    ----------
    data : DataFrame
        Shares that a respondent gives to each of the five answers, one row per respondent.
    pairs : mapping of str to (five str, five str)
        By the name of the attribute: the columns of the functional answers, from like to dislike, and
        those of the dysfunctional ones.
    weight, design, resamples, seed, level, rule
        As in :func:`satkit.kano`.
    cut : float
        Membership from which a category counts.

    Returns
    -------
    Kano

    Raises
    ------
    DefinitionError, DataError, FitError
        As :func:`satkit.kano`.

    References
    ----------
    Lee and Huang (2009).

    Examples
    --------
    >>> import pandas as pd
    >>> with_it, without = ["w1", "w2", "w3", "w4", "w5"], ["o1", "o2", "o3", "o4", "o5"]
    >>> spread = pd.DataFrame([[0.2, 0.6, 0.2, 0, 0, 0, 0, 0.1, 0.2, 0.7]] * 30, columns=with_it + without)
    >>> fuzzy_kano(spread, {"safety": (with_it, without)}).verdict
    ('M',)
    """
    names = _checked_pairs(pairs)
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    with_it, without = (
        np.stack([sample.answers(_five(name, pairs[name][side])) for name in names], axis=1)
        for side in (0, 1)
    )
    member = np.nan_to_num(fuzzy.membership(with_it, without))
    counts = fuzzy.count_memberships(member, sample.weight, sample.replicated, cut)
    fit = classify(counts, sample.replicated, names, rule)
    return replace(fit, sampling=sample.sampling(level, float(len(sample))))


def _refuse_of_counts(**given: object) -> None:
    """Complain where printed counts come with what only answers can have.

    Raises
    ------
    DefinitionError
    """
    names = quote_all(name for name, value in given.items() if value is not None)
    if names:
        raise DefinitionError(
            Complaint(
                Text("printed counts have no %(names)s", {"names": names}),
                hint=Text("give answers, and by pairs the two questions of every attribute"),
            )
        )


def _of_counts(table: pd.DataFrame, resamples: int, seed: int, level: float, rule: str) -> Kano:
    """A printed table, as if its respondents were a simple sample."""
    if "attribute" in table:
        table = table.set_index("attribute")
    refuse_columns(CATEGORIES, table)
    counts = columns_as_numbers(table, CATEGORIES)
    if not len(counts) or not (counts >= 0).all() or not (counts.sum(axis=1) > 0).all():
        raise DataError(Complaint(Text("these counts cannot be classified"), expected=COUNTED))
    names = tuple(map(str, table.index))
    drawn, made = resample_counts(counts, max(resamples, 1), seed)
    sampling = Sampling(made if resamples else None, level, n=float(counts.sum(axis=1).max()))
    return replace(classify(drawn, made, names, rule), sampling=sampling)


def _checked_pairs(pairs: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the attributes.

    Raises
    ------
    DefinitionError
        If an attribute has no pair.
    """
    wrong = [
        str(name) for name, pair in pairs.items() if not isinstance(pair, list | tuple) or len(pair) != 2
    ]
    if wrong or not pairs:
        raise DefinitionError(
            Complaint(
                Text("these attributes have no pair of questions: %(names)s", {"names": tuple(wrong)}),
                expected=Text(
                    'the functional and the dysfunctional question of every attribute, as {"repair": ("q1", "q2")}'
                ),
            )
        )
    return tuple(map(str, pairs))


def _five(name: str, columns: object) -> Sequence[str]:
    if isinstance(columns, list | tuple) and len(columns) == 5:
        return columns
    raise DefinitionError(
        Complaint(
            Text("attribute '%(name)s' has no column for each of five answers", {"name": name}),
            expected=Text("five columns, from like to dislike"),
        )
    )


def _places(sample: SurveyFrame, column: str, offered: Iterable[object], count: int) -> Floats:
    """The place of every answer among those that were offered, NaN where there is none, shape (n,).

    Raises
    ------
    DataError
        If a column holds anything else.
    """
    place = {answer: number for number, answer in enumerate(offered)}
    if len(place) != count:
        raise DataError(
            Complaint(
                Text(
                    "%(given)d answers are named for a question with %(count)d",
                    {"given": len(place), "count": count},
                ),
                expected=Text("every answer once, from like to dislike"),
            )
        )
    refuse_columns([column], sample.table)
    answers = sample.table[column].astype(object)
    there = answers.notna().to_numpy(bool)
    found = np.array(
        [place.get(answer, -1) if isinstance(answer, Hashable) else -1 for answer in answers], float
    )
    strange: Ints = np.flatnonzero(there & (found < 0))
    if len(strange):
        raise DataError(
            Complaint(
                Text(
                    "column '%(name)s' holds '%(answer)s' in row %(row)d, which is none of the answers",
                    {
                        "name": str(column),
                        "answer": str(answers.iloc[strange[0]]),
                        "row": int(strange[0]) + 1,
                    },
                ),
                expected=Text("one of %(names)s", {"names": tuple(map(str, place))}),
                hint=Text("name what was offered, from like to dislike: answers=[…]"),
            )
        )
    return np.where(there, found, np.nan)
