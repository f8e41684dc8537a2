"""What more money brings: the gain of the best plan for every budget."""

from __future__ import annotations

from dataclasses import dataclass

from satkit.number_format import count
from satkit.report.figures.canvas import ACCENT, ALERT, GRID, MUTED, Sheet
from satkit.tables.cells import Words

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 780, 260, 56, 24, 30, 44


@dataclass(frozen=True)
class GainByBudget:
    """The curve with its interval, and where the budget stands on it.

    Parameters
    ----------
    budgets, gains, low, high : tuple of float, all of one length
        The gain of every budget, and both ends of its interval.
    budget : float
    budget_label : Words
        What to call it.
    budget_axis, gain_axis : Words
        What stands below and beside the axes.
    """

    budgets: tuple[float, ...]
    gains: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    budget: float
    budget_label: Words
    budget_axis: Words
    gain_axis: Words


def draw(chart: GainByBudget, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    sheet = Sheet(WIDTH, HEIGHT, language)
    most, top = max(*chart.budgets, chart.budget), max(chart.high) or 1.0

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / most

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    for tick in _ticks(top):
        sheet.line([LEFT, WIDTH - RIGHT], [y(tick)] * 2, GRID)
        sheet.text(LEFT - 7, y(tick), count(tick), 11, MUTED, "right")
    for tick in _ticks(most):
        sheet.text(x(tick), HEIGHT - BOTTOM + 13, count(tick), 11, MUTED, "center")
    xs = [x(one) for one in chart.budgets]
    sheet.band(xs, [y(one) for one in chart.low], [y(one) for one in chart.high], ACCENT)
    sheet.line(xs, [y(one) for one in chart.gains], ACCENT, 2.4)
    mark = x(chart.budget)
    sheet.line([mark] * 2, [TOP - 6, HEIGHT - BOTTOM], ALERT, 1.2, (4, 3))
    left = mark > WIDTH / 2
    sheet.text(mark + (-6 if left else 6), TOP, chart.budget_label, 12, ALERT, "right" if left else "left")
    sheet.text(WIDTH - RIGHT, HEIGHT - 10, chart.budget_axis, 11, MUTED, "right")
    sheet.text(LEFT, 12, chart.gain_axis, 11, MUTED)
    return sheet.svg(key, title, description)


def _ticks(top: float) -> list[float]:
    """Whole steps from nothing to the top, at most seven."""
    size = 1.0
    while top / size > 7:
        size *= 2.5 if f"{size:.0e}"[0] == "2" else 2.0
    return [size * tick for tick in range(int(top / size) + 1)]
