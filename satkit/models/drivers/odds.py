"""Logit models of two or more grades: all subsets of drivers in one Newton iteration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from satkit.errors import Complaint, FitError, quote_all
from satkit.language import Text
from satkit.models.drivers.correlations import refuse
from satkit.stats.design import Booleans, Floats, Ints
from satkit.stats.replicates import Replicates

STEPS = 60
CLOSE = 1e-7
EXACT = 1e-15
NEAR = 1e-2  # decrement, as a share of the null log-likelihood, below which whole steps cannot miss the peak
ROUNDING = 1e-12
CELLS = 1 << 18  # answers times models worked on at a time: 2 megabytes
FAR = 500.0  # log odds beyond which exp would overflow


@dataclass(frozen=True, slots=True)
class Odds:
    r"""A proportional-odds likelihood, written as one logistic likelihood of half-lines.

    With thresholds :math:`\theta` and :math:`u = \theta_c - x'b`, :math:`l = \theta_{c-1} - x'b`,

    .. math:: P(y = c) = \sigma(u) - \sigma(l) = \sigma(u)\,\sigma(-l)\,(1 - e^{\theta_{c-1} - \theta_c})

    so an answer in grade c is two answers to yes-or-no questions, *below the upper line* and *above
    the lower line*, and a term in the thresholds alone.  Two grades are the binary logit.

    Parameters
    ----------
    names : tuple of str, length p
    design : ndarray, shape (m, t + p)
        Signed rows of thresholds and negated, standardised drivers: the model says
        :math:`\sigma(design \cdot \beta)`.
    row, grade : ndarray of int, shape (m,) and (n,)
        The answer that a line of the design belongs to; grades 0 ... t.
    weight : ndarray, shape (n,)
    centre, scale : ndarray, shape (p,)
    """

    names: tuple[str, ...]
    design: Floats
    row: Ints
    grade: Ints
    weight: Floats
    centre: Floats
    scale: Floats

    @property
    def thresholds(self) -> int:
        """Grades less one."""
        return int(self.grade.max())

    @property
    def standard(self) -> Floats:
        """Standardised drivers of every answer, shape (n, p)."""
        rows = np.empty((len(self.weight), len(self.names)))
        signed = self.design[:, self.thresholds :]
        below = self.design[:, : self.thresholds].sum(axis=1, keepdims=True)  # 1 or -1
        rows[self.row] = -below * signed
        return rows


@dataclass(frozen=True, slots=True)
class Fits:
    """Maximum-likelihood fits of several models of one :class:`Odds`.

    Parameters
    ----------
    beta : ndarray, shape (models, t + p)
        Zero for drivers that a model leaves out; for standardised drivers.
    likelihood : ndarray, shape (models,)
        Log-likelihood, weighted.
    information : ndarray, shape (models, t + p, t + p)
        Negative second derivatives; one on the diagonal of drivers left out.
    """

    beta: Floats
    likelihood: Floats
    information: Floats


def odds(x: ArrayLike, grade: ArrayLike, weight: ArrayLike, names: tuple[str, ...]) -> Odds:
    """A likelihood of grades, checked.

    Parameters
    ----------
    x : array, shape (n, p)
        Complete rows only.
    grade : array of int or bool, shape (n,)
        Any ordered values; two of them make a binary logit of the larger.
    weight : array, shape (n,)
        Rows of weight zero are left out.

    Raises
    ------
    FitError
        For one grade only, constant or collinear drivers, too few answers, or where a driver
        separates the grades so that its coefficient would be infinite.
    """
    w = np.asarray(weight, float)
    rows, w, grades = np.asarray(x, float)[w > 0], w[w > 0], np.asarray(grade)[w > 0]
    grades = np.unique(grades, return_inverse=True)[1].astype(np.int64)
    refuse(np.cov(np.column_stack([rows, grades]).T, aweights=w), names, len(rows))
    centre = np.average(rows, axis=0, weights=w)
    scale = np.sqrt(np.average((rows - centre) ** 2, axis=0, weights=w))
    standard = (rows - centre) / scale
    top = grades.max()
    upper, lower = np.flatnonzero(grades < top), np.flatnonzero(grades > 0)
    lines = np.eye(top)
    design = np.concatenate(
        [
            np.column_stack([lines[grades[upper]], -standard[upper]]),
            -np.column_stack([lines[grades[lower] - 1], -standard[lower]]),
        ]
    )
    made = Odds(names, design, np.concatenate([upper, lower]), grades, w, centre, scale)
    _refuse_separation(made)
    return made


def _refuse_separation(data: Odds) -> None:
    """Ask a linear program for a direction in which the likelihood never falls (Konis 2007)."""
    from scipy.optimize import linprog

    found = linprog(
        -data.design.sum(axis=0), A_ub=-data.design, b_ub=np.zeros(len(data.design)), bounds=(-1, 1)
    )
    if found.x is None or found.fun is None or found.fun > -1e-7 * len(data.design):
        return
    moved = np.abs(found.x[data.thresholds :]) > 1e-9
    named = quote_all(name for name, inside in zip(data.names, moved, strict=True) if inside)
    raise FitError(
        Complaint(
            Text(
                "%(names)s: these answers tell the outcome without error, so odds are infinite",
                {"names": named},
            ),
            expected=Text("some dissatisfied and some satisfied respondents at every level of a driver"),
            hint=Text("join rare levels, leave the driver out, or take linear shares, which always exist"),
        )
    )


def null(data: Odds) -> tuple[Floats, float]:
    """Thresholds and log-likelihood of the model without drivers."""
    mass = np.bincount(data.grade, data.weight)
    below = np.cumsum(mass)[:-1] / mass.sum()
    return np.log(below / (1 - below)), float((mass * np.log(mass / mass.sum())).sum())


def fits(data: Odds, inside: Booleans, start: Floats | None = None, close: float = CLOSE) -> Fits:
    """Fit many models at once, every step a few matrix products.

    Parameters
    ----------
    inside : ndarray of bool, shape (models, p)
        The drivers of every model.
    start : ndarray, shape (models, t + p), optional
        Where to begin; by default the model without drivers.
    close : float
        Newton decrement to stop at, as a share of the null log-likelihood; log-likelihoods are
        exact to its square, coefficients to its root.

    Raises
    ------
    FitError
        If the iteration does not settle.
    """
    block = max(1, CELLS // len(data.design))
    begin = np.append(null(data)[0], np.zeros(len(data.names)))
    starts = np.broadcast_to(begin, (len(inside), len(begin))) if start is None else start
    products = _products(data)
    parts = [
        _iterate_newton(data, inside[at : at + block], starts[at : at + block], products, close)
        for at in range(0, len(inside), block)
    ]
    return Fits(
        np.concatenate([part.beta for part in parts]),
        np.concatenate([part.likelihood for part in parts]),
        np.concatenate([part.information for part in parts]),
    )


def _products(data: Odds) -> tuple[Floats, Floats]:
    """Weighted columns of the design and of their products, shape (q, m) and (q (q + 1) / 2, m)."""
    left, right = np.triu_indices(data.design.shape[1])
    weighted = data.design * data.weight[data.row][:, None]
    return np.ascontiguousarray(weighted.T), np.ascontiguousarray(
        (weighted[:, left] * data.design[:, right]).T
    )


def _iterate_newton(
    data: Odds, inside: Booleans, start: Floats, products: tuple[Floats, Floats], close: float
) -> Fits:
    """Newton's method on a block of models, finished with half the last decrement.

    A step far from the peak that would lose likelihood is halved until it does not.
    """
    active = np.column_stack([np.ones((len(inside), data.thresholds), bool), inside])
    beta = np.where(active, start, 0.0)
    weight, whole = data.weight[data.row], abs(null(data)[1])
    last, best, far = beta, np.full(len(beta), -np.inf), True
    for _ in range(STEPS):
        line = np.minimum(data.design @ beta.T, FAR)
        missed = chance_missed(line)
        if far:
            reached = weight @ (line + np.log(missed)) + _apart(data, beta)
            fell = reached < best - ROUNDING * whole
            if fell.any():
                beta = np.where(fell[:, None], (beta + last) / 2, beta)
                continue
            last, best = beta, reached
        slope = (products[0] @ missed).T
        bend = (products[1] @ (missed - missed * missed)).T
        slope, information = _with_thresholds(data, beta, slope, bend, active)
        step = np.linalg.solve(information, slope[..., None])[..., 0]
        gain = (slope * step).sum(axis=1)
        if gain.max() < close * whole:
            reached = weight @ (line + np.log(missed)) + _apart(data, beta)
            return Fits(beta + step, reached + gain / 2, information)
        far = bool(gain.max() > NEAR * whole)
        beta = beta + step * _limit_step(data, beta, np.asarray(step, float))[:, None]
    raise FitError(
        Complaint(
            Text("the logit model of %(names)s does not settle", {"names": quote_all(data.names)}),
            hint=Text("join rare levels, leave the driver out, or take linear shares, which always exist"),
        )
    )


def chance_missed(line: Floats) -> Floats:
    """One less the logistic function, in three passes over the array."""
    missed = np.exp(line)
    missed += 1
    return np.reciprocal(missed, out=missed)


def _apart(data: Odds, beta: Floats) -> Floats:
    """The part of the log-likelihood that is in the thresholds alone, shape (models,)."""
    gaps = np.diff(beta[:, : data.thresholds], axis=1)
    mass = np.bincount(data.grade, data.weight)[1:-1]
    return np.asarray(np.log(-np.expm1(-gaps)) @ mass)


def _with_thresholds(
    data: Odds, beta: Floats, slope: Floats, bend: Floats, active: Booleans
) -> tuple[Floats, Floats]:
    """Slope and information with the threshold part added and inactive drivers masked."""
    models, q = beta.shape
    left, right = np.triu_indices(q)
    information = np.empty((models, q, q))
    information[:, left, right] = information[:, right, left] = bend
    mass = np.bincount(data.grade, data.weight)[1:-1]
    gaps = np.diff(beta[:, : data.thresholds], axis=1)
    pull = mass / np.expm1(gaps)
    curve = mass * np.exp(gaps) / np.expm1(gaps) ** 2
    for place in range(data.thresholds - 1):
        slope[:, place] -= pull[:, place]
        slope[:, place + 1] += pull[:, place]
        for row, column, sign in ((0, 0, 1), (1, 1, 1), (0, 1, -1), (1, 0, -1)):
            information[:, place + row, place + column] += sign * curve[:, place]
    both = active[:, :, None] & active[:, None, :]
    return np.where(active, slope, 0.0), np.where(both, information, np.eye(q))


def _limit_step(data: Odds, beta: Floats, step: Floats) -> Floats:
    """How much of a Newton step keeps the thresholds in order, shape (models,)."""
    gaps = np.diff(beta[:, : data.thresholds], axis=1)
    moves = np.diff(step[:, : data.thresholds], axis=1)
    with np.errstate(divide="ignore"):
        room = np.where(moves < 0, -0.9 * gaps / np.where(moves < 0, moves, 1.0), 1.0)
    return np.asarray(room.min(axis=1, initial=1.0))


def natural(data: Odds, beta: Floats) -> tuple[Floats, Floats]:
    """Coefficients and thresholds for drivers in their own units.

    Returns
    -------
    coefficient : ndarray, shape (models, p)
        Log odds of a higher grade per unit of the driver.
    threshold : ndarray, shape (models, t)
    """
    coefficient = beta[:, data.thresholds :] / data.scale
    return coefficient, beta[:, : data.thresholds] + (coefficient @ data.centre)[:, None]


def replicate_coefficients(data: Odds, resamples: Replicates) -> Floats:
    """Coefficients of the full model in every replicate, one Newton step from the sample's.

    Parameters
    ----------
    resamples : Replicates
        On the rows that ``given`` holds, in their order.

    Returns
    -------
    ndarray, shape (b + 1, t + p)
        For standardised drivers; the first row is exact.
    """
    whole = fits(data, np.ones((1, len(data.names)), bool), close=EXACT)
    slopes = contributions(data, whole.beta)[:, 0, 1:] * data.weight[:, None]
    pull = resamples.totals(resamples.pieces(slopes))
    pull[0] = 0.0
    return np.asarray(whole.beta + np.linalg.solve(whole.information[0], pull.T).T)


def contributions(data: Odds, beta: Floats) -> Floats:
    """Log-likelihood of every answer and its slopes, weights apart, shape (n, models, 1 + t + p).

    Parameters
    ----------
    beta : ndarray, shape (models, t + p)
    """
    each = np.zeros((len(data.weight), len(beta), 1 + beta.shape[1]))
    line = data.design @ beta.T
    missed = chance_missed(line)
    np.add.at(each[..., 0], data.row, line + np.log(missed))
    np.add.at(each[..., 1:], data.row, missed[..., None] * data.design[:, None, :])
    gaps = np.diff(beta[:, : data.thresholds], axis=1)
    for place in range(data.thresholds - 1):
        middle = data.grade == place + 1
        pull = 1 / np.expm1(gaps[:, place])
        each[middle, :, 0] += np.log(-np.expm1(-gaps[:, place]))
        each[middle, :, 1 + place] -= pull
        each[middle, :, 2 + place] += pull
    return each
