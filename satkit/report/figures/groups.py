"""Groups of people side by side: one dot and interval each, panel by panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan

from satkit import number_format
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, ALERT, GOOD, GREY, GRID, LINE, MUTED, PAPER, Sheet

WIDTH, LABEL, RIGHT, HEAD, ROW, TITLE = 780, 230, 170, 26, 26, 26
TONES = {"bad": ALERT, "good": GOOD, "": ACCENT}


@dataclass(frozen=True)
class Group:
    """One group; ``tone`` where it differs from the reference, ``thin`` where too few answered."""

    label: str
    value: float
    low: float
    high: float
    n: int
    tip: str = ""
    tone: str = ""
    withheld: str = ""
    thin: bool = False


@dataclass(frozen=True)
class Panel:
    """One question: its groups, the first of which is the reference of the others."""

    title: str
    groups: tuple[Group, ...]


def draw(
    panels: Sequence[Panel], heads: tuple[str, str], key: str, title: str, description: str, *, shares: bool
) -> str:
    """Panels one below the other on one scale, a dashed line at the reference of each.

    Parameters
    ----------
    heads : pair of str
        What stands over the readings and over the bases.
    shares : bool
        Whether values are shares of 0-1, else scores on 0-100.
    """
    labels = [[typeface.wrap(group.label, LABEL - 14, 13) for group in panel.groups] for panel in panels]
    heights = [[max(ROW, 17 * len(lines) + 6) for lines in some] for some in labels]
    sheet = Sheet(WIDTH, HEAD + sum(map(sum, heights)) + TITLE * len(panels) + 24)
    low, high, step = _range(panels, 0.01 if shares else 1.0)

    def x(value: float) -> float:
        return LABEL + 6 + (value - low) / (high - low) * (WIDTH - LABEL - RIGHT - 12)

    sheet.text(WIDTH - 48, 14, heads[0], 11, MUTED, "right")
    sheet.text(WIDTH, 14, heads[1], 11, MUTED, "right")
    span = number_format.share_interval if shares else _interval
    shown = [group for panel in panels for group in panel.groups if not group.withheld]
    room = typeface.widest((span(group.low, group.high, group.n) for group in shown), 11)
    top = float(HEAD)
    for panel, some, tall in zip(panels, labels, heights, strict=True):
        sheet.text(LABEL - 12, top + TITLE / 2, panel.title, bold=True, align="right")
        bottom = top + TITLE + sum(tall)
        _grid(sheet, (low, high, step), x, top + TITLE, bottom)
        _reference(sheet, panel, x, top + TITLE - 4, bottom)
        middle = top + TITLE
        for group, lines, height in zip(panel.groups, some, tall, strict=True):
            sheet.lines(LABEL - 12, middle + height / 2, lines, align="right")
            _group(sheet, group, x, middle + height / 2, room, shares=shares)
            middle += height
        top = bottom
    for tick in _ticks(low, high, step):
        words = number_format.share(tick, 1) if shares else f"{tick:g}"
        sheet.text(x(tick), top + 13, words, 11, MUTED, "center")
    return sheet.svg(key, title, description)


def _range(panels: Sequence[Panel], unit: float) -> tuple[float, float, float]:
    """The ends of the scale and the step of its marks: all intervals, widened to whole tens."""
    shown = [group for panel in panels for group in panel.groups if not isnan(group.value)]
    lows, highs = [group.low for group in shown] or [0.0], [group.high for group in shown] or [100 * unit]
    step = (10 if max(highs) - min(lows) > 30 * unit else 5) * unit
    low = max(0.0, step * ((min(lows) - unit) // step))
    high = min(100 * unit, step * -(-(max(highs) + unit) // step))
    return low, max(high, low + step), step


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [low + step * place for place in range(round((high - low) / step) + 1)]


def _grid(
    sheet: Sheet, scale: tuple[float, float, float], x: Callable[[float], float], top: float, bottom: float
) -> None:
    ticks = _ticks(*scale)
    places = [place for tick in ticks for place in (x(tick), x(tick), nan)]
    sheet.line(places, [top, bottom, nan] * len(ticks), GRID)


def _reference(sheet: Sheet, panel: Panel, x: Callable[[float], float], top: float, bottom: float) -> None:
    first = panel.groups[0]
    if not first.withheld and not isnan(first.value):
        sheet.line([x(first.value)] * 2, [top, bottom], LINE, 1, (4, 3))


def _group(
    sheet: Sheet, group: Group, x: Callable[[float], float], middle: float, room: float, *, shares: bool
) -> None:
    if group.withheld or isnan(group.value):
        sheet.text(LABEL + 6, middle, group.withheld or number_format.NOTHING, 11, MUTED, halo=True)
        return
    colour = GREY if group.thin else TONES[group.tone]
    sheet.line([x(group.low), x(group.high)], [middle, middle], colour, 3.2)
    sheet.dot(x(group.value), middle, 4.6, colour, PAPER if group.thin else "", group.tip)
    value = number_format.share(group.value, group.n) if shares else number_format.score(group.value)
    span = number_format.share_interval if shares else _interval
    sheet.reading(WIDTH - 48, middle, value, span(group.low, group.high, group.n), room)
    sheet.text(WIDTH, middle, number_format.count(group.n), 11, MUTED, "right")


def _interval(low: float, high: float, _: float) -> str:
    return number_format.interval(low, high)
