"""Correlations of what lies behind ordinal answers, with their sampling covariance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.stats.binormal import cells, density_cells
from satkit.stats.categories import OrdinalData, crosstabs, estimate_thresholds
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import checked_weight, refuse_nobody
from satkit.stats.muthen import sampling_covariance
from satkit.stats.polyserial import BOUND, likeliest, serial_pair
from satkit.stats.table import answer_matrix, refuse_apart

STEPS = 100
MOST = 30  # categories


@dataclass(frozen=True)
class Polychoric:
    """Thresholds, means, variances and correlations of normal variables behind the items.

    What lies behind an ordinal item has mean 0 and variance 1; an item taken as a number is what it
    is.

    Parameters
    ----------
    names : tuple of str, length p
    n : float
        Respondents.
    levels : tuple of ndarray
        The answers that occur, item by item; none for numbers.
    thresholds : ndarray, shape (p, c + 1)
        From minus to plus infinity; items with fewer categories repeat plus infinity.
    mean, variance : ndarray, shape (p,)
    correlation : ndarray, shape (p, p)
    gamma : ndarray, shape (s, s)
        Sampling covariance times n of :attr:`vector`.
    notes : tuple of Text
    """

    names: tuple[str, ...]
    n: float
    levels: tuple[Floats, ...]
    thresholds: Floats
    mean: Floats
    variance: Floats
    correlation: Floats
    gamma: Floats
    notes: tuple[Text, ...] = ()

    @property
    def cuts(self) -> Floats:
        """All inner thresholds, item by item."""
        return np.asarray(self.thresholds[np.isfinite(self.thresholds)])

    @property
    def owner(self) -> Ints:
        """The item of every inner threshold."""
        return np.asarray(np.nonzero(np.isfinite(self.thresholds))[0])

    @property
    def numeric(self) -> Ints:
        """The items taken as numbers."""
        return np.flatnonzero([not len(level) for level in self.levels])

    @property
    def pairs(self) -> Floats:
        """The correlations of the pairs."""
        return np.asarray(self.correlation[np.triu_indices(len(self.names), 1)])

    @property
    def covariance(self) -> Floats:
        """Correlations times the standard deviations."""
        sd = np.sqrt(self.variance)
        return np.asarray(self.correlation * np.outer(sd, sd))

    @property
    def vector(self) -> Floats:
        """Inner thresholds item by item, means and variances of numbers, covariances of the pairs.

        The pairs are (1, 2), (1, 3), ... (2, 3), ...
        """
        number = self.numeric
        above = self.covariance[np.triu_indices(len(self.names), 1)]
        return np.concatenate([self.cuts, self.mean[number], self.variance[number], above])


def polychoric(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    *,
    numeric: Sequence[str] = (),
    missing: Literal["listwise", "pairwise"] = "listwise",
    levels: Sequence[Floats] | None = None,
) -> Polychoric:
    """Polychoric and polyserial correlations in two steps, thresholds first.

    Parameters
    ----------
    values : array, shape (n, p)
        Ordered codes and numbers; NaN where there is no answer.
    names : sequence of str, length p
    weight : array, shape (n,), optional
        Case weights.
    numeric : sequence of str
        Items that are numbers, not categories.
    missing : {"listwise", "pairwise"}
        Leave out a row with a gap, and say so, or use for every pair who answered both.
    levels : sequence of ndarray, optional
        The answers that there are, where the sample is a part of others.

    Raises
    ------
    DataError
        If an item has fewer than two answers or an ordinal one more than 30, or nobody chose one of
        the ``levels``.

    References
    ----------
    Olsson (1979); Olsson, Drasgow and Dorans (1982); the sampling covariance is that of Muthen (1984).
    """
    answers = answer_matrix(values, names)
    weights = checked_weight(weight, len(answers))
    there = np.isfinite(answers)
    keep = (there.all(axis=1) if missing == "listwise" else there.any(axis=1)) & (weights > 0)
    refuse_nobody(weights[keep])
    notes = _left_out(keep, missing)
    answers, weights = answers[keep], weights[keep]
    weights = weights * (len(weights) / weights.sum())
    ordered = np.array([name not in numeric for name in names])
    chosen = tuple(
        _answers_of(answers[:, item]) if ordered[item] else np.zeros(0) for item in range(len(names))
    )
    _refuse(answers, chosen, names, ordered, levels)
    refuse_apart(answers, names)
    found, mean, variance = estimate_thresholds(answers, weights, chosen, ordered)
    tables = crosstabs(found.codes, weights, found.thresholds.shape[1] - 1)
    rho, settled = _correlations(found, tables)
    left, right = np.triu_indices(len(names), 1)
    if not settled.all():
        stuck = [f"{names[left[number]]} - {names[right[number]]}" for number in np.flatnonzero(~settled)]
        notes += (
            Text(
                "the correlations of %(pairs)s lie at the edge of what is possible", {"pairs": tuple(stuck)}
            ),
        )
    matrix = np.eye(len(names))
    matrix[left, right] = matrix[right, left] = rho
    gamma = sampling_covariance(found, tables, rho, np.sqrt(variance))
    return Polychoric(
        tuple(names), float(len(answers)), chosen, found.thresholds, mean, variance, matrix, gamma, notes
    )


def _left_out(keep: NDArray[np.bool_], missing: str) -> tuple[Text, ...]:
    if keep.all():
        return ()
    sentence = (
        Text("%(lost)d of %(n)d respondents left an item unanswered and are not used")
        if missing == "listwise"
        else Text("%(lost)d of %(n)d respondents answered nothing and are not used")
    )
    return (sentence.with_values(lost=int((~keep).sum()), n=len(keep)),)


def _answers_of(column: Floats) -> Floats:
    return np.asarray(np.unique(column[np.isfinite(column)]))


def _refuse(
    answers: Floats,
    levels: Sequence[Floats],
    names: Sequence[str],
    ordered: NDArray[np.bool_],
    wanted: Sequence[Floats] | None,
) -> None:
    few = [name for name, column in zip(names, answers.T, strict=True) if len(_answers_of(column)) < 2]
    many = [name for name, level in zip(names, levels, strict=True) if len(level) > MOST]
    lost = [
        name
        for name, level, every, own in zip(names, levels, wanted or levels, ordered, strict=True)
        if own and name not in few and len(level) < len(every)
    ]
    complaints = list(_unusable(few, many, lost))
    if complaints:
        raise DataError(complaints)


def _unusable(few: Sequence[str], many: Sequence[str], lost: Sequence[str]) -> Iterator[Complaint]:
    if few:
        yield Complaint(
            Text("everybody gave the same answer to %(items)s", {"items": quote_all(few)}),
            hint=Text("leave the item out of the model"),
        )
    if many:
        yield Complaint(
            Text("%(items)s have more than 30 different answers", {"items": quote_all(many)}),
            expected=Text("ordered categories; treat such items as numbers"),
        )
    if lost:
        yield Complaint(
            Text("nobody chose one of the categories of %(items)s", {"items": quote_all(lost)}),
            expected=Text("every category chosen in every group"),
            hint=Text("merge neighbouring categories of these items"),
        )


def _correlations(ordinal: OrdinalData, tables: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The second step, pair by pair where a number is one of the two."""
    left, right = np.triu_indices(len(ordinal.ordered), 1)
    rho, settled = np.zeros(len(left)), np.ones(len(left), bool)
    both = ordinal.ordinal_pair
    rho[both], settled[both] = correlations(
        tables[both], ordinal.thresholds[left[both]], ordinal.thresholds[right[both]]
    )
    for number in np.flatnonzero(~both):
        pair = serial_pair(ordinal, left[number], right[number])
        rho[number], settled[number] = likeliest(pair.slopes, ordinal.weight[pair.rows])
    return rho, settled


def correlations(
    tables: Floats, first: Floats, second: Floats, start: Floats | None = None, close: float = 1e-11
) -> tuple[Floats, NDArray[np.bool_]]:
    """Maximum-likelihood correlations of many tables at once.

    Parameters
    ----------
    tables : ndarray, shape (..., c, d)
    first, second : ndarray, shape (..., c + 1), (..., d + 1)
        Thresholds of rows and columns.
    start : ndarray, shape (...), optional
        Where to begin.
    close : float
        A step of the scoring that is not worth taking.

    Returns
    -------
    ndarray, shape (...)
    ndarray of bool, shape (...)
        False where the likelihood rises to the edge.
    """
    shape = tables.shape[:-2]
    tables, first, second = (part.reshape(-1, *part.shape[len(shape) :]) for part in (tables, first, second))
    total = tables.sum(axis=(-2, -1))
    rho = np.zeros(len(tables)) if start is None else np.array(start, float).ravel()
    chance = np.maximum(cells(first, second, rho), 1e-300)
    best = (tables * np.log(chance)).sum(axis=(-2, -1))
    damping = np.zeros(rho.shape)
    going = np.arange(len(rho))
    for _ in range(STEPS):
        slope = density_cells(first[going], second[going], rho[going])
        score = (tables[going] * slope / chance[going]).sum(axis=(-2, -1))
        information = total[going] * (slope**2 / chance[going]).sum(axis=(-2, -1))
        step = score / (information + 1e-300)
        moving = np.abs(np.clip(rho[going] + step, -BOUND, BOUND) - rho[going]) >= close
        going, step = going[moving], step[moving]
        if not len(going):
            break
        trial = np.clip(rho[going] + step / (1 + damping[going]), -BOUND, BOUND)
        there = np.maximum(cells(first[going], second[going], trial), 1e-300)
        new = (tables[going] * np.log(there)).sum(axis=(-2, -1))
        better = new >= best[going] - 1e-13 * np.abs(best[going])
        up = going[better]
        rho[up], best[up], chance[up] = trial[better], new[better], there[better]
        damping[going] = np.where(better, damping[going] / 10, np.maximum(10 * damping[going], 1.0))
    return rho.reshape(shape), (np.abs(rho) < BOUND).reshape(shape)
