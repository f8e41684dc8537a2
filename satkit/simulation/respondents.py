"""The respondents of a wave: what they think, and their scored answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.simulation.answers import exactly, rung
from satkit.simulation.facts import SATISFACTION, Truth
from satkit.simulation.population import People, draw
from satkit.simulation.streams import Room, stream
from satkit.simulation.styles import Manner, manner, straight_rung
from satkit.simulation.wave_model import Scene
from satkit.survey.questionnaire import Questionnaire


@dataclass(frozen=True)
class Cast:
    """The respondents of a wave, before and after the scored questions.

    Parameters
    ----------
    scene : Scene
    people : People, length n
    manner : Manner
    feeling : ndarray, shape (n, J)
        Constructs, the mean of the cell included, in standard deviations.
    group : ndarray of int, shape (n,)
        Place in :data:`satkit.simulation.recovery.GROUPS`.
    latent : dict
        Scored item to the latent answer above its middle threshold, shape (n,).
    steps : dict
        Scored item to the step of its ladder, shape (n,).
    """

    scene: Scene
    people: People
    manner: Manner
    feeling: np.ndarray
    group: np.ndarray
    latent: dict[str, np.ndarray]
    steps: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.people)


def cast(questionnaire: Questionnaire, truth: Truth, scene: Scene, seed: int, number: int) -> Cast:
    """Draw the respondents of wave ``number`` and let them answer what is scored."""
    people = draw(questionnaire, truth, scene.wave, scene.traits, stream(seed, Room.PEOPLE, number))
    rng, icc = stream(seed, Room.CONSTRUCTS, number), truth.sampling.icc
    apart = scene.model.draw(len(people), rng)
    if people.clusters:
        shared = scene.model.draw(len(people.clusters), rng)[people.cluster]
        apart = np.sqrt(1 - icc) * apart + np.sqrt(icc) * shared
    moved = scene.moved[scene.kind[scene.cells.find(people.levels)]]
    content = scene.model.names.index(SATISFACTION)
    group = scene.failing.draw((apart + moved)[:, content], rng)
    habits = manner(truth.styles, len(people), stream(seed, Room.STYLES, number))
    latent, steps = {}, {}
    for place, name in enumerate(scene.questions):
        noise = stream(seed, Room.CONSTRUCTS, number, place).standard_normal(len(people))
        answer = _latent(truth, scene, name, habits, (apart, moved, noise), group)
        cuts = scene.questions[name].ladder.shape + scene.questions[name].shift
        latent[name] = answer - cuts[len(cuts) // 2]
        steps[name] = _steps(truth, scene, name, answer, habits)
    return Cast(scene, people, habits, apart + moved, group, latent, steps)


def _latent(
    truth: Truth,
    scene: Scene,
    name: str,
    habits: Manner,
    parts: tuple[np.ndarray, np.ndarray, np.ndarray],
    group: np.ndarray,
) -> np.ndarray:
    """The latent answer: mean of the cell, construct, habit and noise, and what a failure did."""
    apart, moved, noise = parts
    loading, place, habit = scene.model.loading[name], scene.model.construct[name], truth.styles.acquiescence
    own = loading * apart[:, place] + np.sqrt(habit) * habits.habit + np.sqrt(1 - habit - loading**2) * noise
    centre = loading * moved[:, place]
    if scene.questions[name].loyal:
        centre = centre + scene.failing.effect[group]
    answer: np.ndarray = centre + habits.stretch * own
    return answer


def _steps(truth: Truth, scene: Scene, name: str, answer: np.ndarray, habits: Manner) -> np.ndarray:
    question = scene.questions[name]
    if truth.exact:
        return exactly(answer, question.ladder, scene.share @ question.chance, question.mean)
    steps = rung(answer, question.ladder, question.shift)
    straight = ~np.isnan(habits.straight)
    steps[straight] = straight_rung(habits.straight[straight], question.ladder)
    return steps
