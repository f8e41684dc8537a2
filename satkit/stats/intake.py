"""The door of the estimators: a data frame, its weights and its design looked at once and made numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, DataError, DefinitionError, near, quote_all
from satkit.language import Text
from satkit.stats.arguments import (
    LEVEL,
    NAMES,
    TEXT,
    Kind,
    arguments,
    either,
    instance,
    one_of,
    optional,
    whole,
)
from satkit.stats.design import Booleans, Design, Floats, Lonely
from satkit.stats.design import design as sampling_design
from satkit.stats.frames import pandas_frame
from satkit.stats.incomplete import ROUTES, answer_moments
from satkit.stats.moments import Moments, checked_weight
from satkit.stats.replicates import Replicates, mean, replicates
from satkit.stats.sampling import Sampling, sample_alone
from satkit.stats.table import columns_as_numbers, group_labels, refuse_columns

FEW = 50  # replicates below which a quantile means nothing


def _resamples(value: object) -> bool:
    return isinstance(value, Replicates) or (
        isinstance(value, Integral) and not isinstance(value, bool) and (value == 0 or int(value) >= FEW)
    )


def _column(value: object) -> bool:
    return isinstance(value, str | Sequence | np.ndarray | pd.Series | pd.Index) and len(value) > 0


FRAME = Kind(
    lambda value: (
        not isinstance(value, Mapping | Sequence | np.ndarray | Moments)
        and any(
            hasattr(value, name) for name in ("iloc", "__dataframe__", "__arrow_c_stream__", "__narwhals__")
        )
    ),
    Text("a DataFrame of pandas or polars, or an Arrow table"),
)
DATA = either(
    Kind(FRAME.fits, Text("a DataFrame of answers, or moments")), instance(Moments, Text("moments"))
)
COLUMN = Kind(_column, Text("the name of a column, or one value for every respondent"))
RESAMPLES = Kind(
    _resamples,
    Text("0, a number of replicates from %(least)d, or what draw_replicates() gives", {"least": FEW}),
)
SAMPLING = {
    "weight": optional(COLUMN),
    "design": optional(instance(Mapping, Text('a dict such as {"strata": "region", "cluster": "branch"}'))),
    "resamples": RESAMPLES,
    "seed": whole(0),
}
"""What :func:`satkit.stats.arguments.arguments` asks of the keywords that the estimators share."""

FAMILY = {**SAMPLING, "level": LEVEL}

DESIGN = {
    "strata": either(NAMES, TEXT),
    "cluster": TEXT,
    "fpc": TEXT,
    "lonely": one_of(get_args(Lonely)),
}
"""What a sampling design may say, in the words of ``[sample]`` in a definition."""


@dataclass(frozen=True)
class SurveyFrame:
    """Answers of n respondents, what each counts, and who was drawn with whom.

    Parameters
    ----------
    table : DataFrame
        One row per respondent.
    design : Design
        With the case weights; ones where none were given.
    resamples : Replicates, optional
        Of the rows; nothing where none were asked for.
    """

    table: pd.DataFrame
    design: Design
    resamples: Replicates | None

    def __len__(self) -> int:
        return len(self.table)

    @property
    def weight(self) -> Floats:
        """Case weights, shape (n,)."""
        return self.design.weight

    @property
    def df(self) -> int:
        """Degrees of freedom of the design: units less strata, of those with a weight."""
        return max(self.design.degrees(self.weight > 0), 1)

    @property
    def replicated(self) -> Replicates:
        """The replicates, or the sample alone where none were asked for."""
        return self.resamples or sample_alone(len(self))

    def sampling(self, level: float, n: float = np.nan) -> Sampling:
        """What a result of this sample has to know of it."""
        return Sampling(self.resamples, level, self.df, n)

    def answers(self, names: Sequence[str]) -> Floats:
        """Columns as numbers, shape (n, k), NaN where there is no answer."""
        refuse_columns(names, self.table)
        return columns_as_numbers(self.table, names)

    def means(self, names: Sequence[str]) -> Floats:
        """Means of columns, each over its own answers, shape (b + 1, k).

        Raises
        ------
        DataError
            If nobody answered one.
        """
        answers = self.answers(names)
        silent = np.asarray(~np.isfinite(answers[self.weight > 0]).any(axis=0))
        if silent.any():
            lost = quote_all(name for name, nobody in zip(names, silent, strict=True) if nobody)
            raise DataError(Complaint(Text("nobody answered %(items)s", {"items": lost})))
        return mean(answers, self.weight, self.replicated)

    def moments(self, names: Sequence[str], missing: str = "complete") -> Moments:
        """Moments of columns, for the sample and every replicate."""
        return answer_moments(self.table, names, self.weight, self.resamples, missing)

    def take(self, rows: Booleans) -> SurveyFrame:
        """Some of the respondents, who keep their place in the design."""
        chosen = np.flatnonzero(rows)
        drawn, resamples = self.design, self.resamples
        part = Design(drawn.weight[chosen], drawn.unit[chosen], drawn.stratum, drawn.fraction, drawn.lonely)
        kept = resamples and replace(resamples, piece=resamples.piece[chosen])
        return SurveyFrame(self.table.iloc[chosen], part, kept)


def read_sample(
    data: object,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
) -> SurveyFrame:
    """Turn a data frame into a sample, once and for all checks.

    Parameters
    ----------
    data : DataFrame
        Of any library, one row per respondent.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``strata`` (a column or several), ``cluster`` (a column), ``fpc`` (a column with the number of
        clusters in the population of the stratum) and ``lonely``, as ``[sample]`` of a definition has
        them.
    resamples : int or Replicates
        How many bootstrap replicates to draw from the design, 0 for none; or replicates of the rows.
    seed : int

    Raises
    ------
    DataError, DefinitionError
        With what is wrong with the frame, a column, the weights, the design or the replicates.
    """
    table = pandas_frame(data)
    sample = read_design(table, weight=weight, design=design)
    return SurveyFrame(table, sample, replicates_of(sample, resamples, seed))


def replicates_of(sample: Design, resamples: int | Replicates, seed: int = 0) -> Replicates | None:
    """Replicates as many as asked for, those that were given, or none.

    Raises
    ------
    DataError
        If replicates were given that belong to another number of rows.
    """
    if not isinstance(resamples, Replicates):
        return replicates(sample, "auto", resamples, seed) if resamples else None
    n = len(sample.weight)
    if len(resamples.piece) != n:
        raise DataError(
            Complaint(
                Text(
                    "the replicates are of %(rows)d respondents, and there are %(n)d",
                    {"rows": len(resamples.piece), "n": n},
                ),
                hint=Text("draw them from the same data frame, rows in the same order"),
            )
        )
    return resamples


@arguments(data=FRAME, names=NAMES, **SAMPLING, missing=one_of(tuple(ROUTES)))
def moments(
    data: object,
    names: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 0,
    seed: int = 0,
    missing: str = "complete",
) -> Moments:
    """Means and covariances of answers, for the sample and its replicates: what the models of moments fit.

    Parameters
    ----------
    data : DataFrame
        Of pandas or polars, an Arrow table, or anything narwhals takes; one row per respondent, NaN or
        nothing where there is no answer.
    names : sequence of str, length k
        Columns, whatever else the frame holds.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``{"strata": …, "cluster": …, "fpc": …}``: columns that say who was drawn with whom.
    resamples : int or Replicates
        Bootstrap replicates to draw, 0 for none; or replicates of the rows, see
        :func:`satkit.draw_replicates`.
    seed : int
        Of the bootstrap.
    missing : {"complete", "pairwise", "em", "mean"}
        Only complete rows, all answers to every pair, the EM algorithm, or mean replacement.

    Returns
    -------
    Moments
        Axis 0 holds the sample and its replicates.

    Raises
    ------
    DefinitionError
        If an argument cannot be used.
    DataError
        If a column, weights or the design cannot, or there is nothing left to count.

    References
    ----------
    Dempster, Laird and Rubin (1977) for EM; Little and Rubin (2019) for the others.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"a": [1, 3, 5], "b": [2, None, 4]})
    >>> moments(answers, ["a", "b"], missing="pairwise").mean[0].tolist()
    [3.0, 3.0]
    """
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    return sample.moments(names, missing)


@arguments(
    data=FRAME,
    **SAMPLING | {"resamples": whole(FEW)},
    method=one_of(("auto", "bootstrap", "jackknife", "groups")),
)
def draw_replicates(
    data: object,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int = 1000,
    seed: int = 0,
    method: str = "auto",
) -> Replicates:
    """Replicates of a sample, to be shared by several estimates: ``resamples`` of every estimator takes them.

    Estimates with the same replicates can be compared: the error of their difference knows how far their
    errors go together.

    Parameters
    ----------
    data : DataFrame
        One row per respondent.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``{"strata": …, "cluster": …, "fpc": …}``: columns that say who was drawn with whom.
    resamples : int
        Bootstrap replicates; the jackknife has one per cluster.
    seed : int
    method : {"auto", "bootstrap", "jackknife", "groups"}
        ``auto`` is the bootstrap, or random groups of samples too large for it.

    Returns
    -------
    Replicates
        Row 0 of its factors is the sample itself.

    Raises
    ------
    DefinitionError, DataError
        If an argument, a column, weights or the design cannot be used.

    References
    ----------
    Rao, Wu and Yue (1992) for the bootstrap; Wolter (2007) for the jackknife; Kott (2001) for the groups.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"branch": ["a", "a", "b", "b", "c", "c"], "overall": [7, 8, 5, 6, 9, 9]})
    >>> draw_replicates(answers, design={"cluster": "branch"}, method="jackknife").count
    3
    """
    table = pandas_frame(data)
    return replicates(read_design(table, weight=weight, design=design), method, resamples, seed)


def read_design(
    table: pd.DataFrame, *, weight: str | ArrayLike | None = None, design: Mapping[str, object] | None = None
) -> Design:
    """Weights and design of the rows of a table; see :func:`read_sample`."""
    if not len(table):
        raise DataError(Complaint(Text("the data frame has no rows")))
    weights = read_weight(table, weight)
    if not weights.any():
        raise DataError(Complaint(Text("all case weights are zero")))
    words: Mapping[str, Any] = design or {}
    _refuse_words(words)
    strata = words.get("strata") or ()
    columns = [strata] if isinstance(strata, str) else list(strata)
    crossed = [_labels(table, name) for name in columns]
    cluster, fpc = words.get("cluster"), words.get("fpc")
    return sampling_design(
        weights,
        pd.MultiIndex.from_arrays(crossed).factorize()[0] if crossed else None,
        _labels(table, cluster) if cluster else None,
        _numbers(table, fpc) if fpc else None,
        words.get("lonely", "adjust"),
    )


def _refuse_words(words: Mapping[str, object]) -> None:
    """Complain of words that a design does not know, and of values that they cannot have."""
    complaints = [
        Complaint(
            Text("a sampling design knows no '%(name)s'", {"name": str(word)}),
            expected=Text("known: %(names)s", {"names": tuple(DESIGN)}),
            hint=near(str(word), DESIGN),
        )
        for word in words
        if word not in DESIGN
    ]
    complaints += [
        Complaint(
            Text("'%(name)s' of the sampling design cannot be used", {"name": word}), expected=kind.expected
        )
        for word, kind in DESIGN.items()
        if word in words and not kind.fits(words[word])
    ]
    if complaints:
        raise DefinitionError(complaints)


def _labels(table: pd.DataFrame, name: object) -> NDArray[Any]:
    """The strata or clusters of all rows.

    Raises
    ------
    DataError
        If the column is not there, or a row has none.
    """
    refuse_columns([str(name)], table)
    known, labels = group_labels(table[name], len(table))
    if not known.all():
        raise DataError(
            Complaint(
                Text(
                    "%(count)d respondents have no '%(name)s', the first in row %(row)d",
                    {"count": int((~known).sum()), "name": str(name), "row": int(np.argmin(known)) + 1},
                ),
                expected=Text("a stratum and a cluster for every respondent"),
            )
        )
    return np.asarray(labels)


def _numbers(table: pd.DataFrame, name: object) -> Floats:
    refuse_columns([str(name)], table)
    return columns_as_numbers(table, [str(name)])[:, 0]


def read_weight(table: pd.DataFrame, weight: str | ArrayLike | None) -> Floats:
    """Case weights of the rows, from a column or as they are, shape (n,); ones without any.

    Raises
    ------
    DataError
        If there is no such column, or a weight is missing, negative or no number.
    """
    return checked_weight(_numbers(table, weight) if isinstance(weight, str) else weight, len(table))


def read_groups(table: pd.DataFrame, group: str | ArrayLike) -> tuple[Booleans, NDArray[Any]]:
    """Who belongs to a group and what it is called, shape (n,) each, from a column or as it is.

    Raises
    ------
    DataError
        If there is no such column, or there are more or fewer labels than rows.
    """
    if isinstance(group, str):
        refuse_columns([group], table)
        return group_labels(table[group], len(table))
    return group_labels(group, len(table))


def as_column(
    table: pd.DataFrame, values: str | ArrayLike | None, name: str
) -> tuple[pd.DataFrame, str | None]:
    """The table and the column that holds some values, put into it under ``name`` where they came alone."""
    if values is None or isinstance(values, str):
        return table, values
    if np.ndim(values) != 1 or len(np.asarray(values, object)) != len(table):
        group_labels(values, len(table))
    return table.assign(**{name: np.asarray(values)}), name


def refuse_of_moments(**given: object) -> None:
    """Complain where moments come with what only answers can have.

    Raises
    ------
    DefinitionError
    """
    if any(value is not None for value in given.values()):
        raise DefinitionError(
            Complaint(
                Text("moments know no groups, weights or gaps of single respondents"),
                hint=Text("give the table of answers, or moments that were weighted when they were made"),
            )
        )
