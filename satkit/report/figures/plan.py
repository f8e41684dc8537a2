"""How far attributes are met today, how far the plan takes them, and what is left."""

from __future__ import annotations

from dataclasses import dataclass

from satkit.language import say
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, GREY, GRID, INK, MUTED, SOFT, Sheet
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, HEAD, ROW, BAR = 780, 200, 250, 30, 30, 16


@dataclass(frozen=True)
class Step:
    """One attribute: fulfilment of 0-1 now and in the plan; what to spend and to gain, as they are read."""

    label: Words
    kind: Words
    met: float
    target: float
    spend: Words
    gain: Words
    tip: Words = ""


@dataclass(frozen=True)
class PlanSteps:
    """One bar per attribute: grey what is met, blue what the plan adds.

    Parameters
    ----------
    steps : tuple of Step
    bars_head, spend_head, gain_head : Words
        Over the bars, the spending and the gains.
    """

    steps: tuple[Step, ...]
    bars_head: Words
    spend_head: Words
    gain_head: Words


def draw(chart: PlanSteps, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    labels = [typeface.wrap(say(step.label, language), LABEL - 12, 13) for step in chart.steps]
    heights = [max(ROW, 17 * len(lines) + 20) for lines in labels]
    bottom = float(HEAD + sum(heights))
    sheet = Sheet(WIDTH, bottom + 20, language)
    for tick in range(0, 101, 25):
        sheet.line([_x(tick / 100)] * 2, [HEAD, bottom], GRID)
        sheet.text(_x(tick / 100), bottom + 12, f"{tick}%", 11, MUTED, "center")
    sheet.text(LABEL, 16, chart.bars_head, 11, MUTED)
    sheet.text(WIDTH - 132, 16, chart.spend_head, 11, MUTED, "right")
    sheet.text(WIDTH, 16, chart.gain_head, 11, MUTED, "right")
    middle = float(HEAD)
    for step, lines, height in zip(chart.steps, labels, heights, strict=True):
        middle += height / 2
        sheet.lines(LABEL - 10, middle - 6, lines, align="right")
        below = middle - 6 + 8.5 * len(lines) + 6
        sheet.text(LABEL - 10, below, step.kind, 11, MUTED, "right")
        _draw_step(sheet, step, middle)
        middle += height / 2
    return sheet.svg(key, title, description)


def _x(value: float) -> float:
    return LABEL + (WIDTH - LABEL - RIGHT) * value


def _draw_step(sheet: Sheet, step: Step, middle: float) -> None:
    top = middle - BAR / 2
    sheet.box(_x(0), top, _x(1) - _x(0), BAR, SOFT, step.tip)
    sheet.box(_x(0), top, max(_x(step.met) - _x(0), 0.5), BAR, GREY)
    if step.target > step.met:
        sheet.box(_x(step.met), top, _x(step.target) - _x(step.met), BAR, ACCENT)
    sheet.text(WIDTH - 132, middle, step.spend, colour=INK, align="right", bold=True)
    sheet.text(WIDTH, middle, step.gain, 12, MUTED, "right")
