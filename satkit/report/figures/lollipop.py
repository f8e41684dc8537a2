"""Shares of influence from the largest down, each with its interval and its chance to lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from satkit.number_format import chance, share, share_interval
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, INK, LINE, MUTED, PAPER, Sheet, share_ticks

WIDTH, LABEL, RIGHT, HEAD, ROW = 780, 210, 188, 30, 25


@dataclass(frozen=True)
class Stick:
    """One driver's share of 0-1, its interval, and how likely it is the largest.

    ``sure`` fills the mark: the driver has an effect of its own beside the others.
    """

    label: str
    value: float
    low: float
    high: float
    first: float
    n: int
    tip: str = ""
    sure: bool = False


def draw(sticks: Sequence[Stick], heads: tuple[str, str, str], key: str, title: str, description: str) -> str:
    """Sticks in the order given, from nothing to the longest interval; a dashed line where all are equal.

    Parameters
    ----------
    heads : tuple of str
        What stands over the readings, over the chances, and at the dashed line.
    """
    labels = [typeface.wrap(stick.label, LABEL - 14, 13) for stick in sticks]
    heights = [max(ROW, 17 * len(lines) + 5) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 36)
    longest = max(stick.high for stick in sticks)
    ticks = share_ticks(longest)
    full = ticks[-1]
    for tick in ticks:
        sheet.line([_x(tick / full)] * 2, [HEAD, bottom], GRID)
    equal = _x(1 / len(sticks) / full)
    sheet.line([equal, equal], [HEAD - 4, bottom + 22], LINE, 1, (4, 3))
    for tick in ticks:
        sheet.text(_x(tick / full), bottom + 12, share(tick, 1), 11, MUTED, "center", halo=True)
    sheet.text(equal, bottom + 28, heads[2], 11, MUTED, "center")
    sheet.text(WIDTH - 62, 17, heads[0], 11, MUTED, "right")
    sheet.text(WIDTH, 17, heads[1], 11, MUTED, "right")
    room = typeface.widest(map(_span, sticks), 11)
    middle = float(HEAD)
    for stick, lines, height in zip(sticks, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 12, middle, lines, align="right")
        _stick(sheet, stick, full, middle, room)
        middle += height / 2
    return sheet.svg(key, title, description)


def _x(part: float) -> float:
    return LABEL + part * (WIDTH - LABEL - RIGHT)


def _span(stick: Stick) -> str:
    return share_interval(stick.low, stick.high, stick.n)


def _stick(sheet: Sheet, stick: Stick, full: float, middle: float, room: float) -> None:
    start, end, low, high = (_x(value / full) for value in (0.0, stick.value, stick.low, stick.high))
    sheet.line([start, end], [middle, middle], GREY, 1.2)
    sheet.line([low, high], [middle, middle], ACCENT if stick.sure else LINE, 3.2)
    sheet.dot(end, middle, 5, ACCENT if stick.sure else LINE, "" if stick.sure else PAPER, stick.tip)
    sheet.reading(WIDTH - 62, middle, share(stick.value, stick.n), _span(stick), room)
    sheet.text(WIDTH, middle, chance(stick.first), 12, INK if stick.first >= 0.5 else MUTED, "right")
