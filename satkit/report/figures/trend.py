"""Scores over the waves: a line with its interval, and a verdict at every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from satkit.language import say
from satkit.number_format import score
from satkit.report import typeface
from satkit.report.figures.canvas import ACCENT, ALERT, GOOD, GRID, LINE, MUTED, Sheet
from satkit.tables.cells import Words

STEPS = (1, 2, 5, 10, 20, 50)  # between the lines of a grid
APART = 34  # pixels between two of them at least
WIDTH = 780
NAME, NAMED = 11, 150  # size of the name of a cut, and the room for a line of it
TONES = {"good": GOOD, "bad": ALERT}


@dataclass(frozen=True)
class Line:
    """One node's way through the waves, NaN where a wave has no score.

    ``verdicts`` are words and tone of the step that ends in each wave; the first is empty.
    """

    label: Words
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    verdicts: tuple[tuple[Words, str], ...]
    tips: tuple[Words, ...]


@dataclass(frozen=True)
class Trend:
    """Ways through the same waves, on one scale.

    Parameters
    ----------
    lines : sequence of Line
    waves : sequence of Words
    cuts : sequence of (score, name)
        Where bands begin.
    breaks : sequence of (place, words)
        Waves before which the questionnaire or the mode changed, and what changed.
    """

    lines: Sequence[Line]
    waves: Sequence[Words]
    cuts: Sequence[tuple[float, Words]] = ()
    breaks: Sequence[tuple[int, Words]] = ()


@dataclass(frozen=True)
class Frame:
    """The rectangle of one panel, and the scores its height stands for."""

    left: float
    top: float
    width: float
    height: float
    floor: float
    ceiling: float

    def x(self, place: int, waves: int) -> float:
        """Where a wave stands."""
        return self.left + self.width * ((place + 0.5) / waves)

    def y(self, value: float) -> float:
        """Where a score stands."""
        part = (value - self.floor) / (self.ceiling - self.floor)
        return self.top + self.height * (1 - part)


def draw(chart: Trend, key: str, title: Words, description: Words, language: str) -> str:
    """One large panel for a single line, else small ones three abreast."""
    lines, waves = chart.lines, [say(wave, language) for wave in chart.waves]
    cuts = [(cut, say(name, language)) for cut, name in chart.cuts]
    floor, ceiling = _range(lines, cuts)
    across = 1 if len(lines) == 1 else 3
    wide, high, head = WIDTH / across, (310 if across == 1 else 178), (0 if across == 1 else 36)
    down = -(-len(lines) // across)
    beside = _beside([name for cut, name in cuts if floor < cut < ceiling]) if across == 1 else 22
    told = chart.breaks if across == 1 else ()
    notes = [line for place, words in told for line in _break(say(words, language), waves[place])]
    sheet = Sheet(WIDTH, down * (high + head) + 17 * len(notes) + 2, language)
    for place, line in enumerate(lines):
        left, top = wide * (place % across), (high + head) * (place // across)
        frame = Frame(left + 34, top + head + 26, wide - 34 - beside, high - 72, floor, ceiling)
        _panel(sheet, frame, line, waves, cuts, [at for at, _ in chart.breaks], large=across == 1)
        if across > 1:
            named = typeface.wrap(say(line.label, language), wide - 30, 13, bold=True, most=2)
            sheet.lines(left + 34, top + head / 2 + 6, named, bold=True)
    for place, note in enumerate(notes):
        sheet.text(34, down * (high + head) + 17 * place + 6, note, 11, MUTED)
    return sheet.svg(key, title, description)


def _beside(names: Sequence[str]) -> float:
    """The room right of a large panel: for the names of the cuts it shows, broken where they are long."""
    lines = [line for name in names for line in typeface.wrap(name, NAMED, NAME)]
    return max(92, typeface.widest(lines, NAME) + 14)


def _break(words: str, wave: str) -> list[str]:
    return typeface.wrap(f"┊ {wave}: {words}", WIDTH - 60, 11)


def _range(lines: Sequence[Line], cuts: Sequence[tuple[float, str]]) -> tuple[float, float]:
    """Scores to show: all intervals, a cut close by, and never less than six points."""
    lows = [value for line in lines for value in line.low if not isnan(value)] or [0.0]
    highs = [value for line in lines for value in line.high if not isnan(value)] or [100.0]
    near = [cut for cut, _ in cuts if min(lows) - 3 <= cut <= max(highs) + 3]
    floor, ceiling = min(lows + near), max(highs + near)
    spare = max(6 - (ceiling - floor), 0) / 2 + 0.1 * (ceiling - floor)
    return max(0.0, floor - spare), min(100.5, ceiling + spare)


def _panel(
    sheet: Sheet, frame: Frame, line: Line, waves: Sequence[str], cuts: Sequence[tuple[float, str]],
    breaks: Sequence[int], *, large: bool,
) -> None:  # fmt: skip
    right, bottom, count = frame.left + frame.width, frame.top + frame.height, len(waves)
    _grid(sheet, frame)
    for cut, name in cuts:
        if frame.floor < cut < frame.ceiling:
            sheet.line([frame.left, right], [frame.y(cut)] * 2, LINE, 1, (4, 3))
            if large:
                sheet.lines(right + 8, frame.y(cut), typeface.wrap(name, NAMED, NAME), NAME, MUTED)
    for place in breaks:
        at = frame.left + frame.width * place / count
        sheet.line([at, at], [frame.top - 8, bottom], MUTED, 1, (1.5, 3))
    xs = [frame.x(place, count) for place in range(count)]
    kept = [place for place in range(count) if not isnan(line.values[place])]
    sheet.band(
        [xs[place] for place in kept], [frame.y(line.low[place]) for place in kept],
        [frame.y(line.high[place]) for place in kept], ACCENT,
    )  # fmt: skip
    sheet.line([xs[place] for place in kept], [frame.y(line.values[place]) for place in kept], ACCENT, 2.4)
    for place, wave in enumerate(waves):
        sheet.text(xs[place], bottom + 18, wave, 12 if large else 11, MUTED, "center")
    for place in kept:
        _point(sheet, frame, line, place, xs[place], large=large)


def _grid(sheet: Sheet, frame: Frame) -> None:
    span = frame.ceiling - frame.floor
    room = frame.height / APART
    step = next((step for step in STEPS if span / step <= room), STEPS[-1])  # a small panel of a wide range
    for tick in range(int(-(-frame.floor // step) * step), int(frame.ceiling) + 1, step):
        sheet.line([frame.left, frame.left + frame.width], [frame.y(tick)] * 2, GRID)
        sheet.text(frame.left - 8, frame.y(tick), f"{tick}", 11, MUTED, "right")


def _point(sheet: Sheet, frame: Frame, line: Line, place: int, x: float, *, large: bool) -> None:
    y, size = frame.y(line.values[place]), 14 if large else 12
    sheet.dot(x, y, 5 if large else 3.6, ACCENT, tip=line.tips[place])
    above = frame.y(line.high[place]) - (12 if large else 9)
    sheet.text(x, above, score(line.values[place]), size, align="center", bold=True, halo=True)
    verdict, tone = line.verdicts[place]
    if words := say(verdict, sheet.language):
        size = 12 if large else 11
        told = typeface.wrap(words, frame.width / len(line.values) - 6, size)
        below = frame.y(line.low[place]) + (15 if large else 11) + 1.25 * size * (len(told) - 1) / 2
        sheet.lines(x, below, told, size, TONES.get(tone, MUTED), "center", halo=True)
