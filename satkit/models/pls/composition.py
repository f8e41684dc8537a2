"""What every construct is made of, down to the answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.language import Text
from satkit.models.pls.fit import PathFit
from satkit.stats.arguments import arguments, instance
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import Moments


@dataclass(frozen=True)
class Composition:
    """Constructs as weighted sums of answered items, whatever stages the fit went through.

    Parameters
    ----------
    names : tuple of str, length j
        The constructs, then those that others are made of; products of constructs are none.
    items : tuple of str, length m
        The items of every construct; those of a component come again in what is made of it.
    through : tuple of str, length m
        What ties an item to its construct: the item itself, or the component it belongs to.
    blocks : tuple of slice, length j
        The items of every construct.
    weights : ndarray, shape (..., m)
        Of items as they are, for constructs with unit variance.
    places : ndarray of int, shape (m,)
        Where the items stand in ``moments``.
    moments : Moments
        Of the answers.
    """

    names: tuple[str, ...]
    items: tuple[str, ...]
    through: tuple[str, ...]
    blocks: tuple[slice, ...]
    weights: Floats
    places: Ints
    moments: Moments

    @property
    def starts(self) -> Ints:
        """First item of every construct, shape (j,)."""
        return np.array([block.start for block in self.blocks])

    @property
    def owner(self) -> Ints:
        """The construct of every item, shape (m,)."""
        return np.repeat(np.arange(len(self.blocks)), [block.stop - block.start for block in self.blocks])

    @property
    def mean(self) -> Floats:
        """Means of the items, shape (..., m)."""
        return self.moments.mean[..., self.places]

    @property
    def sd(self) -> Floats:
        """Standard deviations of the items, shape (..., m)."""
        return self.moments.sd[..., self.places]

    @property
    def parents(self) -> dict[str, str]:
        """The construct that every component goes into."""
        owners = (self.names[place] for place in self.owner)
        return {
            part: owner
            for part, owner in zip(self.through, owners, strict=True)
            if part in self.names and part != owner
        }


@arguments(fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")))
def composition(fit: PathFit) -> Composition:
    """The constructs of a fit in terms of the answers it rests on.

    References
    ----------
    A score of the second stage is a sum of scores of the first, and these are sums of items; sums of
    sums need no rows (Becker, Klein and Wetzels 2012).
    """
    if fit.first is None or _has_products(fit):
        return _of_one_stage(fit)
    first = fit.first
    own = {one.name: _through(fit, first, number) for number, one in enumerate(fit.model.constructs)}
    for number, one in enumerate(first.model.constructs):
        if one.name not in own:
            block = first.blocks[number]
            weights = first.weights[..., block] / first.moments.sd[..., block]
            own[one.name] = [
                (item, block.start + place, weights[..., place]) for place, item in enumerate(one.items)
            ]
    parts = [part for block in own.values() for part in block]
    places = np.array([place for _, place, _ in parts])
    return Composition(
        tuple(own),
        tuple(first.moments.names[place] for place in places),
        tuple(name for name, _, _ in parts),
        _blocks([len(block) for block in own.values()]),
        np.stack([weight for _, _, weight in parts], axis=-1),
        places,
        first.moments,
    )


def measuring_stages(fit: PathFit) -> dict[str, PathFit]:
    """Every construct with the stage that weighs its own items."""
    named = {one.name: one for one in fit.model.constructs}
    stages = {}
    for name in composition(fit).names:
        alone = name in named and named[name].items != (name,)
        stages[name] = fit if alone or fit.first is None or name not in fit.first.model.names else fit.first
    return stages


def _has_products(fit: PathFit) -> bool:
    """Whether the last stage has products of constructs beside the constructs."""
    return any(":" in name for name in fit.model.names)


def _of_one_stage(fit: PathFit) -> Composition:
    """Items of the last stage; products stand behind the constructs and are left out."""
    names = tuple(name for name in fit.model.names if ":" not in name)
    blocks = fit.blocks[: len(names)]
    items = fit.model.items[: blocks[-1].stop]
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = fit.weights / fit.moments.sd
    count = len(items)
    return Composition(
        names, items, items, blocks, weights[..., :count], np.arange(count), (fit.first or fit).moments
    )


def _through(fit: PathFit, first: PathFit, number: int) -> list[tuple[str, int, Floats]]:
    """The answers behind one construct of the second stage: tie, place and weight of each."""
    block, found = fit.blocks[number], []
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = fit.weights[..., block] / fit.moments.sd[..., block]
        inner = first.weights / first.moments.sd
    for place, item in enumerate(fit.model.constructs[number].items):
        if item in first.model.names:
            own = first.blocks[first.model.names.index(item)]
            leaves = range(own.start, own.stop)
            found += [(item, leaf, weights[..., place] * inner[..., leaf]) for leaf in leaves]
        else:
            found.append((item, first.moments.names.index(item), weights[..., place]))
    return found


def _blocks(sizes: list[int]) -> tuple[slice, ...]:
    ends = np.cumsum(sizes)
    return tuple(slice(int(end - size), int(end)) for size, end in zip(sizes, ends, strict=True))
