"""A chart as data: what is drawn and said, not how; whoever shows it draws it."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from satkit.tables.cells import Words


@dataclass(frozen=True)
class Mark:
    """One estimate.

    Parameters
    ----------
    label : Words
        Names its line.
    value, low, high : float
        The ends are NaN where there is no interval.
    series : Words
        Marks of one label that differ in their series stand side by side in different colours.
    """

    label: Words
    value: float
    low: float = nan
    high: float = nan
    series: Words = ""


@dataclass(frozen=True)
class Estimates:
    """Estimates with intervals, one line a label.

    Parameters
    ----------
    title, axis : Words
    marks : tuple of Mark
    bars : bool
        Bars from zero with whiskers, for shares of a whole; else dots with whiskers.
    reference : float
        Where a line marks that there is no effect; NaN for none.
    """

    title: Words
    axis: Words
    marks: tuple[Mark, ...]
    bars: bool = False
    reference: float = nan


@dataclass(frozen=True)
class Point:
    """One place on a map."""

    label: Words
    x: float
    y: float
    series: Words = ""


@dataclass(frozen=True)
class Map:
    """Named points on two axes.

    Parameters
    ----------
    title, x_axis, y_axis : Words
    points : tuple of Point
    x_line, y_line : float
        Where lines part the map; NaN for none.
    x_range, y_range : tuple of two floats, optional
        Ends of the axes where they are fixed.
    """

    title: Words
    x_axis: Words
    y_axis: Words
    points: tuple[Point, ...]
    x_line: float = nan
    y_line: float = nan
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None


Figure = Estimates | Map
