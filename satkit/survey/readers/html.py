"""An HTML table that a platform calls .xls."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser
from pathlib import Path

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.platforms import table
from satkit.survey.readers.delimited import gridded
from satkit.survey.readers.encoding import decoded
from satkit.survey.table import Table

SUFFIXES = (".html", ".htm")


def read(path: Path, encoding: str | None = None) -> Table:
    """The table of the first HTML table with more than one row.

    Raises
    ------
    DataError
        If there is none.
    """
    data = path.read_bytes()
    text, notes = decoded(data, path.name, encoding)
    parser = _Tables()
    parser.feed(text)
    parser.close()
    number = next((k for k, rows in enumerate(parser.tables) if len(rows) > 1), None)
    if number is None:
        raise DataError(_unread(path, Text("the file is a web page without a table of answers")))
    if number in parser.tall:
        raise DataError(
            _unread(path, Text("cells of the table run over several rows, so columns cannot be told"))
        )
    found = parser.tables[number]
    width = max(map(len, found))
    even = [row + [""] * (width - len(row)) for row in found]
    told = Text("the file is an HTML table")
    return table(gridded(even, path.name, hashlib.sha256(data).hexdigest(), (*notes, told)))


def _unread(path: Path, what: Text) -> Complaint:
    return Complaint(what, path.name, hint=Text("export the answers again as .xlsx or CSV"))


class _Tables(HTMLParser):
    """Collects the rows of every table; a cell across columns is followed by empty ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.tall: set[int] = set()
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self._cell, self._span = [], _count(attrs, "colspan")
            if _count(attrs, "rowspan") > 1:
                self.tall.add(len(self.tables) - 1)
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in {"td", "th"} and self._cell is not None:
            self.tables[-1][-1].extend(["".join(self._cell).strip(), *[""] * (self._span - 1)])
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Keep the text of the open cell."""
        if self._cell is not None:
            self._cell.append(data)


def _count(attrs: list[tuple[str, str | None]], name: str) -> int:
    value = dict(attrs).get(name) or "1"
    return int(value) if value.isdecimal() else 1
