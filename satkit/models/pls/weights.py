"""The loop of partial least squares: outer, inner, outer, until still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.models.pls.indices import Places
from satkit.models.pls.schemes import Scheme
from satkit.models.pls.solve import inverse
from satkit.stats.design import Floats, Ints

CROWD = 0.6  # when fewer than this share of replicates still moves, the others step out


@dataclass(frozen=True)
class OuterState:
    """Outer weights and what follows from them at once; replicates are the last axis.

    Parameters
    ----------
    weights : ndarray, shape (k, b)
        Of standardised items, for constructs with unit variance.
    covariances : ndarray, shape (j, k, b)
        Of every construct with every item.
    between : ndarray, shape (j, j, b)
        Correlations of constructs.
    """

    weights: Floats
    covariances: Floats
    between: Floats


def weigh_constructs(cov: Floats, weights: Floats, model: Places) -> OuterState:
    """Constructs with unit variance from any weights.

    Parameters
    ----------
    cov : ndarray, shape (k, k, b)
        Covariances of items.
    weights : ndarray, shape (k, b)
    """
    constructs, (_, count) = len(model.blocks), weights.shape
    covariances = np.empty((constructs, *weights.shape))
    for construct, block in enumerate(model.blocks):
        np.einsum("ikb,kb->ib", cov[:, block], weights[block], out=covariances[construct])
    between = np.empty((constructs, constructs, count))
    for construct, block in enumerate(model.blocks):
        np.einsum("jib,ib->jb", covariances[:, block], weights[block], out=between[construct])
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = 1 / np.sqrt(np.einsum("jjb->jb", between))
        covariances *= scale[:, None]
        between *= scale[:, None]
        between *= scale[None]
        return OuterState(weights * scale[model.owner], covariances, between)


def iterate_weights(
    cov: Floats, start: Floats, model: Places, scheme: Scheme, tolerance: float, limit: int
) -> tuple[Floats, Ints, NDArray[np.bool_]]:
    """Outer weights of every replicate.

    Parameters
    ----------
    cov : ndarray, shape (k, k, b)
    start : ndarray, shape (k, b)
    tolerance : float
        Sum of absolute changes of the weights below which a replicate rests.
    limit : int
        Most steps.

    Returns
    -------
    weights : ndarray, shape (k, b)
    steps : ndarray of int, shape (b,)
    settled : ndarray of bool, shape (b,)

    References
    ----------
    Wold (1982); Lohmöller (1989), chapter 2.
    """
    count = start.shape[1]
    found, steps, settled = np.array(start), np.zeros(count, np.int64), np.zeros(count, bool)
    live, waiting = np.arange(count), np.ones(count, bool)
    formed = _invert_blocks(cov, model)
    state = weigh_constructs(cov, start, model)
    for step in range(1, limit + 1):
        before, state = (
            state,
            weigh_constructs(cov, _outer(state, scheme(state.between, model), formed, model), model),
        )
        change = np.abs(state.weights - before.weights).sum(axis=0)
        resting = waiting[live] & (~(change >= tolerance) | (step == limit))  # at rest, broken or out of time
        who = live[resting]
        found[:, who], steps[who], settled[who] = state.weights[:, resting], step, change[resting] < tolerance
        waiting[who] = False
        moving = waiting[live]
        if not moving.any():
            break
        if moving.mean() < CROWD:
            live, cov, state = live[moving], cov[:, :, moving], _some(state, moving)
            formed = {construct: matrix[:, :, moving] for construct, matrix in formed.items()}
    return found, steps, settled


def _some(state: OuterState, which: NDArray[np.bool_]) -> OuterState:
    return OuterState(state.weights[:, which], state.covariances[:, :, which], state.between[:, :, which])


def _invert_blocks(cov: Floats, model: Places) -> dict[int, Floats]:
    """Inverse covariances of the items that form a construct (mode B)."""
    return {
        construct: inverse(cov[block, block])
        for construct, (block, mode) in enumerate(zip(model.blocks, model.modes, strict=True))
        if mode == "B" and block.stop - block.start > 1
    }


def _outer(state: OuterState, inner: Floats, formed: dict[int, Floats], model: Places) -> Floats:
    """New outer weights: covariance with what the neighbours say (mode A), or regression on it (mode B)."""
    weights = np.empty_like(state.weights)
    for construct, (block, mode) in enumerate(zip(model.blocks, model.modes, strict=True)):
        if mode == "unit":
            weights[block] = 1.0
            continue
        heard = inner[:, construct]
        np.einsum("jb,jib->ib", heard, state.covariances[:, block], out=weights[block])
        if construct in formed:
            weights[block] = np.einsum("ikb,kb->ib", formed[construct], weights[block])
    return weights
