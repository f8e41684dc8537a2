"""What every reader returns: the cells as they stand, what is known of them, where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.language import Text


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
