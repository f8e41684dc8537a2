"""The chart font: how wide a text is, which characters it lacks, the part a page needs."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from satkit.tables.charts.style import FILE

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

BOLD = 1.05
NEVER_FIRST = frozenset("，。、；：？！）》」』】〉”’…·%％℃,.;:?!)]}")
NEVER_LAST = frozenset("（《「『【〈“‘([{")


def _open() -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(FILE, lazy=True, recalcBBoxes=False, recalcTimestamp=False)


@lru_cache
def advances() -> dict[str, float]:
    """Every character of the font and its width in em."""
    with _open() as font:
        widths, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` runs in one line, in the unit of ``size``; unknown characters count one em."""
    table = advances()
    return sum(table.get(char, 1.0) for char in text) * size * (BOLD if bold else 1.0)


def widest(texts: Iterable[str], size: float) -> float:
    """How wide the widest of ``texts`` runs."""
    return max((width(text, size) for text in texts), default=0.0)


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 6) -> list[str]:
    """``text`` in lines no wider than ``room``: Chinese breaks anywhere, Latin between words.

    A word too long for a line is broken; what does not fit ``most`` lines ends in ``…``.
    """
    lines = [""]
    for piece in _pieces(text):
        if not lines[-1] or width(lines[-1] + piece.rstrip(), size, bold=bold) <= room:
            lines[-1] += piece
        elif len(lines) > most:
            break
        else:
            lines.append(piece.lstrip())
        while width(lines[-1].rstrip(), size, bold=bold) > room and len(lines[-1]) > 1:
            fits = _fitting(lines[-1], room, size, bold=bold)
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
            if len(lines) > most:
                break
    lines = [line.strip() for line in lines]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _fitting(text: str, room: float, size: float, *, bold: bool) -> int:
    used = 0.0
    for place, char in enumerate(text):
        used += width(char, size, bold=bold)
        if used > room:
            return max(place, 1)
    return len(text)


def _pieces(text: str) -> Iterable[str]:
    """The smallest parts between which a line may end."""
    piece = ""
    for before, char in zip(" " + text, text, strict=False):
        may_break = before == " " or (
            (_wide(before) or _wide(char)) and char not in NEVER_FIRST and before not in NEVER_LAST
        )
        if may_break and piece and char != " ":
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _wide(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"


def lacking(text: str) -> str:
    """The characters of ``text`` the font does not have, each once, in order of code."""
    return "".join(sorted(char for char in set(text) - set("\n\r\t") if char not in advances()))


def woff2(text: str) -> bytes:
    """The font with the characters of ``text`` only, compressed; the same bytes every time."""
    from fontTools import subset

    options = subset.Options()
    options.hinting = (
        True  # docs/fonts/rebuild.py took the hints out; to look for more takes a fifth of the time
    )
    options.layout_features = ["kern", "tnum"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted({ord(char) for char in text}))
    file = io.BytesIO()
    with _open() as font:
        cutter.subset(font)
        font.flavor = "woff2"
        font.save(file)
    return file.getvalue()
