"""Weighted least squares on what ordered items show, for many replicates at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from satkit.models.sem.ordinal_structure import Layers, observed_moments, settle_variances, slopes
from satkit.models.sem.solve import damped_step
from satkit.stats.design import Floats

STEPS = 200
TIGHT = 1e-18


def by_least_squares(
    layers: Layers, target: Floats, weights: Floats, start: Floats, tight: float = TIGHT
) -> tuple[Floats, NDArray[np.bool_]]:
    """Gauss and Newton's steps with a damping that grows where a step does not help.

    Parameters
    ----------
    layers : Layers
    target : ndarray, shape (b, g, s)
        What was seen.
    weights : ndarray, shape (b, g, s)
    start : ndarray, shape (b, Q)
    tight : float
        Fall of the discrepancy, promised by a step, at which a replicate is at rest.

    Returns
    -------
    ndarray, shape (b, Q)
    ndarray of bool, shape (b,)
        Whether a replicate came to rest.
    """
    if layers.apart and len(layers.owner):
        return _beneath_thresholds(layers, target, weights, start, tight)
    theta = settle_variances(layers, start)
    rest = target - observed_moments(layers, theta)[0]
    best = (weights * rest**2).sum(axis=(-2, -1))
    damping = np.zeros(len(theta))
    done = np.zeros(len(theta), bool)
    for _ in range(STEPS):
        going = np.flatnonzero(~done)
        if not len(going):
            break
        heavy = weights[going]
        steep, _ = slopes(layers, theta[going])
        steep = steep.reshape(len(going), -1, steep.shape[-1])
        lean = steep.swapaxes(-1, -2) * heavy.reshape(len(going), 1, -1)
        pull = (lean @ rest[going].reshape(len(going), -1, 1))[..., 0]
        step = damped_step(lean @ steep, -pull, damping[going])
        trial = theta[going]
        trial[:, layers.free] += step
        trial = settle_variances(layers, trial)
        new = target[going] - observed_moments(layers, trial)[0]
        value = (heavy * new**2).sum(axis=(-2, -1))
        better = value <= best[going] * (1 + 1e-14) + 1e-300
        moved = going[better]
        theta[moved], rest[moved], best[moved] = trial[better], new[better], value[better]
        still = (step * pull).sum(axis=-1) < tight * (1 + heavy.mean(axis=(-2, -1)))
        done[going] = better & still & (damping[going] < 1e-3)
        damping[going] = np.where(better, damping[going] / 10, np.maximum(10 * damping[going], 1e-3))
        damping[damping < 1e-6] = 0.0
    return theta, done


def _beneath_thresholds(
    layers: Layers, target: Floats, weights: Floats, start: Floats, tight: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Thresholds as they were seen, and the structure fitted to the rest."""
    t, q = len(layers.owner), layers.structure.free
    beneath = replace(layers, owner=layers.owner[:0], cut=layers.cut[:, :0])
    found, done = by_least_squares(beneath, target[..., t:], weights[..., t:], start[:, :q], tight)
    theta = np.concatenate([found, start[:, q:]], axis=1)
    theta[:, layers.cut] = target[..., :t]
    return theta, done
