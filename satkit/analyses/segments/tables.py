"""The table of groups, declared once for pages, workbooks and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from satkit.analyses.segments.rows import GapRow
from satkit.language import Text
from satkit.report import words
from satkit.report.difference_cells import show_difference, show_interval, show_number
from satkit.scoring.rows import ScoreRow
from satkit.scoring.score_tables import interval_header, show_base, show_value
from satkit.survey.names import Names
from satkit.tables.cells import Interval, Verdict, Words
from satkit.tables.table import Column, Table

GROUPS = Text("Every group against all other respondents")
OTHERS = Text("Score of the others")


@dataclass(frozen=True)
class GroupScore:
    """The score of a group, and how it differs from all others where that was compared."""

    row: ScoreRow
    gap: GapRow | None = None


def group_table(groups: Sequence[GroupScore], names: Names) -> Table:
    """Scores of groups and their differences from all others, one row a group and node."""
    questionnaire = names.questionnaire
    columns: tuple[Column[GroupScore], ...] = (
        Column("segment", words.GROUP, cell=lambda one: names.segment(one.row["segment"])),
        Column("level", words.LEVEL, cell=lambda one: names.level(one.row["segment"], one.row["level"])),
        Column("node", words.NODE, cell=lambda one: names.node(one.row["node"])),
        Column(
            "estimate",
            words.SCORE,
            "score",
            lambda one: show_value(questionnaire, one.row, one.row["estimate"]),
        ),
        Column("difference", words.DIFFERENCE, "signed", lambda one: _show_gap(one, "difference")),
        Column("interval", interval_header(questionnaire), "signed_interval", _show_interval),
        Column("verdict", words.VERDICT, cell=_judge),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda one: _show_gap(one, "p_adjusted")),
        Column("n", words.ANSWERS, "count", lambda one: show_base(one.row, one.row["n"])),
    )
    return Table.of("segments", GROUPS, columns, groups)


def _compared(group: GroupScore) -> GapRow | None:
    """The difference of a group whose score may be shown."""
    return None if group.row["withheld"] else group.gap


def _show_gap(group: GroupScore, key: Literal["difference", "p_adjusted"]) -> float | None:
    gap = _compared(group)
    return show_number(gap, gap[key]) if gap else None


def _show_interval(group: GroupScore) -> Interval | None:
    gap = _compared(group)
    return show_interval(gap) if gap else None


def _judge(group: GroupScore) -> Words | Verdict:
    """The verdict; why it is held back; nothing where the score or the difference is withheld."""
    gap = _compared(group)
    if gap is None or gap["evidence"] == "hidden":
        return ""
    return words.HELD if gap["evidence"] == "held" else words.gap(gap["evidence"], gap["difference"])


def gap_table(rows: Sequence[GapRow], names: Names) -> Table:
    """Groups against their complements without the scores of the groups, one row a group and node."""
    questionnaire = names.questionnaire
    columns: tuple[Column[GapRow], ...] = (
        Column("segment", words.GROUP, cell=lambda row: names.segment(row["segment"])),
        Column("level", words.LEVEL, cell=lambda row: names.level(row["segment"], row["level"])),
        Column("node", words.NODE, cell=lambda row: names.node(row["node"])),
        Column("complement", OTHERS, "score", lambda row: show_number(row, row["complement"]), detail=True),
        Column("difference", words.DIFFERENCE, "signed", lambda row: show_difference(questionnaire, row)),
        Column("interval", interval_header(questionnaire), "signed_interval", show_interval),
        Column("verdict", words.VERDICT, cell=lambda row: words.gap(row["evidence"], row["difference"])),
        Column("p", words.P, "p", lambda row: show_number(row, row["p"]), detail=True),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda row: show_number(row, row["p_adjusted"])),
        Column("n", words.ANSWERS, "count", lambda row: show_number(row, row["n"])),
    )
    return Table.of("gaps", GROUPS, columns, rows)
