"""What the answers say: moments by group and by pattern of gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates
from satkit.stats.table import refuse_pairs

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
    index : Index, optional
        The index of these rows in that table.
    observed : bool
        Whether errors come from the observed information although nothing is missing, as full
        information maximum likelihood has it.
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
    index: pd.Index | None = None
    observed: bool = False
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
    refuse_degenerate(chosen.cov.reshape(-1, len(items), len(items))[0], items, "")
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
    values = np.concatenate([moments.mean, moments.cov[:, left, right]], axis=1)
    usable = np.isfinite(values).all(axis=1, keepdims=True)
    apart = resamples.deviations(np.where(usable, values, np.nan))
    return np.asarray(moments.n * apart.T @ apart)


def group_named(name: object) -> Text:
    """A group, or the whole sample, as messages name it."""
    return Text("group '%(name)s'", {"name": str(name)}) if str(name) else Text("the whole sample")


def refuse_degenerate(cov: Floats, items: Sequence[str], group: object) -> None:
    """Complain of constant items and of items that say the same.

    Raises
    ------
    DataError
    """
    refuse_pairs(np.isfinite(cov), items)
    sd = np.sqrt(np.diagonal(cov))
    constant = [item for item, width in zip(items, sd, strict=True) if not width > 0]
    if constant:
        raise DataError(
            Complaint(
                Text(
                    "all of %(group)s gave the same answer to %(items)s",
                    {"group": group_named(group), "items": quote_all(constant)},
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
                    {"group": group_named(group), "items": quote_all(items[int(number)] for number in heavy)},
                ),
                hint=Text("leave one of these items out; copies and sums add nothing"),
            )
        )
