"""Where the nodes of a path diagram stand, so that arrows cross neither nodes nor each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from satkit.models.index import SHELF
from satkit.stats.design import Floats, Ints

Arrow = tuple[str, str]
ACROSS, DOWN = 1.55, 1.0  # how columns and rows count in lengths
WIDE, HIGH = 0.98, 0.72  # what a node takes of them
STEPS = 1500
ROUNDS = 4


@dataclass(frozen=True)
class _Graph:
    """A diagram in numbers, and the pairs of arrows that could cross."""

    arrows: Ints  # (arrows, 2)
    one: Ints
    other: Ints
    columns: int
    rows: int


def place_nodes(nodes: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, tuple[float, float]]:
    """Column and row of every node; published models as they were arranged before.

    Parameters
    ----------
    nodes : sequence of str
        Up to about fifteen.
    arrows : sequence of (source, target)

    Notes
    -----
    Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) on half columns and rows: the cost
    counts arrows that run to the left, cross, or lead through a node, and their length.  The seed
    is fixed: the same model always looks the same.
    """
    known = _published_places(nodes, arrows)
    return known or dict(_anneal(tuple(nodes), tuple(arrows)))


def _published_places(nodes: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, tuple[float, float]] | None:
    """The arrangement of a published model that holds all these nodes and arrows."""
    for name, places in PRESETS.items():
        if set(nodes) <= places.keys() and set(arrows) <= set(SHELF[name].paths):
            return {node: places[node] for node in nodes}
    return None


@lru_cache(maxsize=32)
def _anneal(nodes: tuple[str, ...], arrows: tuple[Arrow, ...]) -> tuple[tuple[str, tuple[float, float]], ...]:
    place = {node: number for number, node in enumerate(nodes)}
    pairs = np.array([(place[start], place[end]) for start, end in arrows], np.int64).reshape(-1, 2)
    one, other = np.triu_indices(len(pairs), 1)
    apart = np.array([len({*pairs[a], *pairs[b]}) == 4 for a, b in zip(one, other, strict=True)], bool)
    depth = _longest_ways(len(nodes), pairs)
    columns = int(min(3, max(depth.max(initial=0), 1)))
    graph = _Graph(pairs, one[apart], other[apart], columns, min(max(len(nodes) // 2, 3), 7))
    tries = []
    for seed in range(ROUNDS):
        places, cost = _cool(_start_in_columns(depth, graph), graph, np.random.default_rng(seed))
        tries.append((count_tangles(places, pairs), cost, places))
        if not tries[-1][0]:
            break
    best = min(tries, key=lambda each: each[:2])[2]
    best = best - best.min(axis=0)
    return tuple((node, (float(x), float(y))) for node, (x, y) in zip(nodes, best, strict=True))


def _longest_ways(count: int, arrows: Ints) -> Ints:
    """How many arrows lead to a node at most."""
    depth = np.zeros(count, np.int64)
    for _ in range(count):
        for start, end in arrows:
            depth[end] = max(depth[end], depth[start] + 1)
    return depth


def _start_in_columns(depth: Ints, graph: _Graph) -> Floats:
    """Nodes in the columns of their depth, one below the other."""
    column = np.round(depth / max(depth.max(initial=0), 1) * graph.columns)
    row = np.zeros(len(depth))
    for value in np.unique(column):
        members = np.flatnonzero(column == value)
        row[members] = np.linspace(0, graph.rows - 1, len(members) + 2)[1:-1]
    return np.column_stack([column, np.round(2 * row) / 2])


def _cool(places: Floats, graph: _Graph, rng: np.random.Generator) -> tuple[Floats, float]:
    """One cooling from a start; the best places met on the way."""
    cost = _cost(places, graph)
    best, lowest = places, cost
    count = len(places)
    for step in range(STEPS):
        heat = 3 * (1 - step / STEPS) ** 2 + 1e-3
        moved, node = places.copy(), rng.integers(count)
        if rng.random() < 0.3:
            other = rng.integers(count)
            moved[[node, other]] = moved[[other, node]]
        else:
            moved[node] = (
                np.clip(places[node, 0] + rng.choice([-1, -0.5, 0, 0.5, 1]), 0, graph.columns),
                np.clip(places[node, 1] + rng.choice([-1, -0.5, 0.5, 1]), 0, graph.rows - 1),
            )
        tried = _cost(moved, graph)
        if tried < cost or rng.random() < np.exp((cost - tried) / heat):
            places, cost = moved, tried
        if cost < lowest:
            best, lowest = places, cost
    return best, lowest


def _cost(places: Floats, graph: _Graph) -> float:
    points = places * (ACROSS, DOWN)
    start, end = points[graph.arrows[:, 0]], points[graph.arrows[:, 1]]
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    back = 6.0 * (along[:, 0] < 0).sum() + 1.5 * (along[:, 0] == 0).sum()
    crossed = 2.5 * _crossings(start, end, graph.one, graph.other).sum()
    through = 8.0 * np.maximum(0, 1 - _clearance(points, start, end, graph.arrows)).sum()
    return float(back + crossed + through + 0.35 * length.sum() + 50 * _find_overlaps(points).sum())


def _crossings(start: Floats, end: Floats, one: Ints, other: Ints) -> NDArray[np.bool_]:
    """Which pairs of arrows cross."""

    def turn(p: Floats, q: Floats, r: Floats) -> Floats:
        return np.asarray(
            (r[:, 1] - p[:, 1]) * (q[:, 0] - p[:, 0]) - (q[:, 1] - p[:, 1]) * (r[:, 0] - p[:, 0])
        )

    a, b, c, d = start[one], end[one], start[other], end[other]
    return np.asarray((turn(a, c, d) * turn(b, c, d) < 0) & (turn(a, b, c) * turn(a, b, d) < 0))


def _clearance(points: Floats, start: Floats, end: Floats, arrows: Ints) -> Floats:
    """How far every arrow passes by every other node, 1 at its border; shape (arrows, nodes)."""
    size = np.array([WIDE / 2 + 0.06, HIGH / 2 + 0.06])
    nodes, begin, along = points / size, start / size, (end - start) / size
    away = nodes[None] - begin[:, None]
    square = np.maximum((along**2).sum(axis=1), 1e-9)[:, None]
    part = np.clip((away * along[:, None]).sum(axis=2) / square, 0, 1)
    distance = np.hypot(*np.moveaxis(away - part[..., None] * along[:, None], -1, 0))
    distance[np.arange(len(arrows))[:, None], arrows] = np.inf
    return np.asarray(distance)


def _find_overlaps(points: Floats) -> NDArray[np.bool_]:
    """Which pairs of nodes overlap."""
    apart = np.abs(points[:, None] - points[None])
    over = (apart[..., 0] < WIDE + 0.12) & (apart[..., 1] < HIGH + 0.12)
    return np.triu(over, 1)


def count_tangles(places: Floats, arrows: Ints) -> int:
    """How often arrows cross or lead through a node, and nodes overlap."""
    points = places * (ACROSS, DOWN)
    start, end = points[arrows[:, 0]], points[arrows[:, 1]]
    one, other = np.triu_indices(len(arrows), 1)
    through = (_clearance(points, start, end, arrows) < 0.85).sum()
    return int(_crossings(start, end, one, other).sum() + through + _find_overlaps(points).sum())


# Published models, arranged once by a longer search: no arrow crosses another or a node.
PRESETS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "scsb": {
        "Expectation": (0, 1), "Performance": (0.5, 2), "Satisfaction": (1, 1), "Complaints": (1.5, 0),
        "Loyalty": (2, 1),
    },
    "acsi": {
        "Expectation": (0, 1), "Quality": (1, 1), "Value": (1.5, 2), "Satisfaction": (2, 0),
        "Complaints": (2.5, 1), "Loyalty": (3, 0),
    },
    "ecsi": {
        "Image": (0, 0), "Expectation": (0.5, 1.5), "Quality": (1.5, 1.5), "Value": (2, 2.5),
        "Satisfaction": (2, 0.5), "Complaints": (2.5, 1.5), "Loyalty": (3, 0),
    },
    "epsi": {
        "Image": (0, 0), "Expectation": (0.5, 1), "ProductQuality": (1.5, 1.5), "ServiceQuality": (1.5, 3.5),
        "Value": (1.5, 2.5), "Satisfaction": (2.5, 1), "Loyalty": (3, 0),
    },
    "ncsb": {
        "Quality": (0.5, 3.5), "Price": (0, 0), "ComplaintHandling": (1, 1), "Satisfaction": (1.5, 3.5),
        "Image": (2, 2), "Affective": (2.5, 3), "Calculative": (2.5, 0.5), "Loyalty": (3, 1.5),
    },
    "ccsi": {
        "Image": (0, 4), "Expectation": (0.5, 0), "Quality": (1, 2), "Value": (1.5, 1),
        "Satisfaction": (2.5, 1), "Loyalty": (3, 2),
    },
    "jcsi": {
        "Expectation": (0, 0), "Quality": (0.5, 1), "Value": (1, 0), "Satisfaction": (1.5, 1),
        "Recommendation": (2, 0), "Loyalty": (2.5, 1),
    },
}  # fmt: skip
