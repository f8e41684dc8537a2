"""Raking: weights scaled in turn until every margin is the population's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError
from satkit.language import Text

Floats = NDArray[np.float64]
ROUNDS = 1000  # the sample must settle within
ENOUGH = 100  # rounds after which a replicate that has not settled stays as it is
TOLERANCE = 1e-12


def rake(mass: Floats, margins: Sequence[NDArray[np.int64]], shares: Sequence[Floats]) -> Floats:
    """Factors on cells that bring every margin to its shares; all replicates at once.

    The factor of a row depends only on its cell, so raking is a function of cell masses: a whole
    set of replicates is raked as one array, and no standard error treats weights as fixed
    (Deville, Särndal and Sautory 1993).  Total mass is kept.

    Parameters
    ----------
    mass : ndarray, shape (b + 1, cells)
        Weight in each cell before raking.
    margins : sequence of ndarray of int, shape (cells,)
        Per target the level of every cell; -1 where it is unknown: such cells are outside the
        target and keep their share of the mass.
    shares : sequence of ndarray, shape (levels,)
        Population shares, summing to one.

    Returns
    -------
    ndarray, shape (b + 1, cells)

    Raises
    ------
    DataError
        If the margins of the sample (row 0) never agree.

    Notes
    -----
    A replicate may have drawn cells whose margins contradict each other, or lost a level; in a
    small sample most sets of replicates hold such a one.  It comes as near its margins as it can.
    """
    factors = np.ones_like(mass)
    members = [
        level[None, :] == np.arange(len(share))[:, None] for level, share in zip(margins, shares, strict=True)
    ]
    moving = np.arange(len(mass))
    for done in range(ROUNDS):
        factors[moving], moved = _round(mass[moving], factors[moving], shares, members)
        moving = moving[moved >= TOLERANCE]
        sample_moves = 0 in moving
        if not len(moving) or len(shares) == 1 or (done >= ENOUGH and not sample_moves):
            return factors * _over(mass.sum(axis=1), (mass * factors).sum(axis=1))[:, None]
    raise DataError(
        Complaint(
            Text(
                "raking does not settle: after %(rounds)d rounds the margins still disagree",
                {"rounds": ROUNDS},
            ),
            hint=Text("drop a target, or merge its smallest levels"),
        )
    )


def _round(
    mass: Floats, factors: Floats, shares: Sequence[Floats], members: Sequence[NDArray[np.bool_]]
) -> tuple[Floats, Floats]:
    """The factors after every margin was met once, and how far each replicate was moved."""
    moved = np.zeros(len(mass))
    for share, inside in zip(shares, members, strict=True):
        current = (mass * factors) @ inside.T  # (b + 1, levels)
        # a replicate that lost a level altogether cannot reach it; the others fill its place
        reached = np.where(current > 0, share, 0.0)
        wanted = reached * _over(current.sum(axis=1), reached.sum(axis=1))[:, None]
        step = np.divide(wanted, current, out=np.ones_like(wanted), where=current > 0)
        moved = np.maximum(moved, np.abs(step - 1).max(axis=1))
        # an empty cell would answer to no margin and grow beyond all bounds
        factors = factors * np.where((mass > 0) & inside.any(axis=0), step @ inside, 1.0)
    return factors, moved


def _over(top: Floats, bottom: Floats) -> Floats:
    """A ratio; 1 for a replicate that drew nobody."""
    return np.divide(top, bottom, out=np.ones_like(top), where=bottom > 0)


def trim(weight: Floats, limits: tuple[float, float]) -> Floats:
    """Weights kept within ``limits`` times their mean; what is cut goes to the others in equal parts.

    Repeated until no weight is outside, as ``trimWeights(strict = TRUE)`` of R's survey does it
    (Potter 1990).
    """
    trimmed: Floats = weight.astype(float)
    low, high = limits[0] * weight.mean(), limits[1] * weight.mean()
    for _ in range(ROUNDS):
        clipped: Floats = np.clip(trimmed, low, high)
        inside = clipped == trimmed
        spare = (trimmed - clipped).sum()
        if abs(spare) < TOLERANCE * trimmed.sum() or not inside.any():
            return clipped
        trimmed = clipped + np.where(inside, spare / inside.sum(), 0.0)
    return clipped


def kish(weight: Floats) -> float:
    """Kish's effect of unequal weights, n sum(w^2) / sum(w)^2 (Kish 1965, section 11.7)."""
    return float(len(weight) * (weight**2).sum() / weight.sum() ** 2)
