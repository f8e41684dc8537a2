"""What the answers say: moments by group and by pattern of gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError, near, quoted
from satkit.language import Text
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import Moments, checked_weight
from satkit.stats.replicates import Replicates

SINGULAR = 1e-10  # smallest eigenvalue of a correlation matrix that can be inverted in earnest


@dataclass(frozen=True)
class Sample:
    """Moments of k pieces: one per group, or one per group and pattern of answered items.

    Parameters
    ----------
    items : tuple of str, length p
    groups : tuple of str
    group : ndarray of int, shape (k,)
        The group of every piece.
    seen : ndarray of bool, shape (k, p)
        Answered items.
    size : ndarray, shape (..., k)
        Respondents, or the sum of their weights scaled to the number of respondents.
    mean : ndarray, shape (..., k, p)
        Zero where not seen.
    cov : ndarray, shape (..., k, p, p)
        Divided by the size; zero where not seen.
    rows : ndarray, shape (n, p), optional
        The answers themselves, which robust errors need; NaN where there is none.
    piece : ndarray of int, shape (n,), optional
        The piece of every row.
    weight : ndarray, shape (n,), optional
        Case weights with mean 1.
    kept : ndarray of int, shape (n,), optional
        Where these rows stand in the table they come from.
    fourth : ndarray, shape (1, p + s, p + s), optional
        Covariance of means and lower triangle under the design, times the respondents; robust
        errors take it instead of the answers.
    notes : tuple of Text
    """

    items: tuple[str, ...]
    groups: tuple[str, ...]
    group: Ints
    seen: NDArray[np.bool_]
    size: Floats
    mean: Floats
    cov: Floats
    rows: Floats | None = None
    piece: Ints | None = None
    weight: Floats | None = None
    kept: Ints | None = None
    fourth: Floats | None = None
    notes: tuple[Text, ...] = ()

    @property
    def n(self) -> float:
        """Respondents of the sample itself."""
        return float(self.size.reshape(-1, self.size.shape[-1])[0].sum())

    @property
    def share(self) -> Floats:
        """Part of every piece in the whole, shape (..., k)."""
        return np.asarray(self.size / self.size.sum(axis=-1, keepdims=True))

    @property
    def gaps(self) -> bool:
        """Whether an answer is missing."""
        return not self.seen.all()


def of_moments(moments: Moments, items: Sequence[str], resamples: Replicates | None = None) -> Sample:
    """One group whose moments are known, with all their replicates.

    Parameters
    ----------
    resamples : Replicates, optional
        What the replicates are; from them follow robust errors and tests that know clusters,
        strata, weights and gaps (Satorra and Muthen 1995; Oberski 2014).

    Raises
    ------
    DataError
        If an item is not there, does not vary, or is a copy of others.
    """
    chosen = moments.select(items)
    _refuse_degenerate(chosen.cov.reshape(-1, len(items), len(items))[0], items, "")
    size = (moments.n * moments.mass / moments.mass.reshape(-1)[0])[..., None]
    return Sample(
        tuple(items),
        ("",),
        np.zeros(1, int),
        np.ones((1, len(items)), bool),
        size,
        chosen.mean[..., None, :],
        chosen.cov[..., None, :, :],
        fourth=None if resamples is None else _fourth(chosen, resamples)[None],
        notes=moments.notes,
    )


def _fourth(moments: Moments, resamples: Replicates) -> Floats:
    """What the fourth moments are to independent answers: the replicates' covariance of the moments."""
    left, right = np.triu_indices(moments.cov.shape[-1])
    drawn = np.concatenate([moments.mean, moments.cov[:, left, right]], axis=1)[1:]
    usable = np.isfinite(drawn).all(axis=1)
    apart = drawn[usable] - drawn[usable].mean(axis=0)
    scales = resamples.scales[usable] * len(usable) / usable.sum()
    return np.asarray(moments.n * (apart.T * scales) @ apart)


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
                {"group": _group(name), "n": int((which == number).sum()), "items": len(items)},
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
        block = answers[which == number]
        with np.errstate(invalid="ignore"):
            silent = [
                item
                for item, answered in zip(items, np.isfinite(block).any(axis=0), strict=True)
                if not answered
            ]
        if silent:
            raise DataError(
                Complaint(
                    Text(
                        "nobody of %(group)s answered %(items)s",
                        {"group": _group(name), "items": quoted(silent)},
                    )
                )
            )
        if np.isfinite(block).all():
            _refuse_degenerate(np.cov(block.T, bias=True).reshape(len(items), -1), items, name)


def _group(name: object) -> Text:
    return Text("group '%(name)s'", {"name": str(name)}) if str(name) else Text("the whole sample")


def _refuse_degenerate(cov: Floats, items: Sequence[str], group: object) -> None:
    """Complain of constant items and of items that say the same."""
    sd = np.sqrt(np.diagonal(cov))
    constant = [item for item, width in zip(items, sd, strict=True) if not width > 0]
    if constant:
        raise DataError(
            Complaint(
                Text(
                    "all of %(group)s gave the same answer to %(items)s",
                    {"group": _group(group), "items": quoted(constant)},
                ),
                hint=Text("leave the item out of the model"),
            )
        )
    roots, axes = np.linalg.eigh(cov / np.outer(sd, sd))
    if roots[0] < SINGULAR:
        heavy = np.flatnonzero(np.abs(axes[:, 0]) > 0.1)
        raise DataError(
            Complaint(
                Text(
                    "in %(group)s the answers to %(items)s follow from each other",
                    {"group": _group(group), "items": quoted(items[int(number)] for number in heavy)},
                ),
                hint=Text("leave one of these items out; copies and sums add nothing"),
            )
        )


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
