"""Sampling covariance of thresholds and correlations estimated in two steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from satkit.stats.binormal import cells, density_cells, edge_cells
from satkit.stats.categories import OrdinalData
from satkit.stats.design import Floats, Ints
from satkit.stats.polyserial import serial_pair

SINGULAR = 1e-6  # of one less the squared correlation of two scores
BLOCK = 4096  # respondents whose scores are multiplied out at a time


class _First(NamedTuple):
    """Where the parameters of the first step stand: thresholds, then means and variances of numbers."""

    inner: NDArray[np.bool_]
    place: Ints  # of every inner threshold, shape as the thresholds
    number: Ints  # items that are numbers
    cuts: int

    @property
    def size(self) -> int:
        return self.cuts + 2 * len(self.number)

    @property
    def owner(self) -> Ints:
        """The item of every parameter."""
        return np.concatenate([np.nonzero(self.inner)[0], self.number, self.number])

    def mean(self, item: int) -> int:
        """The place of a number's mean; that of its variance is as many further as there are numbers."""
        return int(self.cuts + np.searchsorted(self.number, item))


def sampling_covariance(ordinal: OrdinalData, tables: Floats, rho: Floats, sd: Floats) -> Floats:
    """Covariance times n of thresholds, means, variances and covariances of pairs, shape (s, s).

    Parameters
    ----------
    found : Coded
    tables : ndarray, shape (pairs, c, c)
    rho : ndarray, shape (pairs,)
    sd : ndarray, shape (p,)

    References
    ----------
    Muthen (1984): the scores of both steps, the second depending on the first.
    """
    inner = np.isfinite(ordinal.thresholds)
    place = np.cumsum(inner).reshape(inner.shape) - 1
    first = _First(inner, place, np.flatnonzero(~ordinal.ordered), int(inner.sum()))
    lean, steep, across = _pairs(ordinal, tables, rho, sd, first)
    meat, own = _products(ordinal, lean, first, sd)
    size = first.size + len(rho)
    bread = np.zeros((size, size))
    bread[: first.size, : first.size] = np.linalg.inv(own)
    with np.errstate(divide="ignore", invalid="ignore"):  # a pair without information has no error
        bread[first.size :, first.size :] = np.diag(1 / steep)
        bread[first.size :, : first.size] = -(across / steep[:, None]) @ bread[: first.size, : first.size]
        bread = _covariances(rho, sd, first) @ bread
        return np.asarray(len(ordinal.codes) * bread @ meat @ bread.T)


def _pairs(
    ordinal: OrdinalData, tables: Floats, rho: Floats, sd: Floats, first: _First
) -> tuple[tuple[Floats, Floats], Floats, Floats]:
    """The slopes of every pair by its correlation, their squares, and products with the first step.

    The slopes are tables (pairs, c + 1, c + 1) for two ordinal items, whose last row and column are
    those of no answer, and columns (n, pairs) for the other pairs.
    """
    left, right = np.triu_indices(len(ordinal.ordered), 1)
    both = ordinal.ordinal_pair
    across = np.zeros((len(rho), first.size))
    steep = np.zeros(len(rho))
    ends = ordinal.thresholds[left[both]], ordinal.thresholds[right[both]]
    chance = np.where(tables[both] > 0, np.maximum(cells(*ends, rho[both]), 1e-300), np.inf)
    lean = density_cells(*ends, rho[both]) / chance  # nobody is in the other cells
    steep[both] = (tables[both] * lean**2).sum(axis=(-2, -1))
    for side, items in ((0, left[both]), (1, right[both])):
        part = edge_cells(*ends, rho[both], side) / chance[:, None]
        sums = ((tables[both] * lean)[:, None] * part).sum(axis=(-2, -1))
        for pair, item, total in zip(np.flatnonzero(both), items, sums, strict=True):
            across[pair, first.place[item, first.inner[item]]] += total[first.inner[item, 1:-1]]
    columns = np.zeros((len(ordinal.codes), int((~both).sum())))
    for column, pair in zip(columns.T, np.flatnonzero(~both), strict=True):
        column[:], across[pair] = _serial(ordinal, left[pair], right[pair], rho[pair], sd, first)
    steep[~both] = ordinal.weight @ columns**2
    return (np.pad(lean, ((0, 0), (0, 1), (0, 1))), columns), steep, across


def _serial(
    ordinal: OrdinalData, left: int, right: int, rho: float, sd: Floats, first: _First
) -> tuple[Floats, Floats]:
    """Slopes (n,) of a pair with a number, and their products (a,) with those of the first step."""
    pair = serial_pair(ordinal, left, right)
    slopes = pair.slopes(rho)
    heavy = ordinal.weight[pair.rows] * slopes.rho
    total = np.zeros(first.size)
    many = len(first.number)
    spot = first.mean(pair.number)
    total[spot] = heavy @ slopes.mean / sd[pair.number]
    total[spot + many] = heavy @ slopes.variance / sd[pair.number] ** 2
    if ordinal.ordered[pair.other]:
        place = ordinal.codes[pair.rows, pair.other]
        edge = np.zeros(ordinal.thresholds.shape[1])
        np.add.at(edge, place, heavy * slopes.third)
        np.add.at(edge, place + 1, heavy * slopes.fourth)
        chosen = first.inner[pair.other]
        total[first.place[pair.other, chosen]] = edge[chosen]
    else:
        spot = first.mean(pair.other)
        total[spot] = heavy @ slopes.third / sd[pair.other]
        total[spot + many] = heavy @ slopes.fourth / sd[pair.other] ** 2
    column = np.zeros(len(ordinal.codes))
    column[pair.rows] = slopes.rho
    return column, total


def _products(
    ordinal: OrdinalData, lean: tuple[Floats, Floats], first: _First, sd: Floats
) -> tuple[Floats, Floats]:
    """Products of all scores (s, s), and of those of one item in the first step (a, a)."""
    left, right = np.triu_indices(len(ordinal.ordered), 1)
    both = ordinal.ordinal_pair
    size = first.size + len(left)
    single = _threshold_scores(ordinal.thresholds, first)
    meat, own = np.zeros((size, size)), np.zeros((first.size, first.size))
    tables, columns = lean
    for start in range(0, len(ordinal.codes), BLOCK):
        rows = slice(start, start + BLOCK)
        codes, weight = ordinal.codes[rows], ordinal.weight[rows, None]
        z = np.nan_to_num(ordinal.z[rows][:, first.number])
        answered = np.isfinite(ordinal.z[rows][:, first.number])
        pairs = np.zeros((len(codes), len(left)))
        pairs[:, both] = tables[np.arange(both.sum()), codes[:, left[both]], codes[:, right[both]]]
        pairs[:, ~both] = columns[rows]
        score = np.concatenate(
            [
                single[np.arange(codes.shape[1]), codes].sum(axis=1)[:, : first.cuts],
                z / sd[first.number],
                np.where(answered, z**2 - 1, 0.0) / (2 * sd[first.number] ** 2),
                pairs,
            ],
            axis=1,
        )
        meat += (score * weight).T @ (score * weight)
        own += (score[:, : first.size] * weight).T @ score[:, : first.size]
    owner = first.owner
    own = np.where(owner[:, None] == owner, own, 0.0)
    for item in first.number:
        _told_apart(
            own, first, int(item), float(ordinal.weight[np.isfinite(ordinal.z[:, item])].sum()), sd[item]
        )
    return meat, own


def _told_apart(own: Floats, first: _First, item: int, total: float, sd: float) -> None:
    """Where mean and variance of a number move as one, as those of two values do, the normal information.

    The products of scores then have no inverse; the sandwich around the normal information is right
    whatever the distribution.
    """
    spot = first.mean(item)
    places = np.array([spot, spot + len(first.number)])
    block = own[np.ix_(places, places)]
    if block[0, 1] ** 2 > (1 - SINGULAR) * block[0, 0] * block[1, 1]:
        own[np.ix_(places, places)] = total * np.diag([1 / sd**2, 1 / (2 * sd**4)])


def _threshold_scores(thresholds: Floats, first: _First) -> Floats:
    """Derivative of the log chance of every category by every threshold, shape (p, c + 1, cuts).

    The last category is no answer.
    """
    from scipy.special import ndtr

    p, edges = thresholds.shape
    at = np.where(first.inner, thresholds, 0.0)
    height = np.where(first.inner, np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    chance = np.diff(ndtr(thresholds), axis=1)
    result = np.zeros((p, edges, first.cuts))
    for item, cut in zip(*np.nonzero(first.inner), strict=True):
        spot = first.place[item, cut]
        result[item, cut - 1, spot] = height[item, cut] / chance[item, cut - 1]
        result[item, cut, spot] = -height[item, cut] / chance[item, cut]
    return result


def _covariances(rho: Floats, sd: Floats, first: _First) -> Floats:
    """Slopes of covariances of pairs by correlations and variances; the rest as it is, shape (s, s)."""
    left, right = np.triu_indices(len(sd), 1)
    result = np.diag(np.concatenate([np.ones(first.size), sd[left] * sd[right]]))
    for items, others in ((left, right), (right, left)):
        for pair, (item, other) in enumerate(zip(items, others, strict=True)):
            if item in first.number:
                spot = first.mean(int(item)) + len(first.number)
                result[first.size + pair, spot] = rho[pair] * sd[other] / (2 * sd[item])
    return result
