"""Names that Excel allows for sheets, and text cut to what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satkit.tables.sanitize import plain

ELLIPSIS, TRIMMED = "…", " ',;:–-（("
LONGEST_NAME = 31
LAST_OF_ONE = 0xFFFF  # the last character that UTF-16 writes as one unit


def sheet_names(titles: Sequence[str]) -> list[str]:
    r"""Names Excel allows: at most 31 units of UTF-16, none of ``[]:*?/\``, no two the same in any case.

    A longer title ends between two words, with an ellipsis; of titles that begin alike the later ones keep
    their last words.
    """
    taken: set[str] = {"history"}
    names = []
    for title in titles:
        clean = re.sub(r"[\[\]:*?/\\\s]", " ", plain(title)).strip(" '")
        name = _shortened(clean, LONGEST_NAME) or "-"
        if name.casefold() in taken and name != clean:
            name = _both_ends(clean, LONGEST_NAME)
        tail = 2
        whole = name
        while name.casefold() in taken:
            end = f" ({tail})"
            name, tail = fitted(whole, LONGEST_NAME - len(end)) + end, tail + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _shortened(text: str, most: int) -> str:
    """The beginning of ``text`` up to a space between words where it is too long, and an ellipsis."""
    begun = fitted(text, most)
    if begun == text:
        return text
    begun = fitted(text, most - len(ELLIPSIS))
    words, space, part = begun.rpartition(" ")
    if space and part.isascii() and text[len(begun)] != " " and len(words) > most // 3:
        begun = words
    return begun.strip(TRIMMED) + ELLIPSIS


def _both_ends(text: str, most: int) -> str:
    """The first words of ``text``, an ellipsis, and its last ones."""
    end = text[::-1]
    end = fitted(end, most // 2)[::-1]
    if " " in end.strip():
        end = end[end.index(" ") :]
    end = end.strip(" '")
    taken = len(end.encode("utf-16-le", "surrogatepass")) // 2
    return _shortened(text, most - taken - 1).strip(TRIMMED) + " " + end


def fitted(text: str, most: int) -> str:
    """The beginning of ``text`` in at most so many units of UTF-16, in which Excel counts: an emoji is two."""
    units = 0
    for place, char in enumerate(text):
        units += 2 if ord(char) > LAST_OF_ONE else 1
        if units > most:
            return text[:place]
    return text
