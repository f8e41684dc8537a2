"""Groups of drivers: importance of a group, and of its members within it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from satkit.models.drivers.subsets import order_weights, shapley, sizes
from satkit.stats.design import Floats, Ints


def together(table: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Shapley value of groups that enter and leave as one.

    Parameters
    ----------
    table : ndarray, shape (2^p, ...)
        Worth of every subset of drivers.
    groups : sequence of sequences of int
        A partition of the drivers; a driver alone is a group of one.

    Returns
    -------
    ndarray, shape (..., groups)
    """
    return shapley(table[_unions([sum(1 << i for i in group) for group in groups])])


def owen(table: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Average gain of every driver over the orders that keep its group together.

    Returns
    -------
    ndarray, shape (..., p)
        Members add up to :func:`together` of their group.

    References
    ----------
    Owen (1977).
    """
    masks = [sum(1 << i for i in group) for group in groups]
    outside = order_weights(len(groups))[sizes(len(groups) - 1)]
    values = np.empty((sum(len(group) for group in groups), *table.shape[1:]))
    for place, group in enumerate(groups):
        others = _unions(masks[:place] + masks[place + 1 :])
        inside = order_weights(len(group))[sizes(len(group) - 1)]
        for driver in group:
            mates = _unions([1 << i for i in group if i != driver])
            before = others[:, None] + mates
            gain = table[before + (1 << driver)] - table[before]
            values[driver] = np.einsum("a,b,ab...->...", outside, inside, gain)
    return np.moveaxis(values, 0, -1)


def _unions(masks: Sequence[int]) -> Ints:
    """The union of every choice of disjoint masks, shape (2^len(masks),)."""
    unions = np.zeros(1, np.int64)
    for mask in masks:
        unions = np.concatenate([unions, unions + mask])
    return unions
