"""Where the departments stand with what they answer for."""

from __future__ import annotations

from collections.abc import Sequence

from satkit.analyses.departments.estimate import Departments
from satkit.analyses.departments.rows import DepartmentChangeRow, DepartmentRow
from satkit.analyses.departments.tables import (
    department_change_table,
    department_table,
    is_hidden,
    order_departments,
)
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import interval, score, signed_score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures import dots
from satkit.tables.rows import read_rows

KEY = "departments"
NAN = float("nan")
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


def section(evidence: Evidence) -> Section | None:
    """The score of every department with its interval, and the test against the others."""
    rows = order_departments(read_rows(evidence[Departments].table, DepartmentRow, wave=evidence.latest))
    if not rows:
        return None
    subtitle = SUBTITLE.with_values(wave=lookup.wave_label(evidence.questionnaire, evidence.latest))
    table = department_table(rows, evidence.names)
    blocks = (_draw_departments(evidence, rows), Note(NOTE), table, *_list_changes(evidence))
    return Section(KEY, QUESTION, subtitle, blocks)


def _list_changes(evidence: Evidence) -> list[Block]:
    """Every department against itself in the wave before."""
    rows = read_rows(evidence[Departments].changes, DepartmentChangeRow, wave=evidence.latest)
    if not rows:
        return []
    sentences = lookup.sentences_of(evidence, "department_change")
    return [*sentences, department_change_table(rows, evidence.names)]


def _draw_departments(evidence: Evidence, rows: Sequence[DepartmentRow]) -> Figure:
    questionnaire = evidence.questionnaire
    best, worst = (lookup.department_label(questionnaire, row["department"]) for row in (rows[0], rows[-1]))
    chart = dots.Dots(
        [_place_dot(evidence, row) for row in rows],
        lookup.zones(questionnaire),
        (words.READING, words.ANSWERS),
    )
    title = TITLE.with_values(level=lookup.level(questionnaire))
    return Figure(chart, title, READ.with_values(count=len(rows), best=best, worst=worst), "fig-departments")


def _place_dot(evidence: Evidence, row: DepartmentRow) -> dots.Dot:
    questionnaire = evidence.questionnaire
    label = lookup.department_label(questionnaire, row["department"])
    if is_hidden(row):
        reason = lookup.withheld(questionnaire, row).reason
        return dots.Dot(label, NAN, NAN, NAN, 0, withheld=reason)
    value, low, high = row["estimate"], row["own_low"], row["own_high"]
    known = {"name": label, "score": score(value), "interval": interval(low, high)}
    held = row["evidence"] == "held"
    tip = (
        TIP_ALONE.with_values(**known)
        if held
        else TIP.with_values(**known, difference=signed_score(row["difference"]))
    )
    tone = words.gap(row["evidence"], row["difference"]).tone
    return dots.Dot(label, value, low, high, int(row["n"]), tip, tone, thin=row["evidence"] == "small")
