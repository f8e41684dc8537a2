"""Fuzzy Kano: respondents spread one answer over several choices."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from satkit.models.kano.answers import CATEGORIES, from_cross
from satkit.models.kano.rules import most_frequent
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates

CUT = 0.4  # membership from which a category counts


def membership(functional: ArrayLike, dysfunctional: ArrayLike, table: str = "classic") -> Floats:
    """Membership of every category, shape (..., 6); sums to one where both answers do.

    Parameters
    ----------
    functional, dysfunctional : array, shape (..., 5)
        Shares that a respondent gives to each answer.

    References
    ----------
    Lee and Huang (2009).
    """
    present, absent = np.asarray(functional, float), np.asarray(dysfunctional, float)
    return from_cross(present[..., :, None] * absent[..., None, :], table)


def count_memberships(found: Floats, weight: Floats, resamples: Replicates, cut: float = CUT) -> Floats:
    """Weighted respondents whose membership reaches the cut, shape (b + 1, attributes, 6).

    Parameters
    ----------
    found : ndarray, shape (n, attributes, 6)
        From :func:`membership`.
    """
    held = (found >= cut - 1e-12) * weight[:, None, None]
    return resamples.totals(resamples.pieces(held))


def verdict(counts: Floats) -> Ints:
    """The most frequent category, ties by M > O > A > I."""
    return most_frequent.verdict(counts[..., : len(CATEGORIES)])
