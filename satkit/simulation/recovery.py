"""Failures, complaints, their resolution, and what they do to loyalty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.simulation.answers import REACH, Law
from satkit.simulation.facts import Recovery, Styles

GROUPS = ("none", "resolved", "unresolved", "silent")
NODES = 24


@dataclass(frozen=True)
class Failures:
    """How likely each of the groups is, given satisfaction.

    ``cut`` is the threshold of failure; ``split`` the shares of resolved, unresolved and silent
    among those whose service failed; ``effect`` the shift of loyalty by group.
    """

    cut: float
    slope: float
    split: np.ndarray
    effect: np.ndarray

    def chance(self, satisfaction: np.ndarray) -> np.ndarray:
        """Probability of every group at a level of satisfaction, shape (..., 4)."""
        from scipy.special import ndtr

        failed = ndtr(-(self.cut + self.slope * satisfaction) / np.sqrt(1 - self.slope**2))
        return np.concatenate([1 - failed[..., None], failed[..., None] * self.split], axis=-1)

    def draw(self, satisfaction: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A group for every respondent, shape (n,): its place in ``GROUPS``."""
        steps = self.chance(satisfaction).cumsum(axis=1)[:, :-1]
        place: np.ndarray = (rng.random(len(satisfaction))[:, None] > steps).sum(axis=1)
        return place


def failures(recovery: Recovery, rate: float, shift: np.ndarray, share: np.ndarray) -> Failures:
    """Failures at a known rate in a population.

    Parameters
    ----------
    rate : float
        Share of people whose service failed.
    shift, share : ndarray, shape (C,)
        Mean satisfaction and population share of every cell.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    def miss(cut: float) -> float:
        return float(share @ ndtr(-(cut + recovery.slope * shift))) - rate

    complained = recovery.complains
    split = np.array([complained * recovery.resolved, complained * (1 - recovery.resolved), 1 - complained])
    effect = np.array([recovery.effect.get(group, 0.0) for group in GROUPS])
    reach = REACH + float(np.abs(shift).max(initial=0))
    return Failures(float(brentq(miss, -reach, reach)), recovery.slope, split, effect)


def mixture(failing: Failures, styles: Styles, satisfaction: np.ndarray, mean: np.ndarray, r: float) -> Law:
    """The law of a loyalty item in every cell: styles x satisfaction x groups.

    Parameters
    ----------
    satisfaction, mean : ndarray, shape (C,)
        Mean of satisfaction and of the item's latent answer.
    r : float
        Correlation of the item's latent answer with satisfaction.

    Notes
    -----
    Given satisfaction, groups and latent answer are independent; satisfaction is integrated out
    by Gauss-Hermite quadrature.
    """
    node, mass = np.polynomial.hermite_e.hermegauss(NODES)
    mass = mass / mass.sum()
    stretch = np.array([1.0, styles.stretch])
    style = np.array([1 - styles.extreme, styles.extreme])
    chance = failing.chance(satisfaction[:, None] + node)  # (C, node, group)
    share = style[:, None, None] * mass[:, None] * chance[:, None]
    centre = mean[:, None, None, None] + (stretch[:, None] * r * node)[..., None] + failing.effect
    sd = np.broadcast_to((stretch * np.sqrt(1 - r**2))[:, None, None], share.shape)
    flat = (len(mean), -1)
    return Law(share.reshape(flat), centre.reshape(flat), sd.reshape(flat))


def by_group(law: Law, group: int) -> Law:
    """The law among people of one group, its shares still those of the whole cell."""
    shape = (len(law.share), -1, len(GROUPS))
    return Law(*(part.reshape(shape)[:, :, group] for part in (law.share, law.mean, law.sd)))
