"""Answers without a score: complaints, reasons, Kano pairs, choices, numbers, comments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from satkit.simulation import comments, kano, recovery
from satkit.simulation.answers import draw, tick
from satkit.simulation.facts import Option, Reasons, Truth
from satkit.simulation.respondents import Cast
from satkit.simulation.streams import Room, stream
from satkit.simulation.wave_model import below
from satkit.survey.columns import is_asked
from satkit.survey.questionnaire import Item, Questionnaire
from satkit.survey.scale import Scale

Mixtures = Mapping[str, dict[str, float]]
Columns = dict[str, np.ndarray]


def mixtures(questionnaire: Questionnaire, truth: Truth, seed: int, wave: str) -> Mixtures:
    """The mixture of Kano categories of every attribute asked in a wave; invented where unknown."""
    pairs = {name: item.kano for name, item in questionnaire.items.items() if item.kano}
    rng = stream(seed, Room.DEFAULTS, 2)
    invented = {name: kano.invent_mixture(rng) for name in dict.fromkeys(p.attribute for p in pairs.values())}
    here = {pair.attribute for name, pair in pairs.items() if is_asked(questionnaire.items[name], wave)}
    known = {name: truth.kano.get(name, {}).get(wave, {}) for name in invented}
    return {name: known[name] or invented[name] for name in invented if name in here}


def kano_places(
    questionnaire: Questionnaire, known: Mixtures, count: int, origin: tuple[int, int]
) -> Columns:
    """The answers to both sides of every attribute, as places on the Kano scale.

    Parameters
    ----------
    origin : (seed, number of the wave)
    """
    seed, number = origin
    places = {}
    for order, (attribute, mixture) in enumerate(known.items()):
        sides = kano.pairs(mixture, stream(seed, Room.ANSWERS, number, order, 1), count)
        for name, item in questionnaire.items.items():
            if item.kano and item.kano.attribute == attribute:
                side = sides[item.kano.side == "dysfunctional"]
                places[name] = kano.on(len(questionnaire.scale(name).points), side)
    return places


def codes(questionnaire: Questionnaire, item: str) -> np.ndarray:
    """What the files hold for every point of an item's scale, as objects."""
    points = questionnaire.scale(item).points
    held = np.empty(len(points), dtype=object)
    held[:] = [point.code for point in points]
    return held


def reply(
    questionnaire: Questionnaire,
    truth: Truth,
    cast: Cast,
    item: Item,
    rng: np.random.Generator,
    language: str,
) -> Columns:
    """The column of an item without a score, or its columns."""
    kind, column, count = questionnaire.scale(item.name).kind, item.column or item.name, len(cast)
    if kind == "multi":
        return _reasons(questionnaire, truth, cast, item, rng)
    if kind == "text":
        silent = np.full(count, "", dtype=object)
        wanted = item.role == "comment"
        return {column: _comments(questionnaire, truth, cast, rng, language) if wanted else silent}
    if kind == "number":
        return {column: np.round(np.exp(rng.normal(3.0, 0.6, count))).astype(np.int64).astype(object)}
    held = codes(questionnaire, item.name)
    if item.role == "complaint":
        return {column: _complaint(truth, questionnaire.scale(item.name), held)[cast.group]}
    shares = truth.choice.get(item.name)
    chance = rng.dirichlet(np.full(len(held), 5.0))
    if shares:
        chance = np.array([shares.get(str(code), 0.0) for code in held])
    return {column: held[draw(chance, rng, count)]}


def _complaint(truth: Truth, scale: Scale, held: np.ndarray) -> np.ndarray:
    """The code of every recovery group: as the truth says, else as the scale, else in their order.

    A group that the scale does not tell answers like those without a problem; two points that
    tell nothing are read as failed, not failed.
    """
    groups = recovery.GROUPS
    usual = [1, 0, 0, 0] if len(held) == 2 else [min(k, len(held) - 1) for k in range(len(groups))]
    known = {name: held[usual[k]] for k, name in enumerate(groups)}
    if scale.recovery:
        told = scale.recovery.groups
        known = {name: told.get(name, scale.recovery.none)[0] for name in groups}
    answers = np.empty(len(groups), dtype=object)
    answers[:] = [truth.recovery.points.get(name, known[name]) for name in groups]
    return answers


def _comments(
    questionnaire: Questionnaire, truth: Truth, cast: Cast, rng: np.random.Generator, language: str
) -> np.ndarray:
    """Comments on the topics of the truth, else on the root indicators by name."""
    said = [comments.bank(topic, comments.PRAISE, language) for topic in truth.comments.topics]
    about = [topic.about for topic in truth.comments.topics]
    if not said:
        roots = questionnaire.children("")
        names = [questionnaire.indicators[root].label.into(language) or root for root in roots]
        said = [(comments.COMPLAINT[language] % {"name": name},) for name in names]
        about = [(root,) for root in roots]
    displeased = np.empty((len(cast), len(about)))
    for topic, said_of in enumerate(about):
        displeased[:, topic] = _depth(questionnaire, cast, said_of)
    return comments.write(truth.comments, said, displeased, language, rng)


def _depth(questionnaire: Questionnaire, cast: Cast, names: tuple[str, ...]) -> np.ndarray:
    """How far the worst item behind some names lies below the middle of its scale."""
    items = [item for name in names for item in below(questionnaire, name, cast.scene.model)]
    held = [-cast.latent[item] for item in items if item in cast.latent]
    depth: np.ndarray = np.max(held, axis=0) if held else np.zeros(len(cast))
    return depth


def _reasons(
    questionnaire: Questionnaire, truth: Truth, cast: Cast, item: Item, rng: np.random.Generator
) -> Columns:
    """The column, or the columns, of a question with several answers."""
    held, reasons = codes(questionnaire, item.name), truth.reasons.get(item.name, Reasons())
    options = [_option(reasons, str(code), place, cast) for place, code in enumerate(held)]
    felt = np.stack([_standardise_opinion(questionnaire, cast, option.about) for option in options], axis=1)
    ticked = tick(felt, [o.start for o in options], [o.slope for o in options], rng)
    wanted = _select_asked(questionnaire, cast, item, reasons)
    if item.columns:
        marks = np.where(wanted[:, None], ticked.astype(int).astype(object), "")
        return {column: marks[:, place] for place, column in enumerate(item.columns)}
    joined = np.full(len(cast), "", dtype=object)
    separator = questionnaire.scale(item.name).separator
    for person in np.flatnonzero(wanted):
        joined[person] = separator.join(str(code) for code in held[ticked[person]])
    return {item.column or item.name: joined}


def _select_asked(questionnaire: Questionnaire, cast: Cast, item: Item, reasons: Reasons) -> np.ndarray:
    """Who is asked: reasons are for those whose overall answer is low."""
    overall = next((name for name in questionnaire.of_role("overall") if name in cast.steps), "")
    if item.role != "reason" or not overall:
        return np.ones(len(cast), dtype=bool)
    score = cast.scene.questions[overall].ladder.score[cast.steps[overall]]
    return np.asarray(score < reasons.asked_below)


def _option(reasons: Reasons, code: str, place: int, cast: Cast) -> Option:
    names = cast.scene.model.names
    return reasons.options.get(code) or Option(about=names[place % len(names)])


def _standardise_opinion(questionnaire: Questionnaire, cast: Cast, about: str) -> np.ndarray:
    """What people think of an item, an indicator or a construct, in standard deviations."""
    model = cast.scene.model
    if about in model.names:
        return np.asarray(cast.feeling[:, model.names.index(about)])
    items = [i for i in below(questionnaire, about, model) if i in cast.latent] if about else []
    return np.mean([cast.latent[i] for i in items], axis=0) if items else np.zeros(len(cast))
