"""Groups against indicators: the score as a number, the gap to all others as a colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan

from satkit.language import say
from satkit.number_format import score, signed_score
from satkit.report import typeface
from satkit.report.figures.canvas import GREY, HEAT, INK, MUTED, SOFT, Sheet
from satkit.tables.cells import Words

WIDTH, LABEL, ROW, MOST = 780, 164, 28, 8


@dataclass(frozen=True)
class Cell:
    """One group's score of one indicator.

    Parameters
    ----------
    difference : float
        From everybody else; NaN leaves the cell without colour.
    sure : bool
        The difference is significant: the number stands in bold.
    thin : bool
        Too few answers for a test: the cell is hatched.
    """

    score: float
    difference: float
    sure: bool = False
    thin: bool = False
    tip: Words = ""


@dataclass(frozen=True)
class Place:
    """A row or column: its name, and the group of names it belongs to."""

    label: Words
    group: Words = ""


@dataclass(frozen=True)
class Heat:
    """Rows against columns.

    Parameters
    ----------
    rows, columns : sequence of Place
    cells : rows of columns of Cell
    unit : float
        The smallest difference of interest, which steps the colours.
    legend : pair of Words
        What the two ends of the colours mean: lower and higher.
    """

    rows: Sequence[Place]
    columns: Sequence[Place]
    cells: Sequence[Sequence[Cell]]
    unit: float
    legend: tuple[Words, Words]


@dataclass(frozen=True)
class _Name:
    """A place in the words of the reader."""

    label: str
    group: str


def draw(chart: Heat, key: str, title: Words, description: Words, language: str) -> str:
    """The map; turned on its side where there are more columns than a page is wide."""
    rows, columns = (
        [_Name(say(place.label, language), say(place.group, language)) for place in places]
        for places in (chart.rows, chart.columns)
    )
    cells, unit = chart.cells, chart.unit
    if len(columns) > MOST and len(columns) > len(rows):
        rows, columns, cells = columns, rows, list(zip(*cells, strict=True))
    wide = min((WIDTH - LABEL) / len(columns), 154)
    names = [typeface.wrap(column.label, wide - 4, 11) for column in columns]
    head = 14 * max(map(len, names)) + 14
    tops, height = _tops(rows, head + 30)
    sheet = Sheet(WIDTH, height + 4, language)
    _legend(sheet, unit, chart.legend)
    for place, (column, lines) in enumerate(zip(columns, names, strict=True)):
        middle = LABEL + wide * (place + 0.5)
        sheet.lines(middle, 30 + head - 8 - 7 * len(lines), lines, 11, MUTED, "center")
        if column.group and (place == 0 or columns[place - 1].group != column.group):
            sheet.line([middle - wide / 2] * 2, [32, height], GREY)
    for row, top, across in zip(rows, tops, cells, strict=True):
        lines = typeface.wrap(row.label, LABEL - 14, 13)
        sheet.lines(LABEL - 10, top + _row(row) / 2, lines, align="right")
        for place, cell in enumerate(across):
            _cell(sheet, cell, LABEL + wide * place, top, wide, _row(row), unit)
    for group, top in _groups(rows, tops):
        sheet.text(0, top - 11, group, 11, MUTED, bold=True)
    return sheet.svg(key, title, description)


def _row(row: _Name) -> float:
    return max(ROW, 17 * len(typeface.wrap(row.label, LABEL - 14, 13)) + 6)


def _tops(rows: Sequence[_Name], top: float) -> tuple[list[float], float]:
    """The upper edge of every row, a group's name above its first, and the lower end."""
    tops, before = [], ""
    for row in rows:
        if row.group and row.group != before:
            top += 24
        before = row.group
        tops.append(top)
        top += _row(row)
    return tops, top


def _groups(rows: Sequence[_Name], tops: Sequence[float]) -> list[tuple[str, float]]:
    both = groupby(zip(rows, tops, strict=True), key=lambda pair: pair[0].group)
    return [(group, next(members)[1]) for group, members in both if group]


def shade(difference: float, unit: float) -> int:
    """Which of the nine colours a difference wears; the middle one within half a ``unit``."""
    if isnan(difference):
        return 4
    size = sum(abs(difference) >= unit * cut for cut in (0.5, 1.5, 3.0, 5.0))
    return 4 + (size if difference > 0 else -size)


def _cell(sheet: Sheet, cell: Cell, left: float, top: float, wide: float, high: float, unit: float) -> None:
    empty = isnan(cell.score)
    fill = SOFT if empty or cell.thin else HEAT[shade(cell.difference, unit)]
    sheet.box(left + 1, top + 1, wide - 2, high - 2, fill, cell.tip)
    if cell.thin and not empty:
        _hatch(sheet, left + 1, top + 1, wide - 2, high - 2)
    words = "–" if empty else score(cell.score)
    colour = MUTED if empty or cell.thin else INK
    sheet.text(left + wide / 2, top + high / 2, words, 12.5, colour, "center", bold=cell.sure)


def _hatch(sheet: Sheet, left: float, top: float, wide: float, high: float) -> None:
    xs: list[float] = []
    ys: list[float] = []
    for start in range(6, int(wide + high), 9):
        x0, x1 = max(start - high, 0.0), min(float(start), wide)
        xs += [left + x0, left + x1, float("nan")]
        ys += [top + start - x0, top + start - x1, float("nan")]
    sheet.line(xs, ys, GREY, 0.7)


def _legend(sheet: Sheet, unit: float, ends: tuple[Words, Words]) -> None:
    left = WIDTH - 9 * 24 - typeface.width(say(ends[1], sheet.language), 11) - 8
    sheet.text(left - 8, 11, ends[0], 11, MUTED, "right")
    for place, colour in enumerate(HEAT):
        sheet.box(left + 24 * place, 4, 23, 9, colour)
    for edge, cut in ((1.0, -5), (4.5, 0), (8.0, 5)):
        sheet.text(
            left + 24 * edge,
            21,
            signed_score(cut * unit).removesuffix(".0") if cut else "0",
            10,
            MUTED,
            "center",
        )
    sheet.text(WIDTH, 11, ends[1], 11, MUTED, "right")
