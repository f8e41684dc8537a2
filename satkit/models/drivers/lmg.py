"""LMG, the Shapley value of R squared: exact, for every replicate at once."""

from __future__ import annotations

from functools import cache

import numpy as np

from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.subsets import order_weights, pack_triangles, sizes, sweep_first, with_each
from satkit.stats.design import Floats

STATES = 1 << 13  # of one row: eight bytes each, a few rows fit the second-level cache


def shares(data: Correlations) -> Floats:
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
    Time doubles with every driver: 5 to 8 ns per subset and replicate, bound by how fast the second-
    level cache hands rows to the processor.  Memory does not: about ``8 * STATES * (p - 13)^3 / 6``
    bytes, 95 MB for 30 drivers.

    References
    ----------
    Lindeman, Merenda and Gold (1980); Budescu (1993); Lipovetsky and Conklin (2001); Grömping (2007).
    """
    triangles = pack_triangles(data)
    count = triangles.shape[1]
    block = min(count, STATES)
    parts = [_block(triangles[:, at : at + block], len(data.names)) for at in range(0, count, block)]
    return np.concatenate(parts).reshape(data.outcome.shape)


def _block(triangle: Floats, p: int) -> Floats:
    """LMG of a few replicates, shape (replicates, p): the first drivers broad, the others deep."""
    count = triangle.shape[1]
    broad = min(p - 1, max(0, (STATES // count).bit_length() - 1))
    states = triangle[:, None, :]
    shares = np.zeros((p, count))
    back = np.zeros((1 << broad, count))
    for k in range(broad):
        left = p - k
        _credit(shares, back, k, 0, states[left] ** 2 / states[0])
        states = np.concatenate([states[left + 1 :], sweep_first(states, left)], axis=1)
    gains = _walk(np.ascontiguousarray(states).reshape(len(states), -1), p, broad, shares)
    for (k, taken), gained in gains.items():
        _credit(shares, back, k, taken, gained.reshape(-1, count))
    shares[:broad] += with_each(back)
    return shares.T


@cache
def _weights(k: int) -> Floats:
    """Weight of a gain of driver k on subsets of every size, and of one more, shape (2, k + 1)."""
    weights = order_weights(k + 1)
    return np.stack([weights, np.append(weights[1:], 0.0)])


def _credit(shares: Floats, back: Floats, k: int, taken: int, gains: Floats) -> None:
    """Credit the gains of driver k to it, at the cost of those before.

    Parameters
    ----------
    back : ndarray, shape (2^broad, replicates)
        What the broad drivers of every subset get back, to be added to.
    taken : int
        Deep drivers that each of the subsets holds besides broad ones.
    gains : ndarray, shape (subsets, replicates)
    """
    weights = _weights(k)[:, sizes(len(gains).bit_length() - 1) + taken]
    own, lost = weights @ gains
    shares[k] += own
    shares[:k] -= lost
    back[: len(gains)] += weights.sum(axis=0)[:, None] * gains


def _walk(states: Floats, p: int, broad: int, shares: Floats) -> dict[tuple[int, int], Floats]:
    """Depth first through the subsets of the deep drivers, all subsets of the broad ones at once.

    To leave a driver out costs nothing: its triangle is a view of the one before.

    Returns
    -------
    dict
        By driver k and the number of deep drivers taken before it: sums of its gains, shape
        (2^broad * replicates,).  What deep drivers get back is added to ``shares``.
    """
    count, width = shares.shape[1], states.shape[1]
    size = sizes(broad)
    steps = [(k, taken) for k in range(broad, p) for taken in range(k - broad + 1)]
    held = {(k, taken): _weights(k).sum(axis=0)[size + taken] for k, taken in steps}
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
        inside = visit(sweep_first(triangle, left, rooms[k - broad]), k + 1, taken + 1)
        shares[k] += inside
        return passed + inside + visit(triangle[left + 1 :], k + 1, taken)

    visit(states, broad, 0)
    return gains
