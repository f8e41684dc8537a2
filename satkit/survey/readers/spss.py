"""SPSS files, .sav and .zsav, with labels and user-missing codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from satkit.errors import DataError
from satkit.survey.memory import refuse_large
from satkit.survey.readers.excel import plain
from satkit.survey.readers.native import in_child
from satkit.survey.records import Reading, complain_damaged, is_crowded, make_table, open_labelled_file
from satkit.survey.table import Table

SUFFIXES = (".sav", ".zsav")
DEFLATED = 1032  # bytes that one byte of a .zsav can stand for, at most


def read(path: Path, encoding: str | None = None) -> Table:
    """The table of an SPSS file: codes as codes, and what the file says of them.

    Ranges of missing codes are kept as the codes in them that occur in the data or carry a label.

    Raises
    ------
    DataError
        If the file is damaged or has no records.
    """
    from pyreadstat import ReadstatError, read_sav

    def reading(attempt: str | None) -> Reading:
        _, head = read_sav(path, metadataonly=True, encoding=attempt)
        if is_crowded(path, head.number_rows, head.number_columns, DEFLATED):
            raise DataError(complain_damaged(path.name, "SPSS"))
        refuse_large(head.number_rows or 0, head.number_columns or 0, path.name)
        return read_sav(path, user_missing=True, encoding=attempt)

    frame, meta, notes = in_child(
        lambda: open_labelled_file(reading, ReadstatError, path, "SPSS", encoding), path
    )
    cells = pd.DataFrame({name: _cells(frame[name]) for name in meta.column_names})
    labels = {
        name: {plain(code): str(label) for code, label in pairs.items()}
        for name, pairs in meta.variable_value_labels.items()
    }
    missing = {
        name: _within(ranges, [*cells[name].dropna().unique(), *labels.get(name, {})])
        for name, ranges in meta.missing_ranges.items()
    }
    return replace(
        make_table(path, cells), texts=questions(meta), value_labels=labels, missing=missing, notes=notes
    )


def questions(meta: Any) -> dict[str, str]:
    """The label of every variable that has one."""
    return {name: text for name, text in meta.column_names_to_labels.items() if text}


def _cells(column: pd.Series) -> pd.Series:
    pairs = zip(column.astype(object), column.notna(), strict=True)
    return pd.Series([plain(value) if here else None for value, here in pairs], dtype=object)


def _within(ranges: list[Mapping[str, Any]], codes: list[object]) -> frozenset[object]:
    """Those codes that lie in a range; text and numbers are never compared."""
    return frozenset(
        code
        for code in codes
        for span in ranges
        if isinstance(code, str) == isinstance(span["lo"], str) and span["lo"] <= code <= span["hi"]
    )
