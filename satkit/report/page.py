"""Sections into one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from string import ascii_letters
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from satkit.language import say
from satkit.number_format import score
from satkit.report import typeface, words
from satkit.report.blocks import Figure, Hero, Section
from satkit.report.figures import draw
from satkit.report.figures.canvas import bands
from satkit.tables.cells import Cell, Verdict, Withheld, Words, read_cell
from satkit.tables.sanitize import plain
from satkit.tables.table import Column

HERE = Path(__file__).parent
HTML_LANGUAGES = {"zh": "zh-CN", "en": "en"}
# In Chinese quotation marks and dashes are as wide as characters; elsewhere the reader's own font has them.
RANGES = {"zh": ""}
LATIN_MARKS = ";unicode-range:U+0-B6,U+B8-2013,U+2015-2017,U+201E-2025,U+2027-10FFFF"
SENTENCE_GAPS = {"zh": "", "en": " "}
FONT_PLACE = Markup("\x00font\x00")  # no text can hold it: plain() takes out every control

# Marks of drawings; no label can pass for one, because its quotation marks are escaped.
STYLED = re.compile(r'<(path|circle|text) ([^<>]*) style="([^"<>]*)"')
PLACE = re.compile(r' ([xy])="([\d.-]+)"')
NAMES = (*ascii_letters, *map("".join, product(ascii_letters, repeat=2)))


@lru_cache
def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _look(cell: Cell, column: Column[Any]) -> Markup:
    """The classes of a cell: words to the left, what is missing in grey, verdicts in colour.

    Most cells are numbers, which stand to the right without a class.
    """
    classes = []
    if isinstance(cell, Withheld):
        classes.append("none")
    elif column.kind == "text":
        classes.append("w")
    if isinstance(cell, Verdict) and cell.tone != "neutral":
        classes.append(cell.tone)
    if len(classes) > 1:
        return Markup(' class="{}"').format(" ".join(classes))
    return Markup(" class={}").format(*classes) if classes else Markup("")


def _environment(language: str) -> Environment:
    """Everything printed is escaped; the only markup let through is our own drawing."""

    def spoken(hero: Hero) -> str:
        values = {"floor": f"{hero.floor:g}", "score": score(float(str(hero.value))), "band": hero.band}
        return plain(say(words.SCALE.with_values(**values), language))

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        finalize=lambda value: plain(value) if type(value) is str else value,
        trim_blocks=True,
    )
    environment.filters |= {
        "say": lambda what: plain(say(what, language)),
        "read": lambda cell, column: plain(read_cell(cell, column.kind, language)),
        "look": _look,
        "score": score,
        "spoken": spoken,
        "kind": lambda block: type(block).__name__,
        "colour": lambda place, count: bands(count)[place],
        "drawing": lambda figure: _ours(draw_figure(figure, language)),
    }
    return environment


def draw_figure(figure: Figure, language: str) -> str:
    """The figure as an SVG element in the words of ``language``."""
    return draw(figure.chart, figure.key, figure.title, figure.description, language)


def _ours(text: str) -> Markup:
    """Text we wrote ourselves: the style, the script, drawings whose labels were escaped as XML."""
    return Markup(text)  # noqa: S704


def render(
    sections: Sequence[Section],
    language: str,
    title: Words,
    subtitle: str,
    colophon: Words,
    *,
    simulated: bool = False,
) -> tuple[str, str]:
    """The page, and the characters on it that its font lacks.

    Parameters
    ----------
    sections : sequence of Section
        In reading order; the summary, where there is one, stands above the table of contents.
    """
    script = _file("page.js")
    page = str(
        _environment(language)
        .get_template("page.html.j2")
        .render(
            sections=sections,
            links={section.key for section in sections[1:]},
            lang=HTML_LANGUAGES.get(language, language),
            gap=SENTENCE_GAPS.get(language, " "),
            title=title,
            subtitle=subtitle,
            colophon=colophon,
            simulated=simulated,
            words=words,
            css=_ours(_file("page.css")),
            script=_ours(script),
            script_hash=_sha256(script),
            font=FONT_PLACE,
            ranges=RANGES.get(language, LATIN_MARKS),
        )
    )
    page = _with_shared_styles(page)
    font = base64.b64encode(typeface.woff2(page)).decode("ascii")
    return page.replace(FONT_PLACE, font, 1), typeface.lacking(page.replace(FONT_PLACE, "", 1))


def _with_shared_styles(page: str) -> str:
    """The page with every style that marks of drawings share said once, as a class with a short name."""
    counted = Counter(style for _, _, style in STYLED.findall(page))
    shared = sorted((style for style, times in counted.items() if times > 2), key=lambda s: (-counted[s], s))
    names = dict(zip(shared, NAMES, strict=False))

    def named(match: re.Match[str]) -> str:
        mark, place, style = match.groups()
        return f"<{mark} class={names[style]} {place}" if style in names else match[0]

    rules = "".join(f".chart .{name}{{{style}}}" for style, name in names.items())
    return PLACE.sub(r" \1=\2", STYLED.sub(named, page)).replace("</style>", f"{rules}</style>", 1)


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
