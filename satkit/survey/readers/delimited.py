"""Delimited text, .csv and .tsv, in the encodings surveys arrive in."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.platforms import table
from satkit.survey.readers.encoding import decode_text
from satkit.survey.table import Table

SUFFIXES = (".csv", ".tsv", ".txt")
HIGHEST, TITLE, NARROW = 12, 2, 4  # rows of a title, cells in one, columns from which it can be told
LONGEST = 10_000  # signs of a column name: of a question with all its explanations
SAMPLE = 1 << 20
DELIMITERS = {",": Text("commas"), ";": Text("semicolons"), "\t": Text("tabs")}


def read(path: Path, encoding: str | None = None) -> Table:
    """The table of a delimited text file.  Every cell is text: ``NA`` and ``None`` are answers.

    Raises
    ------
    DataError
        If the text cannot be decoded, a row is ragged, a quotation mark never closes, or the file
        holds NUL bytes.
    """
    data = path.read_bytes()
    text, notes = decode_text(data, path.name, encoding)
    if "\0" in text:
        raise DataError(_nul(text, path.name))
    delimiter = sniff_delimiter(text)
    parted = Text("columns are parted by %(mark)s", {"mark": DELIMITERS[delimiter]})
    records = _records(text, delimiter, path.name)
    return table(make_grid(records, path.name, hashlib.sha256(data).hexdigest(), (*notes, parted)))


def extent(path: Path) -> tuple[int, int]:
    """About how many rows and columns a file has, by its first megabyte."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    first = head.partition(b"\n")[0]
    rows = head.count(b"\n") * path.stat().st_size / len(head) if head else 0
    return int(rows), 1 + max(first.count(mark.encode()) for mark in DELIMITERS)


def _rows(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The rows of a text, cells of any length among them: the reader's own limit is 131,072 characters."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def sniff_delimiter(text: str) -> str:
    """The delimiter: the one that parts the first rows most evenly, then most often."""

    def evenness(delimiter: str) -> tuple[bool, int]:
        rows = _rows(text, delimiter)
        try:
            widths = [len(row) for row in islice(rows, 20) if row]
        except csv.Error:
            return (False, 0)
        return (len(set(widths)) == 1 and widths[0] > 1, max(widths, default=0))

    return max(DELIMITERS, key=evenness)


def _records(text: str, delimiter: str, file: str) -> list[list[str]]:
    """All records as a spreadsheet counts its rows: one each, whatever line breaks a cell holds."""
    reader = _rows(text, delimiter, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        raise DataError(_quote(file, len(records) + 1)) from error
    return records


def make_grid(
    records: Sequence[Sequence[object]],
    file: str,
    sha256: str,
    notes: Sequence[Text] = (),
    *,
    lettered: bool = False,
) -> Grid:
    """A grid of records that must be as wide as the first, blank ones left out.

    Raises
    ------
    DataError
        If there is nothing, or some records have more or fewer cells than the first.
    """
    filled = [k for k, record in enumerate(records) if any(cell not in ("", None) for cell in record)]
    if not filled:
        raise DataError(empty(file))
    _refuse_long(records[filled[0]], file, filled[0] + 1)
    width = _width(records, filled)
    records = _pad_titles(records, filled, width)
    ragged = [k for k in filled if len(_trim_record(records[k], width)) != width]
    if ragged:
        raise DataError(_complain_ragged(file, records, ragged, width))
    cells = pd.DataFrame(
        [[None if cell == "" else cell for cell in records[k][:width]] for k in filled], dtype=object
    )
    blank = filled[-1] + 1 - len(filled)
    passed = [Text("blank rows passed over: %(n)d", {"n": blank})] if blank else []
    return Grid(cells, np.array(filled) + 1, file, sha256, lettered=lettered, notes=(*notes, *passed))


def _pad_titles(
    records: Sequence[Sequence[object]], filled: Sequence[int], width: int
) -> Sequence[Sequence[object]]:
    """Records with short ones above the first wide one filled up: a title, not a record cut off."""
    wide = next((place for place, k in enumerate(filled) if len(records[k]) >= width), 0)
    above = [
        k for k in filled[: min(wide, HIGHEST)] if sum(cell not in ("", None) for cell in records[k]) <= TITLE
    ]
    if not above or len(above) < wide or width < NARROW:
        return records
    padded = [*records]
    for k in above:
        padded[k] = [*records[k], *[None] * (width - len(records[k]))]
    return padded


def _width(records: Sequence[Sequence[object]], filled: Sequence[int]) -> int:
    """The cells of the first record; of the second, where more records share its width."""
    head = [len(records[k]) for k in filled[: HIGHEST + 1]]
    usual = Counter(len(records[k]) for k in filled).most_common(1)[0][0]
    return usual if usual in head else head[0]


def _trim_record(record: Sequence[object], width: int) -> Sequence[object]:
    """A record without the empty cells beyond ``width``."""
    return record[:width] if not any(cell not in ("", None) for cell in record[width:]) else record


def _refuse_long(header: Sequence[object], file: str, row: int) -> None:
    """Complain of a column name no question is as long as."""
    longest = max(len(str(cell)) for cell in header)
    if longest > LONGEST:
        raise DataError(
            Complaint(
                Text("a column name has %(n)d characters", {"n": longest}),
                Text("%(file)s, row %(row)d", {"file": file, "row": row}),
                expected=Text("a row of column names and one row per respondent below it"),
            )
        )


def empty(file: str) -> Complaint:
    """The complaint about a file without a single cell."""
    return Complaint(
        Text("the file is empty"),
        file,
        expected=Text("a row of column names and one row per respondent below it"),
        hint=Text("export the answers again"),
    )


def _complain_ragged(
    file: str, records: Sequence[Sequence[object]], ragged: Sequence[int], width: int
) -> list[Complaint]:
    """The first ten ragged rows, and how many there are."""
    shown = [
        Complaint(
            Text(
                "cells in this row: %(cells)d, in the others: %(width)d",
                {"cells": len(_trim_record(records[k], width)), "width": width},
            ),
            Text("%(file)s, row %(row)d", {"file": file, "row": k + 1}),
        )
        for k in ragged[:10]
    ]
    total = Complaint(
        Text("rows longer or shorter than the others: %(n)d", {"n": len(ragged)}),
        file,
        hint=Text(
            "an answer with a comma or a line break must stand in quotation marks: "
            "export again, or save as a workbook (.xlsx)"
        ),
    )
    return [*shown, total]


def _nul(text: str, file: str) -> Complaint:
    before = _rows(text[: text.index("\0")] + "x", ",")
    row = sum(1 for _ in before)
    return Complaint(
        Text("the row holds a NUL byte, which no survey answer contains: the file is damaged or is not text"),
        Text("%(file)s, row %(row)d", {"file": file, "row": row}),
        hint=Text("export the answers again, or save as a workbook (.xlsx)"),
    )


def _quote(file: str, row: int) -> Complaint:
    return Complaint(
        Text("a quotation mark in or after this row is not closed, or stands inside an answer"),
        Text("%(file)s, row %(row)d", {"file": file, "row": row}),
        expected=Text('a quotation mark inside an answer is written twice: ""'),
        hint=Text("export again, or save as a workbook (.xlsx)"),
    )
