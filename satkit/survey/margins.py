"""Population margins kept as a table beside the definition."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path as FilePath

from satkit.errors import quoted
from satkit.language import Text
from satkit.survey.locate import Mistake, Path, Place
from satkit.survey.readers.delimited import sniffed
from satkit.survey.shorthand import Raw
from satkit.survey.syntax import decoded

TARGETS = "targets.csv"
TARGET_COLUMNS = ("wave", "segment", "level", "share")


def add_targets(folder: FilePath, raw: Raw, places: dict[Path, Place], mistakes: list[Mistake]) -> None:
    """Add the margins of ``targets.csv`` (wave, segment, level, share) to the sample's targets."""
    targets = raw["sample"].setdefault("targets", [])
    if not (folder / TARGETS).is_file() or not isinstance(targets, list):
        return
    text = decoded((folder / TARGETS).read_bytes(), TARGETS)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=sniffed(text))
    absent = [name for name in TARGET_COLUMNS if name not in (reader.fieldnames or ())]
    places["targets",] = Place((2, 1), f"{TARGETS}:1")
    if absent:
        what = Text("no column %(names)s", {"names": quoted(absent)})
        expected = Text("expected the columns wave, segment, level and share")
        mistakes.append(Mistake(("targets",), what, expected))
        return
    index: dict[tuple[str, str], int] = {}
    for cells in reader:
        place = Place((2, reader.line_num), f"{TARGETS}:{reader.line_num}")
        row = {name: (cells[name] or "").strip() for name in TARGET_COLUMNS}
        empty = [name for name in TARGET_COLUMNS if name != "wave" and not row[name]]
        if not any(row.values()):
            continue
        if empty:
            places["targets", str(place.order)] = place
            what = Text("the cell under '%(name)s' is empty", {"name": empty[0]})
            mistakes.append(Mistake(("targets", str(place.order)), what))
            continue
        margin = (row["segment"], row["wave"])
        if margin not in index:
            index[margin] = len(targets)
            places["sample", "targets", len(targets)] = place
            targets.append({"segment": margin[0], "wave": margin[1], "shares": {}})
        _share(
            row,
            targets[index[margin]]["shares"],
            ("sample", "targets", index[margin]),
            place,
            places,
            mistakes,
        )


def _share(
    row: Mapping[str, str],
    shares: Raw,
    path: Path,
    place: Place,
    places: dict[Path, Place],
    mistakes: list[Mistake],
) -> None:
    """One row of ``targets.csv``."""
    level, share = row["level"], row["share"]
    at = (*path, "shares", level)
    if level in shares:
        places["targets", str(place.order)] = place
        what = Text("the share of '%(name)s' is given twice", {"name": level})
        mistakes.append(Mistake(("targets", str(place.order)), what))
        return
    places[at] = place
    try:
        shares[level] = float(share)
    except ValueError:
        shares[level] = share
