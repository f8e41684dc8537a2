"""A figure drawn on matplotlib axes."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from satkit.language import say
from satkit.tables.cells import Words
from satkit.tables.charts.style import FAMILY, chart_style
from satkit.tables.figure import Estimates, Figure, Map, Mark
from satkit.tables.palette import ACCENT, ALERT, GREY, INK, MUTED, RAMP
from satkit.tables.sanitize import one_line
from satkit.tables.text import display_width, fold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SERIES = (ACCENT, ALERT, RAMP[2], RAMP[8], MUTED, INK)
LINE, LONGEST = 0.34, 36  # inches of one line; columns of a label before it is folded


def draw(figure: Figure, language: str, axes: Axes | None = None) -> Axes:
    """Draw a figure, on axes of its own where none are given.

    Parameters
    ----------
    figure : Estimates or Map
    language : {"zh", "en"}
    axes : Axes, optional

    Returns
    -------
    Axes
    """
    from matplotlib import pyplot as plt
    from matplotlib.text import Text as Label

    with chart_style():
        if axes is None:
            _, axes = plt.subplots(figsize=_size(figure))
        if isinstance(figure, Estimates):
            _draw_estimates(figure, language, axes)
        else:
            _draw_map(figure, language, axes)
        axes.set_title(_shown(figure.title, language), pad=12)
        for label in axes.findobj(Label):  # axes that were given bring labels in a font of their own
            label.set_fontfamily([FAMILY, "sans-serif"])
            label.set_parse_math(False)
        if (whole := axes.get_figure(root=True)) is not None:
            whole.draw_without_rendering()  # labels of ticks are made here, in our font
    return axes


def _size(figure: Figure) -> tuple[float, float]:
    if isinstance(figure, Map):
        return 6.4, 6.0
    return 7.2, 1.3 + LINE * max(len(_labels(figure)), 2) * max(1.0, 0.6 * len(_series(figure)))


def _shown(words: Words, language: str, most: int = 0) -> str:
    text = one_line(say(words, language)).replace(" -> ", " → ")
    return "\n".join(fold(text, most)) if most and display_width(text) > most else text


def _labels(figure: Estimates) -> list[Words]:
    """Every label once, in order."""
    return list({say(mark.label, "en"): mark.label for mark in figure.marks}.values())


def _series(figure: Estimates) -> list[Words]:
    return list({say(mark.series, "en"): mark.series for mark in figure.marks}.values())


def _draw_estimates(figure: Estimates, language: str, axes: Axes) -> None:
    labels, series = _labels(figure), _series(figure)
    place = {say(label, "en"): number for number, label in enumerate(labels)}
    if not isnan(figure.reference):
        axes.axvline(figure.reference, color=GREY, linewidth=1, zorder=0)
    for number, name in enumerate(series):
        marks = [mark for mark in figure.marks if say(mark.series, "en") == say(name, "en")]
        shift = (number - (len(series) - 1) / 2) * 0.7 / len(series)
        at = np.array([place[say(mark.label, "en")] + shift for mark in marks])
        _draw_series(figure, axes, marks, at, SERIES[number % len(SERIES)], _shown(name, language))
    axes.set_yticks(range(len(labels)), [_shown(label, language, LONGEST) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(bool(figure.bars))
    axes.set_xlabel(_shown(figure.axis, language))
    if len(series) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _draw_series(
    figure: Estimates, axes: Axes, marks: list[Mark], at: np.ndarray, colour: str, name: str
) -> None:
    values = np.array([mark.value for mark in marks], float)
    reach = np.abs(np.array([[mark.low, mark.high] for mark in marks], float).T - values)
    if figure.bars:
        count = len(_series(figure))
        axes.barh(at, values, height=0.62 / count, color=RAMP[3] if count == 1 else colour, label=name)
        axes.errorbar(values, at, xerr=reach, fmt="none", ecolor=INK, elinewidth=1.2, capsize=2.5)
    else:
        axes.errorbar(values, at, xerr=reach, fmt="o", color=colour, markersize=6, elinewidth=1.6, label=name)


def _draw_map(figure: Map, language: str, axes: Axes) -> None:
    names = list({say(point.series, "en"): point.series for point in figure.points}.values())
    for number, name in enumerate(names):
        own = [point for point in figure.points if say(point.series, "en") == say(name, "en")]
        colour = SERIES[number % len(SERIES)]
        axes.scatter(
            [point.x for point in own], [point.y for point in own], color=colour, s=42, zorder=3,
            label=_shown(name, language),
        )  # fmt: skip
    if not isnan(figure.x_line):
        axes.axvline(figure.x_line, color=GREY, linewidth=1, zorder=0)
    if not isnan(figure.y_line):
        axes.axhline(figure.y_line, color=GREY, linewidth=1, zorder=0)
    axes.set_xlabel(_shown(figure.x_axis, language))
    axes.set_ylabel(_shown(figure.y_axis, language))
    axes.margins(0.12)
    if figure.x_range:
        axes.set_xlim(*figure.x_range)
    if figure.y_range:
        axes.set_ylim(*figure.y_range)
    _label_points(figure, language, axes)
    if len(names) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _label_points(figure: Map, language: str, axes: Axes) -> None:
    """Names beside their points: to the side where there is room, above or below where a neighbour stands."""
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    wide, high = right - left or 1.0, top - bottom or 1.0
    taken: list[tuple[float, float]] = []
    for point in sorted(figure.points, key=lambda each: -each.y):
        near = any(abs(point.x - x) < 0.25 * wide and abs(point.y - y) < 0.045 * high for x, y in taken)
        far = (point.x - left) / wide > 0.6
        taken.append((point.x, point.y))
        axes.annotate(
            _shown(point.label, language, LONGEST // 2), (point.x, point.y),
            xytext=(-7 if far else 7, -9 if near else 3), textcoords="offset points",
            ha="right" if far else "left", va="top" if near else "center", fontsize=9, color=INK,
        )  # fmt: skip
