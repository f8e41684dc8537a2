"""Where the items and arrows of a model stand in arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.models.paths import Mode, PathModel
from satkit.stats.design import Ints


@dataclass(frozen=True)
class Places:
    """A path model in numbers.

    Parameters
    ----------
    blocks : tuple of slice, length j
        The items of every construct.
    owner : ndarray of int, shape (k,)
        The construct of every item.
    starts : ndarray of int, shape (j,)
        First item of every construct.
    modes : tuple of Mode, length j
    arrows : ndarray of bool, shape (j, j)
        ``arrows[target, source]``.
    causes : tuple of ndarray of int, length j
    order : tuple of int, length j
        Causes before effects.
    """

    blocks: tuple[slice, ...]
    owner: Ints
    starts: Ints
    modes: tuple[Mode, ...]
    arrows: NDArray[np.bool_]
    causes: tuple[Ints, ...]
    order: tuple[int, ...]

    @property
    def sizes(self) -> Ints:
        """Items of every construct."""
        return np.bincount(self.owner)


def places(model: PathModel) -> Places:
    """The places of a model, its items in the order of ``model.items``."""
    sizes = [len(construct.items) for construct in model.constructs]
    starts = np.cumsum([0, *sizes[:-1]])
    number = {name: place for place, name in enumerate(model.names)}
    arrows = np.zeros((len(sizes), len(sizes)), bool)
    for source, target in model.paths:
        arrows[number[target], number[source]] = True
    return Places(
        tuple(slice(start, start + size) for start, size in zip(starts, sizes, strict=True)),
        np.repeat(np.arange(len(sizes)), sizes),
        starts,
        tuple(construct.mode for construct in model.constructs),
        arrows,
        tuple(np.flatnonzero(row) for row in arrows),
        tuple(number[name] for name in model.order),
    )
