"""Cells of a tested difference: its numbers where they may be told, else why not."""

from __future__ import annotations

from satkit.report.words import UNTOLD
from satkit.scoring.rows import DifferenceRow
from satkit.scoring.score_tables import explain_withheld
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Cell, Interval


def show_difference(questionnaire: Questionnaire, row: DifferenceRow) -> Cell:
    """The difference, or why it is withheld; nothing where it is held back, which the verdict says."""
    if row["evidence"] not in UNTOLD:
        return row["difference"]
    if row["evidence"] == "held":
        return None
    return explain_withheld(questionnaire, row.get("withheld", ""))


def show_interval(row: DifferenceRow) -> Interval | None:
    """The interval of a difference that may be told."""
    return None if row["evidence"] in UNTOLD else Interval(row["low"], row["high"])


def show_number(row: DifferenceRow, value: float) -> float | None:
    """Any number of a difference that may be told."""
    return None if row["evidence"] in UNTOLD else value
