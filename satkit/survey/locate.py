"""Where a definition says what: key paths, their lines, mistakes found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from satkit.errors import Complaint
from satkit.language import Text

Path = tuple[str | int, ...]

KEY = re.compile(r"""[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*(\.?)""")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'", re.DOTALL
)
SCALAR = re.compile(r"[^,\]}#\n]+")
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
SIGNS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


class Place(NamedTuple):
    """Where something stands: an order among places, and the words for a message."""

    order: tuple[int, ...]
    where: str


@dataclass(frozen=True)
class Mistake:
    """A complaint that still knows its key path instead of its line."""

    path: Path
    what: Text
    expected: Text | None = None
    hint: Text | None = None


Places = Mapping[Path, Place]


def place(path: Path, places: Places) -> Place:
    """The place of ``path``, else of the nearest thing around it that has one."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, Place((0, 1), "survey.toml:1"))


def complaints(mistakes: Iterable[Mistake], places: Places) -> tuple[Complaint, ...]:
    """The mistakes in the order of the files, each with its line or cell; none twice."""
    placed = sorted(((place(m.path, places), m) for m in mistakes), key=lambda pair: pair[0].order)
    found = (Complaint(m.what, at.where, m.expected, m.hint) for at, m in placed)
    return tuple({repr(complaint): complaint for complaint in found}.values())


def toml_places(text: str, file: str) -> dict[Path, Place]:
    """The place of every table, key and array element of a TOML document.

    Parameters
    ----------
    text : str
        A document that :mod:`tomllib` accepts; of any other the answer means nothing.
    file : str
        Its name, for messages.
    """
    return {path: Place((0, line), f"{file}:{line}") for path, line in _Scanner(text).document().items()}


class _Scanner:
    """A walk over valid TOML that keeps the line of every key (tomllib gives none)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def document(self) -> dict[Path, int]:
        table: Path = ()
        while self.skip():
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
        return self.lines

    def skip(self) -> bool:
        """Pass blanks, line ends and comments; whether anything is left."""
        match = BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at < len(self.text)

    def mark(self, path: Path) -> None:
        self.lines.setdefault(path, bisect_right(self.starts, self.at))

    def header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the path of the table it opens."""
        many = self.text.startswith("[[", self.at)
        line_start = self.at
        self.at += 2 if many else 1
        *outer, last = self.keys()
        self.at, after = line_start, self.text.index("]", self.at) + (2 if many else 1)
        table = self.resolve_header(tuple(outer))
        path = (*table, last)
        if many:
            self.mark(path)
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self.resolve_header((*outer, last))
        self.mark(path)
        self.at = after
        return path

    def resolve_header(self, keys: Path) -> Path:
        """The path of a header, led into the latest element of every array of tables."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
            self.mark(path)
        return path

    def keys(self) -> list[str]:
        """A dotted key."""
        names = []
        while match := KEY.match(self.text, self.at):
            names.append(_unquote_key(match[1]))
            self.at = match.end()
            if not match[2]:
                break
        return names

    def pair(self, table: Path) -> None:
        """``key = value``, in a table or between braces."""
        start, path = self.at, table
        keys = self.keys()
        after, self.at = self.at, start
        for key in keys:
            path = (*path, key)
            self.mark(path)
        self.at = after + 1
        self.skip()
        self.value(path)

    def value(self, path: Path) -> None:
        if self.text[self.at] in "[{":
            self.container(path)
        else:
            match = STRING.match(self.text, self.at) or SCALAR.match(self.text, self.at)
            if match and match[0].startswith(('"""', "'''")):
                self.long_text(path, match[0])
            self.at = match.end() if match else self.at + 1

    def long_text(self, path: Path, text: str) -> None:
        """The lines of a text over several lines, counted from 1 as its reader sees them."""
        line = bisect_right(self.starts, self.at)
        dropped = text[3:5].startswith(("\n", "\r\n"))  # TOML drops a first empty line
        for number in range(1, text.count("\n") + 2 - dropped):
            self.lines[(*path, number)] = line + number - 1 + dropped

    def container(self, path: Path) -> None:
        """An array or an inline table, which may run over lines."""
        array = self.text[self.at] == "["
        self.at += 1
        place = 0
        while self.skip() and self.text[self.at] not in "]}":
            if self.text[self.at] == ",":
                self.at += 1
            elif array:
                self.mark((*path, place))
                self.value((*path, place))
                place += 1
            else:
                self.pair(path)
        self.at += 1


def _unquote_key(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    return ESCAPE.sub(_unescape_match, key[1:-1]) if key[0] == '"' else key


def _unescape_match(match: re.Match[str]) -> str:
    """The character an escape of a TOML text stands for."""
    code = match[1]
    return SIGNS.get(code) or chr(int(code[1:], 16))
