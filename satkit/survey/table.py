"""What every reader returns: the cells as they stand, what is known of them, where they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from satkit.language import Text

PERSONAL = Text("personal data")
OF_PLATFORM = Text("notes of the platform on the session, no answers")


@dataclass(frozen=True)
class Table:
    """One wave file as read, nothing recoded yet.

    Parameters
    ----------
    frame : DataFrame, n rows
        Object columns of ``str``, ``int``, ``float``, ``bool`` or ``None`` (empty cell);
        column names are unique and are those of the file (see ``texts`` for the questions).
    rows : ndarray of int, shape (n,)
        The row of the file each record stands in, counted from 1 as a spreadsheet shows it.
    file : str
        The name to quote in messages: the file name, with ``!sheet`` for a workbook.
    columns : mapping
        Column name to what addresses it in the file: ``"F"`` in a workbook, else the header.
    texts : mapping
        Column name to the full question text, where the file holds one beside the name.
    value_labels : mapping
        Column name to ``{code: label}``, from files that carry labels.
    missing : mapping
        Column name to the codes the file itself declares as missing.
    parts : mapping
        Column name to its question and its part of it (a row of a matrix, an option), where the
        file tells that several columns belong to one question.
    aside : mapping
        Column name to why no report has business with it; columns that were not read are among them.
    roles : mapping
        Column name to what the platform keeps in it: ``"respondent"`` or ``"duration"``.
    complete : mapping
        Column name to the values that mean a whole, real answer, where some records have others.
    notes : tuple of Text
        What was detected and done: encoding, header rows, platform.
    sha256 : str
        Checksum of the file's bytes.
    source : str
        The name of the file alone, which may hold any sign, ``!`` too.
    """

    frame: pd.DataFrame
    rows: np.ndarray
    file: str
    sha256: str
    columns: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[object, str]] = field(default_factory=dict)
    missing: Mapping[str, frozenset[object]] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    aside: Mapping[str, Text] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    complete: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    source: str = ""

    def cell(self, record: int, column: str) -> Text | str:
        """Where a value stands: ``2025.xlsx!答卷!F137`` or ``2025.csv, row 137, column q3``."""
        row, address = self.rows[record], self.columns.get(column, column)
        if "!" in self.file.removeprefix(self.source):
            return f"{self.file}!{address}{row}"
        return Text(
            "%(file)s, row %(row)d, column %(column)s", {"file": self.file, "row": row, "column": address}
        )

    def with_notes(self, *notes: Text) -> Table:
        """The table with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def lasting(self, took: Sequence[object], source: str) -> Table:
        """The table with how many seconds every interview took, where any is known."""
        if all(value is None for value in took):
            return self
        table = self.with_column("duration_seconds", took, source)
        return replace(table, roles={**table.roles, str(table.frame.columns[-1]): "duration"})

    def with_column(self, name: str, values: Sequence[object], source: str) -> Table:
        """The table with one more column, at the address of the column it was made from."""
        unique, number = name, 2
        while unique in self.frame:
            unique, number = f"{name}_{number}", number + 1
        frame = self.frame.copy()
        frame[unique] = pd.Series(list(values), dtype=object, index=frame.index)
        return replace(self, frame=frame, columns={**self.columns, unique: self.columns.get(source, source)})
