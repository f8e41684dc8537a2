"""How a cell of a table reads on the page."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

from satkit import digits
from satkit.language import say
from satkit.report.blocks import Cell, Column, Interval, Kind, Share, Verdict, Withheld, Words

NUMBERS: dict[Kind, Callable[[float], str]] = {
    "score": digits.score,
    "signed": digits.signed,
    "chance": digits.chance,
    "count": digits.count,
    "ratio": digits.ratio,
    "p": digits.probability,
}
INTERVALS: dict[Kind, Callable[[float, float], Words]] = {
    "interval": digits.interval,
    "signed_interval": digits.signed_interval,
    "ratio_interval": digits.ratio_interval,
}


def read(cell: Cell, column: Column, language: str) -> str:
    """The cell as text of ``language``.

    Raises
    ------
    KeyError
        If a bare number stands in a column whose kind says nothing of numbers.
    """
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return digits.NOTHING
    if isinstance(cell, Share):
        return digits.share(cell.value, cell.n)
    if isinstance(cell, Interval):
        if column.kind == "share_interval":
            return digits.share_interval(cell.low, cell.high, cell.n)
        return say(INTERVALS[column.kind](cell.low, cell.high), language)
    if isinstance(cell, float | int):
        return NUMBERS[column.kind](float(cell))
    return say(spoken(cell), language)


def spoken(cell: Words | Verdict | Withheld) -> Words:
    """The words of a cell that is no number."""
    if isinstance(cell, Verdict):
        return cell.words
    return cell.reason if isinstance(cell, Withheld) else cell
