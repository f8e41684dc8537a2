"""Answers as numbers: DuMouchel's continuous analysis and the A-Kano index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.models.kano.answers import ATTRACTIVE, INDIFFERENT, MUST, ONE, REVERSE
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates

DUMOUCHEL = (np.array([4.0, 2, 0, -1, -2]), np.array([-2.0, -1, 0, 2, 4]))
A_KANO = (np.array([1.0, 0.5, 0, -0.25, -0.5]), np.array([-0.5, -0.25, 0, 0.5, 1]))
"""Worth of the five answers to the functional and to the dysfunctional question."""


@dataclass(frozen=True, slots=True)
class Means:
    """Mean worth of both answers, replicate by replicate.

    Parameters
    ----------
    functional, dysfunctional : ndarray, shape (b + 1, attributes)
    spread : ndarray, shape (2, attributes)
        Standard deviations of both in the full sample, over n.
    """

    functional: Floats
    dysfunctional: Floats
    spread: Floats


def means(
    functional: ArrayLike,
    dysfunctional: ArrayLike,
    weight: Floats,
    resamples: Replicates,
    worth: tuple[Floats, Floats] = DUMOUCHEL,
    importance: ArrayLike | None = None,
) -> Means:
    """Mean worth of the answers.

    Parameters
    ----------
    functional, dysfunctional : array, shape (n, attributes)
        Places 0 (like) to 4 (dislike), NaN where one did not answer; only full pairs count.
    worth : pair of ndarray, shape (5,)
        :data:`DUMOUCHEL` or :data:`A_KANO`.
    importance : array, shape (n, attributes), optional
        Self-stated importance: for DuMouchel it weights the mean, for A-Kano, scaled to 0-1, it
        multiplies every answer.

    References
    ----------
    DuMouchel in Berger et al. (1993), pages 20-23; Xu et al. (2009).
    """
    pairs = np.asarray(functional, float), np.asarray(dysfunctional, float)
    both = np.isfinite(pairs[0]) & np.isfinite(pairs[1])
    stated = np.ones(both.shape) if importance is None else np.asarray(importance, float)
    both &= np.isfinite(stated)
    values = np.stack(
        [worth[side][np.where(both, pairs[side], 0).astype(np.int64)] for side in (0, 1)], axis=-1
    )
    mass = weight[:, None] * both
    given = mass * np.where(both, stated, 0.0)
    base = given if worth is DUMOUCHEL else mass
    sums = resamples.totals(
        resamples.pieces(np.concatenate([given[..., None] * values, base[..., None]], axis=-1))
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        average = sums[..., :2] / sums[..., 2:]
        spread = np.sqrt(
            (base[..., None] * (values - average[0]) ** 2).sum(axis=0) / base.sum(axis=0)[:, None]
        )
    return Means(average[..., 0], average[..., 1], spread.T)


def quadrant(found: Means, line: float = 2.0) -> Ints:
    """Category of every attribute and replicate by DuMouchel's map, shape (b + 1, attributes)."""
    y, x = found.functional, found.dysfunctional
    cases = [(x >= line) & (y >= line), x >= line, y >= line]
    return np.select(cases, [ONE, MUST, ATTRACTIVE], INDIFFERENT)


def backward(found: Means) -> NDArray[np.bool_]:
    """Where a mean lies below zero, the side of reverse and questionable answers, shape (b + 1, attributes)."""
    return (found.functional < 0) | (found.dysfunctional < 0)


def polar(found: Means) -> tuple[Floats, Floats]:
    r"""A-Kano's importance :math:`r = \sqrt{X^2 + Y^2}` and angle :math:`\alpha = atan2(Y, X)`.

    References
    ----------
    Xu, Jiao, Yang, Helander, Khalid and Opperud (2009).
    """
    return np.hypot(found.dysfunctional, found.functional), np.arctan2(found.functional, found.dysfunctional)


def a_kano(found: Means, indifferent: float, low: float, high: float) -> Ints:
    """Category by A-Kano's thresholds, which are the analyst's own, shape (b + 1, attributes).

    Parameters
    ----------
    indifferent : float
        Importance below which an attribute is indifferent.
    low, high : float
        Angles, in radians, up to which it is must-be and one-dimensional.
    """
    reach, angle = polar(found)
    cases = [backward(found), reach < indifferent, angle <= low, angle <= high]
    return np.select(cases, [REVERSE, INDIFFERENT, MUST, ONE], ATTRACTIVE)
