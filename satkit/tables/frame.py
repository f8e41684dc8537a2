"""A table as a tidy data frame, and a data frame as a table."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Any

import pandas as pd

from satkit.language import say
from satkit.tables.cells import (
    Cell,
    Code,
    Interval,
    Kind,
    Share,
    Words,
    is_interval,
    is_missing,
    is_number,
    words_of,
)
from satkit.tables.sanitize import plain
from satkit.tables.table import Column, Table


def to_frame(table: Table, language: str = "en") -> pd.DataFrame:
    """The table as a tidy data frame: columns by key, numbers as numbers.

    An interval takes two columns: ``low`` and ``high`` for the column ``interval``, ``x_low`` and
    ``x_high`` for ``x_interval``.  Where no number is shown, there is none, whatever word says why.

    Parameters
    ----------
    table : Table
    language : {"zh", "en"}
        Of the words in it.
    """
    data: dict[str, list[object]] = {}
    for column, cells in zip(table.columns, _columns(table), strict=True):
        if is_interval(column.kind):
            stem = column.key.removesuffix("interval").removesuffix("_")
            stem = f"{stem}_" if stem else ""
            ends = [(c.low, c.high) if isinstance(c, Interval) else (nan, nan) for c in cells]
            data[f"{stem}low"], data[f"{stem}high"] = [low for low, _ in ends], [high for _, high in ends]
        elif column.kind == "text":
            data[column.key] = [_word(cell, language) for cell in cells]
        else:
            data[column.key] = list(map(_number, cells))
    return pd.DataFrame(data)


def from_frame(frame: pd.DataFrame, key: str = "table", caption: Words = "") -> Table:
    """A table of whatever stands in a data frame; numbers to four significant digits."""
    numeric = [_holds_numbers(dtype) for dtype in frame.dtypes]
    kinds: list[Kind] = ["number" if number else "text" for number in numeric]
    columns = tuple(
        Column[object](str(place), str(name), kind)
        for place, (name, kind) in enumerate(zip(frame.columns, kinds, strict=True))
    )
    rows = tuple(tuple(map(_cell, row, kinds)) for row in frame.itertuples(index=False, name=None))
    return Table(key, caption, columns, rows)


def _cell(value: Any, kind: Kind) -> Cell:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if kind == "number":
        return float(value)
    return words_of(value)


def _columns(table: Table) -> Sequence[Sequence[Cell]]:
    return list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)


def _word(cell: Cell, language: str) -> str | bool | None:
    """A cell of a column of words; a truth value stays one."""
    if is_missing(cell):
        return None
    if isinstance(cell, Code):
        return cell.key
    return cell if isinstance(cell, bool) else plain(say(words_of(cell), language))


def _number(cell: Cell) -> float | int:
    if isinstance(cell, Share):
        return cell.value
    return cell if is_number(cell) and not is_missing(cell) else nan


def _holds_numbers(dtype: Any) -> bool:
    return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
