"""The optimum of many replicates at once: Fisher scoring, then Newton's steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from satkit.models.sem.discrepancy import Estimator, curvature, discrepancy_gradient, distance, value
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Structure
from satkit.stats.design import Floats

STEPS = 40
CLOSE = 1e-12
NEAR = 1e-4  # close enough for Newton
TIGHT = 1e-22
NEWTON = 60  # steps
STUCK = 1e6  # damping beyond which nothing moves


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


def fisher_scoring(
    structure: Structure,
    sample: Sample,
    start: Floats,
    estimator: Estimator,
    *,
    exact: bool = False,
    close: float = CLOSE,
) -> Solution:
    """Fisher scoring with a damping that grows where a step does not help.

    Parameters
    ----------
    start : ndarray, shape (b, q)
        Where every replicate begins; the axes of the sample before its pieces are (b,).
    exact : bool
        Take Newton's steps from the beginning, which lies near the optimum.
    close : float
        Squared length of a step, in standard errors of one respondent, that is not worth another.

    Notes
    -----
    Scoring needs no second derivatives, and most replicates are done in ten steps.  The few that
    crawl, because their discrepancy is flat, finish on Newton's steps one by one.  Where half of the
    replicates crawl the model has no optimum to speak of in such samples, and they are given up.
    """
    theta = np.array(start)
    best = value(structure, sample, theta, estimator)
    damping = np.zeros(len(theta))
    settled = np.zeros(len(theta), bool)
    taken = 0
    while taken < STEPS and not settled.all():
        taken += 1
        going = np.flatnonzero(~settled)
        here = _of(sample, going)
        found = distance(structure, here, theta[going], estimator, exact=exact)
        step = damped_step(found.information, found.gradient, damping[going])
        new = value(structure, here, theta[going] + step, estimator)
        length = -(step * found.gradient).sum(axis=-1)
        better = new <= best[going] + 1e-13 * (1 + np.abs(best[going]))
        theta[going[better]] += step[better]
        best[going[better]] = new[better]
        settled[going] = better & (length < close) & (damping[going] < 1e-3)
        damping[going] = np.where(better, damping[going] / 8, np.maximum(4 * damping[going], 1e-3))
        damping[damping < 1e-5] = 0.0
    crawling = np.flatnonzero(~settled)
    for number in crawling if len(theta) == 1 or 2 * len(crawling) < len(theta) else []:
        one = _of(sample, number)
        theta[number], settled[number] = polish_newton(structure, one, theta[number], estimator)
        best[number] = value(structure, one, theta[number], estimator)
    return Solution(theta, best, settled & np.isfinite(best), taken)


def _of(sample: Sample, rows: NDArray[np.int64] | np.int64) -> Sample:
    if sample.size.ndim == 1:
        return sample
    return replace(sample, size=sample.size[rows], mean=sample.mean[rows], cov=sample.cov[rows])


def damped_step(information: Floats, gradient: Floats, damping: Floats) -> Floats:
    """Steps downhill of many replicates, shape (b, q), parameters in their own units."""
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


def polish_newton(
    structure: Structure, sample: Sample, theta: Floats, estimator: Estimator
) -> tuple[Floats, bool]:
    """Newton's steps on the exact second derivatives, for one sample: shape (q,), and whether still.

    Where the discrepancy bends the wrong way or a step does not help, the steps are damped.
    """
    best = value(structure, sample, theta, estimator)
    damping = 0.0
    for _ in range(NEWTON):
        gradient = discrepancy_gradient(structure, sample, theta, estimator)
        step = _newton(curvature(structure, sample, theta, estimator), gradient, damping)
        new = np.asarray(np.inf) if step is None else value(structure, sample, theta + step, estimator)
        if step is None or not new <= best + 1e-14 * (1 + abs(best)):
            damping = max(10 * damping, 1e-4)
            if damping > STUCK:
                return theta, False
            continue
        theta, best = theta + step, new
        if damping == 0 and -step @ gradient < TIGHT:
            return theta, True
        damping = damping / 10 if damping > 1e-5 else 0.0
    return theta, False


def _newton(hessian: Floats, gradient: Floats, damping: float) -> Floats | None:
    """A damped step downhill; nothing where the discrepancy does not bend upwards."""
    from scipy.linalg import cho_solve

    width = np.sqrt(np.maximum(np.abs(np.diagonal(hessian)), 1e-300))
    scaled = hessian / np.outer(width, width) + damping * np.eye(len(width))
    if not (np.isfinite(scaled).all() and np.isfinite(gradient).all()):
        return None
    try:
        root = np.linalg.cholesky(scaled)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(-cho_solve((root, True), gradient / width) / width)
