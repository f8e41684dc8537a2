"""Importance against performance of constructs and items, all on 0-100."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.errors import FitError
from satkit.language import Text
from satkit.models.effects import total
from satkit.models.paths import unknown_construct
from satkit.models.pls.composition import Composition, composition
from satkit.models.pls.fit import PathFit
from satkit.models.pls.score import Ends, Metric, Policy, index, index_weights, scale_ends
from satkit.stats.arguments import arguments, instance
from satkit.stats.design import Floats
from satkit.tables.figure import Map, Point
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

TITLE = Text("Importance and performance for %(target)s")
CONSTRUCTS = Text("Constructs: importance for the target, and index")
ITEMS = Text("Items: importance for the target, and performance")
X_AXIS = Text("Importance: points of the target for one point")
Y_AXIS = Text("Performance, 0–100")


@dataclass(frozen=True, repr=False)
class Priority(Result):
    """Importance-performance map; :func:`satkit.models.rank_certainty.quadrants` says how sure its corners are.

    Parameters
    ----------
    target : str
    constructs : tuple of str, length j
        Those of :func:`satkit.models.pls.composition.composition`.
    items : tuple of str, length m
        Their items.
    importance : ndarray, shape (..., j)
        Points by which the target's index rises when the construct's index rises by one; that of a
        component is its share in what is made of it times the importance of that.
    performance : ndarray, shape (..., j)
        Index of every construct, 0-100.
    item_importance, item_performance : ndarray, shape (..., m)
        The same for every item.
    """

    target: str
    constructs: tuple[str, ...]
    items: tuple[str, ...]
    importance: Floats
    performance: Floats
    item_importance: Floats
    item_performance: Floats

    @property
    def points_needed(self) -> Floats:
        """Points a construct must rise for one point of the target, shape (..., j); infinite at no effect."""
        with np.errstate(divide="ignore"):
            return np.asarray(1 / self.importance)

    def _tables(self) -> Iterator[Table]:
        own = np.array([name != self.target for name in self.constructs])
        importance, performance, needed = (
            values.reshape(-1, values.shape[-1])[0]
            for values in (self.importance, self.performance, self.points_needed)
        )
        frame = pd.DataFrame(
            {
                "construct": self.constructs,
                "importance": importance,
                "performance": performance,
                "needed": needed,
            }
        )
        yield declare("constructs", CONSTRUCTS, frame[own].reset_index(drop=True))
        items = pd.DataFrame(
            {
                "item": self.items,
                "importance": self.item_importance.reshape(-1, len(self.items))[0],
                "performance": self.item_performance.reshape(-1, len(self.items))[0],
            }
        )
        yield declare("items", ITEMS, items)

    def _title(self) -> Text:
        return TITLE.with_values(target=self.target)

    def _figure(self) -> Map:
        table = self.table
        points = tuple(
            Point(row["construct"], row["importance"], row["performance"]) for row in table.to_dict("records")
        )
        middle = float(table["importance"].mean()), float(table["performance"].mean())
        return Map(TITLE.with_values(target=self.target), X_AXIS, Y_AXIS, points, *middle)


@arguments(fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")))
def priority(
    fit: PathFit,
    target: str,
    ends: Ends,
    metric: Metric = "unstandardised",
    negative: Policy = "withhold",
) -> Priority:
    """Importance and performance of everything that leads to ``target``.

    Raises
    ------
    FitError
        If there is no such construct.

    References
    ----------
    Ringle and Sarstedt (2016): unstandardised total effects of scores on 0-100.
    """
    if target not in fit.model.names:
        raise FitError(unknown_construct(target, fit.model.names))
    made, shares = composition(fit), index_weights(fit, metric, negative)
    low, high = scale_ends(made.items, ends)
    importance = _importance(fit, made, target, index_spread(made, shares, high - low))
    _of_components(importance, made, shares * (high - low))
    return Priority(
        target,
        made.names,
        made.items,
        importance,
        index(fit, ends, metric, negative),
        shares * importance[..., made.owner],
        100 * (made.mean - low) / (high - low),
    )


def _importance(fit: PathFit, made: Composition, target: str, spread: Floats) -> Floats:
    """Total effects in points of the index, shape (..., j); zero for components."""
    effects = total(fit.paths, fit.model)[..., fit.model.names.index(target), :]
    own = [place for place, name in enumerate(made.names) if name in fit.model.names]
    columns = [fit.model.names.index(made.names[place]) for place in own]
    result = np.zeros(spread.shape)
    end = made.names.index(target)
    with np.errstate(invalid="ignore", divide="ignore"):
        result[..., own] = effects[..., columns] * spread[..., end, None] / spread[..., own]
    return result


def _of_components(importance: Floats, made: Composition, points: Floats) -> None:
    """Fill in what components matter through the construct made of them."""
    for part, parent in made.parents.items():
        place = made.names.index(parent)
        block = made.blocks[place]
        own = np.array([block.start + k for k, name in enumerate(made.through[block]) if name == part])
        share = points[..., own].sum(axis=-1) / points[..., block].sum(axis=-1)
        importance[..., made.names.index(part)] = share * importance[..., place]


def index_spread(made: Composition, shares: Floats, width: Floats) -> Floats:
    """Standard deviation of every construct's index among respondents, shape (..., j)."""
    spread = []
    for block in made.blocks:
        own, at = shares[..., block], made.places[block]
        variance = np.einsum("...i,...ij,...j->...", own, made.moments.cov[..., at[:, None], at], own)
        spread.append(100 * np.sqrt(variance) / np.abs((own * width[block]).sum(axis=-1)))
    return np.stack(spread, axis=-1)
