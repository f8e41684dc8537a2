"""Cells of a segment to its levels, declared or found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from satkit.errors import Complaint, near
from satkit.language import Label, Text
from satkit.survey.coding import distinct, shown, written
from satkit.survey.drawn import rows_of
from satkit.survey.questionnaire import Segment
from satkit.survey.scale import fold
from satkit.survey.table import Table

Levels = tuple[tuple[str, object], ...]
Source = tuple[Table, str]


def levelled(segment: Segment, sources: Sequence[Source]) -> tuple[np.ndarray, Levels, list[Complaint]]:
    """The level of every row over all waves.

    Parameters
    ----------
    segment : Segment
        Without levels every value found is one, in sorted order; numbers sort as numbers.
    sources : sequence of (Table, str)
        Per wave its table and column.

    Returns
    -------
    places : ndarray of int16, shape (n,)
        -1 where empty or missing.
    levels : tuple of (str, Label)
    complaints : list of Complaint
        For values that belong to no declared level.
    """
    declared = {
        fold(text): place
        for place, level in enumerate(segment.levels)
        for text in (level.name, level.label.zh, level.label.en, *level.codes)
    }
    missing = {"", *map(fold, segment.missing)}
    spelled = [_spelled(table, column, declared) for table, column in sources]
    if segment.levels:
        levels: Levels = tuple((level.name, level.label) for level in segment.levels)
        known = declared
    else:
        words = {
            fold(word): word for _, _, read in spelled for word in reversed(read) if fold(word) not in missing
        }
        order = sorted(words.values(), key=_natural)
        levels = tuple((word, Label(zh=word, en=word)) for word in order)
        known = {fold(word): place for place, word in enumerate(order)}
    complaints: list[Complaint] = []
    places = []
    for (table, column), (codes, unique, read) in zip(sources, spelled, strict=True):
        found = [
            -1 if fold(word) in missing or fold(value) in missing else known.get(fold(word), -2)
            for value, word in zip(unique, read, strict=True)
        ]
        place = np.array([*found, -1], dtype=np.int16)[codes]
        complaints += [
            _unknown(segment, table, column, read[k], np.flatnonzero(codes == k))
            for k, at in enumerate(found)
            if at == -2
        ]
        places.append(place)
    return np.concatenate(places) if places else np.empty(0, np.int16), levels, complaints


def _spelled(table: Table, column: str, declared: dict[str, int]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Codes, distinct values, and the word of each: the label the file gives it where the code itself is no level."""
    labels = {fold(code): str(text) for code, text in table.value_labels.get(column, {}).items()}
    codes, unique = distinct(table.frame[column].to_numpy(dtype=object))
    read = []
    for value in unique:
        key = fold(value)
        word = written(value).replace("\0", "").strip()
        read.append(word if key in declared else labels.get(key, word).strip())
    return codes, unique, read


def _natural(word: str) -> tuple[int, float, str]:
    try:
        return (0, float(fold(word)), word)
    except ValueError:
        return (1, 0.0, word)


def _unknown(segment: Segment, table: Table, column: str, word: str, records: np.ndarray) -> Complaint:
    known = [
        text for level in segment.levels for text in (level.name, level.label.zh, level.label.en) if text
    ]
    codes = [str(code) for level in segment.levels for code in level.codes]
    return Complaint(
        Text(
            "%(value)s is no level of segment %(segment)s (cells: %(n)d, rows: %(rows)s)",
            {
                "value": shown(word),
                "segment": f"'{segment.name}'",
                "n": len(records),
                "rows": rows_of(table, records),
            },
        ),
        table.cell(int(records[0]), column),
        expected=Text("one of %(names)s", {"names": tuple((codes or known)[:12])}),
        hint=near(word, [*known, *codes])
        or Text("add it to a level, or to missing, in [segment.%(segment)s]", {"segment": segment.name}),
    )
