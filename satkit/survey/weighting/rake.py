"""Raking: weights scaled in turn until every margin is the population's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError
from satkit.language import Text

Floats = NDArray[np.float64]
ROUNDS = 1000
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
        If a level with a population share has no respondent, or the margins never agree.
    """
    factors = np.ones_like(mass)
    members = [
        level[None, :] == np.arange(len(share))[:, None] for level, share in zip(margins, shares, strict=True)
    ]
    for share, inside in zip(shares, members, strict=True):
        _refuse_empty(mass[0], share, inside)
    for _ in range(ROUNDS):
        moved = 0.0
        for share, inside in zip(shares, members, strict=True):
            current = (mass * factors) @ inside.T  # (b + 1, levels)
            # a replicate that lost a level altogether cannot reach it; the others fill its place
            reached = np.where(current > 0, share, 0.0)
            wanted = reached * _over(current.sum(axis=1), reached.sum(axis=1))[:, None]
            step = np.divide(wanted, current, out=np.ones_like(wanted), where=current > 0)
            moved = max(moved, float(np.abs(step[current > 0] - 1).max(initial=0)))
            factors *= np.where(inside.any(axis=0), step @ inside, 1.0)
        if moved < TOLERANCE or len(shares) == 1:
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


def _over(top: Floats, bottom: Floats) -> Floats:
    """A ratio; 1 for a replicate that drew nobody."""
    return np.divide(top, bottom, out=np.ones_like(top), where=bottom > 0)


def _refuse_empty(mass: Floats, share: Floats, inside: NDArray[np.bool_]) -> None:
    empty = (share > 0) & (inside @ mass <= 0)
    if empty.any():
        raise DataError(
            Complaint(
                Text(
                    "a level with a population target has no respondents (place %(place)d)",
                    {"place": int(np.argmax(empty)) + 1},
                ),
                expected=Text("every level of a target has respondents in that wave"),
                hint=Text("merge the level with another, in [segment] and in the target"),
            )
        )


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
