"""One questionnaire from a TOML definition and its workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from satkit.language import Text
from satkit.survey.locate import Mistake, Path, Place
from satkit.survey.shorthand import Raw, show_value
from satkit.survey.xlsform.sheets import Workbook


def merge_workbook(raw: Raw, places: dict[Path, Place], book: Workbook) -> list[Mistake]:
    """Add what the workbook says to ``raw`` and ``places``; what both say differently is a mistake.

    Parameters
    ----------
    raw : dict
        The definition; its tables are tables.
    places : dict
        The line of every key path; grows by the cells of the workbook.
    book : Workbook
    """
    for name, scale in book.raw["scale"].items():
        if {"kind", "score"} & set(raw.get("scale", {}).get(name, {})):
            scale.pop("kind", None)
    for node, table in book.raw["indicator"].items():
        declared = raw.get("indicator", {}).get(node)
        if declared and isinstance(declared.get("items"), list):
            _append_items(node, declared["items"], table.pop("items", []), places, book)
    for path, at in book.places.items():
        places.setdefault(path, at)
    return [*book.mistakes, *_contradictions(raw, book)]


def _append_items(
    node: str, mine: list[Any], theirs: list[Any], places: dict[Path, Place], book: Workbook
) -> None:
    """The workbook's items of an indicator, after those the definition lists."""
    for i in range(len(theirs)):
        places["indicator", node, "items", len(mine) + i] = book.places["indicator", node, "items", i]
    mine += theirs


def _contradictions(raw: Raw, book: Workbook) -> Iterator[Mistake]:
    for path, mine, theirs in _merge_entries(raw, book.raw, ()):
        at = path
        while at not in book.places:
            at = at[:-1]
        where = book.places[at].where
        values = {"key": path[-1], "one": show_value(mine), "two": show_value(theirs), "where": where}
        what = Text("%(key)s is %(one)s here and %(two)s in %(where)s", values)
        yield Mistake(path, what, None, Text("delete one of the two"))


def _merge_entries(raw: Raw, more: Raw, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Write ``more`` into ``raw``; yields what the two say differently."""
    for key, value in more.items():
        at = (*path, key)
        if key not in raw or raw[key] in ([], {}):
            raw[key] = value
        elif isinstance(raw[key], dict) and isinstance(value, dict):
            yield from _merge_entries(raw[key], value, at)
        elif value not in ([], {}) and raw[key] != value:
            yield at, raw[key], value
