"""Stata files, .dta, with labels and tagged missing values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from satkit.errors import DataError
from satkit.language import Text
from satkit.survey.memory import refuse_large
from satkit.survey.readers.excel import plain
from satkit.survey.readers.native import in_child
from satkit.survey.readers.spss import questions
from satkit.survey.records import Reading, complain_damaged, is_crowded, make_table, open_labelled_file
from satkit.survey.table import Table

SUFFIXES = (".dta",)


def read(path: Path, encoding: str | None = None) -> Table:
    """The table of a Stata file; ``.a`` to ``.z`` are declared missing, ``.`` is an empty cell.

    Raises
    ------
    DataError
        If the file is damaged or has no records.
    """
    from pyreadstat import ReadstatError, read_dta

    def reading(attempt: str | None) -> Reading:
        _, head = read_dta(path, metadataonly=True, encoding=attempt)
        if is_crowded(path, head.number_rows, head.number_columns):
            raise DataError(complain_damaged(path.name, "Stata"))
        refuse_large(head.number_rows or 0, head.number_columns or 0, path.name)
        return read_dta(path, user_missing=True, encoding=attempt)

    def twice() -> tuple[pd.DataFrame, pd.DataFrame, Any, tuple[Text, ...]]:
        tagged, meta, notes = open_labelled_file(reading, ReadstatError, path, "Stata", encoding)
        bare, _ = read_dta(path, encoding="GB18030" if notes else encoding)
        return tagged, bare, meta, notes

    tagged, bare, meta, notes = in_child(twice, path)
    tags = {name: frozenset(map(str, letters)) for name, letters in meta.missing_user_values.items()}
    cells = pd.DataFrame(
        {name: _cells(tagged[name], bare[name], tags.get(name, frozenset())) for name in meta.column_names}
    )
    labels = {
        name: {_code(code, tags.get(name, frozenset())): str(label) for code, label in pairs.items()}
        for name, pairs in meta.variable_value_labels.items()
    }
    missing = {name: frozenset(f".{letter}" for letter in letters) for name, letters in tags.items()}
    return replace(
        make_table(path, cells), texts=questions(meta), value_labels=labels, missing=missing, notes=notes
    )


def _cells(tagged: pd.Series, bare: pd.Series, tags: frozenset[str]) -> pd.Series:
    """Tags from one reading, all else from the other.

    pyreadstat 1.3 gives 0 for ``.`` in an integer column when it keeps tags.
    """
    cells = [
        f".{tag}" if tag in tags else plain(value) if here else None
        for tag, value, here in zip(tagged.astype(object), bare.astype(object), bare.notna(), strict=True)
    ]
    return pd.Series(cells, dtype=object)


def _code(code: object, tags: frozenset[str]) -> object:
    return f".{code}" if code in tags else plain(code)
