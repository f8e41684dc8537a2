"""Answers in a table become moments by group and by pattern of gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.models.sem.sample import Sample, group_named, refuse_degenerate
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import checked_weight
from satkit.stats.table import columns_as_numbers, group_labels, no_group, refuse_apart, refuse_columns


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
    refuse_columns([*items, *(name for name in (group, weight) if name)], table)
    answers = columns_as_numbers(table, items)
    weights = checked_weight(
        None if weight is None else columns_as_numbers(table, [weight])[:, 0], len(answers)
    )
    there = np.isfinite(answers)
    keep = (there.any(axis=1) if missing == "fiml" else there.all(axis=1)) & (weights > 0)
    named, labels = (
        group_labels(table[group], len(answers)) if group else (np.ones(len(answers), bool), np.zeros(0))
    )
    notes = _note_lost(answers, keep, named, missing)
    keep &= named
    answers, weights = answers[keep], weights[keep]
    if not len(answers):
        raise DataError(
            Complaint(Text("no respondent is left: no complete answers, or all case weights are zero"))
        )
    which: Ints = np.zeros(len(answers), int)
    names = [""]
    if group:
        which, unique = pd.factorize(labels[keep])
        names = [str(name) for name in unique]
    weights = weights * (len(weights) / weights.sum())
    _refuse_small(answers, names, which, items)
    for number in range(len(names)):
        refuse_apart(answers[which == number], items)
    return replace(
        _pieces(answers, weights, names, which, tuple(items), notes),
        kept=np.flatnonzero(keep),
        index=table.index[keep],
        observed=missing == "fiml",
    )


def _note_lost(
    answers: Floats, keep: NDArray[np.bool_], named: NDArray[np.bool_], missing: str
) -> tuple[Text, ...]:
    notes = []
    if not keep.all():
        sentence = (
            Text("%(lost)d of %(n)d respondents answered nothing and are not used")
            if missing == "fiml"
            else Text("%(lost)d of %(n)d respondents left an item unanswered and are not used")
        )
        notes.append(sentence.with_values(lost=int((~keep).sum()), n=len(answers)))
    return (*notes, *no_group(int((~named).sum())))


def refuse_few(n: int, group: str, items: int) -> Complaint:
    """Fewer respondents than a model of so many items can be fitted to."""
    return Complaint(
        Text(
            "%(group)s has %(n)d respondents, too few for %(items)d items",
            {"group": group_named(group), "n": n, "items": items},
        ),
        expected=Text("more respondents than items, and several for every parameter"),
        hint=Text("merge small groups, or use a model with fewer items"),
    )


def _refuse_small(answers: Floats, names: Sequence[str], which: Ints, items: Sequence[str]) -> None:
    complaints = [
        refuse_few(int((which == number).sum()), name, len(items))
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
                    {"group": group_named(name), "items": quote_all(silent)},
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
