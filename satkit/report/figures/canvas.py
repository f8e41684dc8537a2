"""A sheet to draw on: marks in pixels, written as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, isnan
from typing import Literal

from satkit.language import say
from satkit.tables.cells import Words
from satkit.tables.sanitize import plain

# Colours that follow the reader's theme: drawn in their light value, inlined as CSS variables.
INK, MUTED, GRID, GREY, LINE = "#1f2933", "#5d6875", "#e3e7eb", "#b8c1cc", "#98a3ae"
PAPER, SOFT, ACCENT, ALERT, GOOD = "#fefefe", "#f5f7f9", "#1b6ca8", "#b8470f", "#1a7f4b"
HEAT = ("#e89a66", "#f0b88f", "#f6d3b8", "#fbeadd", "#f3f4f6", "#e1edf6", "#c3dcee", "#a0c8e4", "#79b0d8")
THEME = {
    INK: "--ink", MUTED: "--muted", GRID: "--grid", GREY: "--grey", LINE: "--line", PAPER: "--bg",
    SOFT: "--soft", ACCENT: "--accent", ALERT: "--alert", GOOD: "--good",
    **{colour: f"--heat{place}" for place, colour in enumerate(HEAT)},
}  # fmt: skip

# Colours that stay in every theme: from the best answer to the worst, blue to orange, which all
# common kinds of colour blindness keep apart, with the text colour each can carry.
RAMP = (
    "#1a6ba7", "#2f79af", "#68a5cd", "#8ec1e0", "#bcd9ea", "#e6e3da",
    "#f3d6a6", "#f2c078", "#e5a263", "#bf5519", "#a8440f",
)  # fmt: skip
LIGHT, DARK = "#ffffff", "#101820"
CARRIES_LIGHT = frozenset((RAMP[0], RAMP[1], RAMP[9], RAMP[10]))

SIZE = 13.0  # of text in a drawing, pixels, as page.css has it
RING = 1.6
HALO = "stroke;stroke:var(--bg);stroke-width:4;stroke-linejoin:round"
ANCHORS = {"left": "", "center": "middle", "right": "end"}

Align = Literal["left", "center", "right"]


def ramp(points: int) -> tuple[str, ...]:
    """Colours for ``points`` ordered answers, from best to worst."""
    if points == 4:
        return RAMP[0], RAMP[3], RAMP[7], RAMP[9]
    last = max(points - 1, 1)
    return tuple(RAMP[min(round(10 * place / last), 10)] for place in range(points))


def bands(count: int) -> tuple[str, ...]:
    """Colours for ``count`` named bands, from best to worst; the last of few is no alarm."""
    return (RAMP[0], RAMP[3], RAMP[7])[:count] if count <= 3 else ramp(count)


def on(colour: str) -> str:
    """The text colour that reads well on a colour of the ramp."""
    return LIGHT if colour in CARRIES_LIGHT else DARK


def share_ticks(longest: float) -> list[float]:
    """Round ticks from nothing to beyond the longest share of 0-1, nine at most."""
    step = next(step for step in (0.02, 0.05, 0.1, 0.2, 0.25) if longest / step <= 8 or step == 0.25)
    return [tick * step for tick in range(max(ceil(longest / step), 1) + 1)]


class Sheet:
    """A drawing in CSS pixels, its origin at the top left; later marks lie above earlier ones.

    What ``page.css`` says of ``.chart``, and what SVG says itself, is not written again.

    Parameters
    ----------
    width, height : float
        Size in pixels of the reader's screen at full width.
    language : {"zh", "en"}
        In which it says its words.
    """

    def __init__(self, width: float, height: float, language: str = "en") -> None:
        self.width, self.height, self.language = width, height, language
        self._marks: list[str] = []

    def _path(self, steps: str, style: str, tip: Words = "") -> None:
        self._marks.append(_element("path", f'd="{steps}"', style, self._title(tip)))

    def _title(self, tip: Words) -> str:
        """What the mark says when pointed at."""
        words = self._say(tip)
        return f"<title>{words}</title>" if words else ""

    def _say(self, words: Words) -> str:
        return escape(plain(say(words, self.language)))

    def box(self, x: float, y: float, width: float, height: float, fill: str, tip: Words = "") -> None:
        """A filled rectangle from its top left corner."""
        left, top, right, bottom = (round(end, 1) for end in (x, y, x + width, y + height))
        across, down, back = _short(right - left), _short(bottom - top), _short(left - right)
        start = _pair(_short(left), _short(top))
        self._path(f"M{start}h{across}v{down}h{back}z", f"fill:{_paint(fill)}", tip)

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str = LINE,
        width: float = 1.0,
        dash: tuple[float, ...] = (),
        tip: Words = "",
    ) -> None:
        """A line through the points; NaN parts it."""
        self._path(_steps(xs, ys), _pen(colour, width, dash), tip)

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: str = "", tip: Words = "") -> None:
        """A disc, drawn as a point of a round pen, the shortest SVG; or a ring around ``hollow``."""
        if not hollow:
            self._path(
                f"M{_pair(_short(x), _short(y))}h.1", _pen(colour, 2 * radius) + ";stroke-linecap:round", tip
            )
            return
        place = f'cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius - RING / 2)}"'
        style = f"fill:{_paint(hollow)};stroke:{_paint(colour)};stroke-width:{RING:g}"
        self._marks.append(_element("circle", place, style, self._title(tip)))

    def band(self, xs: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str) -> None:
        """The area between two lines, pale."""
        if len(xs) > 1:
            outline = _steps([*xs, *reversed(xs)], [*low, *reversed(high)])
            self._path(f"{outline}z", f"fill:{_paint(colour)};opacity:.16")

    def text(
        self,
        x: float,
        y: float,
        words: Words,
        size: float = 13,
        colour: str = INK,
        align: Align = "left",
        *,
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """One line of text, centred vertically on ``y``; without words nothing.

        A ``halo`` of paper keeps it apart from the lines it crosses.
        """
        written = self._say(words)
        if not written:
            return
        style = {
            "font-weight": "700" if bold else "",
            "font-size": f"{size:g}px" if size != SIZE else "",
            "text-anchor": ANCHORS[align],
            "fill": _paint(colour) if colour != INK else "",
            "paint-order": HALO if halo else "",
        }
        looks = ";".join(f"{name}:{value}" for name, value in style.items() if value)
        place = f'x="{_short(x)}" y="{_short(y + 0.355 * size)}"'
        self._marks.append(_element("text", place, looks, written))

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[Words],
        size: float = 13,
        colour: str = INK,
        align: Align = "left",
        *,
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Several lines, their block centred vertically on ``y``."""
        step = 1.25 * size
        top = y - step * (len(lines) - 1) / 2
        for place, line in enumerate(lines):
            self.text(x, top + step * place, line, size, colour, align, bold=bold, halo=halo)

    def reading(self, x: float, y: float, value: str, span: str, room: float) -> None:
        """An estimate and its interval, which ends at ``x`` and takes up to ``room`` in its column."""
        self.text(x - room - 9, y, value, align="right", bold=True)
        self.text(x, y, span, 11, MUTED, "right")

    def svg(self, key: str, title: Words, description: Words) -> str:
        """The drawing as an SVG element to stand in a page; ``key`` keeps its ids its own."""
        return (
            f'<svg class="chart" viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{self._say(title)}</title>'
            f'<desc id="{key}-d">{self._say(description)}</desc>{"".join(self._marks)}</svg>'
        )


def _element(name: str, place: str, style: str, inner: str) -> str:
    said = f' style="{style}"' if style else ""
    return f"<{name} {place}{said}>{inner}</{name}>" if inner else f"<{name} {place}{said}/>"


def _paint(colour: str) -> str:
    """A colour as it is, or the variable that follows the theme."""
    return f"var({THEME[colour]})" if colour in THEME else colour


def _pen(colour: str, width: float, dash: tuple[float, ...] = ()) -> str:
    style = f"fill:none;stroke:{_paint(colour)}"
    if width != 1:
        style += f";stroke-width:{width:.4g}"
    return f"{style};stroke-dasharray:{','.join(f'{part:g}' for part in dash)}" if dash else style


def _short(number: float) -> str:
    """A length to a tenth of a pixel, without what SVG does not need."""
    text = f"{number:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else "0" if text == "-0" else text


def _pair(x: str, y: str) -> str:
    """Two lengths, parted only where the second does not part itself."""
    return x + y if y.startswith("-") else f"{x} {y}"


def _steps(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The way through the points: level and upright steps by one length, anew after NaN."""
    way: list[str] = []
    last: tuple[str, str] | None = None
    for x, y in zip(xs, ys, strict=True):
        if isnan(x) or isnan(y):
            last = None
            continue
        here = _short(x), _short(y)
        if last is None:
            way.append("M" + _pair(*here))
        elif here[1] == last[1]:
            way.append("H" + here[0])
        elif here[0] == last[0]:
            way.append("V" + here[1])
        else:
            way.append("L" + _pair(*here))
        last = here
    return "".join(way)
