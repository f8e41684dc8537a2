"""The tables of the method: points and what holds of them."""

from __future__ import annotations

from collections.abc import Iterable

from satkit.tables.cells import Words
from satkit.tables.table import Column, Table

Header = tuple[str, Words]
"""The key of a column and what stands above it."""


def pair_table(
    key: str, caption: Words, first: Header, second: Header, pairs: Iterable[tuple[Words, Words]]
) -> Table:
    """Pairs of words, one row each."""
    columns: tuple[Column[tuple[Words, Words]], ...] = (
        Column(*first, cell=lambda pair: pair[0]),
        Column(*second, cell=lambda pair: pair[1]),
    )
    return Table.of(key, caption, columns, pairs)
