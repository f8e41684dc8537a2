"""Who is more satisfied than whom."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from satkit.analyses.segments.estimate import Gaps
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import count, interval, score, signed
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import heat
from satkit.report.lookup import Line, batched
from satkit.scoring.disclosure import SECRET, SMALL
from satkit.tables.cells import Cell

KEY = "segments"
ROWS, COLUMNS = 40, 8  # of one map: what a page of paper holds
NAN = float("nan")
QUESTION = Text("Who is more satisfied than whom?")
SUBTITLE = Text("Scores of every group, %(wave)s; the colour is the difference from all other respondents")
PROTECTED = Text(
    "“%(segment)s” does not show %(levels)s, because the few answers of %(small)s could be worked out from the total "
    "and the other groups. To show more, name %(small)s under missing in [segment.%(key)s], or merge it with another group."
)
TITLE = Text("Groups of respondents against indicators")
READ = Text("Groups: %(groups)d, indicators: %(nodes)d; significant differences: %(sure)d")
LOWER = Text("lower than the others")
HIGHER = Text("higher than the others")
NOTE = Text(
    "Bold: the difference from the others is significant after correction. Hatched: fewer than %(test)d "
    "answers, not tested. “–”: fewer than %(cell)d answers, or withheld so that these cannot be found by subtraction."
)
TIP = Text("%(group)s, %(node)s: %(score)s (%(interval)s), n = %(n)s; against the others %(difference)s")
TIP_ALONE = Text("%(group)s, %(node)s: %(score)s (%(interval)s), n = %(n)s")
TABLE = Text("Every group against all other respondents")


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """The heat map of groups and indicators, and the table of tests."""
    asked = evidence.questionnaire
    scores = evidence.scores
    chosen = scores[(scores["wave"] == evidence.latest) & (scores["segment"] != "")]
    if chosen.empty:
        return None
    found = {(line["segment"], line["level"], line["node"]): line for line in lookup.lines(chosen)}
    gaps = {
        (line["segment"], line["level"], line["node"]): line
        for line in lookup.lines(evidence[Gaps].table, wave=evidence.latest)
    }
    groups = list(dict.fromkeys((segment, level) for segment, level, _ in found))
    wanted = dict.fromkeys([asked.headline, *lookup.parts(asked)])
    nodes = [node for node in wanted if any((*group, node) in found for group in groups)]
    note = Note(NOTE.given(test=asked.report.min_test, cell=asked.report.min_cell))
    maps: list[Block] = [
        _figure(evidence, places, across, found, gaps, f"fig-segments-{row}-{column}")
        for row, places in enumerate(batched(groups, ROWS))
        for column, across in enumerate(batched(nodes, COLUMNS))
    ]
    blocks = (*maps, note, *_protected(evidence))
    details = (_table(evidence, groups, nodes, found, gaps),)
    return Section(
        KEY, QUESTION, SUBTITLE.given(wave=lookup.wave_label(asked, evidence.latest)), blocks, details
    )


Group = tuple[str, str]
Found = dict[tuple[str, str, str], Line]


def _protected(evidence: Evidence) -> list[Block]:
    """Which levels are withheld for the sake of which others, and how to show them."""
    asked, notes = evidence.questionnaire, []
    lines = lookup.lines(evidence.scores, wave=evidence.latest, kind="item")
    for segment in asked.segments:
        mine = [line for line in lines if line["segment"] == segment]
        for_whom = {line["node"] for line in mine if line["withheld"] == SMALL}
        secret = [line["level"] for line in mine if line["withheld"] == SECRET and line["node"] in for_whom]
        nodes = {line["node"] for line in mine if line["withheld"] == SECRET}
        small = [line["level"] for line in mine if line["withheld"] == SMALL and line["node"] in nodes]
        if secret and small:
            named = {
                key: tuple(lookup.level_label(evidence, segment, level) for level in dict.fromkeys(levels))
                for key, levels in (("levels", secret), ("small", small))
            }
            told = PROTECTED.given(segment=lookup.segment_label(asked, segment), key=segment, **named)
            notes.append(Note(told))
    return [*notes]


def _figure(
    evidence: Evidence, groups: Sequence[Group], nodes: Sequence[str], found: Found, gaps: Found, key: str
) -> Figure:  # fmt: skip
    asked = evidence.questionnaire
    rows = [
        heat.Place(lookup.level_label(evidence, segment, level), lookup.segment_label(asked, segment))
        for segment, level in groups
    ]
    columns = [heat.Place(asked.label(node)) for node in nodes]
    cells = [
        [_cell(evidence, row, (*group, node), found, gaps) for node in nodes]
        for row, group in zip(rows, groups, strict=True)
    ]
    sure = sum(cell.sure for across in cells for cell in across)
    read = READ.given(groups=len(groups), nodes=len(nodes), sure=sure)
    chart = heat.Heat(rows, columns, cells, asked.report.smallest_change, (LOWER, HIGHER))
    return Figure(chart, TITLE, read, key)


def _cell(
    evidence: Evidence, row: heat.Place, place: tuple[str, str, str], found: Found, gaps: Found
) -> heat.Cell:
    asked = evidence.questionnaire
    line, gap = found.get(place), gaps.get(place)
    if line is None or line["withheld"] or isnan(line["estimate"]):
        return heat.Cell(NAN, NAN, tip=lookup.withheld(asked, line).reason)
    tested = gap is not None and gap["evidence"] not in {"small", *words.UNTOLD}
    difference = float(gap["difference"]) if gap and tested else NAN
    told = {
        "group": row.label,
        "node": asked.label(place[2]),
        "score": score(line["estimate"]),
        "interval": interval(line["low"], line["high"]),
        "n": count(line["n"]),
        "difference": signed(difference),
    }
    tip = (TIP if tested else TIP_ALONE).given(**told)
    sure = bool(gap and gap["evidence"] in words.SURE)
    return heat.Cell(float(line["estimate"]), difference, sure, line["n"] < asked.report.min_test, tip)


def _table(
    evidence: Evidence, groups: list[Group], nodes: list[str], found: Found, gaps: Found
) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(words.GROUP),
        Column(words.LEVEL),
        Column(words.NODE),
        Column(words.SCORE, "score"),
        Column(words.DIFFERENCE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"),
        Column(words.ANSWERS, "count"),
    )
    places = [(*group, node) for group in groups for node in nodes if (*group, node) in found]
    rows = tuple(_row(evidence, place, found[place], gaps.get(place)) for place in places)
    return TableBlock("segments", TABLE, columns, rows)


def _row(evidence: Evidence, place: tuple[str, str, str], line: Line, gap: Line | None) -> tuple[Cell, ...]:
    asked = evidence.questionnaire
    segment, level, node = place
    names = (
        lookup.segment_label(asked, segment),
        lookup.level_label(evidence, segment, level),
        asked.label(node),
    )
    if line["withheld"]:
        return (*names, lookup.withheld(asked, line), None, None, "", None, None)
    if gap is None or gap["evidence"] in words.UNTOLD:
        why = words.HELD if gap and gap["evidence"] == "held" else ""
        return (*names, line["estimate"], None, None, why, None, line["n"])
    verdict = words.gap(gap["evidence"], gap["difference"])
    return (
        *names,
        line["estimate"],
        gap["difference"],
        lookup.span(gap),
        verdict,
        gap["p_adjusted"],
        line["n"],
    )
