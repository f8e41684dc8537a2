"""What the terminal shows: messages, tables, progress; in the reader's language."""

from __future__ import annotations

import json
import locale
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from shutil import get_terminal_size
from typing import Any, TextIO

from satkit.errors import SatkitError
from satkit.language import LANGUAGES, Label, Text, say
from satkit.tables.sanitize import UNSEEN
from satkit.tables.sanitize import plain as harmless
from satkit.tables.table import Table
from satkit.tables.text import to_text

UNBOUND = 140  # columns of what is no terminal


def detect_language() -> str:
    """The language of the reader: ``SATKIT_LANG``, else the locale, else English."""
    said = os.environ.get("SATKIT_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if not said:
        said = locale.getlocale()[0] or ""
    return "zh" if said.lower().startswith(("zh", "chinese")) else "en"


@dataclass
class Screen:
    """Where a command speaks: results to standard output, everything else to standard error.

    Parameters
    ----------
    language : {"zh", "en"}
    quiet : bool
        Only results and complaints.
    json : bool
        Results and complaints as JSON, nothing else.
    """

    language: str
    quiet: bool = False
    json: bool = False
    started: float = field(default_factory=time.perf_counter)
    notes: list[Text] = field(default_factory=list)

    @staticmethod
    def of(arguments: Sequence[str]) -> Screen:
        """The screen a command line asks for, before it is parsed: an error may come first."""
        language = detect_language()
        for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
            if word.startswith("--lang="):
                word, following = "--lang", word.removeprefix("--lang=")  # noqa: PLW2901
            if word == "--lang" and following in LANGUAGES:
                language = following
        return Screen(language, "--quiet" in arguments, "--json" in arguments)

    def tell(self, what: Text) -> None:
        """Say what is being done, with the seconds since the start."""
        if not (self.quiet or self.json):
            self._write(
                sys.stderr, f"[{time.perf_counter() - self.started:5.1f} s] {say(what, self.language)}"
            )

    def say(self, what: Text | str) -> None:
        """Print a line of the result."""
        if not self.json:
            self._write(sys.stdout, say(what, self.language))

    def note(self, what: Text) -> None:
        """Print a warning in one line, or keep it for the JSON of the result."""
        if self.json:
            self.notes.append(what)
        else:
            self._write(sys.stderr, say(what, self.language))

    def fail(self, what: Text) -> None:
        """Print in one line why the command ends here."""
        if self.json:
            self._json({"error": what})
        else:
            self._write(sys.stderr, say(what, self.language))

    def complain(self, error: SatkitError) -> None:
        """Print every complaint of an error and how many there are."""
        if self.json:
            told = [
                {"what": c.what, "where": c.where, "expected": c.expected or "", "hint": c.hint or ""}
                for c in error.complaints
            ]
            self._json({"error": type(error).__name__, "complaints": told})
            return
        self._write(sys.stderr, error.into(self.language))
        if len(error.complaints) > 1:
            self._write(
                sys.stderr, say(Text("%(count)d mistakes", {"count": len(error.complaints)}), self.language)
            )

    def data(self, result: Mapping[str, object]) -> None:
        """Print a result as JSON, with what had to be noted, if that was asked for."""
        if self.json:
            self._json({**result, "notes": self.notes})

    def words(self, value: object) -> object:
        """A sentence or a label in the reader's language; anything else as it is."""
        return say(value, self.language) if isinstance(value, Text | Label) else value

    def show(self, table: Table) -> None:
        """Print a table without its details, as wide as the terminal, and an empty line below.

        Parameters
        ----------
        table : Table
            As it is declared for the report; :meth:`Table.select` takes what a terminal has room for.
        """
        if self.json:
            return
        width = get_terminal_size().columns if sys.stdout.isatty() else UNBOUND
        for line in to_text(table.brief(), self.language, width).split("\n"):
            self._write(sys.stdout, line)
        self._write(sys.stdout, "")

    def _json(self, result: object) -> None:
        line = json.dumps(plain(result, self.language), ensure_ascii=False, allow_nan=False)
        self._write(sys.stdout, UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line))

    def _write(self, stream: TextIO, line: str) -> None:
        """Write a line; whatever of it came from a file cannot speak to the terminal."""
        stream.write(f"{harmless(line)}\n")  # in one piece: two languages may be drawn at once
        stream.flush()


def plain(value: Any, language: str) -> object:
    """``value`` as JSON can hold it: tables as rows, sentences in words, what is no number as null.

    Parameters
    ----------
    value : object
        Built of mappings, lists, tuples, tables, arrays, numbers, sentences and labels.
    language : {"zh", "en"}
    """
    if hasattr(value, "to_dict"):  # a table
        value = value.to_dict("records")
    elif hasattr(value, "tolist"):  # an array, or a number of one
        value = value.tolist()
    if isinstance(value, Text | Label):
        return say(value, language)
    if isinstance(value, Mapping):
        return {str(key): plain(part, language) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part, language) for part in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)
