"""Sheets of a workbook as rows that know their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from satkit.errors import DataError, near
from satkit.language import LANGUAGES, Text
from satkit.survey.consistency.parts import known_names
from satkit.survey.grid import letter
from satkit.survey.locate import Mistake, Path, Place
from satkit.survey.readers.excel import cells
from satkit.survey.readers.native import in_child, refuse_stretched
from satkit.survey.shorthand import Raw

OF_SURVEY = ("indicator", "weight", "owner", "kano", "role", "column")
OF_CHOICES = ("score", "missing", "also", "owner")
SPOKEN = {
    "zh": ("zh", "zh-cn", "zh-hans", "chinese", "中文", "简体中文"),
    "en": ("en", "en-us", "en-gb", "english", "英文"),
}


@dataclass
class Workbook:
    """What a workbook says, as the tables of a definition.

    Parameters
    ----------
    raw : dict
        ``scale``, ``item`` and ``indicator`` as a definition would write them.
    places : dict
        The cell of every key path.
    mistakes : list of Mistake
    """

    raw: Raw = field(default_factory=lambda: {"scale": {}, "item": {}, "indicator": {}})
    places: dict[Path, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def put(self, path: Path, value: Any, place: Place) -> None:
        """Write ``value`` at ``path``, and remember the cell it came from."""
        table: Any = self.raw
        for key in path[:-1]:
            table = table.setdefault(key, {}) if isinstance(table, dict) else table[key]
        table[path[-1]] = value
        self.places[path] = place

    def object_to(
        self, place: Place, what: Text, expected: Text | None = None, hint: Text | None = None
    ) -> None:
        """A mistake in a cell that leads to no key of the definition."""
        path: Path = ("", place.where)
        self.places[path] = place
        self.mistakes.append(Mistake(path, what, expected, hint))


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its cells by column name, and where they stand."""

    cells: Mapping[str, Any]
    places: Mapping[str, Place]

    def __getitem__(self, column: str) -> Any:
        return self.cells.get(column, "")

    def place(self, *columns: str) -> Place:
        """The cell of the first of ``columns`` that the sheet has, else that of its first column."""
        return next((self.places[c] for c in columns if c in self.places), next(iter(self.places.values())))


def open_sheets(path: FilePath, book: Workbook) -> Mapping[str, list[list[Any]]]:
    """Every sheet, its cells from A1 on."""
    from python_calamine import CalamineError, CalamineWorkbook

    def sheets_of() -> dict[str, list[list[Any]]]:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            return {
                name.strip().casefold(): cells(workbook.get_sheet_by_name(name), path)
                for name in workbook.sheet_names
            }

    try:
        refuse_stretched(path)
        return in_child(sheets_of, path)
    except DataError as error:
        for complaint in error.complaints:
            book.object_to(Place((1,), path.name), complaint.what, complaint.expected, complaint.hint)
        return {}
    except (CalamineError, OSError, ValueError) as error:
        what = Text("the workbook cannot be opened: %(why)s", {"why": str(error)})
        book.object_to(Place((1,), path.name), what, None, Text("save it again as .xlsx, without a password"))
        return {}


NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name")}


def rows(
    sheets: Mapping[str, list[list[Any]]], sheet: str, order: int, file: str, book: Workbook
) -> list[Row]:
    """The rows of a sheet that are not empty."""
    if sheet not in sheets:
        if sheets and sheet == "survey":
            expected = Text("expected the sheets 'survey' and 'choices'")
            book.object_to(Place((1,), file), Text("the workbook has no sheet 'survey'"), expected)
        return []
    header = [_column(cell) for cell in (sheets[sheet] or [[]])[0]]
    at = f"{file}!{sheet}!"
    for name in NEEDED[sheet]:
        if name not in header:
            what = Text("no column '%(name)s'", {"name": name})
            book.object_to(
                Place((1, order, 1, 0), f"{at}A1"),
                what,
                known_names(filter(None, header)),
                near(name, header),
            )
    _unknown_columns(header, sheet, at, order, book)
    found = []
    for r, line in enumerate(sheets[sheet][1:], start=2):
        cells = {name: _cell(value) for name, value in zip(header, line, strict=False) if name}
        places = {
            name: Place((1, order, r, c), f"{at}{letter(c)}{r}") for c, name in enumerate(header) if name
        }
        if any(value != "" for value in cells.values()):
            found.append(Row(cells, places))
    return found


def _unknown_columns(header: list[str], sheet: str, at: str, order: int, book: Workbook) -> None:
    """Columns of ours that are misspelt; all others belong to XLSForm."""
    known = OF_SURVEY if sheet == "survey" else OF_CHOICES
    seen: set[str] = set()
    for c, name in enumerate(header):
        place = Place((1, order, 1, c), f"{at}{letter(c)}1")
        ours = name.removeprefix("satkit::")
        if ours != name and ours not in known and not (sheet == "survey" and ours.startswith("label")):
            what = Text("unknown column '%(name)s'", {"name": name})
            book.object_to(place, what, known_names(f"satkit::{each}" for each in known), near(ours, known))
        if name and name in seen:
            book.object_to(place, Text("the column '%(name)s' stands twice", {"name": name}))
        seen.add(name)


def _column(cell: Any) -> str:
    """A header as we look it up: ``label:: 中文 (zh)`` is ``label::zh``."""
    parts = [part.strip() for part in str(cell).replace("：", ":").strip().split("::")]
    if parts[-1] and parts[0].casefold() in {"label", "satkit"} and "label" in parts[:-1]:
        parts[-1] = _language(parts[-1])
    return "::".join([parts[0].casefold().replace(" ", "_"), *parts[1:]])


def _language(text: str) -> str:
    code = re.search(r"[(（]([\w-]+)[)）]\s*$", text)
    spoken = (code[1] if code else text).casefold()
    return next((language for language, names in SPOKEN.items() if spoken in names), text)


def _cell(value: Any) -> Any:
    """A cell as the definition would write it: whole numbers as such, text without outer blanks."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        text = value.strip()
        return int(text) if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text) else text
    return value if isinstance(value, int | float) else str(value)


def label(row: Row, prefix: str = "label") -> Raw:
    """The label of a row: the bare column for both languages, then each its own."""
    bare = row[prefix]
    texts = {language: row[f"{prefix}::{language}"] or bare for language in LANGUAGES}
    return {language: str(text) for language, text in texts.items() if text != ""}
