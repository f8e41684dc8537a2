"""Explained variance of every subset of drivers, by sweeping."""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np

from satkit.models.drivers.correlations import Correlations
from satkit.stats.design import Floats, Ints


def pack_triangles(data: Correlations) -> Floats:
    """Upper triangles with the outcome behind every row, shape (p (p + 3) / 2, replicates).

    Row by row: driver i with drivers i ... p - 1, then with the outcome.
    """
    p = len(data.names)
    among = data.among.reshape(-1, p, p)
    outcome = data.outcome.reshape(-1, p)
    row, column = np.triu_indices(p, m=p + 1)
    bordered = np.concatenate([among, outcome[:, :, None]], axis=2)
    return np.ascontiguousarray(bordered[:, row, column].T)


def sweep_first(triangle: Floats, drivers: int, out: Floats | None = None) -> Floats:
    """The triangle of the other drivers once the first is held fixed (a Schur complement).

    Parameters
    ----------
    triangle : ndarray, shape (drivers (drivers + 3) / 2, states)
        Without its first ``drivers + 1`` rows it is the triangle with the first driver ignored.
    out : ndarray, shape of the result, optional
    """
    rest = triangle[drivers + 1 :]
    made = np.empty_like(rest) if out is None else out
    slopes = triangle[1:drivers] * (1 / triangle[0])
    start = 0
    for i in range(1, drivers):
        stop = start + drivers + 1 - i
        np.multiply(triangle[i : drivers + 1], slopes[i - 1], out=made[start:stop])
        start = stop
    return np.subtract(rest, made, out=made)


def explained_variance(data: Correlations) -> Floats:
    """R squared of every subset, shape (2^p, ...); bit k of the place stands for driver k.

    Driver by driver the table doubles: left out, the states stay; taken in, they are swept.
    About 13 floating-point operations per subset in the whole.
    """
    p = len(data.names)
    triangle = pack_triangles(data)
    table = np.zeros((1, triangle.shape[1]))
    states = triangle[:, None, :]
    for left in range(p, 0, -1):
        gain = states[left] ** 2 / states[0]
        table = np.concatenate([table, table + gain])
        if left > 1:
            states = np.concatenate([states[left + 1 :], sweep_first(states, left)], axis=1)
    return table.reshape(-1, *data.outcome.shape[:-1])


@cache
def sizes(p: int) -> Ints:
    """How many drivers every subset holds, shape (2^p,)."""
    counts = np.zeros(1, np.int64)
    for _ in range(p):
        counts = np.concatenate([counts, counts + 1])
    return counts


@cache
def order_weights(p: int) -> Floats:
    """Share of the orders of p drivers in which a given s of them stand before a given other one.

    Returns
    -------
    ndarray, shape (p,)
        :math:`s! (p - 1 - s)! / p!` for s = 0 ... p - 1.
    """
    return np.array([1 / (p * comb(p - 1, s)) for s in range(p)])


def with_each(values: Floats) -> Floats:
    """Sums over the subsets that hold each driver, shape (p, ...): the table folded in halves.

    Parameters
    ----------
    values : ndarray, shape (2^p, ...)
    """
    p = len(values).bit_length() - 1
    sums = np.empty((p, *values.shape[1:]))
    for i in range(p - 1, -1, -1):
        half = len(values) // 2
        upper = values[half:]
        sums[i] = upper.sum(axis=0)
        values = values[:half] + upper
    return sums


def shapley(values: Floats) -> Floats:
    """Shapley value of any game, from the worth of every subset.

    Parameters
    ----------
    values : ndarray, shape (2^p, ...)

    Returns
    -------
    ndarray, shape (..., p)
        Adds up to the worth of all less the worth of none.
    """
    p = len(values).bit_length() - 1
    joining = np.append(0.0, order_weights(p))
    staying = np.append(order_weights(p), 0.0)
    size = sizes(p)
    worth = values - values[0]
    shape = (-1, *([1] * (values.ndim - 1)))
    outside = np.tensordot(staying[size], worth, axes=1)
    inside = with_each(worth * (joining + staying)[size].reshape(shape))
    return np.moveaxis(inside - outside, 0, -1)
