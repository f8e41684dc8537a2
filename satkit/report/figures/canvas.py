"""A sheet to draw on, and the only file that knows matplotlib."""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from satkit.report import typeface
from satkit.report.plain import plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.font_manager import FontProperties

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

SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "satkit",
    "text.parse_math": False,
    "path.simplify": False,
    "patch.linewidth": 0,
}
SVG = "{http://www.w3.org/2000/svg}"
DEFAULTS = {
    "text": {"text-anchor": "start", "font-weight": "400", "font-size": "13px", "fill": INK},
    "path": {
        "stroke-linejoin": "miter",
        "stroke-linecap": "butt",
        "stroke-dashoffset": "0",
        "stroke": "none",
    },
}  # what page.css says of .chart, and what SVG says itself

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


@lru_cache
def _font(*, bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=typeface.FILE, weight="bold" if bold else "normal")


class Sheet:
    """A drawing in CSS pixels, its origin at the top left; later marks lie above earlier ones.

    Parameters
    ----------
    width, height : float
        Size in pixels of the reader's screen at full width.
    """

    def __init__(self, width: float, height: float) -> None:
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self._tips: dict[str, str] = {}
        self._marks = 0
        with rc_context(SETTINGS):
            figure = Figure(figsize=(width / 72, height / 72), dpi=72)
            self._axes = figure.add_axes((0, 0, 1, 1))
        figure.patch.set_visible(False)
        self._axes.set_axis_off()
        self._axes.set(xlim=(0, width), ylim=(height, 0))
        self._figure = figure

    def _place(self, artist: Artist, tip: str) -> None:
        self._marks += 1
        artist.set_zorder(self._marks)
        artist.set_clip_on(False)
        if tip:
            gid = f"tip{self._marks}"
            artist.set_gid(gid)
            self._tips[gid] = plain(tip)

    def box(self, x: float, y: float, width: float, height: float, fill: str, tip: str = "") -> None:
        """A filled rectangle from its top left corner."""
        from matplotlib.patches import Rectangle

        patch = Rectangle((x, y), width, height, facecolor=fill, edgecolor="none", linewidth=0)
        self._place(self._axes.add_patch(patch), tip)

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str = LINE,
        width: float = 1.0,
        dash: tuple[float, ...] = (),
        tip: str = "",
    ) -> None:
        """A line through the points; NaN parts it."""
        style = (0, tuple(part / width for part in dash)) if dash else "-"
        (artist,) = self._axes.plot(xs, ys, color=colour, lw=width, ls=style, solid_capstyle="butt")
        self._place(artist, tip)

    def dot(self, x: float, y: float, radius: float, colour: str, hollow: str = "", tip: str = "") -> None:
        """A disc, or a ring around ``hollow``; drawn as a point of a round pen, the shortest SVG."""
        for fill, wide in ((colour, 2 * radius), (hollow, 2 * radius - 3.2)):
            if fill:
                (artist,) = self._axes.plot([x, x + 0.1], [y, y], color=fill, lw=wide, solid_capstyle="round")
                self._place(artist, tip)

    def band(self, xs: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str) -> None:
        """The area between two lines, pale."""
        from matplotlib.patches import Polygon

        outline = [*zip(xs, low, strict=True), *reversed([*zip(xs, high, strict=True)])]
        if len(xs) > 1:
            patch = Polygon(outline, facecolor=colour, edgecolor="none", alpha=0.16, linewidth=0)
            self._place(self._axes.add_patch(patch), "")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 13,
        colour: str = INK,
        align: Align = "left",
        *,
        bold: bool = False,
        tip: str = "",
    ) -> None:
        """One line of text, centred vertically on ``y``."""
        artist = self._axes.text(
            x, y + 0.355 * size, plain(words), size=size, color=colour, ha=align, va="baseline",
            fontproperties=_font(bold=bold).copy(), parse_math=False,
        )  # fmt: skip
        artist.set_fontsize(size)
        self._place(artist, tip)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = 13,
        colour: str = INK,
        align: Align = "left",
        *,
        bold: bool = False,
    ) -> None:
        """Several lines, their block centred vertically on ``y``."""
        step = 1.25 * size
        top = y - step * (len(lines) - 1) / 2
        for place, line in enumerate(lines):
            self.text(x, top + step * place, line, size, colour, align, bold=bold)

    def svg(self, key: str, title: str, description: str) -> str:
        """The drawing as an SVG element to stand in a page; ``key`` keeps its ids its own."""
        from matplotlib import rc_context

        raw = io.StringIO()
        with rc_context(SETTINGS), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing from font")  # the page says which
            self._figure.savefig(raw, format="svg", metadata={"Date": None, "Creator": None})
        root = ET.fromstring(raw.getvalue())  # noqa: S314  matplotlib wrote it a line above
        drawing = ET.Element("svg", {
            "class": "chart", "viewBox": f"0 0 {self.width:g} {self.height:g}", "role": "img",
            "aria-labelledby": f"{key}-t {key}-d",
        })  # fmt: skip
        ET.SubElement(drawing, "title", {"id": f"{key}-t"}).text = plain(title)
        ET.SubElement(drawing, "desc", {"id": f"{key}-d"}).text = plain(description)
        drawing.extend(self._cleaned(root))
        return ET.tostring(drawing, encoding="unicode")

    def _cleaned(self, parent: ET.Element) -> list[ET.Element]:
        """The marks below ``parent`` without matplotlib's scaffolding: groups, ids, styles, metadata."""
        marks: list[ET.Element] = []
        for child in parent:
            tip = self._tips.get(child.get("id", ""))
            if child.tag == f"{SVG}g" and tip is None:
                marks += self._cleaned(child)
            elif child.tag == f"{SVG}g":
                group = ET.Element("g", {"class": "tip"})
                ET.SubElement(group, "title").text = tip
                group.extend(self._cleaned(child))
                marks.append(group)
            elif child.tag in {f"{SVG}path", f"{SVG}text"}:
                marks.append(_mark(child))
        return marks


def _mark(source: ET.Element) -> ET.Element:
    mark = ET.Element(source.tag.removeprefix(SVG))
    if "d" in source.attrib:
        mark.set("d", re.sub(r"\s*([A-Za-z])\s*", r"\1", " ".join(_rounded(source.attrib["d"]).split())))
    for axis in ("x", "y"):
        if axis in source.attrib:
            mark.set(axis, _rounded(source.attrib[axis]))
    style = _style(source.get("style", ""), DEFAULTS[mark.tag])
    if style:
        mark.set("style", style)
    mark.text = source.text
    return mark


def _rounded(numbers: str) -> str:
    return re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), numbers)


def _style(style: str, defaults: dict[str, str]) -> str:
    """A style without defaults, its theme colours as CSS variables."""
    kept = []
    for entry in style.split(";"):
        name, _, value = (part.strip() for part in entry.partition(":"))
        if name and name != "font-family" and defaults.get(name) != value:
            kept.append(f"{name}:{f'var({THEME[value]})' if value in THEME else value}")
    return ";".join(kept)
