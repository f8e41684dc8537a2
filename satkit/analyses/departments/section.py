"""Where the departments stand with what they answer for."""

from __future__ import annotations

from math import isnan

from satkit.analyses.departments.estimate import Departments
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import interval, score, signed
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import dots
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval

KEY = "departments"
QUESTION = Text("How do the departments’ areas score?")
SUBTITLE = Text("Mean of the indicators a department owns, by their weights in the tree, %(wave)s")
TITLE = Text("Departments from the highest score to the lowest, with %(level)s intervals")
READ = Text("Departments: %(count)d; the highest score is for %(best)s, the lowest for %(worst)s")
TIP = Text("%(name)s: %(score)s (%(interval)s), against all others %(difference)s")
TIP_ALONE = Text("%(name)s: %(score)s (%(interval)s)")
NOTE = Text(
    "A department is compared with what all the others answer for. Scores of different indicators measure "
    "different tasks: a lower score says where to look first, not who works worse."
)
SINCE = Text("Departments from %(versus)s to %(wave)s, over the questions that both asked")
TABLE = Text("Departments against all others")


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """The score of every department with its interval, and the test against the others."""
    asked = evidence.questionnaire
    found = lookup.lines(evidence[Departments].table, wave=evidence.latest)
    found = sorted(found, key=lambda line: (_hidden(line), -line["estimate"]))
    if not found:
        return None
    subtitle = SUBTITLE.given(wave=lookup.wave_label(asked, evidence.latest))
    blocks: tuple[Block, ...] = (
        _figure(evidence, found), Note(NOTE), _table(evidence, found), *_since(evidence)
    )  # fmt: skip
    return Section(KEY, QUESTION, subtitle, blocks)


def _since(evidence: Evidence) -> list[Block]:
    """Every department against itself in the wave before."""
    asked = evidence.questionnaire
    lines = lookup.lines(evidence[Departments].changes, wave=evidence.latest)
    if not lines:
        return []
    columns = (
        Column(words.DEPARTMENT),
        Column(words.CHANGE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"),
        Column(words.ANSWERS, "count"),
    )
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        label = lookup.department_label(asked, line["department"])
        verdict = words.change(line["evidence"], line["difference"])
        if line["evidence"] in words.UNTOLD:
            rows.append((label, lookup.untold(asked, line), None, verdict, None, None))
        else:
            rows.append(
                (label, line["difference"], lookup.span(line), verdict, line["p_adjusted"], line["n"])
            )
    caption = SINCE.given(
        versus=lookup.wave_label(asked, lines[0]["versus"]), wave=lookup.wave_label(asked, evidence.latest)
    )
    return [
        *lookup.sentences_of(evidence, "department_change"),
        TableBlock("department_changes", caption, columns, tuple(rows)),
    ]


def _hidden(line: Line) -> bool:
    return line["evidence"] == "hidden" or isnan(line["estimate"])


def _span(line: Line) -> Interval:
    """The interval of the department's own score."""
    return Interval(line["own_low"], line["own_high"])


def _figure(evidence: Evidence, found: list[Line]) -> Figure:
    asked = evidence.questionnaire
    drawn = [_dot(evidence, line) for line in found]
    title = TITLE.given(level=lookup.level(asked))
    best, worst = (lookup.department_label(asked, line["department"]) for line in (found[0], found[-1]))
    read = READ.given(count=len(found), best=best, worst=worst)
    chart = dots.Dots(drawn, lookup.zones(asked), (words.READING, words.ANSWERS))
    return Figure(chart, title, read, "fig-departments")


def _dot(evidence: Evidence, line: Line) -> dots.Dot:
    asked = evidence.questionnaire
    label = lookup.department_label(asked, line["department"])
    if _hidden(line):
        nothing = float("nan")
        few = lookup.withheld(asked, line).reason
        return dots.Dot(label, nothing, nothing, nothing, 0, withheld=few)
    span = _span(line)
    told = {"name": label, "score": score(line["estimate"]), "interval": interval(span.low, span.high)}
    held = line["evidence"] == "held"
    tip = TIP_ALONE.given(**told) if held else TIP.given(**told, difference=signed(line["difference"]))
    tone = words.gap(line["evidence"], line["difference"]).tone
    thin = line["evidence"] == "small"
    return dots.Dot(label, line["estimate"], span.low, span.high, int(line["n"]), tip, tone, thin=thin)


def _table(evidence: Evidence, found: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(words.DEPARTMENT),
        Column(words.SCORE, "score"),
        Column(lookup.confidence(asked), "interval"),
        Column(words.DIFFERENCE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple(_row(evidence, line) for line in found)
    return TableBlock("departments", TABLE, columns, rows, chart="scores")


def _row(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    asked = evidence.questionnaire
    label = lookup.department_label(asked, line["department"])
    if _hidden(line):
        return label, lookup.withheld(asked, line), None, None, None, "", None, None
    verdict = words.gap(line["evidence"], line["difference"])
    if line["evidence"] == "held":
        return label, line["estimate"], _span(line), None, None, verdict, None, line["n"]
    return (
        label,
        line["estimate"],
        _span(line),
        line["difference"],
        lookup.span(line),
        verdict,
        line["p_adjusted"],
        line["n"],
    )
