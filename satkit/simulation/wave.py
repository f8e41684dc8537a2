"""The file of one wave, column by column."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.simulation.facts import Truth
from satkit.simulation.population import People
from satkit.simulation.replies import Columns, Mixtures, codes, kano_places, reply
from satkit.simulation.respondents import Cast, cast
from satkit.simulation.silence import hush
from satkit.simulation.streams import Room, stream
from satkit.simulation.wave_model import Scene
from satkit.survey.columns import is_asked
from satkit.survey.questionnaire import Questionnaire

WEIGHT_DECIMALS = 4


def wave(
    questionnaire: Questionnaire,
    truth: Truth,
    scene: Scene,
    mixtures: Mixtures,
    origin: tuple[int, int],
    language: str,
) -> pd.DataFrame:
    """The answers of a wave as its file holds them: codes, missing codes, empty cells.

    Parameters
    ----------
    origin : (seed, number of the wave)
    """
    seed, number = origin
    actors = cast(questionnaire, truth, scene, seed, number)
    columns = _background(questionnaire, scene, actors.people)
    pairs = kano_places(questionnaire, mixtures, len(actors), origin)
    for place, (name, item) in enumerate(questionnaire.items.items()):
        if (item.column or name) in columns or not is_asked(item, scene.wave):
            continue
        rng = stream(seed, Room.ANSWERS, number, place)
        given = _place_codes(questionnaire, actors, pairs, name)
        if given is None:
            found = reply(questionnaire, truth, actors, item, rng, language)
        else:
            found = {item.column or name: given}
        quiet = stream(seed, Room.SILENCE, number, place)
        columns |= _silence_columns(questionnaire, truth, name, found, quiet)
    if questionnaire.checks.duration:
        columns[questionnaire.checks.duration] = actors.manner.seconds
    for column, wanted in questionnaire.checks.only.items():  # nobody is drawn to be left out
        columns.setdefault(column, np.full(len(actors), next(iter(wanted), ""), dtype=object))
    drifted = {standard: own for own, standard in questionnaire.waves[scene.wave].rename.items()}
    return pd.DataFrame(columns).rename(columns=drifted)


def _place_codes(questionnaire: Questionnaire, actors: Cast, pairs: Columns, name: str) -> np.ndarray | None:
    """The codes of an item whose answers are known places of its scale."""
    if name in actors.steps:
        order = actors.scene.questions[name].ladder.place
        return np.asarray(codes(questionnaire, name)[order[actors.steps[name]]])
    return np.asarray(codes(questionnaire, name)[pairs[name]]) if name in pairs else None


def _silence_columns(
    questionnaire: Questionnaire, truth: Truth, name: str, found: Columns, rng: np.random.Generator
) -> Columns:
    scale = questionnaire.scale(name)
    if truth.exact or scale.kind in ("text", "multi"):
        return found
    return {column: hush(cells, scale, truth.silence, name, rng) for column, cells in found.items()}


def _background(questionnaire: Questionnaire, scene: Scene, people: People) -> Columns:
    """Columns nobody is asked for: identity, strata, clusters, segments, weights."""
    design, respondent = questionnaire.design(scene.wave), questionnaire.checks.respondent
    columns: Columns = {}
    if respondent:
        names = [f"{scene.wave}-{k:05d}" for k in range(1, len(people) + 1)]
        columns[respondent] = np.array(names, dtype=object)
    for trait in scene.traits:
        segment = questionnaire.segments.get(trait.name)
        if segment and not is_asked(segment, scene.wave) and trait.column not in design.strata:
            continue
        held = np.empty(len(trait.codes), dtype=object)
        held[:] = trait.codes
        columns[trait.column] = held[people.levels[trait.name].to_numpy()]
    if design.cluster:
        columns[design.cluster] = np.array(people.clusters, dtype=object)[people.cluster]
    if design.weight:
        columns[design.weight] = np.round(people.weight, WEIGHT_DECIMALS)
    if design.fpc:
        columns[design.fpc] = people.fpc.astype(np.int64)
    return columns
