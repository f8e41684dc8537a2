"""How high the index is, wave by wave and group by group."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import pandas as pd

from satkit.analyses.index import index_lookup
from satkit.analyses.index.index_lookup import label, model_scores
from satkit.analyses.index.result import IndexResult
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import count, interval, score, signed
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import dots, heat, trend
from satkit.report.lookup import Line
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Cell, Interval, Withheld, Words

KEY = "index_groups"
MOST, ROWS = 5, 40
NAN = float("nan")
Cells = dict[tuple[str, str, str], Line]
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
TABLE = Text("The index of every wave, with its own weights and with those of the first")
TABLE_ALONE = Text("The index and the other parts of the model")
CHANGES = Text("Changes of the index from wave to wave")
GROUP_TABLE = Text("The index of every group against all other respondents")
GROUP_TABLE_WAVES = Text(
    "The index of every group against all other respondents, and against itself in %(wave)s"
)
WHOLES = Text("The index of “%(segment)s” put together by shares from outside the survey")
WHOLE, PARTS_OF, EVERYTHING = Text("Whole"), Text("Levels"), Text("All together")
CONSTRUCT, LINKED = Text("Part of the model"), Text("Linked index")
LINKED_CHANGE = Text("Change, linked")
NEGATIVE = Text("a weight is negative, not shown")


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """Waves as a line, parts as dots, groups as a map; the numbers for analysts."""
    found = evidence.get(IndexResult)
    if found is None or evidence.latest not in found.fits:
        return index_lookup.missing(evidence, KEY, QUESTION)
    asked = evidence.questionnaire
    blocks: list[Block] = lookup.sentences(evidence, KEY)
    details: list[Block] = [_waves(evidence, found)]
    if len(found.fits) > 1:
        first = lookup.wave_label(asked, next(iter(found.fits)))
        if len(_told(found)) > 1 and not found.index.repeats(asked.headline):
            blocks.append(_trend(evidence, found))
        details += [_changes(evidence, found), Note(LINKED_NOTE.given(wave=first))]
    blocks += [_parts(evidence, found), *model_scores(evidence, found)]
    grouped = len(_of_groups(evidence, found)) > 0
    if grouped:
        blocks += [*_maps(evidence, found), Note(NOTE.given(test=asked.report.min_test))]
        blocks += _moved(evidence, found)
        details.append(_groups(evidence, found))
    details += [_wholes(evidence, found)] if len(found.wholes) else []
    details += index_lookup.reasons(evidence, found)
    question = QUESTION if grouped or len(found.fits) > 1 else QUESTION_ALONE
    return Section(KEY, question, SUBTITLE.given(level=lookup.level(asked)), tuple(blocks), tuple(details))


def _of_groups(evidence: Evidence, found: IndexResult) -> pd.DataFrame:
    """The groups of the wave the report is about."""
    return found.indices[(found.indices["segment"] != "") & (found.indices["wave"] == evidence.latest)]


def _moves(evidence: Evidence, found: IndexResult) -> dict[tuple[str, str], Line]:
    """How the index of every group moved since the wave before, group by group."""
    lines = lookup.lines(found.moves, wave=evidence.latest, construct=found.index.index)
    return {(line["segment"], line["level"]): line for line in lines if not isnan(line["difference"])}


def _moved(evidence: Evidence, found: IndexResult) -> list[Block]:
    """Which groups have another index than in the wave before, in one sentence."""
    moves = _moves(evidence, found)
    if not moves:
        return []
    asked = evidence.questionnaire
    told = {
        "index": found.index.name,
        "wave": lookup.wave_label(asked, next(iter(moves.values()))["versus"]),
    }
    sure = {group: line for group, line in moves.items() if line["evidence"] in words.SURE}
    sides = ((ROSE, [k for k, line in sure.items() if line["difference"] > 0]),
             (FELL, [k for k, line in sure.items() if line["difference"] < 0]))  # fmt: skip
    notes: list[Block] = [
        Note(text.given(groups=tuple(_group(evidence, *group, moves[group]) for group in named), **told))
        for text, named in sides
        if named
    ]
    return notes or [Note(STILL.given(**told))]


def _group(evidence: Evidence, segment: str, level: str, line: Line) -> Text:
    names = {"name": lookup.level_label(evidence, segment, level)}
    names["segment"] = lookup.segment_label(evidence.questionnaire, segment)
    return STEP_OF.given(change=signed(line["difference"]), **names)


def _shown(line: Line) -> Cell:
    return Withheld(NEGATIVE) if line["withheld"] else float(line["estimate"])


def _span(line: Line) -> Interval:
    return Interval(line["low"], line["high"])


def _parts(evidence: Evidence, found: IndexResult) -> Figure:
    asked = evidence.questionnaire
    lines = lookup.lines(found.indices, wave=evidence.latest, segment="")
    drawn = [
        dots.Dot(
            label(found, line["construct"]), line["estimate"], line["low"], line["high"],
            int(line["n"]), _tip(found, line), strong=line["construct"] == found.index.index,
            withheld=NEGATIVE if line["withheld"] else "",
        )
        for line in lines
    ]  # fmt: skip
    title = PARTS.given(wave=lookup.wave_label(asked, evidence.latest))
    own = next(line for line in lines if line["construct"] == found.index.index)
    read = READ_NEGATIVE.given(name=found.index.name)
    if not own["withheld"]:
        span = interval(own["low"], own["high"])
        read = READ.given(name=found.index.name, score=score(own["estimate"]), interval=span)
    chart = dots.Dots(drawn, lookup.zones(asked), (words.READING, words.ANSWERS))
    return Figure(chart, title, read, "fig-index-parts")


def _tip(found: IndexResult, line: Line) -> Text:
    return TIP.given(
        name=label(found, line["construct"]), score=score(line["estimate"]),
        interval=interval(line["low"], line["high"]), n=count(line["n"]),
    )  # fmt: skip


def _told(found: IndexResult) -> list[Line]:
    """The waves whose index may be shown."""
    lines = lookup.lines(found.indices, segment="", construct=found.index.index)
    return [line for line in lines if not line["withheld"]]


def _trend(evidence: Evidence, found: IndexResult) -> Figure:
    """The index of every wave, each step with its verdict."""
    asked, own = evidence.questionnaire, found.index.index
    lines = _told(found)
    steps = {line["wave"]: line for line in lookup.lines(found.changes, construct=own)}
    verdicts = [_verdict(steps.get(line["wave"])) for line in lines]
    values, low, high = (tuple(float(line[key]) for line in lines) for key in ("estimate", "low", "high"))
    drawn = trend.Line(
        found.index.name,
        values,
        low,
        high,
        tuple(verdicts),
        tuple(_tip(found, line) for line in lines),
    )
    labels = [lookup.wave_label(asked, line["wave"]) for line in lines]
    title = WAVES.given(name=found.index.name, first=labels[0], last=labels[-1])
    read = FROM_TO.given(before=score(lines[0]["estimate"]), after=score(lines[-1]["estimate"]))
    return Figure(trend.Trend([drawn], labels), title, read, "fig-index-waves")


def _verdict(step: Line | None) -> tuple[Words, str]:
    if step is None:
        return "", ""
    verdict = words.change(step["evidence"], step["difference"])
    return STEP.given(verdict=verdict.words, change=signed(step["difference"])), verdict.tone


def _maps(evidence: Evidence, found: IndexResult) -> list[Block]:
    """Groups against parts, as many to a drawing as a page of paper holds."""
    lines = lookup.lines(_of_groups(evidence, found))
    cells = {(line["segment"], line["level"], line["construct"]): line for line in lines}
    gaps = {
        (line["segment"], line["level"], line["construct"]): line
        for line in index_lookup.latest(evidence, found.gaps)
    }
    groups = list(dict.fromkeys((line["segment"], line["level"]) for line in lines))
    return [
        _map(evidence, found, run, cells, gaps, f"fig-index-groups-{number}")
        for number, run in enumerate(lookup.batched(groups, ROWS))
    ]


def _map(
    evidence: Evidence, found: IndexResult, groups: Sequence[tuple[str, str]], cells: Cells, gaps: Cells, key: str
) -> Figure:  # fmt: skip
    names = _first(found)
    rows = [
        heat.Place(
            lookup.level_label(evidence, segment, level),
            lookup.segment_label(evidence.questionnaire, segment),
        )
        for segment, level in groups
    ]
    drawn = [
        [_cell(cells.get((*group, name)), gaps.get((*group, name))) for name in names] for group in groups
    ]
    sure = sum(cell.sure for across in drawn for cell in across)
    read = MAP.given(groups=len(groups), sure=sure)
    columns = [heat.Place(label(found, name)) for name in names]
    unit = evidence.questionnaire.report.smallest_change
    return Figure(heat.Heat(rows, columns, drawn, unit, (LOWER, HIGHER)), GROUPS, read, key)


def _first(found: IndexResult) -> list[str]:
    """As many constructs as a page is wide, the index first and then what leads to it most."""
    own, table = found.index.index, found.priority
    strongest = [] if table.empty else list(table.sort_values("importance", ascending=False)["construct"])
    return list(dict.fromkeys([own, *strongest, *found.index.model.names]))[:MOST]


def _cell(line: Line | None, gap: Line | None) -> heat.Cell:
    if line is None or isnan(line["estimate"]):
        return heat.Cell(NAN, NAN)
    difference = float(gap["difference"]) if gap else NAN
    return heat.Cell(float(line["estimate"]), difference, gap is not None and gap["evidence"] in words.SURE)


def _waves(evidence: Evidence, found: IndexResult) -> TableBlock:
    asked = evidence.questionnaire
    linked = {(line["wave"], line["construct"]): line for line in lookup.lines(found.linked)}
    both = len(found.fits) > 1
    extra = (Column(LINKED, "score"), Column(lookup.confidence(asked), "interval")) if both else ()
    columns = (
        Column(CONSTRUCT), Column(words.WAVE), Column(words.SCORE, "score"),
        Column(lookup.confidence(asked), "interval"), *extra, Column(words.ANSWERS, "count"),
    )  # fmt: skip
    rows = []
    for line in lookup.lines(found.indices, segment=""):
        own = linked[line["wave"], line["construct"]]
        wave = lookup.wave_label(asked, line["wave"])
        more: tuple[Cell, ...] = (own["estimate"], _span(own)) if both else ()
        rows.append((label(found, line["construct"]), wave, _shown(line), _span(line), *more, line["n"]))
    return TableBlock("index-waves", TABLE if both else TABLE_ALONE, columns, tuple(rows))


def _changes(evidence: Evidence, found: IndexResult) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(CONSTRUCT), Column(words.WAVE), Column(words.CHANGE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"), Column(words.VERDICT),
        Column(LINKED_CHANGE, "signed"), Column(lookup.confidence(asked), "signed_interval"),
        Column(words.P_ADJUSTED, "p"),
    )  # fmt: skip
    rows = tuple(
        (
            label(found, line["construct"]), lookup.wave_label(asked, line["wave"]), line["difference"],
            _span(line), words.change(line["evidence"], line["difference"]), line["linked"],
            Interval(line["linked_low"], line["linked_high"]), line["p_adjusted"],
        )
        for line in lookup.lines(found.changes)
    )  # fmt: skip
    return TableBlock("index-changes", CHANGES, columns, rows)


def _groups(evidence: Evidence, found: IndexResult) -> TableBlock:
    """Only the index itself: the map shows the parts."""
    asked, own, moves = evidence.questionnaire, found.index.index, _moves(evidence, found)
    caption = GROUP_TABLE
    if moves:
        versus = lookup.wave_label(asked, next(iter(moves.values()))["versus"])
        caption = GROUP_TABLE_WAVES.given(wave=versus)
    gaps = {
        (line["segment"], line["level"]): line
        for line in lookup.lines(found.gaps, wave=evidence.latest, construct=own)
    }
    columns = (
        Column(words.GROUP), Column(words.LEVEL), Column(words.SCORE, "score"),
        Column(lookup.confidence(asked), "interval"), Column(words.DIFFERENCE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"), Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"), *_change_columns(asked, moves), Column(words.ANSWERS, "count"),
    )  # fmt: skip
    rows = []
    for line in lookup.lines(_of_groups(evidence, found), construct=own):
        gap = gaps.get((line["segment"], line["level"]))
        apart: tuple[Cell, ...] = (None, None, "", None)
        if gap:
            verdict = words.gap(gap["evidence"], gap["difference"])
            apart = (gap["difference"], _span(gap), verdict, gap["p_adjusted"])
        names = (
            lookup.segment_label(asked, line["segment"]),
            lookup.level_label(evidence, line["segment"], line["level"]),
        )
        step = _step(moves.get((line["segment"], line["level"]))) if moves else ()
        rows.append((*names, _shown(line), _span(line), *apart, *step, line["n"]))
    return TableBlock("index-groups", caption, columns, tuple(rows))


def _wholes(evidence: Evidence, found: IndexResult) -> TableBlock:
    """Wholes made of levels by shares from outside, wave by wave."""
    asked = evidence.questionnaire
    columns = (
        Column(WHOLE), Column(words.WAVE), Column(words.SCORE, "score"),
        Column(lookup.confidence(asked), "interval"), Column(PARTS_OF, "count"),
    )  # fmt: skip
    labels = asked.index.aggregate.labels
    rows = tuple(
        (
            labels.get(line["name"], Label(line["name"], line["name"])) if line["name"] else EVERYTHING,
            lookup.wave_label(asked, line["wave"]), line["estimate"], _span(line), line["parts"],
        )
        for line in lookup.lines(found.wholes, construct=found.index.index)
    )  # fmt: skip
    caption = WHOLES.given(segment=lookup.segment_label(asked, asked.index.aggregate.segment))
    return TableBlock("index-wholes", caption, columns, rows)


def _change_columns(asked: Questionnaire, moves: dict[tuple[str, str], Line]) -> tuple[Column, ...]:
    if not moves:
        return ()
    return (
        Column(words.CHANGE, "signed"), Column(lookup.confidence(asked), "signed_interval"),
        Column(words.VERDICT),
    )  # fmt: skip


def _step(move: Line | None) -> tuple[Cell, ...]:
    if move is None:
        return (None, None, "")
    return (move["difference"], _span(move), words.change(move["evidence"], move["difference"]))
