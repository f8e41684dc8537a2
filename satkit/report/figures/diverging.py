"""What falling short takes and what excelling brings, to the left and right of nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor

from satkit.language import say
from satkit.number_format import signed_score
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, INK, LINE, MUTED, RAMP, Sheet
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, HEAD, ROW, BAR = 780, 190, 150, 40, 27, 18


@dataclass(frozen=True)
class Side:
    """A penalty or a reward in points, with its interval."""

    value: float
    low: float
    high: float
    tip: Words = ""


@dataclass(frozen=True)
class Pair:
    """A penalty and a reward; ``verdict`` in words, ``sure`` sets it off, ``thin`` where few answered."""

    label: Words
    penalty: Side
    reward: Side
    verdict: Words
    sure: bool = False
    thin: bool = False


@dataclass(frozen=True)
class PenaltiesAndRewards:
    """Pairs in the order given, on one scale of points.

    Parameters
    ----------
    pairs : tuple of Pair
        At least one.
    penalty_head, reward_head, verdict_head : Words
        Over the left side, over the right side, over the verdicts.
    """

    pairs: tuple[Pair, ...]
    penalty_head: Words
    reward_head: Words
    verdict_head: Words


def draw(chart: PenaltiesAndRewards, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    labels = [typeface.wrap(say(pair.label, language), LABEL - 12, 13) for pair in chart.pairs]
    heights = [max(ROW, 17 * len(lines) + 6) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 24, language)
    x = _draw_scale(sheet, chart, bottom, language)
    middle = float(HEAD)
    for pair, lines, height in zip(chart.pairs, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 10, middle, lines, align="right")
        _draw_pair(sheet, pair, x, middle, language)
        middle += height / 2
    return sheet.svg(key, title, description)


def _draw_scale(
    sheet: Sheet, chart: PenaltiesAndRewards, bottom: float, language: str
) -> Callable[[float], float]:
    """Grid, ticks and heads; where a number of points stands."""
    sides = [side for pair in chart.pairs for side in (pair.penalty, pair.reward)]
    ends = [end for side in sides for end in (side.low, side.high, 0.0)]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (max(ends) - min(ends)) / step <= 9)
    low, high = step * floor(min(ends) / step), step * ceil(max(ends) / step)

    def x(value: float) -> float:
        return LABEL + (WIDTH - LABEL - RIGHT) * (value - low) / (high - low)

    for tick in range(low, high + 1, step):
        sheet.line([x(tick)] * 2, [HEAD, bottom], LINE if tick == 0 else GRID)
        number = signed_score(tick).removesuffix(".0") if tick else "0"
        sheet.text(x(tick), bottom + 13, number, 11, MUTED, "center")
    penalty, reward = (say(head, language) for head in (chart.penalty_head, chart.reward_head))
    sheet.lines(x(0) - 10, 18, typeface.wrap(penalty, 200, 11, most=2), 11, MUTED, "right")
    sheet.lines(x(0) + 10, 18, typeface.wrap(reward, 200, 11, most=2), 11, MUTED)
    sheet.text(WIDTH, 18, chart.verdict_head, 11, MUTED, "right")
    return x


def _draw_pair(sheet: Sheet, pair: Pair, x: Callable[[float], float], middle: float, language: str) -> None:
    places = (pair.penalty, RAMP[8], middle - BAR / 2), (pair.reward, ACCENT, middle + 0.5)
    for side, colour, top in places:
        left, right = sorted((x(0), x(side.value)))
        fill = GREY if pair.thin else colour
        sheet.box(left, top, max(right - left, 0.5), BAR / 2 - 0.5, fill, side.tip)
        sheet.line([x(side.low), x(side.high)], [top + BAR / 4] * 2, INK, 1.1)
    verdict = typeface.wrap(say(pair.verdict, language), RIGHT - 14, 12, bold=pair.sure, most=2)
    sheet.lines(WIDTH, middle, verdict, 12, INK if pair.sure else MUTED, "right", bold=pair.sure)
