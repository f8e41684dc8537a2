"""Composites: respondents' own indicator scores, which give an interval its shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.scoring.estimates import Base, estimate_means
from satkit.scoring.tally import Tally, rest
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

GRID = 81  # half a point of a 40-point scale


@dataclass(frozen=True)
class Composites:
    """How respondents' own scores on g groups and d indicators fall on a grid.

    Parameters
    ----------
    names : tuple of str, length d
    histogram : ndarray, shape (g, d, GRID)
        Weight of respondents on every point of the grid.
    grid : ndarray, shape (GRID,)
        From the lowest to the highest score an item allows.
    base : Base
        Respondents who answered at least one item of the indicator, arrays of shape (g, d).
    """

    names: tuple[str, ...]
    histogram: Floats
    grid: Floats
    base: Base

    def others(self, whole: Composites) -> Composites:
        """The same of everyone in another group; ``whole`` is everyone."""
        rest = np.maximum(self.histogram.sum(axis=0) - self.histogram, 0)
        return Composites(self.names, rest, self.grid, self.base.others(whole.base))

    def lines(
        self, nodes: Floats, resamples: Replicates, levels: tuple[str, ...], level: float
    ) -> pd.DataFrame:
        """Estimates of the indicators, one line per group; ``nodes`` has shape (b + 1, g, d)."""
        if not self.names:
            return pd.DataFrame()
        everything = self.base.of(np.arange(len(self.names)))
        found = estimate_means(
            nodes.swapaxes(1, 2), self.histogram.swapaxes(0, 1), self.grid, everything, resamples, level
        )
        index = pd.MultiIndex.from_product([self.names, levels], names=["node", "level"])
        return found.set_index(index).reset_index().assign(kind="indicator")


def composites(
    responses: Responses,
    sample: Sample,
    rows: NDArray[np.bool_],
    group: Ints,
    counted: Tally,
    values: Mapping[str, Floats],
    tree: tuple[tuple[str, ...], Floats],
) -> Composites:
    """Respondents' own indicator scores, over the items each answered.

    Parameters
    ----------
    rows, group
        As for :func:`satkit.scoring.tally.tally`.
    values : mapping of item to ndarray, shape (points,)
    tree : (names, weights)
        From :func:`satkit.scoring.rollup.tree_weights`.
    """
    inside = rows & (group >= 0)
    names, weights = tree[0], np.nan_to_num(tree[1])
    places = responses.answers[list(counted.items)].to_numpy()[inside]
    answers = np.zeros(places.shape)
    for column, item in enumerate(counted.items):
        given = places[:, column] >= 0
        answers[given, column] = values[item][places[given, column]]
    mass = (places >= 0) @ weights.T
    ends = [end for item in counted.items for end in (values[item].min(), values[item].max())] or [0.0, 1.0]
    grid = np.linspace(min(ends), max(ends), GRID)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.nan_to_num((answers @ weights.T) / mass)
    bins = np.rint((score - grid[0]) / (grid[1] - grid[0])).astype(np.int64)
    weight, label, groups = sample.design.weight[inside], group[inside], len(counted.n)
    histogram = np.zeros((groups, len(names), GRID))
    for place in range(len(names)):
        seen = mass[:, place] > 0
        cell = label[seen] * GRID + bins[seen, place]
        histogram[:, place] = np.bincount(cell, weight[seen], groups * GRID).reshape(groups, GRID)
    base = rest(sample.design, np.flatnonzero(inside), label, groups, mass > 0)
    return Composites(names, histogram, grid, base)
