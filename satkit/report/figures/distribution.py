"""How answers fall on a scale: one bar of 100 % per item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from satkit.language import say
from satkit.number_format import score, share
from satkit.report import typeface
from satkit.report.figures.canvas import INK, MUTED, Sheet, on, ramp
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, BAR = 780, 210, 112, 21


@dataclass(frozen=True)
class Bar:
    """One item: the share of every answer from best to worst, the mean score, the base."""

    label: Words
    shares: tuple[float, ...]
    mean: float
    n: int
    tips: tuple[Words, ...]


@dataclass(frozen=True)
class Distribution:
    """Bars in the order given, all on one scale.

    Parameters
    ----------
    bars : sequence of Bar
    answers : sequence of Words
        Names of the answers, from best to worst.
    heads : pair of Words
        What stands over the means and over the bases.
    """

    bars: Sequence[Bar]
    answers: Sequence[Words]
    heads: tuple[Words, Words]


def draw(chart: Distribution, key: str, title: Words, description: Words, language: str) -> str:
    """Bars with a legend above, mean and base at the right."""
    bars, answers = chart.bars, [say(answer, language) for answer in chart.answers]
    colours = ramp(len(answers))
    labels = [typeface.wrap(say(bar.label, language), LABEL - 12, 13) for bar in bars]
    heights = [max(BAR + 7, 17 * len(lines) + 8) for lines in labels]
    legend = _legend(answers)
    top = 24 * (legend[-1][1] + 1) + 6
    sheet = Sheet(WIDTH, top + sum(heights) + 2, language)
    for (x, row), name, colour in zip(legend, answers, colours, strict=True):
        sheet.box(x, 24 * row + 5, 13, 13, colour)
        sheet.text(x + 19, 24 * row + 12, name, 12)
    sheet.text(WIDTH - 64, top - 12, chart.heads[0], 11, MUTED, "right")
    sheet.text(WIDTH, top - 12, chart.heads[1], 11, MUTED, "right")
    middle = float(top)
    for bar, lines, height in zip(bars, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 10, middle, lines, align="right")
        _bar(sheet, bar, colours, middle, min(each.n for each in bars))
        middle += height / 2
    return sheet.svg(key, title, description)


def _legend(answers: Sequence[str]) -> list[tuple[float, int]]:
    """Where each name stands: its left edge and its row."""
    rooms = [typeface.width(name, 12) + 35 for name in answers]
    start = float(LABEL) if sum(rooms) < WIDTH - RIGHT - LABEL + 16 else 0.0
    places, x, row = [], start, 0
    for room in rooms:
        if x + room > WIDTH - RIGHT + 16 and x > start:
            x, row = start, row + 1
        places.append((x, row))
        x += room
    return places


def _bar(sheet: Sheet, bar: Bar, colours: Sequence[str], middle: float, fewest: int) -> None:
    """One bar; its shares are as exact as the ``fewest`` answers of a bar of the figure allow."""
    left, full = float(LABEL), WIDTH - LABEL - RIGHT
    for part, colour, tip in zip(bar.shares, colours, bar.tips, strict=True):
        wide = part * full
        if wide > 0:
            sheet.box(left, middle - BAR / 2, max(wide - 1.2, 0.4), BAR, colour, tip)
        words = share(part, fewest)
        if wide >= typeface.width(words, 12) + 5:
            sheet.text(left + wide / 2, middle, words, 12, on(colour), "center")
        left += wide
    sheet.text(WIDTH - 64, middle, score(bar.mean), colour=INK, align="right", bold=True)
    sheet.text(WIDTH, middle, f"{bar.n:,}", 12, MUTED, "right")
