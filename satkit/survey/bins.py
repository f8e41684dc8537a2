"""Bins: the answers of a long scale in about ten even stretches, so that a reader can take them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

import numpy as np

from satkit.language import LANGUAGES, Label, Text, say
from satkit.survey.scale import MOST_SINGLE, Scale

WHOLE = Text("%(low)s–%(high)s")
UP_TO = Text("%(low)s to under %(high)s")
LAST = Text("%(low)s to %(high)s")
MOST = 10
HAIR = 1e-9
STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Bins:
    """How answers are shown: one by one on a short scale, else by stretches.

    Parameters
    ----------
    of : ndarray of int, shape (points,)
        The bin of every point.
    labels : tuple of Label
        What each is called, in the order of the points.
    scores : tuple of float
        The score of each, the middle one of a stretch; NaN where the point has none.
    """

    of: np.ndarray
    labels: tuple[Label, ...]
    scores: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def best_first(self) -> list[int]:
        """The bins from the best to the worst."""
        return sorted(range(len(self)), key=lambda place: -self.scores[place])


def bins(scale: Scale) -> Bins:
    """The bins of a scale with points; on any but a long scored one without labels every point is one."""
    if not _long(scale):
        return Bins(np.arange(len(scale.points)), tuple(point.title for point in scale.points), scale.scores)
    codes = np.array([float(point.code) for point in scale.points])
    whole = not scale.continuous and not (codes % 1).any()
    width = _width(float(np.ptp(codes)), whole=whole)
    start = floor(codes.min() / width + HAIR) * width
    count = max(1, ceil((codes.max() - start) / width - HAIR))
    edges = start + width * np.arange(count + 1)
    of = np.clip(np.floor((codes - start) / width + HAIR).astype(np.int64), 0, count - 1)
    edges[0], edges[-1] = codes.min(), codes.max()
    rising = np.argsort(codes)
    middle = np.interp((edges[:-1] + edges[1:]) / 2, codes[rising], np.array(scale.scores)[rising])
    return Bins(of, tuple(_stretches(edges, whole=whole)), tuple(map(float, middle)))


def name_points(scale: Scale, places: Sequence[int]) -> tuple[Label, ...]:
    """What some points are called: each by its name, on a long scale all as one stretch."""
    if not _long(scale):
        return tuple(scale.points[place].title for place in places)
    codes = [float(scale.points[place].code) for place in places]
    if not codes:
        return ()
    ends = {"low": f"{min(codes):g}", "high": f"{max(codes):g}"}
    return (Label(**{language: say(LAST.with_values(**ends), language) for language in LANGUAGES}),)


def _long(scale: Scale) -> bool:
    """Whether a scale has more points than a reader can take in, and nothing but numbers to call them by."""
    if scale.continuous:
        return True
    bare = [not (point.label.zh or point.label.en) for point in scale.points]
    coded = all(not isinstance(point.code, str) for point in scale.points)
    return scale.kind == "score" and len(bare) > MOST_SINGLE and coded and sum(bare) * 2 > len(bare)


def _stretches(edges: np.ndarray, *, whole: bool) -> Iterator[Label]:
    """What the stretches between edges are called; of whole numbers the next one begins one higher."""
    for place, (low, high) in enumerate(pairwise(map(float, edges))):
        last = place == len(edges) - 2
        words = WHOLE if whole else LAST if last else UP_TO
        end = high - 1 if whole and not last else high
        sentence = words.with_values(low=f"{low:g}", high=f"{end:g}")
        alone = f"{low:g}" if low == end else ""
        yield Label(**{language: alone or say(sentence, language) for language in LANGUAGES})


def _width(span: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 5, 10, … times a power of ten that leaves no more than ten bins."""
    power = 10.0 ** floor(log10(span / MOST))
    width = next(step * power for step in STEPS if span / (step * power) <= MOST + HAIR)
    return max(width, 1.0) if whole else width
