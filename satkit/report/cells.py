"""How a cell of a table reads on the page."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

from satkit import number_format
from satkit.language import say
from satkit.report.blocks import Cell, Column, Interval, Kind, Share, Verdict, Withheld, Words

NUMBERS: dict[Kind, Callable[[float], str]] = {
    "score": number_format.score,
    "signed": number_format.signed,
    "chance": number_format.chance,
    "count": number_format.count,
    "ratio": number_format.ratio,
    "p": number_format.probability,
}
INTERVALS: dict[Kind, Callable[[float, float], Words]] = {
    "interval": number_format.interval,
    "signed_interval": number_format.signed_interval,
    "ratio_interval": number_format.ratio_interval,
}


def read(cell: Cell, column: Column, language: str) -> str:
    """The cell as text of ``language``.

    Raises
    ------
    KeyError
        If a bare number stands in a column whose kind says nothing of numbers.
    """
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return number_format.NOTHING
    if isinstance(cell, Share):
        return number_format.share(cell.value, cell.n)
    if isinstance(cell, Interval):
        if column.kind == "share_interval":
            return number_format.share_interval(cell.low, cell.high, cell.n)
        return say(INTERVALS[column.kind](cell.low, cell.high), language)
    if isinstance(cell, float | int):
        return NUMBERS[column.kind](float(cell))
    return say(spoken(cell), language)


def spoken(cell: Words | Verdict | Withheld) -> Words:
    """The words of a cell that is no number."""
    if isinstance(cell, Verdict):
        return cell.words
    return cell.reason if isinstance(cell, Withheld) else cell
