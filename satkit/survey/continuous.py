"""Continuous scales: any number between two ends is an answer, and its points are the values found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

import numpy as np

from satkit.survey.assemble import BOTTOM_TO, SATISFIED_FROM, TOP_FROM, add_boxes
from satkit.survey.number import parse_number
from satkit.survey.scale import Point, Scale, fold

MOST_VALUES = 10_000  # of more, each is kept to a ten-thousandth of the range: .01 of a point of 0-100
GRID = 41  # even points where there are no answers yet
COMMA = re.compile(r"([+-]?\d*),(\d+)")


def add_found_points(scale: Scale, cells: Iterable[object]) -> Scale:
    """A continuous scale with the values among ``cells`` as its points, the two ends always among them.

    A value scores in a straight line from the bad end, 0, to the good one, 100.  What is no number
    between the ends is no point.
    """
    low, high = _ends(scale)
    cuts = _cuts(scale)
    values = np.array([low, high, *cuts, *(v for cell in cells if (v := value(scale, cell)) is not None)])
    values = np.unique(np.round(values, 12))
    if len(values) > MOST_VALUES:
        values = np.unique(
            low + np.round((values - low) / (high - low) * MOST_VALUES) / MOST_VALUES * (high - low)
        )
    worst = low if scale.best == "high" else high
    points = tuple(
        Point.model_construct(code=_whole(v), score=float(100 * abs(v - worst) / (high - low)))
        for v in values
    )
    stretches = {
        key: tuple(point.code for point in points if ends[0] <= point.code <= ends[1])
        for key in ("satisfied", "top", "bottom")
        if (ends := getattr(scale, key))
    }
    # a copy knows what the other has worked out already
    fresh = Scale.model_construct(**{name: getattr(scale, name) for name in Scale.model_fields})
    return add_boxes(fresh.model_copy(update={"points": points, **stretches}))


def add_even_points(scales: Mapping[str, Scale]) -> dict[str, Scale]:
    """The scales, the continuous ones with even points, for answers that are still to be made."""
    return {
        name: add_found_points(scale, np.linspace(*_ends(scale), GRID)) if scale.continuous else scale
        for name, scale in scales.items()
    }


def _cuts(scale: Scale) -> list[float]:
    """Where boxes begin or end, so that these are called by the same numbers whatever was answered."""
    low, high = _ends(scale)
    shares = {"satisfied": SATISFIED_FROM, "top": TOP_FROM, "bottom": BOTTOM_TO}
    cuts: list[float] = []
    for key, share in shares.items():
        from_low = share if scale.best == "high" else 1 - share
        cuts += map(float, getattr(scale, key) or (low + from_low * (high - low),))
    return cuts


def value(scale: Scale, cell: object) -> float | None:
    """The number a cell holds, where it is one of the scale; a decimal comma is read where it can be nothing else."""
    text = fold(cell)
    if not text or text in scale.missings:
        return None
    parted = COMMA.fullmatch(text)
    readings = [f"{parted[1]}.{parted[2]}", f"{parted[1]}{parted[2]}"] if parted else [text]
    low, high = _ends(scale)
    numbers = {number for reading in readings if (number := parse_number(reading)) is not None}
    inside = {number for number in numbers if low <= number <= high}  # 0,0 is 0 either way
    return inside.pop() if len(inside) == 1 else None


def place(scale: Scale, cell: object) -> int | None:
    """The place of a cell among the points of a formed scale; nothing where it is no number of the scale."""
    found = value(scale, cell)
    if found is None:
        return None
    codes = scale.values
    at = bisect_left(codes, found)
    near = [k for k in (at - 1, at) if 0 <= k < len(codes)]
    return min(near, key=lambda k: abs(codes[k] - found))


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else float(number)


def _ends(scale: Scale) -> tuple[float, float]:
    """The two ends of a continuous scale."""
    if scale.low is None or scale.high is None:
        raise ValueError(scale.name)
    return scale.low, scale.high
