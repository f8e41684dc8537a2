"""The cells of a file before anyone knows which are headers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.survey.table import PERSONAL, Table

V = TypeVar("V")


@dataclass(frozen=True)
class Grid:
    """Every cell of a sheet or a text file, header rows among them, blank rows left out.

    Parameters
    ----------
    cells : DataFrame, m rows
        Object columns 0, 1, ... of ``str``, ``int``, ``float``, ``bool`` or ``None`` (empty).
    rows : ndarray of int, shape (m,)
        The row of the file each row stands in, from 1.
    file, sha256 : str
        As in :class:`Table`.
    lettered : bool
        Whether columns are addressed by letters, as in a workbook.
    notes : tuple of Text
        What the reader detected.
    """

    cells: pd.DataFrame
    rows: np.ndarray
    file: str
    sha256: str
    lettered: bool = False
    notes: tuple[Text, ...] = ()

    def header(self, place: int = 0) -> list[str]:
        """The row at ``place`` as names; ``""`` where a cell is empty or there is no such row."""
        if place >= len(self.cells):
            return [""] * self.cells.shape[1]
        return ["" if cell is None else str(cell) for cell in self.cells.iloc[place]]

    def table(
        self,
        names: Sequence[str],
        headers: int = 1,
        *,
        texts: Mapping[int, str] | None = None,
        parts: Mapping[int, tuple[str, str]] | None = None,
        aside: Mapping[int, Text] | None = None,
        roles: Mapping[int, str] | None = None,
        drop: Collection[int] = (),
        notes: Sequence[Text] = (),
    ) -> Table:
        """The records below the first ``headers`` rows, their columns called ``names``.

        Parameters
        ----------
        names : sequence of str
            One per column; equal names are told apart by ``_2``, ``_3``, an empty one is made up,
            or its column left out where it is empty throughout.
        texts : mapping of int to str
            The question of a column, by its place.
        parts, aside, roles : mapping of int
            As in :class:`Table`, by place.
        drop : collection of int
            Places of columns that must not come in: personal data.

        Raises
        ------
        DataError
            If nothing stands below the headers.
        """
        body = self.cells.iloc[headers:]
        if body.empty:
            raise DataError(_no_records(self.file))
        kept = [j for j in range(len(names)) if j not in drop and (names[j].strip() or body[j].notna().any())]
        unique, renamed = apart([names[j] if names[j].strip() else f"column_{letter(j)}" for j in kept])
        frame = body[kept].reset_index(drop=True)
        frame.columns = pd.Index(unique, dtype=object)
        told = [*self.notes, *notes, *([_describe_renaming(renamed)] if renamed else [])]
        return Table(
            frame=frame,
            rows=self.rows[headers:],
            file=self.file,
            sha256=self.sha256,
            columns={name: self._address(j, names[j]) for name, j in zip(unique, kept, strict=True)},
            texts=_key_by_name(texts, unique, kept),
            parts=_key_by_name(parts, unique, kept),
            aside=_key_by_name(aside, unique, kept)
            | {self.header(0)[j] or names[j] or letter(j): PERSONAL for j in sorted(drop)},
            roles=_key_by_name(roles, unique, kept),
            notes=tuple(told),
        )

    def _address(self, place: int, name: str) -> str:
        return letter(place) if self.lettered else name or str(place + 1)


def _key_by_name(by_place: Mapping[int, V] | None, names: Sequence[str], kept: Sequence[int]) -> dict[str, V]:
    """What is known of columns by their place, by their name."""
    known = by_place or {}
    return {name: known[j] for name, j in zip(names, kept, strict=True) if j in known}


def apart(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names made unique by ``_2``, ``_3``, and those that had to be.

    Examples
    --------
    >>> apart(["q", "q", "q_2"])
    (['q', 'q_3', 'q_2'], ['q'])
    """
    taken, seen, unique = set(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        new, number = name, seen[name]
        while seen[name] > 1 and new in taken:
            new, number = f"{name}_{number}", number + 1
        taken.add(new)
        unique.append(new)
    return unique, [name for name, count in seen.items() if count > 1]


def letter(place: int) -> str:
    """The letters of a spreadsheet's column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _describe_renaming(names: Sequence[str]) -> Text:
    return Text(
        "more than one column is called %(names)s; the later ones are read as name_2, name_3 …",
        {"names": quote_all(names)},
    )


def _no_records(file: str) -> Complaint:
    return Complaint(
        Text("the file has column names but no answers below them"),
        file,
        expected=Text("one row per respondent below the row of column names"),
        hint=Text("export the answers again, or take this wave out of the definition"),
    )
