"""Shares of influence from the largest down, each with its interval and its chance to lead."""

from __future__ import annotations

from dataclasses import dataclass

from satkit.findings.cutoffs import MORE_LIKELY
from satkit.language import say
from satkit.number_format import chance, share, share_interval
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, INK, LINE, MUTED, PAPER, Sheet, share_ticks
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, HEAD, ROW = 780, 210, 188, 30, 25


@dataclass(frozen=True)
class Stick:
    """One driver's share of 0-1, its interval, and how likely it is the largest.

    ``sure`` fills the mark: the driver has an effect of its own beside the others.
    """

    label: Words
    value: float
    low: float
    high: float
    first: float
    n: int
    tip: Words = ""
    sure: bool = False


@dataclass(frozen=True)
class Lollipop:
    """Sticks in the order given, from nothing to the longest interval; a dashed line where all are equal.

    Parameters
    ----------
    sticks : tuple of Stick
        At least one.
    share_head, chance_head : Words
        What stands over the readings and over the chances.
    equal : Words
        What stands at the dashed line.
    """

    sticks: tuple[Stick, ...]
    share_head: Words
    chance_head: Words
    equal: Words


def draw(chart: Lollipop, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    sticks = chart.sticks
    labels = [typeface.wrap(say(stick.label, language), LABEL - 14, 13) for stick in sticks]
    heights = [max(ROW, 17 * len(lines) + 5) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 36, language)
    full = _draw_scale(sheet, chart, bottom)
    sheet.text(WIDTH - 62, 17, chart.share_head, 11, MUTED, "right")
    sheet.text(WIDTH, 17, chart.chance_head, 11, MUTED, "right")
    room = typeface.widest(map(_span, sticks), 11)
    middle = float(HEAD)
    for stick, lines, height in zip(sticks, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 12, middle, lines, align="right")
        _draw_stick(sheet, stick, full, middle, room)
        middle += height / 2
    return sheet.svg(key, title, description)


def _draw_scale(sheet: Sheet, chart: Lollipop, bottom: float) -> float:
    """Grid, ticks and the line of equal shares; the share at the right end."""
    ticks = share_ticks(max(stick.high for stick in chart.sticks))
    full = ticks[-1]
    for tick in ticks:
        sheet.line([_x(tick / full)] * 2, [HEAD, bottom], GRID)
    equal = _x(1 / len(chart.sticks) / full)
    sheet.line([equal, equal], [HEAD - 4, bottom + 22], LINE, 1, (4, 3))
    for tick in ticks:
        sheet.text(_x(tick / full), bottom + 12, share(tick, 1), 11, MUTED, "center", halo=True)
    sheet.text(equal, bottom + 28, chart.equal, 11, MUTED, "center")
    return full


def _x(part: float) -> float:
    return LABEL + part * (WIDTH - LABEL - RIGHT)


def _span(stick: Stick) -> str:
    return share_interval(stick.low, stick.high, stick.n)


def _draw_stick(sheet: Sheet, stick: Stick, full: float, middle: float, room: float) -> None:
    start, end, low, high = (_x(value / full) for value in (0.0, stick.value, stick.low, stick.high))
    sheet.line([start, end], [middle, middle], GREY, 1.2)
    sheet.line([low, high], [middle, middle], ACCENT if stick.sure else LINE, 3.2)
    sheet.dot(end, middle, 5, ACCENT if stick.sure else LINE, "" if stick.sure else PAPER, stick.tip)
    sheet.reading(WIDTH - 62, middle, share(stick.value, stick.n), _span(stick), room)
    colour = INK if MORE_LIKELY.is_reached(stick.first) else MUTED
    sheet.text(WIDTH, middle, chance(stick.first), 12, colour, "right")
