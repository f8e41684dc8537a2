"""Answers that are not on their scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.errors import Complaint, near, quote
from satkit.language import Text
from satkit.survey.coding import quote_value, write_cell
from satkit.survey.design_columns import rows_of
from satkit.survey.flagged_rows import none
from satkit.survey.number import parse_number
from satkit.survey.responses import Check, Responses
from satkit.survey.scale import Scale, fold
from satkit.survey.table import Table

NAME = "off_scale"
LONGEST = 40  # a longer value is somebody's words and is not quoted


@dataclass(frozen=True)
class Found:
    """The cells of one column in one wave that are not on the scale of their item.

    ``parts`` holds, for cells of several answers, the parts that are no option; else the whole cell
    offends.
    """

    wave: str
    table: Table
    column: str
    item: str
    scale: Scale
    records: np.ndarray
    parts: np.ndarray | None = None

    @property
    def offending(self) -> list[tuple[str, ...]]:
        """What offends in every cell, as written."""
        if self.parts is not None:
            return [*self.parts[self.records]]
        cells = self.table.frame[self.column].to_numpy(dtype=object)[self.records]
        return [(write_cell(cell),) for cell in cells]


def check(responses: Responses) -> Check:
    """The check as binding found it, when the cells were still at hand."""
    return next(found for found in responses.checks if found.name == NAME)


def check_off_scale(found: Sequence[Found], looked_at: int, action: str) -> Check:
    """The check from all cells found while binding."""
    frames = [_offenders(one) for one in found]
    offenders = pd.concat(frames, ignore_index=True) if frames else none()
    return Check(NAME, Text("answers that are not on their scale"), offenders, looked_at, action)


def _offenders(found: Found) -> pd.DataFrame:
    note = Text(
        "item %(item)s has no such point on scale %(scale)s",
        {"item": quote(found.item), "scale": quote(found.scale.name)},
    )
    return offending_cells(found, note)


def offending_cells(found: Found, note: Text) -> pd.DataFrame:
    """One line per offending cell with the parts of it that offend."""
    return pd.DataFrame(
        {
            "wave": found.wave,
            "file": found.table.file,
            "row": found.table.rows[found.records],
            "column": found.column,
            "value": [
                "; ".join("" if len(part) > LONGEST else part for part in parts) for parts in found.offending
            ],
            "note": [note] * len(found.records),
        }
    )


def complaints(found: Iterable[Found], most: int = 20) -> list[Complaint]:
    """One complaint per column and value, the first ``most``, then the total."""
    every: list[Complaint] = []
    cells, different = 0, 0
    for one in found:
        values = [*_by_value(one)]
        cells, different = cells + len(one.records), different + len(values)
        between = [records for value, records in values if _between(one.scale, value)]
        if len(between) > 1:
            every.append(_decimals(one, np.unique(np.concatenate(between)), len(between)))
            values = [(value, records) for value, records in values if not _between(one.scale, value)]
        every += [_complaint(one, value, records) for value, records in values]
    total = Complaint(
        Text(
            "answers not on their scale: %(cells)d, different values by column: %(values)d",
            {"cells": cells, "values": different},
        ),
        hint=Text(
            "to read them as no answer, set off_scale = 'missing' in [checks]; to leave the rows out, 'exclude'"
        ),
    )
    return [*every[:most], total] if every else []


def _by_value(found: Found) -> Iterator[tuple[str, np.ndarray]]:
    """Every distinct offending value, as first written, and its records."""
    first: dict[str, str] = {}
    records: dict[str, list[int]] = {}
    for record, parts in zip(found.records, found.offending, strict=True):
        for part in dict.fromkeys(parts):
            key = fold(part)
            first.setdefault(key, part)
            records.setdefault(key, []).append(int(record))
    for key, rows in records.items():
        yield first[key], np.array(rows)


def _between(scale: Scale, value: str) -> bool:
    """Whether a value is a number between the ends of a scored scale, but none of its points."""
    codes = [point.code for point in scale.points if not isinstance(point.code, str)]
    number = parse_number(fold(value))
    if number is None:
        return False
    return scale.kind == "score" and not scale.continuous and bool(codes) and min(codes) < number < max(codes)


def _decimals(found: Found, records: np.ndarray, count: int) -> Complaint:
    """One complaint about many numbers that stand between the points of a scale."""
    codes = [point.code for point in found.scale.points if not isinstance(point.code, str)]
    values = {"scale": found.scale.name, "low": f"{min(codes):g}", "high": f"{max(codes):g}"}
    return Complaint(
        Text(
            "item %(item)s has %(count)d different numbers between the points of scale %(scale)s (cells: %(n)d, rows: %(rows)s)",
            {
                "item": quote(found.item),
                "count": count,
                "scale": quote(found.scale.name),
                "n": len(records),
                "rows": rows_of(found.table, records),
            },
        ),
        found.table.cell(int(records[0]), found.column),
        hint=Text(
            "where any number from %(low)s to %(high)s is an answer, write from = %(low)s and to = %(high)s into "
            "[scale.%(scale)s] in place of its points",
            values,
        ),
    )


def _complaint(found: Found, value: str, records: np.ndarray) -> Complaint:
    scale = found.scale
    codes = tuple(str(point.code) for point in scale.points)
    known = [text for point in scale.points for text in (point.label.zh, point.label.en, *point.also) if text]
    declare = Text(
        "if it means no answer, add it to missing in [scale.%(scale)s]",
        {"scale": scale.name},
    )
    if scale.kind == "multi":
        declare = Text(
            "to count whatever is no option as 'other', write other = true into [scale.%(scale)s]",
            {"scale": scale.name},
        )
    close = near(value, [*known, *codes]) if len(value) <= LONGEST else None
    return Complaint(
        Text(
            "%(value)s is not on scale %(scale)s of item %(item)s (cells: %(n)d, rows: %(rows)s)",
            {
                "value": quote_value(value, LONGEST),
                "scale": quote(scale.name),
                "item": quote(found.item),
                "n": len(records),
                "rows": rows_of(found.table, records),
            },
        ),
        found.table.cell(int(records[0]), found.column),
        expected=_describe_expected(scale, codes),
        hint=Text("%(near)s %(declare)s", {"near": close, "declare": declare}) if close else declare,
    )


def _describe_expected(scale: Scale, codes: tuple[str, ...]) -> Text:
    if scale.kind == "number":
        return Text("a number")
    if scale.low is not None and scale.high is not None:
        return Text("a number from %(low)s to %(high)s", {"low": f"{scale.low:g}", "high": f"{scale.high:g}"})
    return Text("one of %(names)s", {"names": codes if len(codes) <= 12 else (*codes[:12], "…")})
