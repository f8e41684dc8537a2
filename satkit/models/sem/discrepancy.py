"""How far a structure is from the answers: value, gradient and information."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from satkit.models.sem.kernel import kernel
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Implied, Structure, columns, implied_moments, lift, stack_derivatives
from satkit.stats.design import Floats

Estimator = Literal["ML", "GLS", "ULS"]
ESTIMATORS: tuple[Estimator, ...] = ("ML", "GLS", "ULS")


@dataclass(frozen=True)
class Discrepancy:
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


def embed_pieces(matrix: Floats, sample: Sample) -> Floats:
    """The matrices of all pieces, unseen items replaced by uncorrelated ones of variance 1."""
    both = sample.seen[:, :, None] & sample.seen[:, None, :]
    return np.where(both, matrix, np.eye(matrix.shape[-1]))


def inverse(matrix: Floats, sample: Sample) -> Floats:
    """Inverses over the seen items of every piece, zero elsewhere, shape (..., k, p, p)."""
    both = sample.seen[:, :, None] & sample.seen[:, None, :]
    return np.where(both, np.linalg.inv(embed_pieces(matrix, sample)), 0.0)


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


def _point(structure: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> _Point:
    moments = implied_moments(structure, theta)
    sigma = moments.cov[..., sample.group, :, :]
    apart = np.where(sample.seen, sample.mean - moments.mean[..., sample.group, :], 0.0)
    weight = inverse(sigma, sample) if estimator == "ML" else _fixed_weight(sample, estimator)
    return _Point(moments, sigma, weight, apart if structure.model.means else np.zeros_like(apart))


def value(structure: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Half the discrepancy, shape (...); infinite where the structure implies the impossible.

    ULS counts every variance and covariance once, as lavaan does.
    """
    return _value(sample, _point(structure, sample, theta, estimator), estimator)


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
    matrix = embed_pieces(at.sigma, sample)
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


def discrepancy_gradient(structure: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Gradient of half the discrepancy, shape (..., q); analytic, complex ``theta`` allowed."""
    return _pull(structure, sample, _point(structure, sample, theta, estimator), estimator)


def _pull(structure: Structure, sample: Sample, at: _Point, estimator: Estimator) -> Floats:
    return _accumulate_forces(structure, at.moments, *_forces(structure, sample, at, estimator))


def _accumulate_forces(
    structure: Structure, moments: Implied, force: Floats, mean_gradient: Floats
) -> Floats:
    """What forces on implied covariances and means do to the parameters, shape (..., q)."""
    first, second, factor = columns(structure)
    a, b = moments.reach[..., first], moments.reach[..., second]
    row = factor * (a * (force @ b)).sum(axis=-2)
    row = row - lift(structure, moments) * (mean_gradient[..., None, :] @ a)[..., 0, :]
    return np.asarray(np.einsum("...gr,grq->...q", row, structure.spread))


def _forces(structure: Structure, sample: Sample, at: _Point, estimator: Estimator) -> tuple[Floats, Floats]:
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
    mean_gradient = share[..., None] * (at.weight @ at.apart[..., None])[..., 0]
    member = (sample.group[:, None] == np.arange(structure.groups)).astype(float)
    return np.einsum("...kij,kg->...gij", force, member), np.einsum("...ki,kg->...gi", mean_gradient, member)


def distance(
    structure: Structure, sample: Sample, theta: Floats, estimator: Estimator, *, exact: bool = False
) -> Discrepancy:
    """Value, gradient and information at ``theta``, shape (..., q); ``exact``: the observed one."""
    at = _point(structure, sample, theta, estimator)
    gradient = _pull(structure, sample, at, estimator)
    if exact:
        found = _curvature(structure, sample, theta, at, estimator)
    elif sample.gaps:
        found = _through(stack_derivatives(structure, theta), _kernel(structure, sample, at, observed=False))
    else:
        found = _information(structure, sample, at, estimator)
    return Discrepancy(_value(sample, at, estimator), gradient, found)


def information(structure: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Expected information per respondent, shape (..., q, q)."""
    if sample.gaps:
        return _through(stack_derivatives(structure, theta), pattern_weight(structure, sample, theta))
    return _information(structure, sample, _point(structure, sample, theta, estimator), estimator)


def _information(structure: Structure, sample: Sample, at: _Point, estimator: Estimator) -> Floats:
    """The information without gaps.

    With the columns a, b of two parameters and the inner product of the weight matrix, the trace
    in the information is (a.b')(b.a') + (a.a')(b.b'): no matrix of derivatives is ever built.
    """
    first, second, factor = columns(structure)
    share, rise, spread = sample.share, lift(structure, at.moments), structure.spread
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
        if structure.model.means:
            up = rise[..., group, :]
            rows += up[..., :, None] * inner[..., first[:, None], first] * up[..., None, :]
        part = spread[group].T @ rows @ spread[group]
        total = total + share[..., number, None, None] * part
    return total


def pattern_weight(structure: Structure, sample: Sample, theta: Floats) -> Floats:
    """Expected information about means and lower triangles over all patterns, shape (..., g, s, s)."""
    return _kernel(structure, sample, _point(structure, sample, theta, "ML"), observed=False)


def _through(slopes: Floats, inner: Floats) -> Floats:
    """Information about the parameters (..., q, q) from that about the moments (..., g, s, s)."""
    return np.asarray((slopes.swapaxes(-1, -2) @ inner @ slopes).sum(axis=-3))


def _kernel(structure: Structure, sample: Sample, at: _Point, *, observed: bool) -> Floats:
    return kernel(sample, at.weight, at.apart, means=structure.model.means, observed=observed)


def curvature(structure: Structure, sample: Sample, theta: Floats, estimator: Estimator) -> Floats:
    """Observed information per respondent, shape (..., q, q).

    The second derivatives by the moments run through the slopes of the structure; to these comes
    what the bend of the structure itself adds, by complex steps under the forces as they are.
    Squire and Trapp (1998): a step of 1e-20 along the imaginary axis makes the derivative of an
    analytic gradient exact to rounding.
    """
    return _curvature(structure, sample, theta, _point(structure, sample, theta, estimator), estimator)


def _curvature(
    structure: Structure, sample: Sample, theta: Floats, at: _Point, estimator: Estimator
) -> Floats:
    if estimator == "ML":
        straight = _through(
            stack_derivatives(structure, theta), _kernel(structure, sample, at, observed=True)
        )
    else:
        straight = _information(structure, sample, at, estimator)
    if not structure.directed.any():
        return np.asarray(straight)
    step = 1e-20
    force, mean_gradient = _forces(structure, sample, at, estimator)
    points = theta[..., None, :] + 1j * step * np.eye(theta.shape[-1])
    force, mean_gradient = force[..., None, :, :, :], mean_gradient[..., None, :, :]
    curvature_term = (
        _accumulate_forces(structure, implied_moments(structure, points), force, mean_gradient).imag / step
    )
    return np.asarray(straight + (curvature_term + curvature_term.swapaxes(-1, -2)) / 2)
