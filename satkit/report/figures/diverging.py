"""What falling short takes and what excelling brings, to the left and right of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from satkit.number_format import signed
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, INK, LINE, MUTED, RAMP, Sheet

WIDTH, LABEL, RIGHT, HEAD, ROW, BAR = 780, 190, 150, 40, 27, 18


@dataclass(frozen=True)
class Pair:
    """A penalty and a reward with their intervals; ``verdict`` in words, ``sure`` sets it off."""

    label: str
    penalty: float
    penalty_span: tuple[float, float]
    reward: float
    reward_span: tuple[float, float]
    verdict: str
    sure: bool = False
    thin: bool = False
    tips: tuple[str, str] = ("", "")


def draw(pairs: Sequence[Pair], heads: tuple[str, str, str], key: str, title: str, description: str) -> str:
    """Pairs in the order given, on one scale of points.

    Parameters
    ----------
    heads : tuple of str
        Over the left side, over the right side, over the verdicts.
    """
    labels = [typeface.wrap(pair.label, LABEL - 12, 13) for pair in pairs]
    heights = [max(ROW, 17 * len(lines) + 6) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 24)
    ends = [end for pair in pairs for end in (*pair.penalty_span, *pair.reward_span, 0.0)]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (max(ends) - min(ends)) / step <= 9)
    low, high = step * floor(min(ends) / step), step * ceil(max(ends) / step)

    def x(value: float) -> float:
        return LABEL + (WIDTH - LABEL - RIGHT) * (value - low) / (high - low)

    for tick in range(low, high + 1, step):
        sheet.line([x(tick)] * 2, [HEAD, bottom], LINE if tick == 0 else GRID)
        words = signed(tick).removesuffix(".0") if tick else "0"
        sheet.text(x(tick), bottom + 13, words, 11, MUTED, "center")
    sheet.lines(x(0) - 10, 18, typeface.wrap(heads[0], 200, 11, most=2), 11, MUTED, "right")
    sheet.lines(x(0) + 10, 18, typeface.wrap(heads[1], 200, 11, most=2), 11, MUTED)
    sheet.text(WIDTH, 18, heads[2], 11, MUTED, "right")
    middle = float(HEAD)
    for pair, lines, height in zip(pairs, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 10, middle, lines, align="right")
        sides = (
            (pair.penalty, pair.penalty_span, RAMP[8], pair.tips[0]),
            (pair.reward, pair.reward_span, ACCENT, pair.tips[1]),
        )
        for (value, span, colour, tip), top in zip(sides, (middle - BAR / 2, middle + 0.5), strict=True):
            left, right = sorted((x(0), x(value)))
            fill = GREY if pair.thin else colour
            sheet.box(left, top, max(right - left, 0.5), BAR / 2 - 0.5, fill, tip)
            sheet.line([x(span[0]), x(span[1])], [top + BAR / 4] * 2, INK, 1.1)
        told = typeface.wrap(pair.verdict, RIGHT - 14, 12, bold=pair.sure, most=2)
        sheet.lines(WIDTH, middle, told, 12, INK if pair.sure else MUTED, "right", bold=pair.sure)
        middle += height / 2
    return sheet.svg(key, title, description)
