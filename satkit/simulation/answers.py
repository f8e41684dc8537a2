"""Latent scores to points of a scale, through thresholds that meet a known mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.simulation.population import whole
from satkit.survey.scale import Scale

REACH = 40.0  # latent standard deviations beyond all means and thresholds between which a shift is looked for
SPREAD = 4.2  # latent standard deviations over all points, where the truth names no gap


@dataclass(frozen=True)
class Law:
    """How a latent answer is distributed in every cell: a mixture of normals.

    Parameters
    ----------
    share, mean, sd : ndarray, shape (C, M)
        Weight of every component within its cell (rows add to one), its mean and spread.
    """

    share: np.ndarray
    mean: np.ndarray
    sd: np.ndarray

    def below(self, cuts: np.ndarray) -> np.ndarray:
        """Probability of a latent answer below every cut, shape (C, len(cuts))."""
        from scipy.special import ndtr

        z = (cuts - self.mean[:, :, None]) / self.sd[:, :, None]
        chance: np.ndarray = np.einsum("cm,cmk->ck", self.share, ndtr(z))
        return chance


@dataclass(frozen=True)
class Ladder:
    """The scored points of a scale from worst to best.

    Parameters
    ----------
    place : ndarray of int, shape (K,)
        Where each stands in ``scale.points``.
    score : ndarray, shape (K,)
        Unit: points on 0-100, ascending.
    shape : ndarray, shape (K - 1,)
        Thresholds before they are shifted, in latent standard deviations.
    """

    place: np.ndarray
    score: np.ndarray
    shape: np.ndarray

    def points(self, law: Law, shift: float) -> np.ndarray:
        """Probability of every point in every cell, shape (C, K)."""
        inner = law.below(self.shape + shift)
        ends = np.zeros((len(inner), 1)), np.ones((len(inner), 1))
        return np.diff(np.hstack([ends[0], inner, ends[1]]), axis=1)


def ladder(scale: Scale, gap: float | None = None) -> Ladder:
    """Order a scale's points by score and space its thresholds evenly around zero."""
    scores = np.array(scale.scores, dtype=float)
    place = np.flatnonzero(~np.isnan(scores))
    place = place[np.argsort(scores[place], kind="stable")]
    count = len(place)
    step = SPREAD / count if gap is None else gap
    return Ladder(place, scores[place], step * (np.arange(count - 1) - (count - 2) / 2))


def solve(rungs: Ladder, law: Law, share: np.ndarray, mean: float, name: str) -> float:
    """The shift of the thresholds at which the expected score of the population is ``mean``.

    Raises
    ------
    DefinitionError
        If no shift gives that mean: it must lie between the ends of the scale.
    """
    from scipy.optimize import brentq

    low, high = float(rungs.score[0]), float(rungs.score[-1])
    if not low < mean < high:
        what = Text("the mean of '%(name)s' cannot be %(mean)g", {"name": name, "mean": mean})
        expected = Text(
            "a number between %(low)g and %(high)g, the ends of its scale", {"low": low, "high": high}
        )
        raise DefinitionError(Complaint(what, "truth.toml: mean", expected))

    def miss(shift: float) -> float:
        return float(share @ rungs.points(law, shift) @ rungs.score) - mean

    reach = REACH + float(np.abs(rungs.shape).max(initial=0) + np.abs(law.mean).max(initial=0))
    return float(brentq(miss, -reach, reach, xtol=1e-12, rtol=1e-14))


def rung(latent: np.ndarray, rungs: Ladder, shift: float) -> np.ndarray:
    """The step of the ladder a latent answer reaches, 0 the worst; shape (n,)."""
    return np.searchsorted(rungs.shape + shift, latent, side="right")


def exactly(latent: np.ndarray, rungs: Ladder, chance: np.ndarray, mean: float) -> np.ndarray:
    """As :func:`rung`, by quotas: whole counts whose mean is as near ``mean`` as people allow."""
    counts = quotas(chance, rungs.score, mean, len(latent))
    steps = np.empty(len(latent), dtype=np.intp)
    steps[np.argsort(latent, kind="stable")] = np.repeat(np.arange(len(counts)), counts)
    return steps


def quotas(chance: np.ndarray, score: np.ndarray, mean: float, count: int) -> np.ndarray:
    """Whole counts near ``count * chance`` whose mean score is nearest to ``mean``.

    One or two people at a time move to another point, as long as that brings the mean nearer.
    """
    counts = whole(chance / chance.sum() * count)
    one = np.eye(len(score), dtype=np.intp)
    single = (one[None] - one[:, None]).reshape(-1, len(score))
    moves = np.vstack([single, (single[None] + single[:, None]).reshape(-1, len(score))])
    while True:
        miss = mean * count - counts @ score
        possible = (counts + moves >= 0).all(axis=1)
        after = np.where(possible, np.abs(miss - moves @ score), np.inf)
        best = int(after.argmin())
        if after[best] >= abs(miss) - 1e-9:
            return counts
        counts = counts + moves[best]


def draw(chance: np.ndarray, rng: np.random.Generator, count: int) -> np.ndarray:
    """``count`` places by fixed chances, shape (count,)."""
    cuts = np.cumsum(chance)[:-1]
    return np.asarray(np.searchsorted(cuts, rng.random(count) * chance.sum(), side="right"))


def tick(
    construct: np.ndarray, start: Sequence[float], slope: Sequence[float], rng: np.random.Generator
) -> np.ndarray:
    """Options ticked by each person, shape (n, options): ``Phi(start - slope x construct)``.

    Who would tick none ticks the one that came nearest.
    """
    pull = np.array(start) - np.array(slope) * construct + rng.standard_normal(construct.shape)
    ticked = pull > 0
    none = np.flatnonzero(~ticked.any(axis=1))
    ticked[none, pull[none].argmax(axis=1)] = True
    return np.asarray(ticked)
