"""A data frame in memory as the table of a wave."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.stats.frames import pandas_frame
from satkit.survey.grid import Grid
from satkit.survey.platforms import recognise_platform
from satkit.survey.readers.excel import plain
from satkit.survey.table import Table


def read_frame(data: object, name: str = "frame") -> Table:
    """The answers of a data frame, cell by cell as a file of them would read.

    Parameters
    ----------
    data : DataFrame
        Of pandas or polars, an Arrow table, or anything that narwhals takes as an eager frame;
        n rows, one a respondent.  Categories are read by their labels, dates as ISO text, lists
        as several answers.  The export of a platform, known by its columns, is read as its file would be.
    name : str
        What messages call it.

    Raises
    ------
    DataError
        If it is no data frame, has no rows, or two columns of one name.
    """
    frame = pandas_frame(data, name)
    names = [str(column) for column in frame.columns]
    twice = sorted({column for column in names if names.count(column) > 1})
    if twice:
        raise DataError(
            Complaint(
                Text("more than one column is called %(names)s", {"names": quote_all(twice)}),
                name,
                hint=Text("give every column a name of its own"),
            )
        )
    if not len(frame):
        raise DataError(Complaint(Text("the data frame has no rows"), name))
    cells = {column: _cells(frame.iloc[:, place]) for place, column in enumerate(names)}
    table = pd.DataFrame(cells, dtype=object)
    return recognise_platform(_as_grid(table, name)) or Table(
        frame=table,
        rows=np.arange(1, len(table) + 1),
        file=name,
        sha256=_checksum(table),
        columns={column: column for column in names},
    )


def _as_grid(table: pd.DataFrame, name: str) -> Grid:
    """The frame as a sheet whose first row are the names; records count from 1, as rows of a frame do."""
    header = pd.DataFrame([list(table.columns)], columns=table.columns, dtype=object)
    cells = pd.concat([header, table], ignore_index=True)
    cells.columns = pd.RangeIndex(cells.shape[1])
    return Grid(cells, np.arange(len(cells)), name, _checksum(table))


def _cells(column: pd.Series) -> pd.Series:
    """The cells as ``str``, ``int``, ``float``, ``bool`` or ``None``."""
    return pd.Series([_cell(value) for value in column.astype(object)], dtype=object)


def _cell(value: object) -> object:
    if isinstance(value, list | tuple | set | np.ndarray):
        return "┋".join(str(_cell(part)) for part in value if part is not None) or None
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    cell = plain(value)
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


def _checksum(table: pd.DataFrame) -> str:
    """SHA-256 of column names and cells, the same for the same answers in the same order."""
    digest = hashlib.sha256()
    for column in table:
        digest.update(repr((column, table[column].to_list())).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
