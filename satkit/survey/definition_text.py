"""The definition as it was written, and the guesses in it that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from satkit.survey.definition import FILE, checksums

MARKS = ("# PLEASE CONFIRM", "# 请确认")  # how a draft begins the lines above a guess


@dataclass(frozen=True)
class Definition:
    """What a survey was read by.

    Parameters
    ----------
    text : str
        As ``survey.toml`` holds it.
    checksums : mapping
        SHA-256 of every file (or of the text) it is made of.
    drafted : bool
        Whether satkit guessed it from the answers.
    """

    text: str
    checksums: Mapping[str, str]
    drafted: bool = False

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """The guesses in it that somebody should settle, each as its comment says."""
        return tuple(line.removeprefix("# ") for line in self.text.splitlines() if line.startswith(MARKS))

    @property
    def guesses(self) -> pd.DataFrame:
        """The guesses in it, each with the key that it stands above.

        Returns
        -------
        DataFrame
            ``about guess``: ``about`` such as ``item.q1`` or ``scale.rating.best``.
        """
        return pd.DataFrame(_placed_guesses(self.text), columns=["about", "guess"])

    def to_toml(self) -> str:
        """The text, to be kept as the ``survey.toml`` of a folder."""
        return self.text

    def __repr__(self) -> str:
        kind = "drafted from the answers" if self.drafted else "given"
        return f"<Definition, {kind}, {len(self.to_confirm)} guesses to confirm>"


def _placed_guesses(text: str) -> Iterator[tuple[str, str]]:
    """Every guess with the table and key of the first line below it that is no comment."""
    table, waiting = "", list[str]()
    for line in text.splitlines():
        if line.startswith(MARKS):
            waiting.append(line.replace("：", ":").partition(":")[2].strip())
        elif line and not line.startswith("#"):
            if line.startswith("["):
                table = about = line.strip("[]")
            else:
                about = ".".join(filter(None, (table, line.partition("=")[0].strip())))
            yield from ((about, guess) for guess in waiting)
            waiting = []


def read_definition(folder: Path) -> Definition:
    """The definition of a survey folder that could be loaded."""
    return Definition((folder / FILE).read_text(encoding="utf-8-sig"), checksums(folder))
