"""Item scores up the tree: every indicator as one row of weights on items."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from satkit.stats.design import Floats
from satkit.survey.questionnaire import Indicator


def tree_weights(
    indicators: Mapping[str, Indicator], items: tuple[str, ...], available: NDArray[np.bool_]
) -> tuple[tuple[str, ...], Floats]:
    """Weights that turn item means into indicator scores, for a set of items that were asked.

    A leaf is the plain mean of its items; a node the mean of its children by their tree weights.
    What was not asked drops out and its siblings share its weight; a node with nothing left has a
    row of NaN.

    Parameters
    ----------
    indicators : mapping of name to Indicator
    items : tuple of str, length i
    available : ndarray of bool, shape (i,)

    Returns
    -------
    nodes : tuple of str, length g
    weights : ndarray, shape (g, i)
        Rows sum to one.
    """
    place = {item: k for k, item in enumerate(items)}
    rows: dict[str, Floats | None] = {}

    def row(name: str) -> Floats | None:
        if name not in rows:
            node = indicators[name]
            own = [np.eye(len(items))[place[i]] for i in node.items if i in place and available[place[i]]]
            below = [
                (child.weight, row(other)) for other, child in indicators.items() if child.parent == name
            ]
            parts = [(1.0, unit) for unit in own] + [
                (weight, unit) for weight, unit in below if unit is not None
            ]
            total = sum(weight for weight, _ in parts)
            rows[name] = sum(weight * unit for weight, unit in parts) / total if total > 0 else None
        return rows[name]

    nodes = tuple(indicators)
    missing = np.full(len(items), np.nan)
    table = [missing if (found := row(name)) is None else found for name in nodes]
    return nodes, np.array(table).reshape(len(nodes), len(items))


def owned_weights(
    indicators: Mapping[str, Indicator], items: tuple[str, ...], available: NDArray[np.bool_], owner: str
) -> tuple[Floats, Floats]:
    """Weights of what a department answers for, and of everything else; each sums to one or is NaN.

    An item counts as much as it counts in the whole tree.
    """
    nodes, weights = tree_weights(indicators, items, available)
    roots = [k for k, name in enumerate(nodes) if not indicators[name].parent]
    shares = np.array([indicators[nodes[k]].weight for k in roots])
    whole = np.nan_to_num(weights[roots] * (shares / shares.sum())[:, None]).sum(axis=0)
    theirs = {item for node in indicators.values() if node.owner == owner for item in node.items}
    inside = whole * np.array([item in theirs for item in items])
    outside = whole - inside
    with np.errstate(invalid="ignore", divide="ignore"):
        return inside / inside.sum(), outside / outside.sum()


def resting_on(weights: Floats, items: tuple[str, ...], some: frozenset[str]) -> NDArray[np.bool_]:
    """Which rows of weights on items (..., i) count any of some items, shape (...)."""
    return np.asarray((np.nan_to_num(weights) > 0) @ np.array([item in some for item in items], bool))


def roll(means: Floats, weights: Floats) -> Floats:
    """Indicator scores from item means: ``(..., i)`` and ``(g, i)`` give ``(..., g)``.

    An item that counts for nothing in a node may be missing without harm to it.
    """
    counted = weights != 0
    filled = np.where(np.isnan(means), 0.0, means)
    scores = filled @ np.nan_to_num(weights).T
    lost = np.isnan(means).astype(float) @ (counted & ~np.isnan(weights)).astype(float).T > 0
    return np.where(lost | np.isnan(weights).all(axis=1), np.nan, scores)
