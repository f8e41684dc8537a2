"""What answers that are not normal do to errors and tests."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.discrepancy import curvature, information, inverse
from satkit.models.sem.kernel import halves, invert_information
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Structure, columns, implied_moments, lift, stack_derivatives
from satkit.stats.design import Floats, Ints

BLOCK = 4096  # respondents whose scores are held at once


def scores(structure: Structure, sample: Sample, theta: Floats) -> Iterator[tuple[Floats, Ints]]:
    """Derivatives of every respondent's log-likelihood by the free parameters, block by block.

    Yields
    ------
    ndarray, shape (rows, q)
    ndarray of int, shape (rows,)
        Which respondents.

    Notes
    -----
    Without intercepts in the model the means are those of the answers.
    """
    answers, _ = _rows(sample)
    moments = implied_moments(structure, theta)
    centre = moments.mean if structure.model.means else sample.mean[: structure.groups]
    weight = inverse(moments.cov[sample.group], sample)
    first, second, factor = columns(structure)
    rise = lift(structure, moments)
    for piece, group in enumerate(sample.group):
        reach = moments.reach[group]
        expected = factor * np.einsum(
            "ir,ij,jr->r", reach[:, first], weight[piece], reach[:, second], optimize=True
        )
        members = np.flatnonzero(sample.piece == piece)
        for start in range(0, len(members), BLOCK):
            rows = members[start : start + BLOCK]
            apart = np.where(sample.seen[piece], answers[rows] - centre[group], 0.0)
            drawn = apart @ weight[piece] @ reach
            pulled = factor * drawn[:, first] * drawn[:, second] - expected
            pulled += rise[group] * drawn[:, first]
            yield pulled @ structure.spread[group], rows


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


def satorra_bentler(structure: Structure, sample: Sample, theta: Floats) -> tuple[Floats, float]:
    """Covariance of the estimates (q, q) and the trace that scales the test (MLM).

    Satorra and Bentler (1994), with the fourth moments of the answers and the weight matrix at the
    implied moments, as lavaan's ``robust.sem``.
    """
    moments = implied_moments(structure, theta)
    slopes = stack_derivatives(structure, theta)
    bread, meat, trace = (
        np.zeros((structure.free, structure.free)),
        np.zeros((structure.free, structure.free)),
        0.0,
    )
    for group, share in enumerate(sample.share):
        weight = normal_weight(moments.cov[group], means=structure.model.means)
        fourth = _fourth(structure, sample, group)
        lean = weight @ slopes[group]
        bread += share * slopes[group].T @ lean
        meat += share * lean.T @ fourth @ lean
        trace += float((weight * fourth).sum())
    inner = invert_information(bread)
    return inner @ meat @ inner / sample.n, trace - float((inner * meat).sum())


def _fourth(structure: Structure, sample: Sample, group: int) -> Floats:
    """Covariance of one respondent's contribution to means and lower triangle."""
    if sample.fourth is not None:
        first = 0 if structure.model.means else len(sample.items)
        return np.asarray(sample.fourth[group][first:, first:])
    answers, weight = _rows(sample)
    members = np.flatnonzero(sample.group[sample.piece] == group)
    row, column = halves(answers.shape[1])
    total: Floats = np.zeros(())
    for start in range(0, len(members), BLOCK):
        rows = members[start : start + BLOCK]
        apart = answers[rows] - sample.mean[group]
        product = apart[:, row] * apart[:, column] - sample.cov[group][row, column]
        moments = np.concatenate([apart, product], axis=1) if structure.model.means else product
        total = total + moments.T * weight[rows] @ moments
    return np.asarray(total / sample.size[group])


def _rows(sample: Sample) -> tuple[Floats, Floats]:
    if sample.rows is None or sample.weight is None:
        raise FitError(
            Complaint(
                Text("robust errors need the answers of every respondent, not only their moments"),
                hint=Text("give the table of answers, or take replicate errors"),
            )
        )
    return sample.rows, sample.weight


def first_order(structure: Structure, sample: Sample, theta: Floats) -> Floats:
    """Mean of the products of the respondents' scores, shape (q, q)."""
    _, weight = _rows(sample)
    total = np.zeros((structure.free, structure.free))
    for score, rows in scores(structure, sample, theta):
        heavy = score * weight[rows, None]
        total += heavy.T @ heavy
    return np.asarray(total / sample.n)


def yuan_bentler(structure: Structure, sample: Sample, theta: Floats) -> tuple[Floats, float]:
    """Covariance of the estimates (q, q) and the trace that scales the test (MLR).

    Huber and White's sandwich of the observed information; the trace as Mplus and lavaan take it
    (Yuan and Bentler 2000; Asparouhov and Muthen 2005).
    """
    inner = invert_information(curvature(structure, sample, theta, "ML"))
    meat = first_order(structure, sample, theta)
    return inner @ meat @ inner / sample.n, float((inner * meat).sum())


def saturated_trace(structure: Structure, sample: Sample, theta: Floats) -> float:
    """The same trace for a structure without restrictions."""
    exact = curvature if sample.gaps else information
    bread = exact(structure, sample, theta, "ML")
    return float(np.trace(np.linalg.solve(bread, first_order(structure, sample, theta))))
