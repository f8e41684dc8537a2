"""Correlations of what lies behind ordinal answers, with their sampling covariance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, DataError, quoted
from satkit.language import Text
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import checked_weight, refuse_nobody

NODES = 48  # Gauss-Legendre nodes; the rectangle probabilities are then right to 1e-12
BOUND = 0.9999
STEPS = 100
BLOCK = 4096  # respondents whose scores are multiplied out at a time


@dataclass(frozen=True)
class Polychoric:
    """Thresholds and correlations of standard normal variables behind ordinal items.

    Parameters
    ----------
    names : tuple of str, length p
    n : float
        Respondents.
    levels : tuple of ndarray
        The answers that occur, item by item.
    thresholds : ndarray, shape (p, c + 1)
        From minus to plus infinity; items with fewer categories repeat plus infinity.
    correlation : ndarray, shape (p, p)
    gamma : ndarray, shape (s, s)
        Sampling covariance times n: inner thresholds item by item, then correlations of the pairs
        (1, 2), (1, 3), ... (2, 3), ...
    notes : tuple of Text
    """

    names: tuple[str, ...]
    n: float
    levels: tuple[Floats, ...]
    thresholds: Floats
    correlation: Floats
    gamma: Floats
    notes: tuple[Text, ...] = ()

    @property
    def cuts(self) -> Floats:
        """All inner thresholds, item by item."""
        return np.asarray(self.thresholds[_inner(self.thresholds)])

    @property
    def owner(self) -> Ints:
        """The item of every inner threshold."""
        return np.asarray(np.nonzero(_inner(self.thresholds))[0])

    @property
    def pairs(self) -> Floats:
        """The correlations of the pairs."""
        return np.asarray(self.correlation[np.triu_indices(len(self.names), 1)])


def _inner(thresholds: Floats) -> NDArray[np.bool_]:
    return np.isfinite(thresholds)


def polychoric(values: ArrayLike, names: Sequence[str], weight: ArrayLike | None = None) -> Polychoric:
    """Polychoric correlations in two steps, thresholds first.

    Parameters
    ----------
    values : array, shape (n, p)
        Ordered codes; a row with NaN is left out, and a note says so.
    names : sequence of str, length p
    weight : array, shape (n,), optional
        Case weights.

    Raises
    ------
    DataError
        If an item has fewer than two answers, or more than 30.

    References
    ----------
    Olsson (1979); the sampling covariance is that of Muthen (1984).
    """
    answers = np.asarray(values, float)
    keep = np.isfinite(answers).all(axis=1)
    weights = checked_weight(weight, len(answers))
    keep &= weights > 0
    refuse_nobody(weights[keep])
    answers, weights = answers[keep], weights[keep]
    notes: tuple[Text, ...] = ()
    if not keep.all():
        notes = (
            Text(
                "%(lost)d of %(n)d respondents left an item unanswered and are not used",
                {"lost": int((~keep).sum()), "n": len(keep)},
            ),
        )
    levels = tuple(np.unique(answers[:, item]) for item in range(answers.shape[1]))
    _refuse(levels, names)
    weights = weights * (len(weights) / weights.sum())
    codes = np.stack([np.searchsorted(level, answers[:, item]) for item, level in enumerate(levels)], axis=1)
    count = max(len(level) for level in levels)
    tables = crosstabs(codes, weights, count)
    thresholds = cut_points(codes, weights, count)
    left, right = np.triu_indices(len(names), 1)
    rho, settled = correlations(tables, thresholds[left], thresholds[right])
    if not settled.all():
        stuck = [f"{names[left[number]]} - {names[right[number]]}" for number in np.flatnonzero(~settled)]
        notes += (
            Text(
                "the correlations of %(pairs)s lie at the edge of what is possible", {"pairs": tuple(stuck)}
            ),
        )
    matrix = np.eye(len(names))
    matrix[left, right] = matrix[right, left] = rho
    gamma = _gamma(codes, weights, tables, thresholds, rho)
    return Polychoric(tuple(names), float(len(codes)), levels, thresholds, matrix, gamma, notes)


def _refuse(levels: Sequence[Floats], names: Sequence[str]) -> None:
    few = [name for name, level in zip(names, levels, strict=True) if len(level) < 2]
    many = [name for name, level in zip(names, levels, strict=True) if len(level) > 30]
    complaints = []
    if few:
        complaints.append(
            Complaint(
                Text("everybody gave the same answer to %(items)s", {"items": quoted(few)}),
                hint=Text("leave the item out of the model"),
            )
        )
    if many:
        complaints.append(
            Complaint(
                Text("%(items)s have more than 30 different answers", {"items": quoted(many)}),
                expected=Text("ordered categories; treat such items as numbers"),
            )
        )
    if complaints:
        raise DataError(complaints)


def crosstabs(codes: Ints, weights: Floats, count: int) -> Floats:
    """Weighted two-way tables of all pairs, shape (pairs, c, c)."""
    left, right = np.triu_indices(codes.shape[1], 1)
    cell = codes[:, left] * count + codes[:, right] + np.arange(len(left)) * count**2
    flat = np.bincount(cell.ravel(), np.repeat(weights, len(left)), minlength=len(left) * count**2)
    return np.asarray(flat, float).reshape(len(left), count, count)


def cut_points(codes: Ints, weights: Floats, count: int) -> Floats:
    """Normal quantiles of the cumulative shares, shape (p, c + 1)."""
    from scipy.special import ndtri

    result = np.full((codes.shape[1], count + 1), np.inf)
    result[:, 0] = -np.inf
    for item in range(codes.shape[1]):
        share = np.bincount(codes[:, item], weights) / weights.sum()
        result[item, 1 : len(share)] = ndtri(np.cumsum(share)[:-1])
    return result


def correlations(tables: Floats, first: Floats, second: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Maximum-likelihood correlations of many tables at once.

    Parameters
    ----------
    tables : ndarray, shape (..., c, d)
    first, second : ndarray, shape (..., c + 1), (..., d + 1)
        Thresholds of rows and columns.

    Returns
    -------
    ndarray, shape (...)
    ndarray of bool, shape (...)
        False where the likelihood rises to the edge.
    """
    total = tables.sum(axis=(-2, -1))
    rho = np.zeros(tables.shape[:-2])
    best = _likelihood(tables, cells(first, second, rho))
    damping = np.zeros(rho.shape)
    for _ in range(STEPS):
        chance = np.maximum(cells(first, second, rho), 1e-300)
        slope = density_cells(first, second, rho)
        score = (tables * slope / chance).sum(axis=(-2, -1))
        information = total * (slope**2 / chance).sum(axis=(-2, -1))
        step = score / (information + 1e-300)
        if (np.abs(np.clip(rho + step, -BOUND, BOUND) - rho) < 1e-11).all():
            break
        trial = np.clip(rho + step / (1 + damping), -BOUND, BOUND)
        new = _likelihood(tables, cells(first, second, trial))
        better = new >= best - 1e-13 * np.abs(best)
        rho, best = np.where(better, trial, rho), np.where(better, new, best)
        damping = np.where(better, damping / 10, np.maximum(10 * damping, 1.0))
    return rho, np.abs(rho) < BOUND


def _likelihood(tables: Floats, chance: Floats) -> Floats:
    return np.asarray((tables * np.log(np.maximum(chance, 1e-300))).sum(axis=(-2, -1)))


def cells(first: Floats, second: Floats, rho: Floats) -> Floats:
    """Chances of the cells of a table, shape (..., c, d)."""
    corner = normal_corner(first[..., :, None], second[..., None, :], rho[..., None, None])
    return np.asarray(np.diff(np.diff(corner, axis=-2), axis=-1))


def density_cells(first: Floats, second: Floats, rho: Floats) -> Floats:
    """Derivatives of the cells by the correlation, shape (..., c, d)."""
    a, b, r = first[..., :, None], second[..., None, :], rho[..., None, None]
    finite = np.isfinite(a) & np.isfinite(b)
    a, b = np.where(finite, a, 0.0), np.where(finite, b, 0.0)
    rest = 1 - r**2
    height = np.exp(-(a**2 + b**2 - 2 * r * a * b) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    return np.asarray(np.diff(np.diff(np.where(finite, height, 0.0), axis=-2), axis=-1))


def normal_corner(a: Floats, b: Floats, rho: Floats) -> Floats:
    """Chance that two standard normal variables are below a and b, by quadrature.

    Drezner and Wesolowsky (1990): from independence to the correlation along its arc sine.
    """
    from scipy.special import ndtr

    a, b, rho = np.broadcast_arrays(a, b, rho)
    plain = ndtr(a) * ndtr(b)
    finite = np.isfinite(a) & np.isfinite(b)
    a, b = np.where(finite, a, 0.0), np.where(finite, b, 0.0)
    nodes, weights = _quadrature()
    end = np.arcsin(rho)
    total = np.zeros(a.shape)
    for node, weight in zip(nodes, weights, strict=True):
        sine = np.sin(end * (node + 1) / 2)
        total += weight * np.exp(-(a**2 + b**2 - 2 * a * b * sine) / (2 * (1 - sine**2)))
    return np.asarray(plain + np.where(finite, total * end / (4 * np.pi), 0.0))


@cache
def _quadrature() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return np.asarray(nodes), np.asarray(weights)


def _gamma(codes: Ints, weights: Floats, tables: Floats, thresholds: Floats, rho: Floats) -> Floats:
    """Sampling covariance times n, from the scores of both steps (Muthen 1984)."""
    inner = _inner(thresholds)
    place = np.cumsum(inner).reshape(inner.shape) - 1
    count = int(inner.sum())
    left, right = np.triu_indices(codes.shape[1], 1)
    chance = np.maximum(cells(thresholds[left], thresholds[right], rho), 1e-300)
    lean = density_cells(thresholds[left], thresholds[right], rho) / chance
    single = _threshold_scores(thresholds, inner, place, count)
    size = count + len(left)
    meat, own = np.zeros((size, size)), np.zeros((count, count))
    for start in range(0, len(codes), BLOCK):
        rows = codes[start : start + BLOCK]
        weight = weights[start : start + BLOCK, None]
        score = np.concatenate(
            [
                single[np.arange(rows.shape[1]), rows].sum(axis=1),
                lean[np.arange(len(left)), rows[:, left], rows[:, right]],
            ],
            axis=1,
        )
        meat += (score * weight).T @ (score * weight)
        own += (score[:, :count] * weight).T @ score[:, :count]
    owner = np.nonzero(inner)[0]
    own = np.where(owner[:, None] == owner, own, 0.0)
    across = np.zeros((len(left), count))
    for side, items in ((0, left), (1, right)):
        part = _bivariate_scores(thresholds[left], thresholds[right], rho, side) / chance[:, None]
        sums = (tables[:, None] * lean[:, None] * part).sum(axis=(-2, -1))
        for pair, item in enumerate(items):
            across[pair, place[item, inner[item]]] += sums[pair, inner[item, 1:-1]]
    steep = (tables * lean**2).sum(axis=(-2, -1))
    bread = np.zeros((size, size))
    bread[:count, :count] = np.linalg.inv(own)
    bread[count:, count:] = np.diag(1 / steep)
    bread[count:, :count] = -(across / steep[:, None]) @ bread[:count, :count]
    return np.asarray(len(codes) * bread @ meat @ bread.T)


def _threshold_scores(thresholds: Floats, inner: NDArray[np.bool_], place: Ints, count: int) -> Floats:
    """Derivative of the log chance of every category by every threshold, shape (p, c, thresholds)."""
    from scipy.special import ndtr

    p, edges = thresholds.shape
    height = np.where(inner, np.exp(-(np.where(inner, thresholds, 0.0) ** 2) / 2) / np.sqrt(2 * np.pi), 0.0)
    chance = np.diff(ndtr(thresholds), axis=1)
    result = np.zeros((p, edges - 1, count))
    for item in range(p):
        for cut in np.flatnonzero(inner[item]):
            spot = place[item, cut]
            result[item, cut - 1, spot] = height[item, cut] / chance[item, cut - 1]
            result[item, cut, spot] = -height[item, cut] / chance[item, cut]
    return result


def _bivariate_scores(first: Floats, second: Floats, rho: Floats, side: int) -> Floats:
    """Derivatives of the cells by the inner thresholds of one side, shape (pairs, c - 1, c, c)."""
    from scipy.special import ndtr

    own, other = (first, second) if side == 0 else (second, first)
    cut = own[:, 1:-1]
    finite = np.isfinite(cut)
    at = np.where(finite, cut, 0.0)
    height = np.where(finite, np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    width = np.sqrt(1 - rho**2)[:, None, None]
    given = np.diff(ndtr((other[:, None, :] - rho[:, None, None] * at[:, :, None]) / width), axis=-1)
    line = height[:, :, None] * given  # (pairs, c - 1, c)
    pairs, cuts, count = line.shape
    result = np.zeros((pairs, cuts, count, count))
    for number in range(cuts):
        if side == 0:
            result[:, number, number, :] = line[:, number]
            result[:, number, number + 1, :] = -line[:, number]
        else:
            result[:, number, :, number] = line[:, number]
            result[:, number, :, number + 1] = -line[:, number]
    return result
