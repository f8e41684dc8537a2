"""Groups of people side by side: one dot and interval each, panel by panel."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from satkit import number_format
from satkit.language import say
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, ALERT, GOOD, GREY, GRID, LINE, MUTED, PAPER, Sheet
from satkit.tables.cells import Words

WIDTH, LABEL, RIGHT, HEAD, ROW, TITLE = 780, 230, 170, 26, 26, 26
TONES = {"bad": ALERT, "good": GOOD, "": ACCENT}


@dataclass(frozen=True)
class Group:
    """One group; ``tone`` where it differs from the reference, ``thin`` where too few answered."""

    label: Words
    value: float
    low: float
    high: float
    n: int
    tip: Words = ""
    tone: str = ""
    withheld: Words = ""
    thin: bool = False


@dataclass(frozen=True)
class Panel:
    """One question: its groups, the first of which is the reference of the others."""

    title: Words
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class GroupPanels:
    """Panels one below the other on one scale, a dashed line at the reference of each.

    Parameters
    ----------
    panels : tuple of Panel
    reading_head, base_head : Words
        What stands over the readings and over the bases.
    shares : bool
        Whether values are shares of 0-1, else scores on 0-100.
    """

    panels: tuple[Panel, ...]
    reading_head: Words
    base_head: Words
    shares: bool


@dataclass(frozen=True)
class _Scale:
    """From where to where values reach, and how far marks stand apart."""

    low: float
    high: float
    step: float

    def x(self, value: float) -> float:
        """Where a value stands."""
        return LABEL + 6 + (value - self.low) / (self.high - self.low) * (WIDTH - LABEL - RIGHT - 12)

    @property
    def ticks(self) -> list[float]:
        """The marks, both ends among them."""
        return [
            self.low + self.step * place for place in range(round((self.high - self.low) / self.step) + 1)
        ]


def draw(chart: GroupPanels, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    labels = [
        [typeface.wrap(say(group.label, language), LABEL - 14, 13) for group in panel.groups]
        for panel in chart.panels
    ]
    heights = [[max(ROW, 17 * len(lines) + 6) for lines in some] for some in labels]
    sheet = Sheet(WIDTH, HEAD + sum(map(sum, heights)) + TITLE * len(chart.panels) + 24, language)
    scale = _scale_of(chart)
    sheet.text(WIDTH - 48, 14, chart.reading_head, 11, MUTED, "right")
    sheet.text(WIDTH, 14, chart.base_head, 11, MUTED, "right")
    shown = [group for panel in chart.panels for group in panel.groups if not group.withheld]
    room = typeface.widest((_span(group, shares=chart.shares) for group in shown), 11)
    top = float(HEAD)
    for panel, some, tall in zip(chart.panels, labels, heights, strict=True):
        sheet.text(LABEL - 12, top + TITLE / 2, panel.title, bold=True, align="right")
        bottom = top + TITLE + sum(tall)
        _draw_grid(sheet, scale, top + TITLE, bottom)
        _draw_reference(sheet, panel, scale, top + TITLE - 4, bottom)
        middle = top + TITLE
        for group, lines, height in zip(panel.groups, some, tall, strict=True):
            sheet.lines(LABEL - 12, middle + height / 2, lines, align="right")
            _draw_group(sheet, group, scale, middle + height / 2, room, shares=chart.shares)
            middle += height
        top = bottom
    for tick in scale.ticks:
        number = number_format.share(tick, 1) if chart.shares else f"{tick:g}"
        sheet.text(scale.x(tick), top + 13, number, 11, MUTED, "center")
    return sheet.svg(key, title, description)


def _scale_of(chart: GroupPanels) -> _Scale:
    """The scale of all intervals, widened to whole tens."""
    unit = 0.01 if chart.shares else 1.0
    shown = [group for panel in chart.panels for group in panel.groups if not isnan(group.value)]
    lows, highs = [group.low for group in shown] or [0.0], [group.high for group in shown] or [100 * unit]
    step = (10 if max(highs) - min(lows) > 30 * unit else 5) * unit
    low = max(0.0, step * ((min(lows) - unit) // step))
    high = min(100 * unit, step * -(-(max(highs) + unit) // step))
    return _Scale(low, max(high, low + step), step)


def _draw_grid(sheet: Sheet, scale: _Scale, top: float, bottom: float) -> None:
    ticks = scale.ticks
    places = [place for tick in ticks for place in (scale.x(tick), scale.x(tick), nan)]
    sheet.line(places, [top, bottom, nan] * len(ticks), GRID)


def _draw_reference(sheet: Sheet, panel: Panel, scale: _Scale, top: float, bottom: float) -> None:
    first = panel.groups[0]
    if not first.withheld and not isnan(first.value):
        sheet.line([scale.x(first.value)] * 2, [top, bottom], LINE, 1, (4, 3))


def _draw_group(
    sheet: Sheet, group: Group, scale: _Scale, middle: float, room: float, *, shares: bool
) -> None:
    if group.withheld or isnan(group.value):
        sheet.text(LABEL + 6, middle, group.withheld or number_format.NOTHING, 11, MUTED, halo=True)
        return
    colour = GREY if group.thin else TONES[group.tone]
    sheet.line([scale.x(group.low), scale.x(group.high)], [middle, middle], colour, 3.2)
    sheet.dot(scale.x(group.value), middle, 4.6, colour, PAPER if group.thin else "", group.tip)
    value = number_format.share(group.value, group.n) if shares else number_format.score(group.value)
    sheet.reading(WIDTH - 48, middle, value, _span(group, shares=shares), room)
    sheet.text(WIDTH, middle, number_format.count(group.n), 11, MUTED, "right")


def _span(group: Group, *, shares: bool) -> str:
    if shares:
        return number_format.share_interval(group.low, group.high, group.n)
    return number_format.interval(group.low, group.high)
