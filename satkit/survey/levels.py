"""Cells of a segment to its levels, declared or found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from satkit.errors import Complaint, near, quote
from satkit.language import Label, Text
from satkit.survey.coding import distinct, quote_value, read_missing_codes, write_cell
from satkit.survey.design_columns import rows_of
from satkit.survey.number import parse_number
from satkit.survey.questionnaire import Segment
from satkit.survey.scale import fold
from satkit.survey.table import Table

Levels = tuple[tuple[str, object], ...]
Source = tuple[Table, str]
MOST_LEVELS = 1000  # found in a column that nobody described: it holds names or numbers, not groups


def assign_levels(segment: Segment, sources: Sequence[Source]) -> tuple[np.ndarray, Levels, list[Complaint]]:
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
        -1 where empty, or missing by the segment or by the file.
    levels : tuple of (str, Label)
    complaints : list of Complaint
        For values that belong to no declared level.
    """
    named = _list_spellings(segment)
    missing = {"", *map(fold, segment.missing)}
    spelled = [_spell_values(table, column, named, missing) for table, column in sources]
    if segment.levels:
        levels: Levels = tuple((level.name, level.title) for level in segment.levels)
    else:
        words = {fold(word): word for _, read in spelled for word in reversed(read) if word}
        if len(words) > MOST_LEVELS:
            nowhere = np.full(sum(len(codes) for codes, _ in spelled), -1, np.int16)
            return nowhere, (), [_complain_many_levels(segment, sources[0], len(words))]
        order = sorted(words.values(), key=_natural)
        levels = tuple((word, Label(zh=word, en=word)) for word in order)
        named = {fold(word): place for place, word in enumerate(order)}
    complaints: list[Complaint] = []
    places = []
    for (table, column), (codes, read) in zip(sources, spelled, strict=True):
        found = [named.get(fold(word), -2) if word else -1 for word in read]
        places.append(np.array([*found, -1], dtype=np.int16)[codes])
        complaints += [
            _unknown(segment, table, column, read[k], np.flatnonzero(codes == k))
            for k, at in enumerate(found)
            if at == -2
        ]
    return np.concatenate(places) if places else np.empty(0, np.int16), levels, complaints


def _list_spellings(segment: Segment) -> dict[str, int]:
    """Every way a level may be written, folded, to its place; a code means its own level before any name."""
    found: dict[str, int] = {}
    for place, level in enumerate(segment.levels):
        for text in (level.name, level.label.zh, level.label.en):
            found.setdefault(fold(text), place)
    return found | {fold(code): place for place, level in enumerate(segment.levels) for code in level.codes}


def _spell_values(
    table: Table, column: str, named: dict[str, int], missing: set[str]
) -> tuple[np.ndarray, list[str]]:
    """Codes of the distinct values, and the word of each; ``""`` where it is no answer.

    The word is the label the file gives a value that is no level itself.
    """
    labels = {fold(code): str(text) for code, text in table.value_labels.get(column, {}).items()}
    unsaid = missing | (read_missing_codes(table, column) - named.keys())
    codes, unique = distinct(table.frame[column].to_numpy(dtype=object))
    read = []
    for value in unique:
        key = fold(value)
        word = write_cell(value).replace("\0", "").strip()
        word = word if key in named else labels.get(key, word).strip()
        read.append("" if key in unsaid or fold(word) in unsaid else word)
    return codes, read


def _natural(word: str) -> tuple[int, float, str]:
    number = parse_number(fold(word))
    return (1, 0.0, word) if number is None else (0, number, word)


def _complain_many_levels(segment: Segment, source: Source, n: int) -> Complaint:
    table, column = source
    return Complaint(
        Text("segment '%(segment)s' has %(n)d different values", {"segment": segment.name, "n": n}),
        Text("%(file)s, column %(column)s", {"file": table.file, "column": column}),
        expected=Text("at most %(n)d", {"n": MOST_LEVELS}),
        hint=Text("name a column with groups, or say in levels which values belong together"),
    )


def _unknown(segment: Segment, table: Table, column: str, word: str, records: np.ndarray) -> Complaint:
    known = [
        text for level in segment.levels for text in (level.name, level.label.zh, level.label.en) if text
    ]
    codes = [str(code) for level in segment.levels for code in level.codes]
    return Complaint(
        Text(
            "%(value)s is no level of segment %(segment)s (cells: %(n)d, rows: %(rows)s)",
            {
                "value": quote_value(word),
                "segment": quote(segment.name),
                "n": len(records),
                "rows": rows_of(table, records),
            },
        ),
        table.cell(int(records[0]), column),
        expected=Text("one of %(names)s", {"names": tuple((codes or known)[:12])}),
        hint=near(word, [*known, *codes])
        or Text("add it to a level, or to missing, in [segment.%(segment)s]", {"segment": segment.name}),
    )
