"""An HTML table that a platform calls .xls."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.platforms import table
from satkit.survey.readers.delimited import make_grid
from satkit.survey.readers.encoding import decode_text
from satkit.survey.readers.native import SMALL, THIN
from satkit.survey.table import Table

SUFFIXES = (".html", ".htm")
WIDEST = 1000  # columns a cell may run over, as browsers have it
LONGEST_TAG = 2000  # characters in which a tag's end is looked for heedful of quotation marks
TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
SPAN = re.compile(r"""(?:^|[\s/"'])(colspan|rowspan)\s*=\s*["']?\s*([0-9]+)""", re.IGNORECASE)
HIDDEN = {"script", "style", "title"}  # what stands between is no text of the page
TEXT = ""  # the name of a piece that is no tag

Piece = tuple[str, str]  # a tag's name (``/td``) and attributes, or TEXT and the text


def read(path: Path, encoding: str | None = None) -> Table:
    """The table of the first HTML table with more than one row that holds no table itself.

    Raises
    ------
    DataError
        If there is none, its columns cannot be told, or it is all but empty.
    """
    data = path.read_bytes()
    text, notes = decode_text(data, path.name, encoding)
    tables = _tables(text, path)
    tall = [each for each in tables if len(each.rows) > 1]
    chosen = next((each for each in tall if not each.layout), next(iter(tall), None))
    if chosen is None:
        raise DataError(_unread(path, Text("the file is a web page without a table of answers")))
    if chosen.spans_rows:
        raise DataError(
            _unread(path, Text("cells of the table run over several rows, so columns cannot be told"))
        )
    width = max(map(len, chosen.rows))
    _refuse_empty(width * len(chosen.rows), text, path)
    even = [row + [""] * (width - len(row)) for row in chosen.rows]
    sentence = Text("the file is an HTML table")
    return table(make_grid(even, path.name, hashlib.sha256(data).hexdigest(), (*notes, sentence)))


def _unread(path: Path, what: Text) -> Complaint:
    return Complaint(what, path.name, hint=Text("export the answers again as .xlsx or CSV"))


def _refuse_empty(cells: int, text: str, path: Path) -> None:
    """Complain of more cells than the page can mean: a few cells that say they run over many columns."""
    if cells > SMALL and cells > THIN * len(text):
        what = Text("the table has %(cells)d cells, and nearly all of them are empty", {"cells": cells})
        raise DataError(_unread(path, what))


@dataclass
class _Rows:
    """The rows of one table as they are read; ``cell`` is the open one."""

    rows: list[list[str]] = field(default_factory=list)
    layout: bool = False
    spans_rows: bool = False
    cell: list[str] | None = None
    across: int = 1

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])

    def open_cell(self, attributes: str) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append([])
        spans = {name.lower(): _count(digits) for name, digits in SPAN.findall(attributes)}
        self.cell, self.across = [], spans.get("colspan", 1)
        self.spans_rows = self.spans_rows or spans.get("rowspan", 1) > 1

    def close_cell(self) -> int:
        """End the open cell, one across columns followed by empty ones; how many there are now more."""
        if self.cell is None:
            return 0
        self.rows[-1].extend(["".join(self.cell).strip(), *[""] * (self.across - 1)])
        self.cell = None
        return self.across


def _tables(text: str, path: Path) -> list[_Rows]:
    """Every table of a page in the order they begin; tags that are not closed end where HTML ends them."""
    every: list[_Rows] = []
    inside: list[_Rows] = []
    cells = 0
    for name, content in _pieces(text):
        if name == "table":
            for outer in inside[-1:]:
                outer.layout = True
            inside.append(_Rows())
            every.append(inside[-1])
        elif inside:
            cells += _place_piece(inside, name, content)
            if cells > SMALL:
                _refuse_empty(cells, text, path)
    for each in inside:
        each.close_cell()
    return every


def _place_piece(inside: list[_Rows], name: str, content: str) -> int:
    """Put a piece where it belongs; how many cells that ended."""
    here = inside[-1]
    before = sum(map(len, here.rows[-1:]))
    if name == TEXT and here.cell is not None:
        here.cell.append(content)
    elif name == "br" and here.cell is not None:
        here.cell.append("\n")
    elif name in {"td", "th"}:
        here.open_cell(content)
    elif name in {"/td", "/th", "/tr"}:
        here.close_cell()
    elif name == "/table":
        inside.pop().close_cell()
    elif name == "tr":
        here.close_cell()
        before = sum(map(len, here.rows[-1:])) - before
        here.open_row()
        return before
    return sum(map(len, here.rows[-1:])) - before


def _pieces(text: str) -> Iterator[Piece]:
    """Tags and the text between them, in one pass: no tag that never ends is looked for twice.

    The standard library's parser raises at marked sections and takes time in the square of the
    length at tags that are not closed.
    """
    at, ends = 0, _Ends(text)
    while at < len(text):
        start = text.find("<", at)
        start = len(text) if start < 0 else start
        if start > at:
            yield TEXT, _unescape_text(text[at:start])
        if start == len(text):
            return
        found = TAG.match(text, start, start + LONGEST_TAG)
        if found:
            name = found[1] + found[2].lower()
            yield name, found[3]
            at = found.end()
            if name in HIDDEN:
                at = ends.after(f"</{name}", at) - len(name) - 2
                at = len(text) if at < found.end() else at
        elif text.startswith("<![CDATA[", start):
            at = ends.after("]]>", start)
            yield TEXT, text[start + 9 : at - 3]
        elif text.startswith("<!--", start):
            at = ends.after("-->", start)
        elif text[start + 1 : start + 2] in {"!", "?", "/"} or text[start + 1 : start + 2].isalpha():
            at = ends.after(">", start)
        else:
            yield TEXT, "<"
            at = start + 1


class _Ends:
    """Where marks come next in a text; a mark that is not found once is not looked for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.gone: set[str] = set()

    def after(self, mark: str, at: int) -> int:
        """The place behind the next ``mark``, that of the end of the text where there is none."""
        found = None
        if mark not in self.gone:
            found = re.compile(re.escape(mark), re.IGNORECASE).search(self.text, at)
        if found is None:
            self.gone.add(mark)
            return len(self.text)
        return found.end()


def _unescape_text(text: str) -> str:
    try:
        return unescape(text)
    except (ValueError, OverflowError):  # a character of more digits than any has
        return text


def _count(digits: str) -> int:
    return max(1, min(int(digits[:9]), WIDEST))
