"""The optimum of many replicates at once: Fisher scoring, then Newton's steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.models.sem.discrepancy import Estimator, curvature, distance, pull, value
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Structure
from satkit.stats.design import Floats

STEPS = 300
CLOSE = 1e-12  # squared length of a scoring step in standard errors of one respondent
TIGHT = 1e-22


@dataclass(frozen=True)
class Solution:
    """Estimates of every replicate.

    Parameters
    ----------
    theta : ndarray, shape (b, q)
    value : ndarray, shape (b,)
        Half the discrepancy.
    converged : ndarray of bool, shape (b,)
    steps : int
    """

    theta: Floats
    value: Floats
    converged: NDArray[np.bool_]
    steps: int


def scored(given: Structure, sample: Sample, start: Floats, estimator: Estimator) -> Solution:
    """Fisher scoring with a damping that grows where a step does not help.

    Parameters
    ----------
    start : ndarray, shape (b, q)
        Where every replicate begins; the axes of the sample before its pieces are (b,).
    """
    theta = np.array(start)
    best = value(given, sample, theta, estimator)
    damping = np.zeros(len(theta))
    settled = np.zeros(len(theta), bool)
    taken = 0
    while taken < STEPS and not settled.all():
        taken += 1
        going = np.flatnonzero(~settled)
        here = _of(sample, going)
        found = distance(given, here, theta[going], estimator)
        step = _step(found.information, found.gradient, damping[going])
        trial = theta[going] + step
        new = value(given, here, trial, estimator)
        length = -(step * found.gradient).sum(axis=-1)
        better = new <= best[going] + 1e-13 * (1 + np.abs(best[going]))
        theta[going[better]] = trial[better]
        best[going[better]] = new[better]
        damping[going] = np.where(
            better,
            np.where(damping[going] < 1e-5, 0.0, damping[going] / 8),
            np.maximum(4 * damping[going], 1e-3),
        )
        settled[going] = (better & (length < CLOSE) & (damping[going] < 1)) | (damping[going] > 1e12)
    stuck = damping > 1e6
    return Solution(theta, best, settled & ~stuck & np.isfinite(best), taken)


def _of(sample: Sample, rows: NDArray[np.int64]) -> Sample:
    from dataclasses import replace

    if sample.size.ndim == 1:
        return sample
    return replace(sample, size=sample.size[rows], mean=sample.mean[rows], cov=sample.cov[rows])


def _step(information: Floats, gradient: Floats, damping: Floats) -> Floats:
    width = np.sqrt(np.maximum(np.diagonal(information, axis1=-2, axis2=-1), 1e-300))
    scaled = information / width[..., :, None] / width[..., None, :]
    eye = np.eye(gradient.shape[-1])
    scaled = np.where(np.isfinite(scaled), scaled, 0.0) + (damping[..., None, None] + 1e-13) * eye
    target = -(np.where(np.isfinite(gradient), gradient, 0.0) / width)[..., None]
    try:
        solved = np.linalg.solve(scaled, target)
    except np.linalg.LinAlgError:
        solved = np.linalg.pinv(scaled, hermitian=True) @ target
    return np.asarray(solved[..., 0] / width)


def polished(given: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Newton's steps on the exact second derivatives, for the sample itself, shape (q,)."""
    best = value(given, sample, theta, estimator)
    for _ in range(20):
        gradient = pull(given, sample, theta, estimator)
        hessian = curvature(given, sample, theta, estimator)
        try:
            np.linalg.cholesky(hessian)
        except np.linalg.LinAlgError:
            return theta
        step = -np.linalg.solve(hessian, gradient)
        new = value(given, sample, theta + step, estimator)
        if not new <= best + 1e-13 * (1 + abs(best)):
            return theta
        theta, best = theta + step, new
        if -step @ gradient < TIGHT:
            break
    return theta
