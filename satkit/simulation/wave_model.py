"""One wave before anybody answers: cells, thresholds, and what follows from them exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from satkit.simulation.answers import Ladder, Law, ladder, solve
from satkit.simulation.constructs import LOYAL, Model, above
from satkit.simulation.facts import SATISFACTION, Truth
from satkit.simulation.population import Cells, Trait, cells, traits
from satkit.simulation.recovery import Failures, failures
from satkit.simulation.recovery import mixture as loyal_mixture
from satkit.simulation.styles import mixture
from satkit.survey.columns import is_asked
from satkit.survey.questionnaire import Questionnaire

USUAL_FAILURE = 0.15


@dataclass(frozen=True)
class Question:
    """A scored item in one wave.

    Parameters
    ----------
    ladder : Ladder
    shift : float
        Of the thresholds; solved so that the population mean is ``mean``.
    mean : float
        Expected score, points on 0-100.
    chance : ndarray, shape (C', K)
        Probability of every step in every kind of cell.
    loyal : bool
        Whether failures and their recovery move it.
    """

    ladder: Ladder
    law: Law
    shift: float
    mean: float
    chance: np.ndarray
    loyal: bool


@dataclass(frozen=True)
class Scene:
    """Everything known about a wave before anybody is drawn.

    Parameters
    ----------
    moved : ndarray, shape (C', J)
        Mean of every construct in every kind of cell: cells alike in all constructs are one kind.
    kind : ndarray of int, shape (C,)
        The kind of every cell.
    """

    wave: str
    traits: tuple[Trait, ...]
    cells: Cells
    model: Model
    moved: np.ndarray
    kind: np.ndarray
    failing: Failures
    questions: dict[str, Question]

    def within(self, trait: str, level: int) -> np.ndarray:
        """Shares of the kinds among people of one level of a trait, shape (C',)."""
        return _sum_by_kind(self.cells.within(trait, level), self.kind)

    @property
    def share(self) -> np.ndarray:
        """Population shares of the kinds, shape (C',)."""
        return _sum_by_kind(self.cells.share, self.kind)


def _sum_by_kind(share: np.ndarray, kind: np.ndarray) -> np.ndarray:
    return np.asarray(np.bincount(kind, share))


def ladders(questionnaire: Questionnaire, truth: Truth) -> dict[str, Ladder]:
    """The ladder of every item whose scale tells good from bad."""
    every = {
        name: ladder(questionnaire.scale(name), truth.gap.get(questionnaire.items[name].scale))
        for name in questionnaire.scored_items
    }
    return {name: rungs for name, rungs in every.items() if len(set(rungs.score)) > 1}


def means(
    questionnaire: Questionnaire, truth: Truth, rungs: Mapping[str, Ladder], rng: np.random.Generator
) -> dict[str, dict[str, float]]:
    """The expected score of every item in every wave.

    Its own, else that of the nearest indicator above it, else one drawn between 55 and 85 % of
    its scale, alike below one root, with small changes between waves.
    """
    height = {root: rng.uniform(0.55, 0.85) for root in (*questionnaire.children(""), "")}
    result: dict[str, dict[str, float]] = {wave: {} for wave in questionnaire.waves}
    for item, steps in rungs.items():
        line = tuple(above(questionnaire, item))
        jitter = float(rng.normal(0, 0.03))
        for wave, drift in zip(questionnaire.waves, np.cumsum(rng.normal(0, 0.01, len(result))), strict=True):
            known = [truth.mean[name] for name in line if wave in truth.mean.get(name, {})]
            low, high = steps.score[0], steps.score[-1]
            place = np.clip(height.get(line[-1], height[""]) + jitter + drift, 0.2, 0.95)
            result[wave][item] = known[0][wave] if known else float(low + place * (high - low))
    return result


def stage(
    questionnaire: Questionnaire,
    truth: Truth,
    model: Model,
    wave: str,
    target: Mapping[str, float],
    rungs: Mapping[str, Ladder],
    rng: np.random.Generator,
) -> Scene:
    """Solve the thresholds of every scored item of a wave."""
    people = traits(questionnaire, truth, wave, rng)
    crossed = cells(people)
    moved, kind = np.unique(model.shifts(crossed).round(12), axis=0, return_inverse=True)
    share = _sum_by_kind(crossed.share, kind)
    content = moved[:, model.names.index(SATISFACTION)]
    rate = truth.recovery.failure.get(wave, USUAL_FAILURE)
    failing = failures(truth.recovery, rate, content, share)
    complaints = bool(questionnaire.of_role("complaint"))
    questions = {}
    for item in (name for name in rungs if is_asked(questionnaire.items[name], wave)):
        mean = model.loading[item] * moved[:, model.construct[item]]
        loyal = complaints and questionnaire.items[item].role in LOYAL
        if loyal:
            law = loyal_mixture(failing, truth.styles, content, mean, likeness(model, item))
        else:
            law = mixture(truth.styles, mean)
        shift = solve(rungs[item], law, share, target[item], item)
        chance = rungs[item].points(law, shift)
        questions[item] = Question(rungs[item], law, shift, target[item], chance, loyal)
    return Scene(wave, people, crossed, model, moved, kind, failing, questions)


def likeness(model: Model, item: str) -> float:
    """Correlation of an item's latent answer with satisfaction, among people alike."""
    satisfied = model.names.index(SATISFACTION)
    return float(model.loading[item] * model.covariance[model.construct[item], satisfied])


def below(questionnaire: Questionnaire, name: str, model: Model) -> Sequence[str]:
    """The scored items an item, indicator or construct stands for."""
    if name in questionnaire.items:
        return (name,)
    if name in questionnaire.indicators:
        return [item for item in questionnaire.scored_items if name in above(questionnaire, item)]
    return [item for item in questionnaire.scored_items if model.names[model.construct[item]] == name]
