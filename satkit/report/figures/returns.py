"""What more money brings: the gain of the best plan for every budget."""

from __future__ import annotations

from collections.abc import Sequence

from satkit.number_format import count
from satkit.report.figures.canvas import ACCENT, ALERT, GRID, MUTED, Sheet

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 780, 260, 56, 24, 30, 44


def draw(
    budgets: Sequence[float],
    gains: Sequence[float],
    span: tuple[Sequence[float], Sequence[float]],
    mark: tuple[float, str],
    names: tuple[str, str],
    key: str,
    title: str,
    description: str,
) -> str:
    """The curve with its interval, and where the budget stands on it.

    Parameters
    ----------
    span : pair of sequences
        Lower and upper ends.
    mark : (float, str)
        The budget, and what to call it.
    names : pair of str
        What stands below and beside the axes.
    """
    sheet = Sheet(WIDTH, HEIGHT)
    most, top = max(*budgets, mark[0]), max(span[1]) or 1.0

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / most

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    for tick in _ticks(top):
        sheet.line([LEFT, WIDTH - RIGHT], [y(tick)] * 2, GRID)
        sheet.text(LEFT - 7, y(tick), count(tick), 11, MUTED, "right")
    for tick in _ticks(most):
        sheet.text(x(tick), HEIGHT - BOTTOM + 13, count(tick), 11, MUTED, "center")
    xs = [x(one) for one in budgets]
    sheet.band(xs, [y(one) for one in span[0]], [y(one) for one in span[1]], ACCENT)
    sheet.line(xs, [y(one) for one in gains], ACCENT, 2.4)
    sheet.line([x(mark[0])] * 2, [TOP - 6, HEIGHT - BOTTOM], ALERT, 1.2, (4, 3))
    left = x(mark[0]) > WIDTH / 2
    sheet.text(x(mark[0]) + (-6 if left else 6), TOP, mark[1], 12, ALERT, "right" if left else "left")
    sheet.text(WIDTH - RIGHT, HEIGHT - 10, names[0], 11, MUTED, "right")
    sheet.text(LEFT, 12, names[1], 11, MUTED)
    return sheet.svg(key, title, description)


def _ticks(top: float) -> list[float]:
    """Whole steps from nothing to the top, at most seven."""
    size = 1.0
    while top / size > 7:
        size *= 2.5 if f"{size:.0e}"[0] == "2" else 2.0
    return [size * tick for tick in range(int(top / size) + 1)]
