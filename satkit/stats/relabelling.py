"""Whether the groups of a later wave are those of an earlier one under other names."""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np

from satkit.stats.design import Floats, Ints

SHARE = 0.25  # standard deviation of what a real change, or another draw, does to the logarithm of a share
PROFILE = 0.2  # the same of a group's mean answers, in standard deviations of the answers
MOST = 15.0  # what one group may say by one kind of evidence
ENOUGH = 6.0  # log odds beyond those of as many renamings from which groups are called renamed


@dataclass(frozen=True)
class Relabelling:
    """What shares and answers say of g groups.

    Parameters
    ----------
    now : ndarray of int, shape (g,)
        For every group of the earlier wave the group of the later wave that is most like it; its own
        name where no renaming could be told.
    odds : float
        Log odds that groups were renamed, counting how many renamings there are.
    """

    now: Ints
    odds: float

    @property
    def is_renamed(self) -> bool:
        """Whether the groups seem to have changed names."""
        return self.odds > ENOUGH


def relabelling(
    shares: tuple[Floats, Floats], sizes: tuple[Floats, Floats], profiles: tuple[Floats, Floats]
) -> Relabelling:
    """Match the groups of two waves by their shares and by how they answer.

    Parameters
    ----------
    shares : pair of ndarray, shape (g,)
        Shares of the groups in the earlier and in the later wave; 0 where a group is not there.
    sizes : pair of ndarray, shape (g,)
        Respondents.
    profiles : pair of ndarray, shape (g, q)
        Mean answers of the groups to q unrelated questions less those of everybody, in standard deviations; NaN where
        there is none.
    """
    cost = _cost(shares, sizes) + _distance(profiles, sizes)
    now = _assignment(cost)
    places = np.arange(len(cost))
    moved = int((now != places).sum())
    gain = float(cost[places, places].sum() - cost[places, now].sum())
    renamings = lgamma(len(cost) + 1) - lgamma(len(cost) - moved + 1)
    return Relabelling(now, gain - renamings if moved else -renamings)


def _assignment(cost: Floats) -> Ints:
    places = np.arange(len(cost))
    own = cost - 1e-9 * np.eye(len(cost))  # what is as good by its own name keeps it
    most = own.trace() - own.min(axis=1, initial=np.inf).sum()  # no matching gains more over own names
    if most <= ENOUGH:
        return places
    from scipy.optimize import linear_sum_assignment

    return np.asarray(linear_sum_assignment(own)[1])


def _cost(shares: tuple[Floats, Floats], sizes: tuple[Floats, Floats]) -> Floats:
    """Half squared differences of the logarithms of shares, shape (g, g): earlier by later group."""
    logs, spread = [], []
    for share, size in zip(shares, sizes, strict=True):
        n = max(float(size.sum()), 1.0)
        smoothed = (share * n + 0.5) / (n + 0.5 * len(share))
        logs.append(np.log(smoothed))
        spread.append((1 - smoothed) / (n * smoothed))
    gap = logs[0][:, None] - logs[1][None, :]
    variance = SHARE**2 + spread[0][:, None] + spread[1][None, :]
    return np.asarray(np.minimum(gap**2 / (2 * variance), MOST))


def _distance(profiles: tuple[Floats, Floats], sizes: tuple[Floats, Floats]) -> Floats:
    """Half squared distances of the profiles, shape (g, g); 0 where one of the groups is not there."""
    one, other = profiles
    noise = [1 / np.maximum(size, 1.0) for size in sizes]
    variance = PROFILE**2 + noise[0][:, None] + noise[1][None, :]
    gap = np.nan_to_num(one[:, None, :] - other[None, :, :])
    return np.asarray(np.minimum((gap**2).sum(axis=-1) / (2 * variance), MOST))


def uncorrelated_directions(values: Floats) -> tuple[Floats, Floats]:
    """Directions in which questions vary apart from each other, and their standard deviations.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        Centred answers, 0 where there is none.

    Returns
    -------
    directions : ndarray, shape (k, q)
        At most three: more would be noise.
    spread : ndarray, shape (q,)
    """
    if not values.size:
        return np.zeros((values.shape[1], 0)), np.zeros(0)
    roots, directions = np.linalg.eigh(values.T @ values / len(values))
    kept = np.flatnonzero(roots > 1e-9 * max(float(roots.max(initial=0)), 1e-300))[::-1][:3]
    return directions[:, kept], np.sqrt(roots[kept])
