"""Scores with their intervals over the named bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from satkit.language import say
from satkit.number_format import interval, score
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, ALERT, GREY, GRID, MUTED, PAPER, SOFT, Sheet
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, HEAD, ROW = 780, 210, 152, 30, 26


@dataclass(frozen=True)
class Dot:
    """One score; ``withheld`` says why there is none.

    ``tone`` is ``"bad"`` or ``"good"`` where the score is judged, ``thin`` where too few answers
    allow a judgement; ``strong`` sets the label in bold.
    """

    label: Words
    value: float
    low: float
    high: float
    n: int
    tip: Words = ""
    tone: str = ""
    withheld: Words = ""
    thin: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Dots:
    """Scores, one to a row, in the order given.

    Parameters
    ----------
    dots : sequence of Dot
    zones : sequence of (start, name)
        The bands, from the lowest.
    heads : pair of Words
        What stands over the readings and over the bases.
    """

    dots: Sequence[Dot]
    zones: Sequence[tuple[float, Words]]
    heads: tuple[Words, Words]


def draw(chart: Dots, key: str, title: Words, description: Words, language: str) -> str:
    """One row per score."""
    dots, zones = chart.dots, chart.zones
    labels = [typeface.wrap(say(dot.label, language), LABEL - 14, 13, bold=dot.strong) for dot in dots]
    heights = [max(ROW, 17 * len(lines) + 6) for lines in labels]
    sheet = Sheet(WIDTH, HEAD + sum(heights) + 22, language)
    scale = _Scale(dots, zones)
    _zones(sheet, scale, zones, HEAD, HEAD + sum(heights))
    sheet.text(WIDTH - 48, 18, chart.heads[0], 11, MUTED, "right")
    sheet.text(WIDTH, 18, chart.heads[1], 11, MUTED, "right")
    room = typeface.widest((interval(dot.low, dot.high) for dot in dots if not isnan(dot.value)), 11)
    middle = float(HEAD)
    for dot, lines, height in zip(dots, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 12, middle, lines, align="right", bold=dot.strong)
        _dot(sheet, dot, scale, middle, room)
        middle += height / 2
    return sheet.svg(key, title, description)


class _Scale:
    """From scores to pixels: the range of the intervals, widened to whole fives."""

    def __init__(self, dots: Sequence[Dot], zones: Sequence[tuple[float, Words]]) -> None:
        lows = [dot.low for dot in dots if not isnan(dot.low)] or [0.0]
        highs = [dot.high for dot in dots if not isnan(dot.high)] or [100.0]
        cuts = [start for start, _ in zones if min(lows) - 5 < start < max(highs) + 5]
        self.low = 5 * ((min(lows + cuts) - 1) // 5)
        self.high = min(100.0, 5 * -(-(max(highs + cuts) + 1) // 5))
        self.low = max(0.0, min(self.low, self.high - 10))

    def __call__(self, value: float) -> float:
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return LABEL + 6 + part * (WIDTH - LABEL - RIGHT - 12)


def _zones(
    sheet: Sheet, scale: _Scale, zones: Sequence[tuple[float, Words]], top: float, bottom: float
) -> None:
    ends = [start for start, _ in zones[1:]] + [100.0]
    for place, ((start, name), end) in enumerate(zip(zones, ends, strict=True)):
        left, right = scale(start), scale(end)
        if right - left < 1:
            continue
        sheet.box(left, top, right - left, bottom - top, SOFT if place % 2 else PAPER)
        sheet.line([left, left], [top - 4, bottom], GREY, 1, (3, 3))
        if right - left > typeface.width(say(name, sheet.language), 11):
            sheet.text((left + right) / 2, 18, name, 11, MUTED, "center")
    step = 5 if scale.high - scale.low <= 40 else 10
    for tick in range(int(-(-scale.low // step) * step), int(scale.high) + 1, step):
        sheet.line([scale(tick)] * 2, [bottom, bottom + 4], GREY)
        sheet.text(scale(tick), bottom + 13, f"{tick}", 11, MUTED, "center")


def _dot(sheet: Sheet, dot: Dot, scale: _Scale, middle: float, room: float) -> None:
    if dot.withheld or isnan(dot.value):
        sheet.text(LABEL + 6, middle, dot.withheld or "–", 11, MUTED)
        return
    sheet.line([LABEL + 6, WIDTH - RIGHT - 6], [middle, middle], GRID)
    colour = {"bad": ALERT, "good": ACCENT}.get(dot.tone, ACCENT)
    if dot.thin:
        colour = GREY
    sheet.line([scale(dot.low), scale(dot.high)], [middle, middle], colour, 3.2)
    sheet.dot(scale(dot.value), middle, 4.6, colour, PAPER if dot.thin else "", dot.tip)
    sheet.reading(WIDTH - 48, middle, score(dot.value), interval(dot.low, dot.high), room)
    sheet.text(WIDTH, middle, f"{dot.n:,}", 11, MUTED, "right")
