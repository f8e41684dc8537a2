"""What the terminal shows: messages, tables, progress; in the reader's language."""

from __future__ import annotations

import json
import locale
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from satkit.errors import SatkitError
from satkit.language import LANGUAGES, Text, say


def preferred() -> str:
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

    @staticmethod
    def of(arguments: Sequence[str]) -> Screen:
        """The screen a command line asks for, before it is parsed: an error may come first."""
        language = preferred()
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

    def warn(self, what: Text) -> None:
        """Print a warning or an error in one line."""
        if self.json:
            self._write(sys.stdout, json.dumps({"error": say(what, self.language)}, ensure_ascii=False))
        else:
            self._write(sys.stderr, say(what, self.language))

    def complain(self, error: SatkitError) -> None:
        """Print every complaint of an error and how many there are."""
        if self.json:
            told = [
                {
                    "what": say(c.what, self.language),
                    "where": say(c.where, self.language),
                    "expected": say(c.expected, self.language) if c.expected else "",
                    "hint": say(c.hint, self.language) if c.hint else "",
                }
                for c in error.complaints
            ]
            self._write(
                sys.stdout,
                json.dumps({"error": type(error).__name__, "complaints": told}, ensure_ascii=False),
            )
            return
        self._write(sys.stderr, error.into(self.language))
        if len(error.complaints) > 1:
            self._write(
                sys.stderr, say(Text("%(count)d mistakes", {"count": len(error.complaints)}), self.language)
            )

    def data(self, result: object) -> None:
        """Print a result as JSON, if that was asked for."""
        if self.json:
            self._write(sys.stdout, json.dumps(result, ensure_ascii=False, default=str, allow_nan=False))

    def table(self, header: Sequence[Text | str], rows: Iterable[Sequence[str]], numeric: int = 1) -> None:
        """Print a table; columns from ``numeric`` on are set to the right."""
        if self.json:
            return
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for place, name in enumerate(header):
            table.add_column(
                say(name, self.language), justify="right" if place >= numeric else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*row)
        width = None if sys.stdout.isatty() else 140
        Console(file=sys.stdout, width=width, markup=False, emoji=False, highlight=False).print(table)

    def _write(self, stream: TextIO, line: str) -> None:
        stream.write(f"{line}\n")  # in one piece: two languages may be drawn at once
        stream.flush()
