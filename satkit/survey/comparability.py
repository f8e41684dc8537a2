"""Whether two waves can be compared: scales that seem reversed, codes that seem renumbered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from satkit.stats.design import Floats, Ints
from satkit.stats.orientation import orientation
from satkit.stats.relabelling import relabelling, uncorrelated_directions
from satkit.survey.breaks import Break, Kind
from satkit.survey.columns import columns_of, is_asked, locate_columns
from satkit.survey.questionnaire import Item, Questionnaire, Segment
from satkit.survey.responses import Responses
from satkit.survey.scale import fold

FEWEST = 30  # answers in either wave below which nothing is told of a scale or of groups
FILLED = 0.05  # share of the records from which a column that should not be there holds answers
GRID = 5.0  # points of 0-100 that count as one answer of a continuous scale
ORDERED = ("score", "kano")  # kinds of scales that can be turned round


def breaks(responses: Responses) -> tuple[Break, ...]:
    """Every break between a wave and the one before that the definition does not accept, the heaviest first."""
    questionnaire = responses.questionnaire
    read = [wave for wave in questionnaire.waves if wave in responses.tables]
    found = [
        *(each for earlier, later in pairwise(read) for each in _between(responses, earlier, later)),
        *_find_unlisted_columns(responses, read),
    ]
    kinds: tuple[Kind, ...] = ("reversed", "renumbered", "unlisted")
    told = [each for each in found if not _is_accepted(questionnaire, each)]
    return tuple(sorted(told, key=lambda each: kinds.index(each.kind)))


def _is_accepted(questionnaire: Questionnaire, found: Break) -> bool:
    return any(
        (entry.segment if found.segment else entry.item) == found.name and entry.wave in ("", found.wave)
        for entry in questionnaire.checks.drift.accept
    )


def _between(responses: Responses, earlier: str, later: str) -> Iterator[Break]:
    """What changed from one wave to the next."""
    names, sizes, places = _collect_ordered_items(responses)
    rows = [_rows(responses, wave) for wave in (earlier, later)]
    both = [(places[row] >= 0).sum(axis=0) for row in rows]
    kept = np.flatnonzero(np.minimum(*both) >= FEWEST)
    names, sizes, places = [names[k] for k in kept], sizes[kept], places[:, kept]
    scales = [responses.questionnaire.items[name].scale for name in names]
    flipped = np.zeros(len(names), bool)
    if names:
        block = np.unique(scales, return_inverse=True)[1]
        flipped = orientation(places[rows[0]], places[rows[1]], sizes, block).turned
    for k in np.flatnonzero(flipped):
        yield _break("reversed", responses, names[k], (later, earlier), segment=False)
    profile = _profile(places, rows, sizes, flipped)
    for name in responses.questionnaire.segments:
        if _is_permuted(responses, name, rows, profile):
            yield _break("renumbered", responses, name, (later, earlier), segment=True)


def _break(kind: Kind, responses: Responses, name: str, waves: tuple[str, str], *, segment: bool) -> Break:
    later, earlier = waves
    column = _column(responses, name, later)
    return Break(kind, name, segment=segment, wave=later, versus=earlier, column=column)


def _rows(responses: Responses, wave: str) -> Ints:
    return np.flatnonzero(responses.wave == list(responses.questionnaire.waves).index(wave))


def _collect_ordered_items(responses: Responses) -> tuple[list[str], Ints, Ints]:
    """Items on ordered scales, how many points they have, and places from the worst, shape (n, k)."""
    questionnaire = responses.questionnaire
    names = [name for name in questionnaire.items if questionnaire.scale(name).kind in ORDERED]
    places = np.full((len(responses), len(names)), -1, np.int64)
    sizes = np.ones(len(names), np.int64)
    for k, name in enumerate(names):
        scale = questionnaire.scale(name)
        rank = np.arange(len(scale.points))
        if scale.continuous:
            rank = np.rint(np.nan_to_num(np.array(scale.scores)) / GRID).astype(np.int64)
        elif scale.kind == "score":
            rank = np.unique(scale.scores, return_inverse=True)[1].reshape(-1)
        given = responses.answers[name].to_numpy()
        places[given >= 0, k] = rank[given[given >= 0]]
        sizes[k] = rank.max(initial=0) + 1
    return names, sizes, places


def _profile(places: Ints, rows: list[Ints], sizes: Ints, flipped: np.ndarray) -> Floats:
    """Every respondent on a few unrelated directions of the answers, each wave centred, shape (n, q)."""
    values = np.where(places >= 0, places, np.nan).astype(float)
    later = np.where(flipped, sizes - 1 - values[rows[1]], values[rows[1]])
    values[rows[1]] = later
    centred = np.zeros(values.shape)
    for row in rows:
        part = values[row]
        there = np.isfinite(part)
        n = np.maximum(there.sum(axis=0), 1)
        mean = np.where(there, part, 0).sum(axis=0) / n
        spread = np.sqrt(np.where(there, (part - mean) ** 2, 0).sum(axis=0) / n)
        centred[row] = np.where(there, (part - mean) / np.where(spread > 0, spread, 1), 0)
    directions, scale = uncorrelated_directions(centred[np.concatenate(rows)])
    return np.asarray(centred @ directions / scale)


def _is_permuted(responses: Responses, name: str, rows: list[Ints], profile: Floats) -> bool:
    """Whether the groups of a segment changed places from one wave to another."""
    groups = len(responses.levels[name])
    places = [responses.segments[name].to_numpy(np.int64)[row] for row in rows]
    if groups < 2 or min((place >= 0).sum() for place in places) < FEWEST:
        return False
    shares, sizes, means = [], [], []
    for row, place in zip(rows, places, strict=True):
        inside, group = row[place >= 0], place[place >= 0]
        n = np.bincount(group, minlength=groups).astype(float)
        mass = np.bincount(group, responses.weight[inside], groups)
        with np.errstate(invalid="ignore"):
            mean = (
                np.stack([np.bincount(group, column, groups) / n for column in profile[inside].T], axis=1)
                if profile.shape[1]
                else np.zeros((groups, 0))
            )
        shares.append(mass / mass.sum())
        sizes.append(n)
        means.append(mean)
    known = np.maximum(*sizes) > 0
    pairs = [tuple(part[known] for part in two) for two in (shares, sizes, means)]
    return relabelling(*pairs).is_renamed


def _column(responses: Responses, name: str, wave: str) -> str:
    """The column of the file that an item or a segment is read from."""
    questionnaire = responses.questionnaire
    wanted = (
        columns_of(questionnaire.items[name])
        if name in questionnaire.items
        else (questionnaire.segments[name].column or name,)
    )
    found, _ = locate_columns(responses.tables[wave], questionnaire.waves[wave], wanted)
    return found.get(wanted[0], wanted[0])


def _find_unlisted_columns(responses: Responses, read: list[str]) -> Iterator[Break]:
    """Columns with answers of questions that the definition lists for other waves only."""
    questionnaire = responses.questionnaire
    questions: list[tuple[str, Item | Segment, tuple[str, ...]]] = [
        *((name, item, columns_of(item)) for name, item in questionnaire.items.items()),
        *((name, part, (part.column or name,)) for name, part in questionnaire.segments.items()),
    ]
    for wave in read:
        taken = {
            column for _, question, columns in questions if is_asked(question, wave) for column in columns
        }
        for name, question, columns in questions:
            if is_asked(question, wave) or taken & set(columns):
                continue
            table = responses.tables[wave]
            found, _ = locate_columns(table, questionnaire.waves[wave], columns)
            if len(found) == len(columns) and _is_filled(table.frame[found[columns[0]]]):
                yield Break("unlisted", name, isinstance(question, Segment), wave, "", found[columns[0]])


def _is_filled(cells: pd.Series) -> bool:
    """Whether a column holds more than a stray answer."""
    given = [value is not None and fold(value) != "" for value in cells.tolist()]
    return bool(given) and sum(given) / len(given) >= FILLED
