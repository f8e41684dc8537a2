"""What two questions share: the name of an attribute that nobody named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

MARKS = " ,，、:：;；.。?？!！-–—"
CLAUSE = re.compile(r"[,，:：;；.。?？!！]")
MUCH, LITTLE = 0.4, 0.2  # of the shorter text: less of it is shared by chance, as "If you were"
OPENING = re.compile(
    r"(are|is|do|how|if|what|when|would|suppose|imagine)\b|如果|若|假如|假设|当|您|你", re.IGNORECASE
)
TOPIC = re.compile(r"([^:：]{2,})[:：]")  # what stands before a colon is what the question is about


def in_common(pairs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the two texts of each pair share, where it is theirs alone and no mere turn of phrase.

    It is what they begin with alike, up to a colon or much of the text, else the clause they end with
    alike.  What two attributes share tells neither.
    """
    found = {name: _of_two(*texts) for name, texts in pairs.items() if all(texts)}
    told = list(found.values())
    return {name: text for name, text in found.items() if text and told.count(text) == 1}


def _of_two(*texts: str) -> str:
    shortest = min(map(len, texts))
    begin, end = find_shared_beginning(*texts), CLAUSE.split(ending(*texts))[0].strip(MARKS)
    if topic := TOPIC.match(begin):
        return topic[1].strip(MARKS)
    marked = all(text[len(begin) :].lstrip()[:1] in {*":：-–—（("} for text in texts) if begin else False
    long = len(begin) >= MUCH * shortest and not OPENING.match(begin)
    if begin and (marked or long):
        return begin
    return end if len(end) >= LITTLE * shortest and not OPENING.match(end) else ""


def find_shared_beginning(*texts: str) -> str:
    """The beginning that texts share, without half a word or a bracket left open."""
    same = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    begin = "".join(signs[0] for signs in same)
    if any(re.fullmatch("[A-Za-z]{2}", begin[-1:] + text[len(begin) : len(begin) + 1]) for text in texts):
        begin = begin.rpartition(" ")[0]
    cut = max(begin.rfind(mark) for mark in "（([")
    closed = max(begin.rfind(mark) for mark in "）)]")
    return (begin[:cut] if cut > closed else begin).strip(" ,，、:：-—")


def ending(*texts: str) -> str:
    """The end that texts share, without half a word."""
    same = takewhile(lambda signs: len(set(signs)) == 1, zip(*(text[::-1] for text in texts), strict=False))
    end = "".join(signs[0] for signs in same)[::-1]
    before = [text[: len(text) - len(end)][-1:] for text in texts]
    if any(re.fullmatch("[A-Za-z]{2}", sign + end[:1]) for sign in before):
        end = end.partition(" ")[2]
    return end.strip(MARKS)
