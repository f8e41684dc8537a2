"""One item of one wave: from cells to places, options, numbers or words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from satkit.survey.coding import (
    Several,
    encode_cells,
    encode_choices,
    encode_ticks,
    placer,
    read_missing_codes,
    read_numbers,
    read_texts,
)
from satkit.survey.columns import columns_of
from satkit.survey.questionnaire import Item
from satkit.survey.responses import NOT_ASKED, OFF_SCALE
from satkit.survey.scale import Scale
from satkit.survey.table import Table


@dataclass(frozen=True)
class Answers:
    """What one wave answered to one item; only the field of its kind is filled.

    Parameters
    ----------
    places : ndarray of int8, shape (n,)
    options : ndarray of bool, shape (n, points)
    numbers : ndarray of float, shape (n,)
    words : ndarray of str, shape (n,)
    off : mapping
        Column to a bool array: cells that are not on the scale, or have a part that is not.
    unknown : mapping
        Column of a question with several answers to its parts that are no option, a tuple for every
        cell; on a scale with a catch-all they are counted under it and not off the scale.
    """

    places: np.ndarray | None = None
    options: np.ndarray | None = None
    numbers: np.ndarray | None = None
    words: np.ndarray | None = None
    off: Mapping[str, np.ndarray] | None = None
    unknown: Mapping[str, np.ndarray] | None = None


def make_unasked_answers(scale: Scale, n: int) -> Answers:
    """The answers of ``n`` respondents who were not asked."""
    if scale.kind == "text":
        return Answers(words=np.full(n, "", dtype=object))
    if scale.kind == "number":
        return Answers(numbers=np.full(n, np.nan))
    places = np.full(n, NOT_ASKED, dtype=np.int8)
    options = np.zeros((n, len(scale.points)), dtype=bool) if scale.kind == "multi" else None
    return Answers(places=places, options=options)


def read_answers(item: Item, scale: Scale, table: Table, columns: Mapping[str, str]) -> Answers:
    """The answers to an item.

    Parameters
    ----------
    columns : mapping
        Standard name to column of ``table``.
    """
    names = [columns[name] for name in columns_of(item)]
    cells = [table.frame[name].to_numpy(dtype=object) for name in names]
    if scale.kind == "text":
        return Answers(
            words=read_texts(cells[0], frozenset(scale.missings) | read_missing_codes(table, names[0]))
        )
    if scale.kind == "number":
        values, off = read_numbers(cells[0], frozenset(scale.missings) | read_missing_codes(table, names[0]))
        return Answers(numbers=values, off={names[0]: off})
    places = [placer(scale, table, name) for name in names]
    if scale.kind == "multi":
        found = (
            encode_ticks(cells, scale, places) if item.columns else encode_choices(cells[0], scale, places[0])
        )
        return _several(found, names, scale)
    place = encode_cells(cells[0], places[0])
    return Answers(places=place, off={names[0]: place == OFF_SCALE})


def _several(found: Several, names: list[str], scale: Scale) -> Answers:
    """Several answers, and by column which cells have a part that is no option."""
    unknown = dict(zip(names, found.unknown.T, strict=True))
    off = {
        name: np.array([bool(parts) and scale.catch_all is None for parts in column], dtype=bool)
        for name, column in unknown.items()
    }
    return Answers(places=found.status, options=found.options, off=off, unknown=unknown)


def mirror_answers(answers: Answers, scale: Scale) -> Answers:
    """The answers read from the other end of the scale, for a wave whose codes run the other way."""
    if answers.places is None:
        return answers
    last = len(scale.points) - 1
    return replace(answers, places=np.where(answers.places >= 0, last - answers.places, answers.places))
