"""Apache Parquet files."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.grid import apart
from satkit.survey.readers.excel import plain
from satkit.survey.table import Table

SUFFIXES = (".parquet",)


def read(path: Path, encoding: str | None = None) -> Table:  # noqa: ARG001 - Parquet is always UTF-8
    """The table of a Parquet file; lists of options are joined by ``┋``.

    Raises
    ------
    DataError
        If the file is damaged or has no records.
    """
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        content = ParquetFile(path).read()
    except (ArrowException, OSError) as error:
        raise DataError(damaged(path.name, "Parquet")) from error
    names, _ = apart(content.column_names)
    columns = {
        name: pd.Series([_cell(value) for value in column.to_pylist()], dtype=object)
        for name, column in zip(names, content.columns, strict=True)
    }
    return recorded(path, pd.DataFrame(columns))


def recorded(path: Path, frame: pd.DataFrame) -> Table:
    """A table whose records are counted from 1: the file has no rows a spreadsheet would show.

    Raises
    ------
    DataError
        If there are no records.
    """
    if frame.empty:
        raise DataError(
            Complaint(
                Text("the file has column names but no answers below them"),
                path.name,
                hint=Text("export the answers again, or take this wave out of the definition"),
            )
        )
    return Table(
        frame=frame,
        rows=np.arange(1, len(frame) + 1),
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        columns={str(name): str(name) for name in frame},
    )


def damaged(file: str, kind: str) -> Complaint:
    """The complaint about a binary file its library cannot open."""
    return Complaint(
        Text("the file is damaged, or its content is not %(kind)s", {"kind": kind}),
        file,
        hint=Text("export the answers again, or save as a workbook (.xlsx)"),
    )


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "┋".join(str(plain(part)) for part in value) or None
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace") or None
    return plain(float(value) if isinstance(value, Decimal) else value)
