"""Answers as places on scales, counted; and the thresholds between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.stats.design import Floats, Ints


@dataclass(frozen=True)
class OrdinalData:
    """Answers as places on scales and as standardised numbers.

    Parameters
    ----------
    codes : ndarray of int, shape (n, p)
        -1 where there is no answer, and for numbers.
    z : ndarray, shape (n, p)
        NaN where there is no answer, and for categories.
    weight : ndarray, shape (n,)
    thresholds : ndarray, shape (p, c + 1)
    ordered : ndarray of bool, shape (p,)
    """

    codes: Ints
    z: Floats
    weight: Floats
    thresholds: Floats
    ordered: NDArray[np.bool_]

    @property
    def ordinal_pair(self) -> NDArray[np.bool_]:
        """Which pairs are of two ordinal items."""
        left, right = np.triu_indices(len(self.ordered), 1)
        return np.asarray(self.ordered[left] & self.ordered[right])


def estimate_thresholds(
    answers: Floats, weights: Floats, levels: Sequence[Floats], ordered: NDArray[np.bool_]
) -> tuple[OrdinalData, Floats, Floats]:
    """The first step: thresholds, means (p,) and variances (p,), each of who answered the item.

    Parameters
    ----------
    answers : ndarray, shape (n, p)
        NaN where there is no answer.
    weights : ndarray, shape (n,)
    levels : sequence of ndarray
        The answers that there are; none for numbers.
    ordered : ndarray of bool, shape (p,)
    """
    codes = np.full(answers.shape, -1)
    for item in map(int, np.flatnonzero(ordered)):
        answered = np.isfinite(answers[:, item])
        codes[answered, item] = np.searchsorted(levels[item], answers[answered, item])
    count = max([2, *(len(level) for level in levels)])
    mean, variance = np.zeros(len(ordered)), np.ones(len(ordered))
    z = np.full(answers.shape, np.nan)
    for item in map(int, np.flatnonzero(~ordered)):
        answered = np.isfinite(answers[:, item])
        mean[item] = np.average(answers[answered, item], weights=weights[answered])
        apart = answers[:, item] - mean[item]
        variance[item] = np.average(apart[answered] ** 2, weights=weights[answered])
        z[:, item] = apart / np.sqrt(variance[item])
    thresholds = cut_points(margins(codes, weights, count))
    return OrdinalData(codes, z, weights, thresholds, ordered), mean, variance


def crosstabs(codes: Ints, weights: Floats, count: int) -> Floats:
    """Weighted two-way tables of all pairs, shape (pairs, c, c); codes below zero do not count."""
    left, right = np.triu_indices(codes.shape[1], 1)
    inside = (codes[:, left] >= 0) & (codes[:, right] >= 0)
    cell = codes[:, left] * count + codes[:, right] + np.arange(len(left)) * count**2
    heavy = np.broadcast_to(weights[:, None], cell.shape)[inside]
    flat = np.bincount(cell[inside], heavy, minlength=len(left) * count**2)
    return np.asarray(flat, float).reshape(len(left), count, count)


def margins(codes: Ints, weights: Floats, count: int) -> Floats:
    """Weighted counts of the categories, shape (p, c)."""
    found = np.zeros((codes.shape[1], count))
    for item, column in enumerate(codes.T):
        answered = column >= 0
        found[item] = np.bincount(column[answered], weights[answered], minlength=count)
    return found


def cut_points(counts: Floats) -> Floats:
    """Normal quantiles of the cumulative shares, shape (..., c + 1).

    Parameters
    ----------
    counts : ndarray, shape (..., c)
        All zero for a number, which has no thresholds.
    """
    from scipy.special import ndtri

    result = np.full((*counts.shape[:-1], counts.shape[-1] + 1), np.inf)
    result[..., 0] = -np.inf
    total = counts.sum(axis=-1, keepdims=True)
    share = np.cumsum(counts, axis=-1)[..., :-1] / np.where(total > 0, total, 1.0)
    above = np.cumsum(counts[..., ::-1], axis=-1)[..., -2::-1] > 0
    result[..., 1:-1] = np.where(above, ndtri(np.where(above, share, 0.5)), np.inf)
    return result
