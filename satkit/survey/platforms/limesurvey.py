"""LimeSurvey: question codes, their subquestions in brackets, or codes above texts."""

from __future__ import annotations

import re
from dataclasses import replace

from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import personal
from satkit.survey.table import Table

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
CODE = re.compile(r"([A-Za-z]\w*)((?:\[[^\]\s]+\])*)")


def recognise(grid: Grid) -> Table | None:
    """The table of a LimeSurvey export, or nothing.

    ``Q1[SQ001]`` becomes ``Q1_SQ001``; ``Q1. How satisfied …`` becomes ``Q1`` with its text.  In
    exports with two header rows (VV) the texts stand above the codes.  Full texts without codes
    stay the names.
    """
    headers = 2 if _own(grid.header(1)) >= 3 else 1
    header = grid.header(headers - 1)
    if _own(header) < 3:
        return None
    texts = dict(enumerate(grid.header(0))) if headers == 2 else {}
    names = []
    for j, head in enumerate(header):
        name, text = named(head)
        names.append(name)
        if text:
            texts[j] = text
    drop, notes = personal(names, PERSONAL)
    kind = Text("recognised as a LimeSurvey export with %(n)d header rows", {"n": headers})
    table = grid.table(names, headers, texts=texts, drop=drop, notes=[kind, *notes])
    return _unfinished(table)


def named(head: str) -> tuple[str, str]:
    """Name and question text of one column head.

    Examples
    --------
    >>> named("Q1[SQ001]")
    ('Q1_SQ001', '')
    >>> named("Q1[SQ001]. Service [Speed]")
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
    heads = {named(head)[0].casefold() for head in header}
    known = heads & CODES
    return len(known) if {"id", "lastpage"} & known else 0


def _unfinished(table: Table) -> Table:
    """With a note of how many never pressed the last button."""
    if "submitdate" not in table.frame:
        return table
    count = int(table.frame["submitdate"].isna().sum())
    if not count:
        return table
    note = Text("respondents who did not submit to the end, but are kept: %(n)d", {"n": count})
    return replace(table, notes=(*table.notes, note))
