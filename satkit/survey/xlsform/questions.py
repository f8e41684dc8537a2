"""Rows of an XLSForm as items, scales and indicators."""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Any

from satkit.errors import near
from satkit.language import Text
from satkit.survey.consistency.parts import known_names
from satkit.survey.locate import Path, Place
from satkit.survey.shorthand import Raw, show_value
from satkit.survey.xlsform.sheets import Row, Workbook, label, open_sheets, rows

ASKED = {"text": "text", "integer": "number", "decimal": "number", "range": "number"}
CHOSEN = re.compile(r"(select[_ ]one|select[_ ]multiple)\s+(\S+)")
PASSED_OVER = (
    "note", "begin_group", "end_group", "begin_repeat", "end_repeat", "start", "end", "today", "deviceid",
    "username", "phonenumber", "email", "audit", "calculate", "hidden", "image", "audio", "video", "file",
    "barcode", "date", "time", "datetime", "geopoint", "geotrace", "geoshape", "acknowledge", "rank",
    "background-audio", "start-geopoint", "xml-external", "csv-external",
)  # fmt: skip


def read(path: FilePath) -> Workbook:
    """The workbook at ``path``; what is wrong with it stands in its ``mistakes``."""
    book = Workbook()
    sheets = open_sheets(path, book)
    survey = rows(sheets, "survey", 0, path.name, book)
    choices = rows(sheets, "choices", 1, path.name, book)
    if book.mistakes:
        return book
    for row in choices:
        _choice(row, book)
    for row in survey:
        _question(row, book)
    for name, scale in book.raw["scale"].items():
        scale["kind"] = scale.get("kind") or _kind(scale)
        book.places.setdefault(("scale", name, "kind"), book.places["scale", name])
    return book


def _choice(row: Row, book: Workbook) -> None:
    """One row of ``choices``: a point of a scale, or a missing code."""
    name = str(row["list_name"])
    if name == "" or row["name"] == "":
        empty = "list_name" if name == "" else "name"
        book.object_to(row.place(empty), Text("the cell under '%(name)s' is empty", {"name": empty}))
        return
    if name not in book.raw["scale"]:
        book.put(("scale", name), {"points": [], "missing": []}, row.place("list_name"))
    table = "points" if row["satkit::missing"] == "" else "missing"
    entries = book.raw["scale"][name][table]
    path: Path = ("scale", name, table, len(entries))
    entries.append({})
    book.places[path] = row.place("name")
    book.put((*path, "code"), row["name"], row.place("name"))
    if named := label(row):
        book.put((*path, "label"), named, row.place("label", "label::zh", "label::en"))
    if row["satkit::also"] != "":
        also = [text.strip() for text in str(row["satkit::also"]).split("|") if text.strip()]
        book.put((*path, "also"), also, row.place("satkit::also"))
    for column, key in (
        ("satkit::score", "score"),
        ("satkit::missing", "reason"),
        ("satkit::owner", "owner"),
    ):
        if row[column] != "":
            book.put((*path, key), row[column], row.place(column))


def _kind(scale: Raw) -> str:
    return "score" if any("score" in point for point in scale["points"]) else "choice"


def _question(row: Row, book: Workbook) -> None:
    """One row of ``survey``: an item, where it asks anything."""
    scale = _scale(row, book)
    if scale is None:
        return
    name = str(row["name"])
    if name == "" or name in book.raw["item"]:
        what = (
            Text("the cell under '%(name)s' is empty", {"name": "name"})
            if name == ""
            else Text("the name '%(name)s' stands twice", {"name": name})
        )
        book.object_to(row.place("name"), what)
        return
    book.put(("item", name), {}, row.place("name"))
    book.put(("item", name, "scale"), scale, row.place("type"))
    for key, prefix in (("text", "label"), ("label", "satkit::label")):
        if named := label(row, prefix):
            at = row.place(prefix, f"{prefix}::zh", f"{prefix}::en")
            book.put(("item", name, key), named, at)
    for key in ("role", "column"):
        if row[f"satkit::{key}"] != "":
            book.put(("item", name, key), str(row[f"satkit::{key}"]), row.place(f"satkit::{key}"))
    _kano(name, row, book)
    _indicator(name, row, book)


def _scale(row: Row, book: Workbook) -> str | None:
    """The scale a question asks on; nothing where the row asks nothing we read."""
    written = re.sub(r"\s+", " ", str(row["type"]))
    if match := CHOSEN.match(written):
        name = match[2]
        wanted = "multi" if "multiple" in match[1] else "kano" if row["satkit::kano"] != "" else None
        if wanted and name in book.raw["scale"]:
            _want(name, wanted, row, book)
        return name
    if written in ASKED:
        name = ASKED[written]
        if name not in book.raw["scale"]:
            book.put(("scale", name), {"kind": name}, row.place("type"))
        return name
    if written.replace(" ", "_") not in PASSED_OVER:
        known = ("select_one LIST", "select_multiple LIST", *ASKED, *PASSED_OVER)
        what = Text("unknown type of question %(value)s", {"value": show_value(written)})
        book.object_to(row.place("type"), what, known_names(known[:6]), near(written.split(" ")[0], known))
    return None


def _want(name: str, kind: str, row: Row, book: Workbook) -> None:
    """Make a list the scale of ``kind`` that a question needs."""
    scale = book.raw["scale"][name]
    if scale.get("kind", kind) != kind:
        values = {"name": name, "one": scale["kind"], "two": kind}
        what = Text("the list '%(name)s' serves as '%(one)s' and as '%(two)s'", values)
        book.object_to(row.place("type"), what, None, Text("copy the list under another name"))
        return
    book.put(("scale", name, "kind"), kind, row.place("type"))


def _kano(name: str, row: Row, book: Workbook) -> None:
    written = str(row["satkit::kano"]).replace("：", ":")
    if not written:
        return
    attribute, colon, side = (part.strip() for part in written.rpartition(":"))
    if not colon or not attribute:
        what = Text("%(value)s names no side of a Kano pair", {"value": show_value(written)})
        expected = Text("expected ATTRIBUTE:functional or ATTRIBUTE:dysfunctional")
        book.object_to(row.place("satkit::kano"), what, expected)
        return
    book.put(("item", name, "kano"), {"attribute": attribute, "side": side}, row.place("satkit::kano"))


def _indicator(item: str, row: Row, book: Workbook) -> None:
    """The path of indicators above an item, made where it is new."""
    path = str(row["satkit::indicator"])
    place = row.place("satkit::indicator")
    nodes = [part.strip() for part in path.split("/")] if path else []
    if not all(nodes):
        book.object_to(place, Text("a step of the path %(value)s is empty", {"value": show_value(path)}))
        return
    for parent, node in zip(["", *nodes], nodes, strict=False):
        _node(node, parent, place, book)
    if not nodes:
        return
    leaf = book.raw["indicator"][nodes[-1]]
    items = leaf.setdefault("items", [])
    book.places["indicator", nodes[-1], "items", len(items)] = place
    items.append(item)
    for key in ("weight", "owner"):
        value = row[f"satkit::{key}"]
        if value != "" and leaf.setdefault(key, value) != value:
            what = Text(
                "%(key)s of '%(name)s' is %(one)s here and %(two)s above", _twice(key, nodes[-1], value, leaf)
            )
            book.object_to(row.place(f"satkit::{key}"), what)
        elif value != "":
            book.places.setdefault(("indicator", nodes[-1], key), row.place(f"satkit::{key}"))


def _twice(key: str, name: str, value: Any, leaf: Raw) -> dict[str, object]:
    return {"key": key, "name": name, "one": show_value(value), "two": show_value(leaf[key])}


def _node(node: str, parent: str, place: Place, book: Workbook) -> None:
    known = book.raw["indicator"]
    if node not in known:
        book.put(("indicator", node), {"parent": parent} if parent else {}, place)
    elif known[node].get("parent", "") != parent:
        values = {"node": node, "one": parent or "/", "two": known[node].get("parent", "") or "/"}
        book.object_to(
            place, Text("indicator '%(node)s' stands below '%(one)s' here and '%(two)s' above", values)
        )
