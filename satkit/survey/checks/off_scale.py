"""Answers that are not on their scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.errors import Complaint, near, quote
from satkit.language import Text
from satkit.survey.coding import distinct, shown, written
from satkit.survey.drawn import rows_of
from satkit.survey.offenders import none
from satkit.survey.responses import Check, Responses
from satkit.survey.scale import Scale, fold
from satkit.survey.table import Table

NAME = "off_scale"
LONGEST = 40  # a longer value is somebody's words and is not quoted


@dataclass(frozen=True)
class Found:
    """The cells of one column in one wave that are not on the scale of their item."""

    wave: str
    table: Table
    column: str
    item: str
    scale: Scale
    records: np.ndarray


def check(responses: Responses) -> Check:
    """The check as binding found it, when the cells were still at hand."""
    return next(found for found in responses.checks if found.name == NAME)


def bound(found: Sequence[Found], looked_at: int, action: str) -> Check:
    """The check from all cells found while binding."""
    frames = [_offenders(one) for one in found]
    offenders = pd.concat(frames, ignore_index=True) if frames else none()
    return Check(NAME, Text("answers that are not on their scale"), offenders, looked_at, action)


def _offenders(found: Found) -> pd.DataFrame:
    values = [
        written(value) for value in found.table.frame[found.column].to_numpy(dtype=object)[found.records]
    ]
    note = Text(
        "item %(item)s has no such point on scale %(scale)s",
        {"item": quote(found.item), "scale": quote(found.scale.name)},
    )
    return pd.DataFrame(
        {
            "wave": found.wave,
            "file": found.table.file,
            "row": found.table.rows[found.records],
            "column": found.column,
            "value": ["" if len(value) > LONGEST else value for value in values],
            "note": [note] * len(values),
        }
    )


def complaints(found: Iterable[Found], most: int = 20) -> list[Complaint]:
    """One complaint per column and value, the first ``most``, then the total."""
    every: list[Complaint] = []
    cells = 0
    for one in found:
        cells += len(one.records)
        for value, records in _by_value(one):
            every.append(_complaint(one, value, records))
    total = Complaint(
        Text(
            "answers not on their scale: %(cells)d, different values by column: %(values)d",
            {"cells": cells, "values": len(every)},
        ),
        hint=Text(
            "to read them as no answer, set off_scale = 'missing' in [checks]; to leave the rows out, 'exclude'"
        ),
    )
    return [*every[:most], total] if every else []


def _by_value(found: Found) -> Iterator[tuple[str, np.ndarray]]:
    """Every distinct offending value, as first written, and its records."""
    values = found.table.frame[found.column].to_numpy(dtype=object)[found.records]
    codes, unique = distinct(np.array([fold(value) for value in values], dtype=object))
    for k in range(len(unique)):
        yield written(values[np.argmax(codes == k)]), found.records[codes == k]


def _complaint(found: Found, value: str, records: np.ndarray) -> Complaint:
    scale = found.scale
    codes = tuple(str(point.code) for point in scale.points)
    known = [text for point in scale.points for text in (point.label.zh, point.label.en, *point.also) if text]
    declare = Text(
        "if it means no answer, add it to missing in [scale.%(scale)s]",
        {"scale": scale.name},
    )
    close = near(value, [*known, *codes]) if len(value) <= LONGEST else None
    return Complaint(
        Text(
            "%(value)s is not on scale %(scale)s of item %(item)s (cells: %(n)d, rows: %(rows)s)",
            {
                "value": shown(value, LONGEST),
                "scale": quote(scale.name),
                "item": quote(found.item),
                "n": len(records),
                "rows": rows_of(found.table, records),
            },
        ),
        found.table.cell(int(records[0]), found.column),
        expected=_expected(scale, codes),
        hint=Text("%(near)s %(declare)s", {"near": close, "declare": declare}) if close else declare,
    )


def _expected(scale: Scale, codes: tuple[str, ...]) -> Text:
    if scale.kind == "number":
        return Text("a number")
    return Text("one of %(names)s", {"names": codes if len(codes) <= 12 else (*codes[:12], "…")})
