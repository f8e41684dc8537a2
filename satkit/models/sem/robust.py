"""What answers that are not normal do to errors and tests."""

from __future__ import annotations

import numpy as np

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.discrepancy import curvature, information, inverse
from satkit.models.sem.kernel import halves
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Structure, columns, implied, lift, stacked
from satkit.stats.design import Floats


def casewise(sample: Sample, cov: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Scores of every respondent for means (n, p) and for covariances, as p x p matrices (n, p, p).

    Derivatives of the log-likelihood; the derivative along a symmetric change D of the covariance
    is the sum of the products of the matrix with D.
    """
    rows, _ = _rows(sample)
    weight = inverse(cov[sample.group], sample)
    apart = np.where(np.isfinite(rows), rows - mean[sample.group[sample.piece]], 0.0)
    up = np.einsum("nij,nj->ni", weight[sample.piece], apart)
    return up, 0.5 * (up[:, :, None] * up[:, None, :] - weight[sample.piece])


def scores(given: Structure, sample: Sample, theta: Floats, centre: Floats | None = None) -> Floats:
    """Derivatives of every respondent's log-likelihood by the free parameters, shape (n, q).

    Parameters
    ----------
    centre : ndarray, shape (g, p), optional
        Means of a model without intercepts.
    """
    moments = implied(given, theta)
    mean = moments.mean if centre is None else centre
    up, square = casewise(sample, moments.cov, mean)
    first, second, factor = columns(given)
    result = np.zeros((len(up), given.free))
    rise = lift(given, moments)
    for group in range(given.groups):
        rows = np.flatnonzero(sample.group[sample.piece] == group)
        a, b = moments.reach[group][:, first], moments.reach[group][:, second]
        pulled = 2 * factor * np.einsum("nij,ir,jr->nr", square[rows], a, b, optimize=True)
        pulled += rise[group] * (up[rows] @ a)
        result[rows] = pulled @ given.spread[group]
    return result


def normal_weight(cov: Floats, *, means: bool) -> Floats:
    """Information of one normal respondent about means and lower triangle, shape (s, s)."""
    p = len(cov)
    inner = np.linalg.inv(cov)
    row, column = halves(p)
    both = inner[row[:, None], row] * inner[column[:, None], column]
    both += inner[row[:, None], column] * inner[column[:, None], row]
    twice = np.where(row == column, 0.5, 1.0)
    both *= np.outer(twice, twice)
    if not means:
        return both
    result = np.zeros((p + len(row), p + len(row)))
    result[:p, :p], result[p:, p:] = inner, both
    return result


def satorra_bentler(given: Structure, sample: Sample, theta: Floats) -> tuple[Floats, float]:
    """Covariance of the estimates (q, q) and the trace that scales the test (MLM).

    Satorra and Bentler (1994), with the fourth moments of the answers and the weight matrix at the
    implied moments, as lavaan's ``robust.sem``.
    """
    moments = implied(given, theta)
    slopes = stacked(given, theta)
    bread, meat, trace = np.zeros((given.free, given.free)), np.zeros((given.free, given.free)), 0.0
    for group, share in enumerate(sample.share):
        weight = normal_weight(moments.cov[group], means=given.model.means)
        fourth = _fourth(given, sample, group)
        lean = weight @ slopes[group]
        bread += share * slopes[group].T @ lean
        meat += share * lean.T @ fourth @ lean
        trace += float((weight * fourth).sum())
    inner = np.linalg.inv(bread)
    return inner @ meat @ inner / sample.n, trace - float((inner * meat).sum())


def _fourth(given: Structure, sample: Sample, group: int) -> Floats:
    """Covariance of one respondent's contribution to means and lower triangle."""
    rows, weight = _rows(sample)
    chosen = sample.group[sample.piece] == group
    apart = rows[chosen] - sample.mean[group]
    row, column = halves(apart.shape[1])
    product = apart[:, row] * apart[:, column] - sample.cov[group][row, column]
    moments = np.concatenate([apart, product], axis=1) if given.model.means else product
    return np.asarray(moments.T * weight[chosen] @ moments / sample.size[group])


def _rows(sample: Sample) -> tuple[Floats, Floats]:
    if sample.rows is None or sample.weight is None:
        raise FitError(
            Complaint(
                Text("robust errors need the answers of every respondent, not only their moments"),
                hint=Text("give the table of answers, or take replicate errors"),
            )
        )
    return sample.rows, sample.weight


def first_order(given: Structure, sample: Sample, theta: Floats) -> Floats:
    """Mean of the products of the respondents' scores, shape (q, q)."""
    rows, weight = _rows(sample)
    del rows
    centre = None if given.model.means else sample.mean[: given.groups]
    weighted = scores(given, sample, theta, centre) * weight[:, None]
    return np.asarray(weighted.T @ weighted / sample.n)


def yuan_bentler(given: Structure, sample: Sample, theta: Floats) -> tuple[Floats, float]:
    """Covariance of the estimates (q, q) and the trace that scales the test (MLR).

    Huber and White's sandwich of the observed information; the trace as Mplus and lavaan take it
    (Yuan and Bentler 2000; Asparouhov and Muthen 2005).
    """
    inner = np.linalg.inv(curvature(given, sample, theta, "ML"))
    meat = first_order(given, sample, theta)
    return inner @ meat @ inner / sample.n, float((inner * meat).sum())


def saturated_trace(given: Structure, sample: Sample, theta: Floats) -> float:
    """The same trace for a structure without restrictions."""
    exact = curvature if sample.gaps else information
    bread = exact(given, sample, theta, "ML")
    return float(np.trace(np.linalg.solve(bread, first_order(given, sample, theta))))
