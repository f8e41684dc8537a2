"""Population margins kept as a table beside the definition."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path as FilePath

from satkit.errors import quote_all
from satkit.language import Text
from satkit.survey.file_access import unreadable
from satkit.survey.locate import Mistake, Path, Place
from satkit.survey.readers.delimited import sniff_delimiter
from satkit.survey.shorthand import Raw
from satkit.survey.syntax import decode_definition

TARGETS = "targets.csv"
TARGET_COLUMNS = ("wave", "segment", "level", "share")


def add_targets(folder: FilePath, raw: Raw, places: dict[Path, Place], mistakes: list[Mistake]) -> None:
    """Add the margins of ``targets.csv`` (wave, segment, level, share) to the sample's targets."""
    targets = raw["sample"].setdefault("targets", [])
    if not (folder / TARGETS).is_file() or not isinstance(targets, list):
        return
    refused = unreadable(folder / TARGETS, folder)
    if refused:
        mistakes.append(_mistake(refused, Place((2, 1), TARGETS), places))
        return
    text = decode_definition((folder / TARGETS).read_bytes(), TARGETS)
    index: dict[tuple[str, str], int] = {}
    for row, place in _rows(text, places, mistakes):
        margin = (row["segment"], row["wave"])
        if margin not in index:
            index[margin] = len(targets)
            places["sample", "targets", len(targets)] = place
            targets.append({"segment": margin[0], "wave": margin[1], "shares": {}})
        shares, level = targets[index[margin]]["shares"], row["level"]
        if level in shares:
            what = Text("the share of '%(name)s' is given twice", {"name": level})
            mistakes.append(_mistake(what, place, places))
            continue
        places["sample", "targets", index[margin], "shares", level] = place
        try:
            shares[level] = float(row["share"])
        except ValueError:
            shares[level] = row["share"]


def _rows(
    text: str, places: dict[Path, Place], mistakes: list[Mistake]
) -> Iterator[tuple[dict[str, str], Place]]:
    """The rows that hold anything, with their lines; nothing where a column is missing."""
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=sniff_delimiter(text))
    absent = [name for name in TARGET_COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        what = Text("no column %(names)s", {"names": quote_all(absent)})
        expected = Text("expected the columns wave, segment, level and share")
        mistakes.append(_mistake(what, Place((2, 1), f"{TARGETS}:1"), places, expected))
        return
    for cells in _whole(reader, places, mistakes):
        place = Place((2, reader.line_num), f"{TARGETS}:{reader.line_num}")
        row = {name: (cells[name] or "").strip() for name in TARGET_COLUMNS}
        empty = next((name for name in ("segment", "level", "share") if not row[name]), "")
        if not empty:
            yield row, place
        elif any(row.values()):
            what = Text("the cell under '%(name)s' is empty", {"name": empty})
            mistakes.append(_mistake(what, place, places))


def _whole(
    reader: csv.DictReader[str], places: dict[Path, Place], mistakes: list[Mistake]
) -> Iterator[dict[str, str | None]]:
    """The rows, as far as they can be told apart."""
    try:
        yield from reader
    except csv.Error:
        at = Place((2, reader.line_num), f"{TARGETS}:{reader.line_num}")
        mistakes.append(_mistake(Text("a quotation mark in or after this row is not closed"), at, places))


def _mistake(what: Text, place: Place, places: dict[Path, Place], expected: Text | None = None) -> Mistake:
    """A mistake in a row that leads to no key of the definition."""
    path: Path = ("targets", str(place.order))
    places[path] = place
    return Mistake(path, what, expected)
