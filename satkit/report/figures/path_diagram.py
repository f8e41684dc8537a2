"""Constructs as boxes, their effects as arrows that do not cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

from satkit.language import say
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, ALERT, GREY, INK, LINE, MUTED, PAPER, SOFT, Sheet
from satkit.report.layout import place_nodes
from satkit.tables.cells import Words

WIDTH, WIDE, HIGH, ROW, MARGIN = 780, 134, 56, 104, 4
STOPS = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)


@dataclass(frozen=True)
class Node:
    """A construct.

    Parameters
    ----------
    label : Words
    below : Words
        What stands under its name: its index, how much of it is explained.
    explained : bool
        An arrow ends here.
    strong : bool
        It is what the diagram is about.
    """

    name: str
    label: Words
    below: Words = ""
    explained: bool = False
    strong: bool = False
    tip: Words = ""


@dataclass(frozen=True)
class Arrow:
    """An effect; ``sure`` where it differs from zero beyond chance."""

    source: str
    target: str
    value: float
    label: str
    sure: bool = True
    tip: Words = ""


@dataclass(frozen=True)
class PathDiagram:
    """A path model: its constructs, and the effects between them.

    Parameters
    ----------
    nodes : sequence of Node
        No two with the same name.
    arrows : sequence of Arrow
        From node to node.
    """

    nodes: Sequence[Node]
    arrows: Sequence[Arrow]


Point = tuple[float, float]


def draw(chart: PathDiagram, key: str, title: Words, description: Words, language: str) -> str:
    """Boxes from causes on the left to effects on the right; width of an arrow by its strength.

    What is not significant is grey and dashed, what is negative orange.
    """
    nodes, arrows = chart.nodes, chart.arrows
    places = place_nodes([node.name for node in nodes], [(arrow.source, arrow.target) for arrow in arrows])
    columns = max(x for x, _ in places.values())
    step = min((WIDTH - WIDE - 2 * MARGIN) / columns, 1.62 * WIDE) if columns else 0
    shift = (WIDTH - WIDE - step * columns) / 2 + WIDE / 2
    top = min(y for _, y in places.values())
    at = {name: (shift + step * x, MARGIN + HIGH / 2 + ROW * (y - top)) for name, (x, y) in places.items()}
    sheet = Sheet(WIDTH, max(y for _, y in at.values()) + HIGH / 2 + MARGIN, language)
    ways = [(arrow, *_clip_to_boxes(at[arrow.source], at[arrow.target])) for arrow in arrows]
    for arrow, start, end in sorted(ways, key=lambda way: way[0].sure):
        _draw_arrow(sheet, arrow, start, end)
    for node in nodes:
        _draw_node(sheet, node, at[node.name])
    taken: list[Point] = []
    for arrow, start, end in ways:
        others = [(one, other) for each, one, other in ways if each is not arrow]
        taken.append(_draw_label(sheet, arrow, start, end, taken, others, list(at.values())))
    return sheet.svg(key, title, description)


def _clip_to_boxes(start: Point, end: Point) -> tuple[Point, Point]:
    """Where an arrow leaves one box and meets the other."""
    (x1, y1), (x2, y2) = start, end
    across, down = x2 - x1, y2 - y1
    part = min(
        (WIDE / 2 + 1) / abs(across) if across else 9.0, (HIGH / 2 + 1) / abs(down) if down else 9.0, 0.45
    )
    return (x1 + across * part, y1 + down * part), (x2 - across * part, y2 - down * part)


def _colour(arrow: Arrow) -> str:
    if not arrow.sure:
        return GREY
    return ALERT if arrow.value < 0 else ACCENT


def _draw_arrow(sheet: Sheet, arrow: Arrow, start: Point, end: Point) -> None:
    width = 1 + 4 * min(abs(arrow.value), 1)
    colour, angle = _colour(arrow), atan2(end[1] - start[1], end[0] - start[0])
    dash = () if arrow.sure else (5.0, 4.0)
    neck = end[0] - width * cos(angle), end[1] - width * sin(angle)
    sheet.line([start[0], neck[0]], [start[1], neck[1]], colour, width, dash, arrow.tip)
    barb = 6 + 1.3 * width
    sides = [(end[0] - barb * cos(angle + turn), end[1] - barb * sin(angle + turn)) for turn in (0.42, -0.42)]
    sheet.line(
        [sides[0][0], end[0], sides[1][0]], [sides[0][1], end[1], sides[1][1]], colour, max(width * 0.8, 1.6)
    )


def _draw_node(sheet: Sheet, node: Node, at: Point) -> None:
    x, y = at[0] - WIDE / 2, at[1] - HIGH / 2
    edge = 2.4 if node.strong else 1.2
    colour = ACCENT if node.strong else LINE if node.explained else GREY
    sheet.box(x, y, WIDE, HIGH, colour, node.tip)
    sheet.box(x + edge, y + edge, WIDE - 2 * edge, HIGH - 2 * edge, SOFT, node.tip)
    lines = typeface.wrap(say(node.label, sheet.language), WIDE - 12, 13, bold=True, most=2)
    size = 13.0 if len(lines) == 1 else 12.0
    middle = at[1] - (8 if node.below else 0)
    sheet.lines(at[0], middle, lines, size, INK, "center", bold=True)
    if node.below:
        sheet.text(at[0], at[1] + (14 if len(lines) == 1 else 17), node.below, 11, MUTED, "center")


def _draw_label(
    sheet: Sheet, arrow: Arrow, start: Point, end: Point, taken: Sequence[Point],
    others: Sequence[tuple[Point, Point]], nodes: Sequence[Point],
) -> Point:  # fmt: skip
    """Write the coefficient where most room is along its arrow."""

    def room(stop: float) -> float:
        x, y = _between(start, end, stop)
        labels = [hypot((x - a) / 1.8, y - b) for a, b in taken]
        lines = [_distance((x, y), *other) for other in others]
        boxes = [max(abs(x - a) - WIDE / 2, abs(y - b) - HIGH / 2) for a, b in nodes]
        return min([16.0, *labels, *lines, *boxes]) - 4 * abs(stop - 0.5)

    x, y = _between(start, end, max(STOPS, key=room))
    wide = typeface.width(arrow.label, 11, bold=True)
    sheet.box(x - wide / 2 - 2, y - 8, wide + 4, 16, PAPER, arrow.tip)
    sheet.text(x, y, arrow.label, 11, INK if arrow.sure else MUTED, "center", bold=arrow.sure)
    return x, y


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch of a line."""
    across, down = end[0] - start[0], end[1] - start[1]
    square = across**2 + down**2 or 1.0
    part = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / square
    x, y = _between(start, end, min(max(part, 0), 1))
    return hypot(point[0] - x, point[1] - y)
