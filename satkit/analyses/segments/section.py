"""Who is more satisfied than whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

from satkit.analyses.segments.estimate import Gaps
from satkit.analyses.segments.rows import GapRow
from satkit.analyses.segments.tables import GroupScore, group_table
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import count, interval, score, signed_score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures import heat
from satkit.report.lookup import batch_evenly
from satkit.scoring.disclosure import SECRET, SMALL
from satkit.scoring.rows import ScoreRow
from satkit.tables.rows import read_rows

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


Group = tuple[str, str]
Place = tuple[str, str, str]
Scores = Mapping[Place, GroupScore]
"""Scores by segment, level and node."""


def section(evidence: Evidence) -> Section | None:
    """The heat map of groups and indicators, and the table of tests."""
    questionnaire = evidence.questionnaire
    scores = _join_gaps(evidence)
    if not scores:
        return None
    groups = list(dict.fromkeys((segment, level) for segment, level, _ in scores))
    wanted = dict.fromkeys([questionnaire.headline, *lookup.parts(questionnaire)])
    nodes = [node for node in wanted if any((*group, node) in scores for group in groups)]
    report = questionnaire.report
    maps: list[Block] = [
        _draw_map(evidence, run, across, scores, f"fig-segments-{row}-{column}")
        for row, run in enumerate(batch_evenly(groups, ROWS))
        for column, across in enumerate(batch_evenly(nodes, COLUMNS))
    ]
    note = Note(NOTE.with_values(test=report.min_test, cell=report.min_cell))
    places = [(*group, node) for group in groups for node in nodes if (*group, node) in scores]
    table = group_table([scores[place] for place in places], evidence.names)
    subtitle = SUBTITLE.with_values(wave=lookup.wave_label(questionnaire, evidence.latest))
    return Section(KEY, QUESTION, subtitle, (*maps, note, *_note_protected(evidence)), (table,))


def _join_gaps(evidence: Evidence) -> Scores:
    """The scores of all groups of the last wave with their differences from the others."""
    rows = read_rows(evidence.scores, ScoreRow, wave=evidence.latest)
    gaps = {
        (row["segment"], row["level"], row["node"]): row
        for row in read_rows(evidence[Gaps].table, GapRow, wave=evidence.latest)
    }
    grouped = {(row["segment"], row["level"], row["node"]): row for row in rows if row["segment"]}
    return {place: GroupScore(row, gaps.get(place)) for place, row in grouped.items()}


def _note_protected(evidence: Evidence) -> list[Block]:
    """Which levels are withheld for the sake of which others, and how to show them."""
    questionnaire = evidence.questionnaire
    notes: list[Block] = []
    for segment in questionnaire.segments:
        rows = read_rows(evidence.scores, ScoreRow, wave=evidence.latest, kind="item", segment=segment)
        protected = _list_protected(rows)
        if all(protected.values()):
            names = {
                key: tuple(lookup.level_label(evidence, segment, level) for level in levels)
                for key, levels in protected.items()
            }
            label = lookup.segment_label(questionnaire, segment)
            notes.append(Note(PROTECTED.with_values(segment=label, key=segment, **names)))
    return notes


def _list_protected(rows: Sequence[ScoreRow]) -> dict[str, tuple[str, ...]]:
    """The levels withheld for the sake of others, and these others, over the items where they meet."""
    small_on, secret_on = (
        {row["node"] for row in rows if row["withheld"] == reason} for reason in (SMALL, SECRET)
    )
    levels = [row["level"] for row in rows if row["withheld"] == SECRET and row["node"] in small_on]
    small = [row["level"] for row in rows if row["withheld"] == SMALL and row["node"] in secret_on]
    return {"levels": tuple(dict.fromkeys(levels)), "small": tuple(dict.fromkeys(small))}


def _draw_map(
    evidence: Evidence, groups: Sequence[Group], nodes: Sequence[str], scores: Scores, key: str
) -> Figure:
    questionnaire = evidence.questionnaire
    rows = [
        heat.Place(lookup.level_label(evidence, segment, level), lookup.segment_label(questionnaire, segment))
        for segment, level in groups
    ]
    columns = [heat.Place(questionnaire.label(node)) for node in nodes]
    cells = [[_fill_cell(evidence, (*group, node), scores) for node in nodes] for group in groups]
    sure = sum(cell.sure for across in cells for cell in across)
    chart = heat.Heat(rows, columns, cells, questionnaire.report.smallest_change, (LOWER, HIGHER))
    return Figure(chart, TITLE, READ.with_values(groups=len(groups), nodes=len(nodes), sure=sure), key)


def _fill_cell(evidence: Evidence, place: Place, scores: Scores) -> heat.Cell:
    questionnaire, (segment, level, node) = evidence.questionnaire, place
    one = scores.get(place)
    if one is None or one.row["withheld"] or isnan(one.row["estimate"]):
        reason = lookup.withheld(questionnaire, one.row if one else None).reason
        return heat.Cell(NAN, NAN, tip=reason)
    row, gap = one.row, one.gap
    tested = gap is not None and gap["evidence"] not in {"small", *words.UNTOLD}
    difference = gap["difference"] if gap and tested else NAN
    tip = (TIP if tested else TIP_ALONE).with_values(
        group=lookup.level_label(evidence, segment, level),
        node=questionnaire.label(node),
        score=score(row["estimate"]),
        interval=interval(row["low"], row["high"]),
        n=count(row["n"]),
        difference=signed_score(difference),
    )
    sure = bool(gap and gap["evidence"] in words.SURE)
    return heat.Cell(row["estimate"], difference, sure, row["n"] < questionnaire.report.min_test, tip)
