"""The tables of the plan, declared once for the page, the workbook and the result."""

from __future__ import annotations

from collections.abc import Iterable

from satkit.analyses.investment.rows import BudgetGain, PlannedAttribute
from satkit.findings.wording import KINDS
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.cells import Interval, Share
from satkit.tables.table import Column, Table

ATTRIBUTE, CATEGORY = Text("Attribute"), Text("Category")
TODAY, TARGET, ROOM = Text("Met today"), Text("Stop at"), Text("Cost of all that is missing")
SPENDING, GAINED_POINTS = Text("To spend"), Text("Gain, points")
FUNDED, WHOLE = Text("Funded in redrawn surveys"), Text("If done whole or not at all")
YES, NO = Text("yes"), Text("no")
PLAN = Text("The plan, attribute by attribute")
CURVE = Text("What more money would bring")
BUDGET = Text("Budget")


def plan_table(rows: Iterable[PlannedAttribute], names: Names) -> Table:
    """What to spend on every attribute that money may go to, in the order given."""
    columns: tuple[Column[PlannedAttribute], ...] = (
        Column(
            "attribute", ATTRIBUTE, cell=lambda row: names.questionnaire.attribute_label(row["attribute"])
        ),
        Column("category", CATEGORY, cell=lambda row: KINDS[row["category"]]),
        Column("met", TODAY, "share", lambda row: Share(row["met"], 1)),
        Column("target", TARGET, "share", lambda row: Share(row["target"], 1)),
        Column("spend", SPENDING, "count"),
        Column("room", ROOM, "count"),
        Column("gain", GAINED_POINTS, "score"),
        Column(
            "interval",
            words.interval_header(names.questionnaire.report.level),
            "interval",
            lambda row: Interval(row["gain_low"], row["gain_high"]),
        ),
        Column("funded", FUNDED, "share", lambda row: Share(row["funded"], 1)),
        Column("whole", WHOLE, cell=lambda row: YES if row["whole"] else NO),
    )
    return Table.of("plan", PLAN, columns, rows)


def curve_table(rows: Iterable[BudgetGain], names: Names) -> Table:
    """The gain of the best plan for every budget."""
    columns: tuple[Column[BudgetGain], ...] = (
        Column("budget", BUDGET, "count"),
        Column("gain", GAINED_POINTS, "score"),
        Column(
            "interval",
            words.interval_header(names.questionnaire.report.level),
            "interval",
            lambda row: Interval(row["low"], row["high"]),
        ),
    )
    return Table.of("plan-curve", CURVE, columns, rows)
