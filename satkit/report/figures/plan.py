"""How far attributes are met today, how far the plan takes them, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, INK, MUTED, SOFT, Sheet

WIDTH, LABEL, RIGHT, HEAD, ROW, BAR = 780, 200, 250, 30, 30, 16


@dataclass(frozen=True)
class Step:
    """One attribute: fulfilment of 0-1 now and in the plan; what to spend and to gain, as they are read."""

    label: str
    kind: str
    met: float
    target: float
    spend: str
    gain: str
    tip: str = ""


def draw(steps: Sequence[Step], heads: tuple[str, str, str], key: str, title: str, description: str) -> str:
    """One bar per attribute: grey what is met, blue what the plan adds.

    Parameters
    ----------
    heads : tuple of str
        Over the bars, the spending and the gains.
    """
    labels = [typeface.wrap(step.label, LABEL - 12, 13) for step in steps]
    heights = [max(ROW, 17 * len(lines) + 20) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 20)

    def x(value: float) -> float:
        return LABEL + (WIDTH - LABEL - RIGHT) * value

    for tick in range(0, 101, 25):
        sheet.line([x(tick / 100)] * 2, [HEAD, bottom], GRID)
        sheet.text(x(tick / 100), bottom + 12, f"{tick}%", 11, MUTED, "center")
    sheet.text(LABEL, 16, heads[0], 11, MUTED)
    sheet.text(WIDTH - 132, 16, heads[1], 11, MUTED, "right")
    sheet.text(WIDTH, 16, heads[2], 11, MUTED, "right")
    middle = float(HEAD)
    for step, lines, height in zip(steps, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 10, middle - 6, lines, align="right")
        sheet.text(LABEL - 10, middle - 6 + 8.5 * len(lines) + 6, step.kind, 11, MUTED, "right")
        sheet.box(x(0), middle - BAR / 2, x(1) - x(0), BAR, SOFT, step.tip)
        sheet.box(x(0), middle - BAR / 2, max(x(step.met) - x(0), 0.5), BAR, GREY)
        if step.target > step.met:
            sheet.box(x(step.met), middle - BAR / 2, x(step.target) - x(step.met), BAR, ACCENT)
        sheet.text(WIDTH - 132, middle, step.spend, colour=INK, align="right", bold=True)
        sheet.text(WIDTH, middle, step.gain, 12, MUTED, "right")
        middle += height / 2
    return sheet.svg(key, title, description)
