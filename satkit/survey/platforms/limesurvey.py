"""LimeSurvey: question codes, their subquestions in brackets, or codes above texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from satkit.language import Text
from satkit.survey.clock import holds_dates, seconds
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import personal
from satkit.survey.stems import split_headings
from satkit.survey.table import OF_PLATFORM, Table

WORDS = {
    "response id": "id",
    "date submitted": "submitdate",
    "last page": "lastpage",
    "start language": "startlanguage",
    "seed": "seed",
    "date started": "startdate",
    "date last action": "datestamp",
    "referrer url": "refurl",
    "ip address": "ipaddr",
}
CODES = frozenset({*WORDS.values(), "token"})
PERSONAL = frozenset(["ipaddr", "refurl", "token"])
CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*)((?:\[\w+\])*)[.:]\s+(.*)", re.DOTALL)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8}){0,2}")
IP = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]{3,39}")
LOOKED_AT, OWN = 2000, 12  # rows that are enough to know its columns, and columns that may be its own
URL = re.compile(r"https?://|www\.")
# what it measures of pages, where that is exported
TIMING = re.compile(
    r"interviewtime|(group|question) ?time|total time|dur[ée]e (totale|pour)|gesamtzeit|gruppenzeit|fragenzeit|"
    r"zeit für|tiempo (total|de)|tempo (total|di|de)|总时间|组时间|问题时间",
    re.IGNORECASE,
)
CODE = re.compile(r"([A-Za-z]\w*)((?:\[[^\]\s]+\])*)")


def recognise(grid: Grid) -> Table | None:
    """The table of a LimeSurvey export, or nothing.

    ``Q1[SQ001]`` becomes ``Q1_SQ001``; ``Q1. How satisfied …`` becomes ``Q1`` with its text.  In
    exports with two header rows (VV) the texts stand above the codes.  Full texts without codes
    stay the names.  Headings in any language are known by what stands below them.
    """
    headers = 2 if _own(_plain_row(grid, 1)) >= 3 else 1
    header = _plain_row(grid, 1) if headers == 2 else _headings(grid)
    if _own(header) < 3:
        return None
    texts = dict(enumerate(_plain_row(grid, 0))) if headers == 2 else {}
    names = []
    for j, head in enumerate(header):
        name, text = parse_heading(head)
        names.append(name)
        if text:
            texts[j] = text
    drop, notes = personal(names, PERSONAL)
    kind = (
        Text("recognised as a LimeSurvey export with %(n)d header rows", {"n": headers})
        if headers > 1
        else Text("recognised as a LimeSurvey export")
    )
    table = grid.table(
        names,
        headers,
        texts=texts,
        parts=split_headings([texts.get(j, name) for j, name in enumerate(names)]),
        aside=_aside(names),
        roles={j: "respondent" for j, name in enumerate(names) if name == "id"},
        drop=drop,
        notes=[kind, *notes],
    )
    return _note_unfinished(_add_duration(table))


def _plain_row(grid: Grid, row: int) -> list[str]:
    """A row of headings without marks of HTML."""
    return [_plain(head) for head in grid.header(row)]


def _headings(grid: Grid) -> list[str]:
    """The first row, the platform's own headings by their English names whatever language they have."""
    heads = _plain_row(grid, 0)
    if _own(heads) >= 3:
        return heads
    cells = grid.cells.iloc[1:LOOKED_AT, :OWN]
    columns = [[cell for cell in cells[j] if cell is not None] for j in cells]
    own = _by_shape(columns, [len(column) == len(cells) for column in columns])
    return [own.get(j, head) for j, head in enumerate(heads)]


def _plain(head: str) -> str:
    return unescape(TAG.sub("", head)).strip() if "&" in head or "<" in head else head


def _by_shape(columns: Sequence[Sequence[object]], full: Sequence[bool]) -> dict[int, str]:
    """The platform's own columns by what they hold: numbers, a time, a page, a language, a seed."""
    if len(columns) < 4 or not full[0] or not _numbers(columns[0]) or len(set(columns[0])) < len(columns[0]):
        return {}
    if (
        not (holds_dates(columns[1]) or not columns[1])
        or not _numbers(columns[2])
        or not _languages(columns[3])
    ):
        return {}
    own = {0: "id", 1: "submitdate", 2: "lastpage", 3: "startlanguage"}
    kinds = (
        ("seed", lambda cells: _numbers(cells) and all(len(str(cell)) >= 5 for cell in cells)),
        ("startdate", holds_dates),
        ("datestamp", holds_dates),
        ("ipaddr", lambda cells: bool(cells) and all(IP.fullmatch(str(cell)) for cell in cells)),
        ("refurl", lambda cells: bool(cells) and all(URL.match(str(cell)) for cell in cells)),
    )
    place = 4
    for name, fits in kinds:
        if place < len(columns) and fits(columns[place]):
            own[place] = name
            place += 1
    if own.get(place - 1) == "ipaddr" and place < len(columns) and not columns[place]:
        own[place] = "refurl"
    return own


def _numbers(cells: Sequence[object]) -> bool:
    return bool(cells) and all(str(cell).isdigit() for cell in cells)


def _languages(cells: Sequence[object]) -> bool:
    return bool(cells) and all(LANGUAGE.fullmatch(str(cell)) for cell in cells)


def _aside(names: Sequence[str]) -> dict[int, Text]:
    return {
        j: OF_PLATFORM
        for j, name in enumerate(names)
        if name in CODES - {"id"} - PERSONAL or TIMING.match(name)
    }


def _add_duration(table: Table) -> Table:
    """With the seconds from the first page to the last answer."""
    ends = ("startdate", "datestamp")
    if not all(name in table.frame for name in ends):
        return table
    start, end = ([*table.frame[name]] for name in ends)
    return (
        table.lasting(seconds(start, end), "startdate") if holds_dates(start) and holds_dates(end) else table
    )


def parse_heading(head: str) -> tuple[str, str]:
    """Name and question text of one column head.

    Examples
    --------
    >>> parse_heading("Q1[SQ001]")
    ('Q1_SQ001', '')
    >>> parse_heading("Q1[SQ001]. Service [Speed]")
    ('Q1_SQ001', 'Service [Speed]')
    """
    plain = head.strip()
    if plain.casefold() in WORDS:
        return WORDS[plain.casefold()], ""
    both = CODE_AND_TEXT.fullmatch(plain)
    if both:
        return _flat(both[1], both[2]), both[3]
    code = CODE.fullmatch(plain)
    return (_flat(code[1], code[2]), "") if code else (head, head)


def _flat(code: str, parts: str) -> str:
    return "_".join([code, *re.findall(r"\[([^\]]+)\]", parts)])


def _own(header: list[str]) -> int:
    heads = {parse_heading(head)[0].casefold() for head in header}
    known = heads & CODES
    return len(known) if {"id", "lastpage"} & known else 0


def _note_unfinished(table: Table) -> Table:
    """With a note of how many never pressed the last button."""
    if "submitdate" not in table.frame:
        return table
    count = int(table.frame["submitdate"].isna().sum())
    if not count:
        return table
    note = Text("respondents who did not submit to the end, but are kept: %(n)d", {"n": count})
    return replace(table, notes=(*table.notes, note))
