"""Apache Parquet files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd

from satkit.errors import DataError, explain_missing_package
from satkit.survey.grid import apart
from satkit.survey.memory import refuse_large
from satkit.survey.readers.excel import plain
from satkit.survey.readers.native import in_child
from satkit.survey.records import complain_damaged, make_table
from satkit.survey.table import Table

SUFFIXES = (".parquet",)


def read(path: Path, encoding: str | None = None) -> Table:  # noqa: ARG001 - Parquet is always UTF-8
    """The table of a Parquet file; lists of options are joined by ``┋``.

    Raises
    ------
    DataError
        If the file is damaged or has no records.
    MissingPackageError
        If pyarrow, the extra ``parquet``, is not installed.
    """
    with explain_missing_package(path.name):
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile

    def content() -> tuple[list[str], list[list[object]]]:
        file = ParquetFile(path)
        refuse_large(file.metadata.num_rows, file.metadata.num_columns, path.name)
        table = file.read()
        return table.column_names, [
            [_cell(value) for value in column.to_pylist()] for column in table.columns
        ]

    try:
        written, cells = in_child(content, path)
    except DataError:
        raise
    except (ArrowException, OSError, ValueError) as error:
        raise DataError(complain_damaged(path.name, "Parquet")) from error
    names, _ = apart(written)
    columns = {name: pd.Series(column, dtype=object) for name, column in zip(names, cells, strict=True)}
    return make_table(path, pd.DataFrame(columns))


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "┋".join(str(plain(part)) for part in value if part is not None) or None
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace") or None
    return plain(float(value) if isinstance(value, Decimal) else value)
