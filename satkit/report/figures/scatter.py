"""A map of points with error bars, cut into four named quarters, labels kept apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from satkit.language import say
from satkit.number_format import ratio, score, share
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, ALERT, GRID, INK, LINE, MUTED, PAPER, SOFT, Align, Sheet
from satkit.tables.cells import Words

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 780, 520, 56, 18, 34, 56
TONES = {"act": ALERT, "": ACCENT, "pale": LINE}
SIZE = 12
ROUNDS = 3

Floats = NDArray[np.float64]
Unit = Literal["score", "share", "ratio"]
WRITE: dict[Unit, Callable[[float], str]] = {
    "score": score,
    "share": lambda value: share(value, 1),
    "ratio": ratio,
}


@dataclass(frozen=True)
class Point:
    """A point with its intervals; ``tone`` is ``"act"``, ``"pale"`` or empty; ``hollow`` where in doubt."""

    label: Words
    x: float
    y: float
    across: tuple[float, float]
    up: tuple[float, float]
    tone: str = ""
    hollow: bool = False
    tip: Words = ""


@dataclass(frozen=True)
class Axis:
    """One axis: its name, its range, where it is cut, the unit of its numbers and the step of its ticks.

    ``other`` is a second cut, drawn dotted.
    """

    name: Words
    low: float
    high: float
    cut: float
    unit: Unit
    step: float
    other: float | None = None


@dataclass(frozen=True)
class Scatter:
    """Points over two axes.

    Parameters
    ----------
    points : tuple of Point
    across, up : Axis
    quarters : tuple of Words
        Names of the quarters: top left, top right, bottom left, bottom right.
    shaded : bool
        Set the first quarter off: it is where to look.
    """

    points: tuple[Point, ...]
    across: Axis
    up: Axis
    quarters: tuple[Words, ...]
    shaded: bool = False


Place = Callable[[float], float]


def draw(chart: Scatter, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as SVG, its words in ``language``; ``key`` keeps its ids its own."""
    sheet = Sheet(WIDTH, HEIGHT, language)
    x, y = _scales(chart.across, chart.up)
    _draw_ground(sheet, chart, x, y)
    for point in chart.points:
        colour = ALERT if point.tone == "act" else LINE
        sheet.line([x(point.across[0]), x(point.across[1])], [y(point.y)] * 2, colour, 1.1)
        sheet.line([x(point.x)] * 2, [y(point.up[0]), y(point.up[1])], colour, 1.1)
    labels = _place_labels(chart.points, x, y, language)
    for point, (left, top, label) in zip(chart.points, labels, strict=True):
        colour = MUTED if point.tone == "pale" else INK
        sheet.text(left, top + 9, label, SIZE, colour, bold=_sure(point), halo=True)
    for point in chart.points:
        hollow = PAPER if point.hollow else ""
        sheet.dot(x(point.x), y(point.y), 5, TONES[point.tone], hollow, point.tip)
    return sheet.svg(key, title, description)


def _sure(point: Point) -> bool:
    """Whether a point asks for action beyond doubt: its name is bold, as the legend says."""
    return point.tone == "act" and not point.hollow


def _scales(across: Axis, up: Axis) -> tuple[Place, Place]:
    def x(value: float) -> float:
        part = (min(max(value, across.low), across.high) - across.low) / (across.high - across.low)
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        part = (min(max(value, up.low), up.high) - up.low) / (up.high - up.low)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    return x, y


def _draw_ground(sheet: Sheet, chart: Scatter, x: Place, y: Place) -> None:
    """Shade of the first quarter, grid, cuts, names of axes and quarters."""
    across, up = chart.across, chart.up
    left, right, top, bottom = float(LEFT), float(WIDTH - RIGHT), float(TOP), float(HEIGHT - BOTTOM)
    if chart.shaded:
        sheet.box(left, top, x(across.cut) - left, y(up.cut) - top, SOFT)
    for tick, number in _ticks(across):
        sheet.line([x(tick)] * 2, [top, bottom], GRID)
        sheet.text(x(tick), bottom + 13, number, 11, MUTED, "center")
    for tick, number in _ticks(up):
        sheet.line([left, right], [y(tick)] * 2, GRID)
        sheet.text(left - 7, y(tick), number, 11, MUTED, "right")
    for cut, dash in _cuts(across):
        sheet.line([x(cut)] * 2, [top, bottom], MUTED, 1, dash)
    for cut, dash in _cuts(up):
        sheet.line([left, right], [y(cut)] * 2, MUTED, 1, dash)
    sheet.text(left, 12, up.name, 12, MUTED)
    sheet.text(right, bottom + 36, across.name, 12, MUTED, "right")
    corners: tuple[tuple[float, float, Align], ...] = (
        (left + 8, top + 14, "left"), (right - 8, top + 14, "right"),
        (left + 8, bottom - 14, "left"), (right - 8, bottom - 14, "right"),
    )  # fmt: skip
    for (at, height, align), name in zip(corners, chart.quarters, strict=True):
        sheet.text(at, height, name, 12, MUTED, align, bold=True)


def _cuts(axis: Axis) -> list[tuple[float, tuple[float, float]]]:
    """The cuts that are in view, the first dashed and the other dotted."""
    cuts = (axis.cut, (5.0, 3.0)), (axis.other, (1.5, 3.0))
    return [(cut, dash) for cut, dash in cuts if cut is not None and axis.low < cut < axis.high]


def _ticks(axis: Axis) -> list[tuple[float, str]]:
    """Round values of the axis as they are written, without decimals that none of them needs."""
    first = round(-(-axis.low // axis.step))
    ticks = [tick * axis.step for tick in range(first, int(axis.high / axis.step + 1e-9) + 1)]
    numbers = [WRITE[axis.unit](tick) for tick in ticks]
    while numbers and all("." in number and number[-1] in "0." for number in numbers):
        numbers = [number[:-1] for number in numbers]
    return list(zip(ticks, numbers, strict=True))


def _place_labels(
    points: Sequence[Point], x: Place, y: Place, language: str
) -> list[tuple[float, float, str]]:
    """Where each label stands: of many places around its point the one that covers least.

    Points that matter choose first, and all choose again once the others stand.
    """
    dots = [(x(p.x), y(p.y)) for p in points]
    marks = np.array([(at - 7, down - 7, at + 7, down + 7) for at, down in dots]).reshape(-1, 4)
    bars = np.array(
        [
            box
            for p, (at, down) in zip(points, dots, strict=True)
            for box in (
                (x(p.across[0]), down - 1, x(p.across[1]), down + 1),
                (at - 1, y(p.up[1]), at + 1, y(p.up[0])),
            )
        ]
    ).reshape(-1, 4)
    labels = [typeface.wrap(say(point.label, language), 190, SIZE, most=1)[0] for point in points]
    taken = np.full((len(points), 4), np.nan)
    order = sorted(range(len(points)), key=lambda k: (points[k].tone != "act", points[k].tone == "pale"))
    for k in order * ROUNDS:
        boxes = _around(dots[k], typeface.width(labels[k], SIZE, bold=_sure(points[k])))
        taken[k] = np.nan
        taken[k] = boxes[np.argmin(_cost(boxes, dots[k], taken, marks, bars))]
    return [(left, top, label) for (left, top), label in zip(taken[:, :2].tolist(), labels, strict=True)]


def _around(dot: tuple[float, float], wide: float) -> Floats:
    """Boxes for a label to the right, left, above and below its point, near ones first; shape (boxes, 4)."""
    at, down = dot
    high = SIZE + 5.0
    lefts = (at + 9, at - 9 - wide, at - wide / 2, at + 4, at - 4 - wide)
    tops = (-high / 2, -high - 8, 8, -2 * high - 6, high + 6, -3 * high, 2 * high)
    boxes = np.array(
        [
            (left, down + top, left + wide, down + top + high)
            for top in tops
            for left in lefts
            if abs(top + high / 2) > 1 or left in lefts[:2]
        ]
    )
    room = np.array([-(LEFT + 2), -TOP, WIDTH - RIGHT, HEIGHT - BOTTOM])
    inside = (boxes * (-1, -1, 1, 1) <= room).all(axis=1)
    return boxes[inside] if inside.any() else boxes[:1]


def _cost(boxes: Floats, dot: tuple[float, float], taken: Floats, marks: Floats, bars: Floats) -> Floats:
    """What every box covers, other labels worst, then points and error bars, and how far it stands."""
    far = np.abs((boxes[:, :2] + boxes[:, 2:]) / 2 - dot) @ (0.02, 0.08)
    return np.asarray(
        100 * _count_overlaps(boxes, taken)
        + 60 * _count_overlaps(boxes, marks)
        + 3 * _count_overlaps(boxes, bars)
        + far
    )


def _count_overlaps(boxes: Floats, others: Floats) -> Floats:
    """How many of the others every box lies on; NaN lies nowhere."""
    start = np.maximum(boxes[:, None, :2], others[None, :, :2])
    end = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.asarray((start < end).all(axis=2).sum(axis=1))
