"""Tables on the data, declared once for pages, workbooks, terminals and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from satkit.analyses.data_quality.rows import MissingRow, StepRow, WeightingRow
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names
from satkit.survey.responses import STEPS, Check
from satkit.tables.cells import Cell, Share, Verdict, Words
from satkit.tables.table import Column, Table

WATERFALL = Text("From records received to records analysed")
STEP = Text("Step")
CHECKS = Text("Checks")
CHECK = Text("What was looked for")
LOOKED_AT = Text("Looked at")
FOUND = Text("Found")
DONE = Text("What was done")
WEIGHTING = Text("What the weights and the design cost in precision")
KISH = Text("Kish effect")
CLUSTERS = Text("Clusters")
STRATA = Text("Strata")
DF = Text("Degrees of freedom")
MISSING = Text("Why answers are missing, %(wave)s")
REASONS: Mapping[str, Text] = {
    "skipped": Text("skipped"),
    "not_asked": Text("not asked"),
    "not_applicable": Text("not applicable"),
    "dont_know": Text("don't know"),
    "refused": Text("refused"),
    "off_scale": Text("off the scale"),
}


def waterfall_table(rows: Sequence[StepRow], names: Names) -> Table:
    """How many records are left after every step, one row a step, one column a wave."""
    left = {(row["wave"], row["step"]): row["n"] for row in rows}
    waves = dict.fromkeys(row["wave"] for row in rows)
    taken = dict.fromkeys(row["step"] for row in rows)
    steps = [*(step for step in STEPS if step in taken), *(step for step in taken if step not in STEPS)]

    def wave_column(wave: str) -> Column[str]:
        return Column(f"n_{wave}", names.wave(wave), "count", lambda step: left.get((wave, step)))

    columns: tuple[Column[str], ...] = (
        Column("step", STEP, cell=lambda step: STEPS.get(step, step)),
        *map(wave_column, waves),
    )
    return Table.of("waterfall", WATERFALL, columns, steps)


def check_table(checks: Sequence[Check]) -> Table:
    """What was looked for, how often it was found and what was done, one row a check."""
    columns: tuple[Column[Check], ...] = (
        Column("check", CHECK, cell=lambda check: check.title),
        Column("looked_at", LOOKED_AT, "count"),
        Column("count", FOUND, "count"),
        Column("share", words.SHARE, "share", _show_share),
        Column("action", DONE, cell=_judge),
    )
    return Table.of("checks", CHECKS, columns, checks)


def _show_share(check: Check) -> Share | None:
    return Share(check.count / check.looked_at, check.looked_at) if check.looked_at else None


def _judge(check: Check) -> Verdict:
    """What was done; to leave answers out is a loss."""
    action: Words = words.ACTIONS.get(check.action, check.action)
    return Verdict(action, "bad" if check.action == "exclude" and check.count else "neutral")


def weighting_table(rows: Sequence[WeightingRow], names: Names) -> Table:
    """What weights and design cost, one row a wave."""
    columns: tuple[Column[WeightingRow], ...] = (
        Column("wave", words.WAVE, cell=lambda row: names.wave(row["wave"])),
        Column("n", words.ANSWERS, "count"),
        Column("n_effective", words.EFFECTIVE, "count"),
        Column("kish", KISH, "ratio"),
        Column("clusters", CLUSTERS, "count"),
        Column("strata", STRATA, "count"),
        Column("df", DF, "count"),
    )
    return Table.of("weighting", WEIGHTING, columns, rows)


def missing_table(rows: Sequence[MissingRow], names: Names, wave: str, key: str = "missing") -> Table:
    """Why answers are missing, one row a question, one column a reason; all rows of one wave."""
    cells = {(row["item"], row["reason"]): row for row in rows}

    def reason_column(reason: str) -> Column[str]:
        def show_share(item: str) -> Cell:
            row = cells.get((item, reason))
            if row is None:
                return None
            return Share(row["share"], round(row["n"] / row["share"]) if row["share"] else 0)

        return Column(reason, REASONS[reason], "share", show_share)

    reasons = [reason for reason in REASONS if any(row["reason"] == reason for row in rows)]
    missing = dict.fromkeys(row["item"] for row in rows)
    ordered = [item for item in names.questionnaire.items if item in missing]
    items = dict.fromkeys([*ordered, *missing])
    columns = (Column("item", words.QUESTION, cell=names.node), *map(reason_column, reasons))
    return Table.of(key, MISSING.with_values(wave=names.wave(wave)), columns, items)
