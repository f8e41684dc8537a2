"""Answers that are not on their scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.errors import Complaint, near
from satkit.language import Text
from satkit.survey.coding import distinct, shown, written
from satkit.survey.drawn import rows_of
from satkit.survey.offenders import none
from satkit.survey.responses import Check, Responses
from satkit.survey.scale import Scale
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
        {"item": f"'{found.item}'", "scale": f"'{found.scale.name}'"},
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
        codes, unique = distinct(one.table.frame[one.column].to_numpy(dtype=object)[one.records])
        cells += len(one.records)
        every += [_complaint(one, value, one.records[codes == k]) for k, value in enumerate(unique)]
    total = Complaint(
        Text(
            "%(cells)d answers, %(values)d different values by column, are not on their scale",
            {"cells": cells, "values": len(every)},
        ),
        hint=Text(
            "to read them as no answer, set off_scale = 'missing' in [checks]; to leave the rows out, 'exclude'"
        ),
    )
    return [*every[:most], total] if every else []


def _complaint(found: Found, value: object, records: np.ndarray) -> Complaint:
    scale = found.scale
    codes = tuple(str(point.code) for point in scale.points)
    known = [text for point in scale.points for text in (point.label.zh, point.label.en, *point.also) if text]
    declare = Text(
        "if it means no answer, add it to missing in [scale.%(scale)s]",
        {"scale": scale.name},
    )
    close = near(written(value), [*known, *codes]) if len(written(value)) <= LONGEST else None
    return Complaint(
        Text(
            "%(value)s is not on scale %(scale)s of item %(item)s: %(n)d cells, rows %(rows)s",
            {
                "value": shown(value, LONGEST),
                "scale": f"'{scale.name}'",
                "item": f"'{found.item}'",
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
