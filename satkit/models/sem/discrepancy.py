"""How far a structure is from the answers: value, gradient and information."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from satkit.models.sem.kernel import kernel
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Implied, Structure, columns, implied, lift, stacked
from satkit.stats.design import Floats

Estimator = Literal["ML", "GLS", "ULS"]
ESTIMATORS: tuple[Estimator, ...] = ("ML", "GLS", "ULS")


@dataclass(frozen=True)
class Distance:
    """Half the discrepancy per respondent at a point.

    For ML this is minus the log-likelihood per respondent, up to a constant.

    Parameters
    ----------
    value : ndarray, shape (...)
        Infinite where the implied matrix is not positive definite.
    gradient : ndarray, shape (..., q)
    information : ndarray, shape (..., q, q)
        Expected (Fisher) information per respondent for ML; Gauss-Newton otherwise.
    """

    value: Floats
    gradient: Floats
    information: Floats


def embedded(matrix: Floats, sample: Sample) -> Floats:
    """The matrices of all pieces, unseen items replaced by uncorrelated ones of variance 1."""
    both = sample.seen[:, :, None] & sample.seen[:, None, :]
    return np.where(both, matrix, np.eye(matrix.shape[-1]))


def inverse(matrix: Floats, sample: Sample) -> Floats:
    """Inverses over the seen items of every piece, zero elsewhere, shape (..., k, p, p)."""
    both = sample.seen[:, :, None] & sample.seen[:, None, :]
    return np.where(both, np.linalg.inv(embedded(matrix, sample)), 0.0)


@dataclass(frozen=True)
class _Point:
    """What value, gradient and information have in common.

    ``weight`` (..., k, p, p) weighs the residuals of every piece, ``apart`` (..., k, p) are those of
    its means.
    """

    moments: Implied
    sigma: Floats
    weight: Floats
    apart: Floats


def _point(given: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> _Point:
    moments = implied(given, theta)
    sigma = moments.cov[..., sample.group, :, :]
    apart = np.where(sample.seen, sample.mean - moments.mean[..., sample.group, :], 0.0)
    weight = inverse(sigma, sample) if estimator == "ML" else _fixed_weight(sample, estimator)
    return _Point(moments, sigma, weight, apart if given.model.means else np.zeros_like(apart))


def value(given: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Half the discrepancy, shape (...); infinite where the structure implies the impossible.

    ULS counts every variance and covariance once, as lavaan does.
    """
    return _value(sample, _point(given, sample, theta, estimator), estimator)


def _value(sample: Sample, at: _Point, estimator: Estimator) -> Floats:
    if estimator == "ML":
        return _minus_likelihood(sample, at)
    left = at.weight @ (sample.cov - at.sigma)
    each = 0.25 * np.einsum("...ij,...ji->...", left, left)
    if estimator == "ULS":
        each = each + 0.25 * np.einsum("...ii,...ii->...", left, left)
    each = each + 0.5 * np.einsum("...i,...ij,...j->...", at.apart, at.weight, at.apart)
    return np.asarray((sample.share * each).sum(axis=-1))


def _minus_likelihood(sample: Sample, at: _Point) -> Floats:
    spread = sample.cov + at.apart[..., :, None] * at.apart[..., None, :]
    misfit = (at.weight * spread).sum(axis=(-2, -1))
    matrix = embedded(at.sigma, sample)
    try:
        width = np.diagonal(np.linalg.cholesky(matrix), axis1=-2, axis2=-1)
        proper = np.ones(misfit.shape[:-1], bool)
    except np.linalg.LinAlgError:
        roots = np.linalg.eigvalsh(matrix)
        proper = np.asarray((roots[..., 0] > 0).all(axis=-1))
        width = np.sqrt(np.where(roots > 0, roots, 1.0))
    total = (sample.share * (np.log(width).sum(axis=-1) + 0.5 * misfit)).sum(axis=-1)
    return np.asarray(np.where(proper & np.isfinite(total), total, np.inf))


def _fixed_weight(sample: Sample, estimator: Estimator) -> Floats:
    if estimator == "ULS":
        return np.broadcast_to(np.eye(len(sample.items)), sample.cov.shape)
    return np.asarray(np.linalg.inv(sample.cov))


def pull(given: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Gradient of half the discrepancy, shape (..., q); analytic, complex ``theta`` allowed."""
    return _pull(given, sample, _point(given, sample, theta, estimator), estimator)


def _pull(given: Structure, sample: Sample, at: _Point, estimator: Estimator) -> Floats:
    return _pulled(given, at.moments, *_forces(given, sample, at, estimator))


def _pulled(given: Structure, moments: Implied, force: Floats, push: Floats) -> Floats:
    """What forces on implied covariances and means do to the parameters, shape (..., q)."""
    first, second, factor = columns(given)
    a, b = moments.reach[..., first], moments.reach[..., second]
    row = factor * (a * (force @ b)).sum(axis=-2)
    row = row - lift(given, moments) * (push[..., None, :] @ a)[..., 0, :]
    return np.asarray(np.einsum("...gr,grq->...q", row, given.spread))


def _forces(given: Structure, sample: Sample, at: _Point, estimator: Estimator) -> tuple[Floats, Floats]:
    """What pulls on the implied covariances (..., g, p, p) and means (..., g, p)."""
    spread, share = sample.cov, sample.share
    if estimator == "ML":
        spread = spread + at.apart[..., :, None] * at.apart[..., None, :]
    if sample.gaps:
        force = share[..., None, None] * (at.weight - at.weight @ spread @ at.weight)
    else:
        force = share[..., None, None] * (at.weight @ (at.sigma - spread) @ at.weight)
    if estimator == "ULS":
        force = force * (1 + np.eye(force.shape[-1]))
    push = share[..., None] * (at.weight @ at.apart[..., None])[..., 0]
    member = (sample.group[:, None] == np.arange(given.groups)).astype(float)
    return np.einsum("...kij,kg->...gij", force, member), np.einsum("...ki,kg->...gi", push, member)


def distance(
    given: Structure, sample: Sample, theta: Floats, estimator: Estimator, *, exact: bool = False
) -> Distance:
    """Value, gradient and information at ``theta``, shape (..., q); ``exact``: the observed one."""
    at = _point(given, sample, theta, estimator)
    gradient = _pull(given, sample, at, estimator)
    if exact:
        found = _curvature(given, sample, theta, at, estimator)
    elif sample.gaps:
        found = _through(stacked(given, theta), _kernel(given, sample, at, observed=False))
    else:
        found = _information(given, sample, at, estimator)
    return Distance(_value(sample, at, estimator), gradient, found)


def information(given: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Expected information per respondent, shape (..., q, q)."""
    if sample.gaps:
        return _through(stacked(given, theta), pattern_weight(given, sample, theta))
    return _information(given, sample, _point(given, sample, theta, estimator), estimator)


def _information(given: Structure, sample: Sample, at: _Point, estimator: Estimator) -> Floats:
    """The information without gaps.

    With the columns a, b of two parameters and the inner product of the weight matrix, the trace
    in the information is (a.b')(b.a') + (a.a')(b.b'): no matrix of derivatives is ever built.
    """
    first, second, factor = columns(given)
    share, rise, spread = sample.share, lift(given, at.moments), given.spread
    total: Floats = np.zeros(())
    for number, group in enumerate(sample.group):
        reach = at.moments.reach[..., group, :, :]
        inner = reach.swapaxes(-1, -2) @ at.weight[..., number, :, :] @ reach
        rows = inner[..., first[:, None], second] * inner[..., second[:, None], first]
        rows += inner[..., first[:, None], first] * inner[..., second[:, None], second]
        rows *= np.outer(factor, factor)
        if estimator == "ULS":
            own = 2 * factor * reach[..., first] * reach[..., second]
            rows += 0.5 * own.swapaxes(-1, -2) @ own
        if given.model.means:
            up = rise[..., group, :]
            rows += up[..., :, None] * inner[..., first[:, None], first] * up[..., None, :]
        part = spread[group].T @ rows @ spread[group]
        total = total + share[..., number, None, None] * part
    return total


def pattern_weight(given: Structure, sample: Sample, theta: Floats) -> Floats:
    """Expected information about means and lower triangles over all patterns, shape (..., g, s, s)."""
    return _kernel(given, sample, _point(given, sample, theta, "ML"), observed=False)


def _through(slopes: Floats, inner: Floats) -> Floats:
    """Information about the parameters (..., q, q) from that about the moments (..., g, s, s)."""
    return np.asarray((slopes.swapaxes(-1, -2) @ inner @ slopes).sum(axis=-3))


def _kernel(given: Structure, sample: Sample, at: _Point, *, observed: bool) -> Floats:
    return kernel(sample, at.weight, at.apart, means=given.model.means, observed=observed)


def curvature(given: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Observed information per respondent, shape (..., q, q).

    The second derivatives by the moments run through the slopes of the structure; to these comes
    what the bend of the structure itself adds, by complex steps under the forces as they are.
    Squire and Trapp (1998): a step of 1e-20 along the imaginary axis makes the derivative of an
    analytic gradient exact to rounding.
    """
    return _curvature(given, sample, theta, _point(given, sample, theta, estimator), estimator)


def _curvature(given: Structure, sample: Sample, theta: Floats, at: _Point, estimator: Estimator) -> Floats:
    if estimator == "ML":
        straight = _through(stacked(given, theta), _kernel(given, sample, at, observed=True))
    else:
        straight = _information(given, sample, at, estimator)
    if not given.directed.any():
        return np.asarray(straight)
    step = 1e-20
    force, push = _forces(given, sample, at, estimator)
    points = theta[..., None, :] + 1j * step * np.eye(theta.shape[-1])
    force, push = force[..., None, :, :, :], push[..., None, :, :]
    bend = _pulled(given, implied(given, points), force, push).imag / step
    return np.asarray(straight + (bend + bend.swapaxes(-1, -2)) / 2)
