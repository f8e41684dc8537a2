"""Correlation of a number with what lies behind categories, or with another number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from satkit.stats.categories import OrdinalData
from satkit.stats.design import Floats, Ints

BOUND = 0.9999


class Slopes(NamedTuple):
    """Derivatives of the log-likelihood of each respondent, shape (n,) each.

    By the correlation; by mean and variance of the first variable (standardised: divide by its
    standard deviation and its variance); by the second's lower and upper threshold, or its mean and
    variance.
    """

    rho: Floats
    mean: Floats
    variance: Floats
    third: Floats
    fourth: Floats


class Pair(NamedTuple):
    """A number and another item: which items, who answered both, their slopes by the correlation."""

    number: int
    other: int
    rows: Ints
    slopes: Callable[[float], Slopes]


def serial_pair(ordinal: OrdinalData, left: int, right: int) -> Pair:
    """A pair of items of which one at least is a number."""
    first, second = (right, left) if ordinal.ordered[left] else (left, right)
    answered = np.isfinite(ordinal.z[:, first])
    if not ordinal.ordered[second]:
        rows = np.flatnonzero(answered & np.isfinite(ordinal.z[:, second]))
        return Pair(
            first, second, rows, partial(with_number, ordinal.z[rows, first], ordinal.z[rows, second])
        )
    rows = np.flatnonzero(answered & (ordinal.codes[:, second] >= 0))
    place, ends = ordinal.codes[rows, second], ordinal.thresholds[second]
    slopes = partial(with_category, ordinal.z[rows, first], ends[place], ends[place + 1])
    return Pair(first, second, rows, slopes)


def with_category(z: Floats, low: Floats, high: Floats, rho: float) -> Slopes:
    """A standardised number and the thresholds around the category chosen (Olsson et al. 1982).

    Parameters
    ----------
    z, low, high : ndarray, shape (n,)
        Thresholds may be infinite.
    rho : float
    """
    from scipy.special import ndtr

    width = np.sqrt(1 - rho**2)
    ends = (low - rho * z) / width, (high - rho * z) / width
    upper = ends[0] > 0  # the tail that does not lose digits
    chance = np.where(upper, ndtr(-ends[0]) - ndtr(-ends[1]), ndtr(ends[1]) - ndtr(ends[0]))
    below, above = (np.exp(-(end**2) / 2) / np.sqrt(2 * np.pi) / np.maximum(chance, 1e-300) for end in ends)
    lean = np.where(np.isfinite(high), above * (rho * np.where(np.isfinite(high), high, 0.0) - z), 0.0)
    lean -= np.where(np.isfinite(low), below * (rho * np.where(np.isfinite(low), low, 0.0) - z), 0.0)
    pull = rho / width * (above - below)
    return Slopes(lean / width**3, z + pull, (z**2 - 1 + z * pull) / 2, -below / width, above / width)


def with_number(z: Floats, other: Floats, rho: float) -> Slopes:
    """Two standardised numbers."""
    rest = 1 - rho**2
    product = z * other
    lean = rho / rest + product / rest - (z**2 - 2 * rho * product + other**2) * rho / rest**2
    return Slopes(
        lean,
        (z - rho * other) / rest,
        ((z**2 - rho * product) / rest - 1) / 2,
        (other - rho * z) / rest,
        ((other**2 - rho * product) / rest - 1) / 2,
    )


def likeliest(slopes: Callable[[float], Slopes], weight: Floats) -> tuple[float, bool]:
    """The correlation at which the likelihood is flat, and whether there is one inside the bounds."""
    from scipy.optimize import brentq

    def total(rho: float) -> float:
        return float(weight @ slopes(rho).rho)

    ends = total(-BOUND), total(BOUND)
    if ends[0] <= 0 or ends[1] >= 0:
        return (-BOUND if ends[0] <= 0 else BOUND), False
    return float(brentq(total, -BOUND, BOUND, xtol=1e-14, rtol=1e-14)), True
