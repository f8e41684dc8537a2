"""Shares from the largest down, each with its interval as a whisker."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from satkit.language import say
from satkit.number_format import share, share_interval
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, LINE, MUTED, Sheet, share_ticks
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, HEAD, ROW, BAR = 780, 230, 152, 28, 26, 15


@dataclass(frozen=True)
class Bar:
    """One share of 0-1 with its interval; ``pale`` for what is a rest, ``withheld`` says why there is none."""

    label: Words
    value: float
    low: float
    high: float
    n: int
    tip: Words = ""
    pale: bool = False
    withheld: Words = ""


@dataclass(frozen=True)
class RankedShares:
    """Bars in the order given, over a scale from nothing to the longest whisker.

    Parameters
    ----------
    bars : tuple of Bar
    head : Words
        What stands over the readings.
    """

    bars: tuple[Bar, ...]
    head: Words


def draw(chart: RankedShares, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    bars = chart.bars
    labels = [typeface.wrap(say(bar.label, language), LABEL - 14, 13) for bar in bars]
    heights = [max(ROW, 17 * len(lines) + 6) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 22, language)
    longest = max([bar.high for bar in bars if not bar.withheld], default=0.1)
    ticks = share_ticks(longest)
    full = ticks[-1]
    places = [x for tick in ticks for x in (_x(tick / full), _x(tick / full), nan)]
    sheet.line(places, [HEAD, bottom, nan] * len(ticks), GRID)
    for tick in ticks:
        sheet.text(_x(tick / full), bottom + 13, share(tick, 1), 11, MUTED, "center")
    sheet.text(WIDTH, 16, chart.head, 11, MUTED, "right")
    room = typeface.widest((_span(bar) for bar in bars if not bar.withheld), 11)
    middle = float(HEAD)
    for bar, lines, height in zip(bars, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 12, middle, lines, align="right")
        _draw_bar(sheet, bar, full, middle, room)
        middle += height / 2
    return sheet.svg(key, title, description)


def _x(part: float) -> float:
    return LABEL + part * (WIDTH - LABEL - RIGHT)


def _span(bar: Bar) -> str:
    return share_interval(bar.low, bar.high, bar.n)


def _draw_bar(sheet: Sheet, bar: Bar, full: float, middle: float, room: float) -> None:
    if bar.withheld:
        sheet.text(LABEL + 6, middle, bar.withheld, 11, MUTED, halo=True)
        return
    left, end, low, high = (_x(value / full) for value in (0.0, bar.value, bar.low, bar.high))
    fill = GREY if bar.pale else ACCENT
    sheet.box(left, middle - BAR / 2, max(end - left, 0.5), BAR, fill, bar.tip)
    for x, colour in ((low, LINE), (high, MUTED)):  # pale where it lies on the bar
        sheet.line([end, x, nan, x, x], [middle, middle, nan, middle - 4, middle + 4], colour, 1.6)
    sheet.reading(WIDTH, middle, share(bar.value, bar.n), _span(bar), room)
