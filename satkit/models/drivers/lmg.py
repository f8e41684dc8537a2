"""LMG, the Shapley value of R squared: exact, for every replicate at once."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.subsets import order_weights, packed, sizes, swept, with_each
from satkit.stats.design import Floats, Ints

STATES = 1 << 13  # of one row: eight bytes each, a few rows fit the second-level cache


def shares(given: Correlations) -> Floats:
    r"""Average gain in R squared over all orders in which drivers may enter.

    .. math:: \phi_i = \sum_{S \not\ni i} \frac{s! (p-1-s)!}{p!} \{R^2(S+i) - R^2(S)\}

    Written as sums over the gains :math:`g_k(S)` of driver k over subsets of the drivers before
    it, because the weights of all subsets that go on from there add up in closed form:

    .. math:: \phi_i = \sum_{S} w_{i+1}(s) g_i(S) + \sum_{k > i} \Bigl\{
              \sum_{S \ni i} w_{k+1}(s) g_k(S) - \sum_{S \not\ni i} w_{k+1}(s+1) g_k(S) \Bigr\}

    so only 2^(p-1) gains of the last driver are needed and no table is kept.

    Parameters
    ----------
    given : Correlations
        Leading axes (...).

    Returns
    -------
    ndarray, shape (..., p)
        Adds up to R squared; never negative.

    Notes
    -----
    Time doubles with every driver, about 3 ns per subset and replicate; memory is
    ``8 * STATES * p^3 / 6`` bytes whatever p.

    References
    ----------
    Lindeman, Merenda and Gold (1980); Budescu (1993); Lipovetsky and Conklin (2001); Grömping (2007).
    """
    triangles = packed(given)
    count = triangles.shape[1]
    block = min(count, STATES)
    parts = [_block(triangles[:, at : at + block], len(given.names)) for at in range(0, count, block)]
    return np.concatenate(parts).reshape(given.outcome.shape)


def _block(triangle: Floats, p: int) -> Floats:
    """LMG of a few replicates, shape (replicates, p): the first drivers broad, the others deep."""
    count = triangle.shape[1]
    broad = min(p - 1, max(0, (STATES // count).bit_length() - 1))
    states = triangle[:, None, :]
    shares = np.zeros((p, count))
    for k in range(broad):
        left = p - k
        passed = _credited(shares, k, states[left] ** 2 / states[0], _weights(k, sizes(k)))
        shares[:k] += with_each(passed)
        states = np.concatenate([states[left + 1 :], swept(states, left)], axis=1)
    _walk(np.ascontiguousarray(states).reshape(len(states), -1), p, broad, shares)
    return shares.T


def _weights(k: int, size: Ints) -> Floats:
    """Weight of a gain of driver k on a subset of ``size`` and of one more, shape (2, subsets)."""
    weights = np.append(order_weights(k + 1), 0.0)
    return np.stack([weights[size], weights[size + 1]])


def _credited(shares: Floats, k: int, gains: Floats, weights: Floats) -> Floats:
    """Credit the gains of driver k to it, at the cost of those before; what their holders get back."""
    own, lost = weights @ gains
    shares[k] += own
    shares[:k] -= lost
    return np.asarray(weights.sum(axis=0)[:, None] * gains)


def _walk(states: Floats, p: int, broad: int, shares: Floats) -> None:
    """Depth first through the subsets of the deep drivers, all subsets of the broad ones at once.

    To leave a driver out costs nothing: its triangle is a view of the one before.
    """
    count, width = shares.shape[1], states.shape[1]
    size = sizes(broad)
    steps = [(k, taken) for k in range(broad, p) for taken in range(k - broad + 1)]
    weights = {(k, taken): _weights(k, size + taken) for k, taken in steps}
    held = {step: both.sum(axis=0) for step, both in weights.items()}
    gains = {step: np.zeros(width) for step in steps}
    rooms = [np.empty(((left - 1) * (left + 2) // 2, width)) for left in range(p - broad, 0, -1)]
    gain = np.empty(width)

    def visit(triangle: Floats, k: int, taken: int) -> Floats:
        left = p - k
        np.multiply(triangle[left], triangle[left], out=gain)
        np.divide(gain, triangle[0], out=gain)
        gains[k, taken] += gain
        passed: Floats = held[k, taken] @ gain.reshape(-1, count)
        if left == 1:
            return passed
        inside = visit(swept(triangle, left, rooms[k - broad]), k + 1, taken + 1)
        shares[k] += inside
        return passed + inside + visit(triangle[left + 1 :], k + 1, taken)

    visit(states, broad, 0)
    back = np.zeros((len(size), count))
    for step, gained in gains.items():
        back += _credited(shares, step[0], gained.reshape(-1, count), weights[step])
    shares[:broad] += with_each(back)
