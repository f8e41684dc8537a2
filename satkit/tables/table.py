"""A table as data: columns declared once, cells computed once, written by whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar

from satkit.errors import Complaint, DefinitionError, near, quote_all
from satkit.language import Text
from satkit.tables.cells import Cell, Kind, Words

Row = TypeVar("Row")
Chart = Literal["", "scores", "distribution"]


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its name in data, its header, how its numbers are written, what stands in it.

    Parameters
    ----------
    key : str
        Names the column in data frames and files, in every language.
    header : Words
        Stands above it.
    kind : Kind
        How its numbers are written.
    cell : callable of a row, optional
        What stands in the cell of a row; by default what the row holds under ``key``.
    detail : bool
        Only data frames and workbooks show it, see :meth:`Table.brief`.
    """

    key: str
    header: Words
    kind: Kind = "text"
    cell: Callable[[Row], Cell] | None = field(default=None, repr=False, compare=False)
    detail: bool = False

    def cell_of(self, row: Row) -> Cell:
        """The cell of a row.

        Raises
        ------
        KeyError, AttributeError
            If there is no rule for the cell and the row does not hold ``key``: a mistake of ours.
        """
        if self.cell is not None:
            return self.cell(row)
        own: Cell = row[self.key] if isinstance(row, Mapping) else getattr(row, self.key)
        return own


@dataclass(frozen=True)
class Table:
    """A table, ready to be written anywhere.

    Parameters
    ----------
    key : str
        Unique among the tables shown together; names it in files.
    caption : Words
    columns : tuple of Column
        At least one, no two with the same key.
    rows : tuple of rows
        One cell per column; numbers as numbers, never as text.
    depths : tuple of int
        How far each row's first cell is indented; empty for a flat table.
    chart : str
        The native chart that the workbook draws beside it, if any.
    note : Words
        Stands below it.

    Raises
    ------
    ValueError
        If a row has not one cell per column, a key stands twice or depths are not one per row: a
        mistake of ours.
    """

    key: str
    caption: Words
    columns: tuple[Column[Any], ...]
    rows: tuple[tuple[Cell, ...], ...]
    depths: tuple[int, ...] = ()
    chart: Chart = ""
    note: Words = ""

    def __post_init__(self) -> None:
        keys = {column.key for column in self.columns}
        if not keys or len(keys) < len(self.columns):
            raise ValueError(f"{self.key}: columns need keys that differ")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.key}: one cell per column")
        if self.depths and len(self.depths) != len(self.rows):
            raise ValueError(f"{self.key}: one depth per row")

    @staticmethod
    def of(
        key: str,
        caption: Words,
        columns: Iterable[Column[Row]],
        lines: Iterable[Row],
        *,
        depths: Iterable[int] = (),
        chart: Chart = "",
        note: Words = "",
    ) -> Table:
        """The table of ``lines``, each column making its cell of each line.

        The rules that made the cells stay behind: a table is data, and may go to another process.

        Examples
        --------
        >>> Table.of("sizes", "Sizes", [Column("name", "Name"), Column("n", "n", "count")],
        ...          [{"name": "Hall", "n": 12}]).rows
        (('Hall', 12),)
        """
        declared = tuple(columns)
        rows = tuple(tuple(column.cell_of(line) for column in declared) for line in lines)
        bare = tuple(replace(column, cell=None) for column in declared)
        return Table(key, caption, bare, rows, tuple(depths), chart, note)

    def brief(self) -> Table:
        """The same table without the columns that are details; what a summary shows."""
        kept = [column.key for column in self.columns if not column.detail]
        return self if len(kept) == len(self.columns) else self.select(*kept)

    def select(self, *keys: str) -> Table:
        """The same table with the columns of these keys, in this order.

        Raises
        ------
        DefinitionError
            If it has no such column.
        """
        places = {column.key: place for place, column in enumerate(self.columns)}
        for key in keys:
            if key not in places:
                raise DefinitionError(
                    Complaint(
                        Text(
                            "the table '%(table)s' has no column '%(key)s'", {"table": self.key, "key": key}
                        ),
                        expected=Text("one of %(known)s", {"known": quote_all(places)}),
                        hint=near(key, places),
                    )
                )
        kept = [places[key] for key in keys]
        return replace(
            self,
            columns=tuple(self.columns[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in self.rows),
        )
