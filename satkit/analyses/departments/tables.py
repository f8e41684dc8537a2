"""Tables of departments, declared once for pages, workbooks, terminals and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isnan

import pandas as pd

from satkit.analyses.departments.rows import DepartmentChangeRow, DepartmentRow
from satkit.language import Text
from satkit.report import words
from satkit.report.difference_cells import show_difference, show_interval, show_number
from satkit.scoring.score_tables import explain_withheld, interval_header
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval
from satkit.tables.rows import read_rows
from satkit.tables.table import Column, Table

DEPARTMENTS = Text("Departments against all others")
CHANGES = Text("Departments from %(versus)s to %(wave)s, over the questions that both asked")


def is_hidden(row: DepartmentRow) -> bool:
    """Whether the score of a department may not be shown."""
    return row["evidence"] == "hidden" or isnan(row["estimate"])


def order_departments(rows: Iterable[DepartmentRow]) -> list[DepartmentRow]:
    """The highest score first, what may not be shown last."""
    return sorted(rows, key=lambda row: (is_hidden(row), -row["estimate"]))


def department_table(rows: Sequence[DepartmentRow], names: Names) -> Table:
    """Departments with their scores and their differences from all others, one row each."""
    questionnaire = names.questionnaire

    def show_score(row: DepartmentRow) -> Cell:
        if is_hidden(row):
            return explain_withheld(questionnaire, row.get("withheld", ""))
        return row["estimate"]

    columns: tuple[Column[DepartmentRow], ...] = (
        Column("department", words.DEPARTMENT, cell=lambda row: names.department(row["department"])),
        Column("estimate", words.SCORE, "score", show_score),
        Column(
            "own",
            interval_header(questionnaire),
            "interval",
            lambda row: None if is_hidden(row) else Interval(row["own_low"], row["own_high"]),
        ),
        Column("difference", words.DIFFERENCE, "signed", lambda row: _show_gap(row, row["difference"])),
        Column(
            "interval",
            interval_header(questionnaire),
            "signed_interval",
            lambda row: None if is_hidden(row) else show_interval(row),
        ),
        Column(
            "verdict",
            words.VERDICT,
            cell=lambda row: "" if is_hidden(row) else words.gap(row["evidence"], row["difference"]),
        ),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda row: _show_gap(row, row["p_adjusted"])),
        Column("n", words.ANSWERS, "count", lambda row: None if is_hidden(row) else row["n"]),
    )
    return Table.of("departments", DEPARTMENTS, columns, rows, chart="scores")


def _show_gap(row: DepartmentRow, value: float) -> float | None:
    return None if is_hidden(row) else show_number(row, value)


def department_change_table(rows: Sequence[DepartmentChangeRow], names: Names) -> Table:
    """Departments against themselves in the wave before, one row each; all rows of one wave."""
    questionnaire = names.questionnaire
    columns: tuple[Column[DepartmentChangeRow], ...] = (
        Column("department", words.DEPARTMENT, cell=lambda row: names.department(row["department"])),
        Column("difference", words.CHANGE, "signed", lambda row: show_difference(questionnaire, row)),
        Column("interval", interval_header(questionnaire), "signed_interval", show_interval),
        Column("verdict", words.VERDICT, cell=lambda row: words.change(row["evidence"], row["difference"])),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda row: show_number(row, row["p_adjusted"])),
        Column("n", words.ANSWERS, "count", lambda row: show_number(row, row["n"])),
    )
    versus, wave = (names.wave(rows[0]["versus"]), names.wave(rows[0]["wave"])) if rows else ("", "")
    return Table.of("department_changes", CHANGES.with_values(versus=versus, wave=wave), columns, rows)


def tables_of_wave(table: pd.DataFrame, changes: pd.DataFrame, names: Names, wave: str) -> Iterator[Table]:
    """The departments of a wave, the highest score first, and their changes; none where there are none.

    Parameters
    ----------
    table, changes : DataFrame
        See :class:`satkit.analyses.departments.estimate.Departments`.
    names : Names
    wave : str
    """
    if rows := read_rows(table, DepartmentRow, wave=wave):
        yield department_table(order_departments(rows), names)
    if steps := read_rows(changes, DepartmentChangeRow, wave=wave):
        yield department_change_table(steps, names)
