"""Answers in a table become moments by group and by pattern of gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError, near, quoted
from satkit.language import Text
from satkit.models.sem.sample import Sample, group_named, refuse_degenerate
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import checked_weight


def of_answers(
    table: pd.DataFrame,
    items: Sequence[str],
    *,
    group: str | None = None,
    weight: str | None = None,
    missing: str = "listwise",
) -> Sample:
    """Moments of the answers in a table.

    Parameters
    ----------
    table : DataFrame
        One row per respondent; numbers, NaN where there is no answer.
    items : sequence of str
    group, weight : str, optional
        Columns.
    missing : {"listwise", "fiml"}
        Leave out respondents with a gap, or use all they said.

    Raises
    ------
    DataError
        If a column is missing or not numeric, an item does not vary or is a copy of others, a
        group has no more respondents than items.
    """
    refuse_unknown([*items, *(name for name in (group, weight) if name)], table)
    answers = numbers(table, items)
    weights = checked_weight(None if weight is None else numbers(table, [weight])[:, 0], len(answers))
    there = np.isfinite(answers)
    keep = (there.any(axis=1) if missing == "fiml" else there.all(axis=1)) & (weights > 0)
    named = table[group].notna().to_numpy() if group else np.ones(len(answers), bool)
    notes = _told(answers, keep, named, missing)
    keep &= named
    answers, weights = answers[keep], weights[keep]
    if not len(answers):
        raise DataError(
            Complaint(Text("no respondent is left: no complete answers, or all case weights are zero"))
        )
    which: Ints = np.zeros(len(answers), int)
    names = [""]
    if group:
        which, unique = pd.factorize(table[group].astype(str)[keep])
        names = [str(name) for name in unique]
    weights = weights * (len(weights) / weights.sum())
    _refuse_small(answers, names, which, items)
    return replace(_pieces(answers, weights, names, which, tuple(items), notes), kept=np.flatnonzero(keep))


def refuse_unknown(names: Sequence[str], table: pd.DataFrame) -> None:
    """Complain of columns that are not there.

    Raises
    ------
    DataError
    """
    known = [str(name) for name in table.columns]
    complaints = [
        Complaint(
            Text("no column '%(name)s' among the answers", {"name": name}),
            expected=Text("known: %(names)s", {"names": tuple(known[:40])}),
            hint=near(name, known),
        )
        for name in names
        if name not in known
    ]
    if complaints:
        raise DataError(complaints)


def numbers(table: pd.DataFrame, names: Sequence[str]) -> Floats:
    """Columns as numbers, shape (n, k), NaN where there is no answer.

    Raises
    ------
    DataError
        If a column holds anything else.
    """
    chosen = table[list(names)]
    if all(kind.kind in "iuf" for kind in chosen.dtypes):
        return chosen.to_numpy(float, na_value=np.nan)
    found = {name: pd.to_numeric(table[name], errors="coerce") for name in names}
    complaints = [
        Complaint(
            Text(
                "column '%(name)s' holds %(count)d answers that are no numbers, the first in row %(row)d",
                {"name": name, "count": int(strange.sum()), "row": int(np.flatnonzero(strange)[0]) + 1},
            ),
            expected=Text("numbers, and nothing where there is no answer"),
        )
        for name, column in found.items()
        if (strange := (column.isna() & table[name].notna()).to_numpy()).any()
    ]
    if complaints:
        raise DataError(complaints)
    return np.stack([column.to_numpy(float, na_value=np.nan) for column in found.values()], axis=1)


def _told(
    answers: Floats, keep: NDArray[np.bool_], named: NDArray[np.bool_], missing: str
) -> tuple[Text, ...]:
    notes = []
    if not keep.all():
        sentence = (
            Text("%(lost)d of %(n)d respondents answered nothing and are not used")
            if missing == "fiml"
            else Text("%(lost)d of %(n)d respondents left an item unanswered and are not used")
        )
        notes.append(sentence.given(lost=int((~keep).sum()), n=len(answers)))
    if not named.all():
        notes.append(
            Text("%(lost)d respondents belong to no group and are not used", {"lost": int((~named).sum())})
        )
    return tuple(notes)


def _refuse_small(answers: Floats, names: Sequence[str], which: Ints, items: Sequence[str]) -> None:
    complaints = [
        Complaint(
            Text(
                "%(group)s has %(n)d respondents, too few for %(items)d items",
                {"group": group_named(name), "n": int((which == number).sum()), "items": len(items)},
            ),
            expected=Text("more respondents than items, and several for every parameter"),
            hint=Text("merge small groups, or use a model with fewer items"),
        )
        for number, name in enumerate(names)
        if (which == number).sum() <= len(items)
    ]
    if complaints:
        raise DataError(complaints)
    for number, name in enumerate(names):
        _refuse_silent(answers[which == number], name, items)


def _refuse_silent(block: Floats, name: str, items: Sequence[str]) -> None:
    """Complain of items that a group did not answer, and of complete ones that say nothing."""
    answered = np.asarray(np.isfinite(block).any(axis=0))
    silent = [item for item, said in zip(items, answered, strict=True) if not said]
    if silent:
        raise DataError(
            Complaint(
                Text(
                    "nobody of %(group)s answered %(items)s",
                    {"group": group_named(name), "items": quoted(silent)},
                )
            )
        )
    if np.isfinite(block).all():
        refuse_degenerate(np.cov(block.T, bias=True).reshape(len(items), -1), items, name)


def _pieces(
    answers: Floats,
    weights: Floats,
    names: Sequence[str],
    which: Ints,
    items: tuple[str, ...],
    notes: tuple[Text, ...],
) -> Sample:
    there = np.isfinite(answers)
    key = np.concatenate([which[:, None], there], axis=1)
    patterns, piece = np.unique(key, axis=0, return_inverse=True)
    piece = piece.ravel()
    if there.all():
        patterns, piece = np.unique(key[:, :1], axis=0), which
        patterns = np.concatenate([patterns, np.ones((len(patterns), len(items)), int)], axis=1)
    count, p = len(patterns), len(items)
    size, mean, cov = np.zeros(count), np.zeros((count, p)), np.zeros((count, p, p))
    for number in range(count):
        chosen = piece == number
        said = np.where(there[chosen], answers[chosen], 0.0)
        size[number] = weights[chosen].sum()
        mean[number] = weights[chosen] @ said / size[number]
        apart = np.where(there[chosen], said - mean[number], 0.0)
        cov[number] = apart.T * weights[chosen] @ apart / size[number]
    return Sample(
        items,
        tuple(names),
        patterns[:, 0].astype(int),
        patterns[:, 1:].astype(bool),
        size,
        mean,
        cov,
        answers,
        piece,
        weights,
        notes=notes,
    )
