"""Columns whose headings share a question and differ in its part: a row of a matrix, an option."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from satkit.survey.scale import fold
from satkit.survey.table import Table

# where platforms put the part: Question [Part], Question >> Part, Question (Part), Question — Part …
ENDS = tuple(
    re.compile(rule, re.DOTALL)
    for rule in (
        r"(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]+)\]",
        r"(?P<stem>.*\S)\s*[(（](?P<part>[^()（）]+)[)）]",
        r"(?P<stem>.*?\S)\s*[【〔](?P<part>[^【】〔〕]+)[】〕]",
    )
)
MARKS = re.compile(
    r"\s{0,99}>>\s{0,99}|\s{1,99}[-–—:|/]\s{1,99}|\s{0,99}—{1,2}\s{0,99}|[:：]\s{0,99}|___|\s{0,99}→\s{0,99}"
)
SHORTEST = 2  # signs: a stem of one is a letter before a number, not a question
MOST_SPLITS = 8  # of one heading: no question has more marks that might part it


def split_headings(headings: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Question and part of every heading that shares its question with another one.

    Parameters
    ----------
    headings : sequence of str
        One a column, in the order of the file.

    Returns
    -------
    dict
        Place to (question, part).  Of several ways to part a heading that one is taken whose
        question most headings share, then the longest question.

    Examples
    --------
    >>> split_headings(["How good? [Staff]", "How good? [Price]", "Age"])
    {0: ('How good?', 'Staff'), 1: ('How good?', 'Price')}
    """
    ways = [tuple(_ways(heading)) for heading in headings]
    members: defaultdict[str, set[str]] = defaultdict(set)
    for heading in ways:
        for stem, part in heading:
            members[fold(stem)].add(fold(part))
    shared = {stem: len(parts) for stem, parts in members.items() if len(parts) > 1}
    found = {}
    for place, heading in enumerate(ways):
        known = [way for way in heading if fold(way[0]) in shared]
        if known:
            found[place] = max(known, key=lambda way: (shared[fold(way[0])], len(way[0])))
    return _fellows(found)


def parts_of(table: Table) -> Mapping[str, tuple[str, str]]:
    """Column to question and part: as the reader found them, else by its texts and names."""
    if table.parts:
        return table.parts
    columns = [str(column) for column in table.frame]
    found = split_headings([str(table.texts.get(column) or column) for column in columns])
    return {columns[place]: way for place, way in found.items()}


def _ways(heading: str) -> Iterator[tuple[str, str]]:
    """Every way in which a heading may be a question and its part."""
    text = heading.strip()
    for rule in ENDS:
        hit = rule.fullmatch(text)
        if hit and len(hit["stem"]) >= SHORTEST and hit["part"].strip():
            yield hit["stem"].strip(), hit["part"].strip()
    for mark in list(MARKS.finditer(text))[:MOST_SPLITS]:
        stem, part = text[: mark.start()].strip(), text[mark.end() :].strip()
        if len(stem) >= SHORTEST and part and not stem.isdigit():
            yield stem, part


def _fellows(found: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Without questions that kept one part only, the others having been parted elsewhere."""
    times = Counter(fold(stem) for stem, _ in found.values())
    return {place: way for place, way in found.items() if times[fold(way[0])] > 1}
