"""Estimates: a mean over the points of a scale, with error and interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.stats.design import Floats
from satkit.stats.intervals import effective_size, likelihood_ratio
from satkit.stats.replicates import Replicates

NUMBERS = ["estimate", "std_error", "low", "high", "n", "n_effective", "deff", "df"]


@dataclass(frozen=True)
class Base:
    """What g groups rest on: answers, the units that gave them, units less strata, weights.

    Parameters
    ----------
    n, units, df : ndarray of int, shape (g,) or (..., g)
    kish : ndarray, of the same shape
        Effect of unequal weights.
    sampled : float
        Mean sampling fraction of the units.
    """

    n: NDArray[np.int64]
    units: NDArray[np.int64]
    df: NDArray[np.int64]
    kish: Floats
    sampled: float

    def of(self, place: int | NDArray[np.int64]) -> Base:
        """The base of one question, or of several, from one whose arrays are (g, questions)."""
        return Base(self.n.T[place], self.units.T[place], self.df.T[place], self.kish.T[place], self.sampled)

    def others(self, whole: Base) -> Base:
        """What everyone in another group rests on; ``whole`` is everyone's base.

        A cluster may be met by several groups, so units and their freedom are those of the other
        groups together, and no more than there are.
        """
        units, df = (
            np.minimum(own.sum(axis=0) - own, everyone)
            for own, everyone in ((self.units, whole.units), (self.df, whole.df))
        )
        kish = np.broadcast_to(whole.kish, self.n.shape)
        return Base(self.n.sum(axis=0) - self.n, units, df, kish, self.sampled)

    def repeat_measures(self, times: int) -> Base:
        """The same base for several measures, along a new last axis."""
        wide = np.ones(times, np.int64)
        n, units, df = (part[..., None] * wide for part in (self.n, self.units, self.df))
        return Base(n, units, df, self.kish[..., None] * wide, self.sampled)


def estimate_means(
    values: Floats,
    shares: Floats,
    points: Floats,
    base: Base,
    resamples: Replicates,
    level: float,
) -> pd.DataFrame:
    """Estimate, error and likelihood-ratio interval of means over points, one line per mean.

    Parameters
    ----------
    values : ndarray, shape (b + 1, ...)
    shares : ndarray, shape (..., k)
        Full-sample weight on every point.
    points : ndarray, shape (k,)
    base : Base
        Of shape (...).

    Returns
    -------
    DataFrame
        The columns ``NUMBERS``; lines in the order of the flattened shape.
    """
    variance = resamples.variance(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = shares / shares.sum(axis=-1, keepdims=True)
    centre = share @ points
    spread = share @ points**2 - centre**2
    n = base.n.astype(float)
    spread = np.where(spread > 1e-9, spread, 0.0) * n / np.maximum(n - 1, 1)
    n_effective, df = effective_size(variance, spread, n, base.kish, base.units, base.df, base.sampled)
    low, high = likelihood_ratio(share, points, n_effective, df, level)
    # an indicator of incomplete answers may lie a little beside the mean of its respondents
    shift = values[0] - centre
    low, high = np.maximum(low + shift, points.min()), np.minimum(high + shift, points.max())
    with np.errstate(invalid="ignore", divide="ignore"):
        deff = n / n_effective
    numbers = (values[0], np.sqrt(variance), low, high, n, n_effective, deff, df)
    return pd.DataFrame({name: part.ravel() for name, part in zip(NUMBERS, numbers, strict=True)})
