"""How high the index is, wave by wave and group by group."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from satkit.analyses.index.finding import fitted_index
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.rows import GroupChangeRow, IndexChangeRow, IndexGapRow, IndexRow
from satkit.analyses.index.section_parts import (
    explain_missing,
    note_missing_groups,
    note_model_scores,
)
from satkit.analyses.index.tables_scores import NEGATIVE, Group
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import count, interval, score, signed_score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures.dots import Dot, Dots
from satkit.report.figures.heat import Cell, Heat, Place
from satkit.report.figures.trend import Line, Trend
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows

KEY = "index_groups"
MOST, ROWS = 5, 40
NAN = float("nan")
QUESTION = Text("How high is the index, wave by wave and group by group?")
QUESTION_ALONE = Text("How high is the index?")
SUBTITLE = Text(
    "Mean scores of the items by their weights in the model, 0-100; %(level)s intervals from the design of the sample"
)
PARTS = Text("The parts of the model, %(wave)s")
READ = Text("%(name)s is %(score)s out of 100 (%(interval)s)")
READ_NEGATIVE = Text("%(name)s is not shown, as a weight is negative")
TIP = Text("%(name)s: %(score)s (%(interval)s), n = %(n)s")
WAVES = Text("%(name)s from %(first)s to %(last)s")
FROM_TO = Text("From %(before)s to %(after)s")
STEP = Text("%(verdict)s (%(change)s)")
GROUPS = Text("Groups of respondents against the parts of the model")
MAP = Text("Groups, each fitted to its own respondents: %(groups)d; significant differences: %(sure)d")
LOWER, HIGHER = Text("lower than the others"), Text("higher than the others")
NOTE = Text(
    "Every group has weights of its own. Bold: the difference from the others is significant after correction. "
    "Groups of fewer than %(test)d respondents have no index."
)
LINKED_NOTE = Text(
    "Linked: with the weights of %(wave)s in every wave, so that only answers can move it. Where both agree, "
    "the change does not come from the weights."
)
ROSE = Text("Since %(wave)s %(index)s rose among %(groups)s.")
FELL = Text("Since %(wave)s %(index)s fell among %(groups)s.")
STILL = Text("Since %(wave)s no group's %(index)s changed significantly.")
STEP_OF = Text("%(segment)s “%(name)s” (%(change)s)")


def section(evidence: Evidence) -> Section | None:
    """Waves as a line, parts as dots, groups as a map; the numbers for analysts."""
    result = fitted_index(evidence)
    if result is None:
        return explain_missing(evidence, KEY, QUESTION)
    questionnaire, wave = evidence.questionnaire, evidence.latest
    blocks: list[Block] = lookup.sentences(evidence, KEY)
    details: list[Block] = [result.waves_table()]
    if len(result.fits) > 1:
        first = evidence.names.wave(next(iter(result.fits)))
        if len(_shown_waves(result)) > 1 and not result.index.repeats(questionnaire.headline):
            blocks.append(_draw_trend(result))
        details += [result.changes_table(), Note(LINKED_NOTE.with_values(wave=first))]
    blocks += [_draw_parts(evidence, result), *note_model_scores(evidence, result)]
    grouped = bool(result.group_rows(wave))
    if grouped:
        blocks += [*_draw_maps(evidence, result), Note(NOTE.with_values(test=questionnaire.report.min_test))]
        blocks += _note_changed_groups(result, wave)
        details.append(result.groups_table(wave))
    details += [result.aggregates_table()] if len(result.wholes) else []
    details += note_missing_groups(evidence, result)
    question = QUESTION if grouped or len(result.fits) > 1 else QUESTION_ALONE
    subtitle = SUBTITLE.with_values(level=lookup.level(questionnaire))
    return Section(KEY, question, subtitle, tuple(blocks), tuple(details))


def _note_changed_groups(result: IndexResult, wave: str) -> list[Block]:
    """Which groups have another index than in the wave before, in one sentence."""
    changes = result.group_changes(wave)
    if not changes:
        return []
    about = {"index": result.index.name, "wave": result.words.wave(next(iter(changes.values()))["versus"])}
    sure = [row for row in changes.values() if row["evidence"] in words.SURE]
    sides = (
        (ROSE, [row for row in sure if row["difference"] > 0]),
        (FELL, [row for row in sure if row["difference"] < 0]),
    )
    notes: list[Block] = [
        Note(text.with_values(groups=tuple(_name_change(result, row) for row in rows), **about))
        for text, rows in sides
        if rows
    ]
    return notes or [Note(STILL.with_values(**about))]


def _name_change(result: IndexResult, row: GroupChangeRow) -> Text:
    return STEP_OF.with_values(
        change=signed_score(row["difference"]),
        name=result.words.level(row["segment"], row["level"]),
        segment=result.words.segment(row["segment"]),
    )


def _draw_parts(evidence: Evidence, result: IndexResult) -> Figure:
    """Every construct of the wave as a dot over the bands."""
    rows = result.index_rows(evidence.latest)
    drawn = tuple(
        Dot(
            result.words.construct(row["construct"]), row["estimate"], row["low"], row["high"],
            int(row["n"]), _tip(result, row), strong=row["construct"] == result.index.index,
            withheld=NEGATIVE if row["withheld"] else "",
        )
        for row in rows
    )  # fmt: skip
    own = next(row for row in rows if row["construct"] == result.index.index)
    read = READ_NEGATIVE.with_values(name=result.index.name)
    if not own["withheld"]:
        ends = interval(own["low"], own["high"])
        read = READ.with_values(name=result.index.name, score=score(own["estimate"]), interval=ends)
    chart = Dots(drawn, lookup.zones(evidence.questionnaire), (words.READING, words.ANSWERS))
    title = PARTS.with_values(wave=evidence.names.wave(evidence.latest))
    return Figure(chart, title, read, "fig-index-parts")


def _tip(result: IndexResult, row: IndexRow) -> Text:
    return TIP.with_values(
        name=result.words.construct(row["construct"]), score=score(row["estimate"]),
        interval=interval(row["low"], row["high"]), n=count(row["n"]),
    )  # fmt: skip


def _shown_waves(result: IndexResult) -> list[IndexRow]:
    """The waves whose index may be shown."""
    rows = read_rows(result.indices, IndexRow, segment="", construct=result.index.index)
    return [row for row in rows if not row["withheld"]]


def _draw_trend(result: IndexResult) -> Figure:
    """The index of every wave, each step with its verdict."""
    rows = _shown_waves(result)
    steps = {row["wave"]: row for row in result.change_rows() if row["construct"] == result.index.index}
    line = Line(
        result.index.name,
        tuple(row["estimate"] for row in rows),
        tuple(row["low"] for row in rows),
        tuple(row["high"] for row in rows),
        tuple(_judge_step(steps.get(row["wave"])) for row in rows),
        tuple(_tip(result, row) for row in rows),
    )
    labels = [result.words.wave(row["wave"]) for row in rows]
    title = WAVES.with_values(name=result.index.name, first=labels[0], last=labels[-1])
    read = FROM_TO.with_values(before=score(rows[0]["estimate"]), after=score(rows[-1]["estimate"]))
    return Figure(Trend([line], labels), title, read, "fig-index-waves")


def _judge_step(step: IndexChangeRow | None) -> tuple[Words, str]:
    if step is None:
        return "", ""
    verdict = words.change(step["evidence"], step["difference"])
    return STEP.with_values(verdict=verdict.words, change=signed_score(step["difference"])), verdict.tone


def _draw_maps(evidence: Evidence, result: IndexResult) -> list[Block]:
    """Groups against parts, as many to a drawing as a page of paper holds."""
    groups = list(dict.fromkeys((row["segment"], row["level"]) for row in result.group_rows(evidence.latest)))
    return [
        _draw_map(evidence, result, run, f"fig-index-groups-{number}")
        for number, run in enumerate(lookup.batch_evenly(groups, ROWS))
    ]


def _draw_map(evidence: Evidence, result: IndexResult, groups: Sequence[Group], key: str) -> Figure:
    names = _columns_of_map(result)
    scores = {
        (row["segment"], row["level"], row["construct"]): row for row in result.group_rows(evidence.latest)
    }
    gaps = {(row["segment"], row["level"], row["construct"]): row for row in result.gap_rows(evidence.latest)}
    cells = tuple(
        tuple(_make_cell(scores.get((*group, name)), gaps.get((*group, name))) for name in names)
        for group in groups
    )
    chart = Heat(
        tuple(Place(result.words.level(*group), result.words.segment(group[0])) for group in groups),
        tuple(Place(result.words.construct(name)) for name in names),
        cells,
        evidence.questionnaire.report.smallest_change,
        (LOWER, HIGHER),
    )
    read = MAP.with_values(groups=len(groups), sure=sum(cell.sure for row in cells for cell in row))
    return Figure(chart, GROUPS, read, key)


def _columns_of_map(result: IndexResult) -> list[str]:
    """As many constructs as a page is wide, the index first and then what leads to it most."""
    table = result.priority
    strongest = [] if table.empty else list(table.sort_values("importance", ascending=False)["construct"])
    return list(dict.fromkeys([result.index.index, *strongest, *result.index.model.names]))[:MOST]


def _make_cell(row: IndexRow | None, gap: IndexGapRow | None) -> Cell:
    if row is None or isnan(row["estimate"]):
        return Cell(NAN, NAN)
    difference = gap["difference"] if gap else NAN
    return Cell(row["estimate"], difference, gap is not None and gap["evidence"] in words.SURE)
