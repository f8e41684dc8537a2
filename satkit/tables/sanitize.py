"""Text of strangers made harmless to show."""

from __future__ import annotations

import re

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff{BIDI_CONTROLS}]")
MARK = "□"


def plain(text: str) -> str:
    """``text`` with every control, direction override and half character shown as ``□``.

    Escaping is left to the page and the workbook; this takes out what escaping leaves in: marks
    that turn the reading direction of what follows, and characters no XML file may hold.
    """
    return UNSEEN.sub(MARK, text)


def one_line(text: str) -> str:
    """``text`` made harmless, in one line: breaks and runs of blanks become a blank."""
    return " ".join(plain(text).split())
