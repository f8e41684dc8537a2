"""Importance against performance of constructs and items, all on 0-100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.errors import FitError
from satkit.models.effects import total
from satkit.models.paths import unknown_construct
from satkit.models.pls.fit import PathFit
from satkit.models.pls.score import Ends, Metric, Policy, index, index_weights, scale_ends
from satkit.stats.design import Floats


@dataclass(frozen=True)
class Priority:
    """Importance-performance map; :func:`satkit.models.certainty.quadrants` says how sure its corners are.

    Parameters
    ----------
    target : str
    constructs : tuple of str
    importance : ndarray, shape (..., j)
        Points by which the target's index rises when the construct's index rises by one.
    performance : ndarray, shape (..., j)
        Index of every construct, 0-100.
    item_importance, item_performance : ndarray, shape (..., k)
        The same for every item.
    """

    target: str
    constructs: tuple[str, ...]
    importance: Floats
    performance: Floats
    item_importance: Floats
    item_performance: Floats

    @property
    def needed(self) -> Floats:
        """Points a construct must rise for one point of the target, shape (..., j); infinite at no effect."""
        with np.errstate(divide="ignore"):
            return np.asarray(1 / self.importance)


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
    end = fit.model.names.index(target)
    spread = index_spread(fit, ends, metric, negative)
    with np.errstate(invalid="ignore", divide="ignore"):
        importance = total(fit.paths, fit.model)[..., end, :] * spread[..., end, None] / spread
    low, high = scale_ends(fit, ends)
    shares = index_weights(fit, metric, negative)
    owner = np.repeat(np.arange(len(fit.blocks)), [block.stop - block.start for block in fit.blocks])
    return Priority(
        target,
        fit.model.names,
        importance,
        index(fit, ends, metric, negative),
        shares * importance[..., owner],
        100 * (fit.moments.mean - low) / (high - low),
    )


def index_spread(fit: PathFit, ends: Ends, metric: Metric, negative: Policy) -> Floats:
    """Standard deviation of every construct's index among respondents, shape (..., j)."""
    shares = index_weights(fit, metric, negative)
    low, high = scale_ends(fit, ends)
    spread = []
    for block in fit.blocks:
        own = shares[..., block]
        variance = np.einsum("...i,...ij,...j->...", own, fit.moments.cov[..., block, block], own)
        spread.append(100 * np.sqrt(variance) / np.abs((own * (high - low)[block]).sum(axis=-1)))
    return np.stack(spread, axis=-1)
