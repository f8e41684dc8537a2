"""The quadrant of the better-worse map, its lines at a half or at the means."""

from __future__ import annotations

import numpy as np

from satkit.models.kano.answers import ATTRACTIVE, INDIFFERENT, MUST, ONE
from satkit.models.kano.coefficients import better_worse
from satkit.stats.design import Floats, Ints


def verdict(counts: Floats) -> Ints:
    """Quadrant with lines at one half.

    References
    ----------
    Timko (1993).
    """
    return quadrant(counts, 0.5, 0.5)


def by_means(counts: Floats) -> Ints:
    """Quadrant with lines at the means over attributes, as Chinese survey platforms draw them.

    Parameters
    ----------
    counts : ndarray, shape (..., attributes, 6)
    """
    better, worse = better_worse(counts)
    return quadrant(counts, better.mean(axis=-1, keepdims=True), -worse.mean(axis=-1, keepdims=True))


def quadrant(counts: Floats, pleases: Floats | float, displeases: Floats | float) -> Ints:
    """High on both is one-dimensional, on worse alone must-be, on better alone attractive."""
    better, worse = better_worse(counts)
    high, low = better >= pleases, -worse >= displeases
    return np.select([high & low, low, high], [ONE, MUST, ATTRACTIVE], INDIFFERENT)
