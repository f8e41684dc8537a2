"""How people answer beside what they think: habit, extremes, straight lines, haste."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.simulation.answers import Ladder, Law, draw
from satkit.simulation.facts import Styles

FASTEST = 0.1, 0.3  # of the typical time, for who rushes through
PACE = 0.3  # sd of the logarithm of the time taken


@dataclass(frozen=True)
class Manner:
    """The style of every respondent of one wave.

    Parameters
    ----------
    habit : ndarray, shape (n,)
        Inclination to agree, sd 1.
    stretch : ndarray, shape (n,)
        Factor on the latent answer's distance from its mean.
    straight : ndarray, shape (n,)
        Place on every scale (1 best, 0 worst) of who answers in a straight line, NaN otherwise.
    seconds : ndarray of int, shape (n,)
        Time taken.
    """

    habit: np.ndarray
    stretch: np.ndarray
    straight: np.ndarray
    seconds: np.ndarray


def manner(styles: Styles, count: int, rng: np.random.Generator) -> Manner:
    """Give ``count`` respondents a style each; half of the straight lines are also hasty."""
    stretch = np.where(rng.random(count) < styles.extreme, styles.stretch, 1.0)
    places, shares = np.array(styles.straight_at).T
    chosen = places[draw(shares, rng, count)]
    straight = np.where(rng.random(count) < styles.straight, chosen, np.nan)
    hasty = (rng.random(count) < styles.haste) | (~np.isnan(straight) & (rng.random(count) < 0.5))
    usual = np.exp(rng.normal(0.0, PACE, count))
    pace = np.where(hasty, rng.uniform(*FASTEST, count), np.maximum(usual, 0.4))
    habit = rng.standard_normal(count)
    return Manner(habit, stretch, straight, np.round(styles.seconds * pace).astype(int))


def mixture(styles: Styles, mean: np.ndarray) -> Law:
    """The law of an item's latent answer in every cell: plain answers and stretched ones.

    Parameters
    ----------
    mean : ndarray, shape (C,)
    """
    share = np.array([1 - styles.extreme, styles.extreme])
    sd = np.array([1.0, styles.stretch])
    shape = (len(mean), 2)
    return Law(np.broadcast_to(share, shape), np.repeat(mean[:, None], 2, 1), np.broadcast_to(sd, shape))


def straight_rung(place: np.ndarray, rungs: Ladder) -> np.ndarray:
    """The step of a ladder that lies at ``place`` between worst (0) and best (1)."""
    return np.asarray(np.rint(place * (len(rungs.place) - 1)), dtype=np.intp)


def straight_points(styles: Styles, rungs: Ladder) -> np.ndarray:
    """Probability of every step among straight lines, shape (K,)."""
    places, shares = np.array(styles.straight_at).T
    steps = straight_rung(places, rungs)
    return np.asarray(np.bincount(steps, shares / shares.sum(), minlength=len(rungs.place)))
