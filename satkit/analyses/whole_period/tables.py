"""The table of the whole period, declared once for pages, workbooks, terminals and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from satkit.analyses.whole_period.rows import PeriodRow
from satkit.language import Text
from satkit.report import words
from satkit.report.difference_cells import show_difference, show_interval, show_number
from satkit.report.lookup import walk
from satkit.scoring.score_tables import interval_header
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Cell, Interval, Words
from satkit.tables.table import Column, Table

CAPTION = Text("From %(versus)s to %(wave)s, and the line through all %(count)d waves")
Number = Literal["estimate", "estimate_versus", "p_adjusted", "slope", "slope_p_adjusted", "n"]
PER_WAVE, P_LINE = Text("Points a wave"), Text("p of the line, adjusted")


def order_rows(rows: Iterable[PeriodRow], questionnaire: Questionnaire) -> list[PeriodRow]:
    """The headline, the tree from its root down, then the questions; the only one of an indicator is left out."""
    nodes = [questionnaire.headline, *(node for node, _ in walk(questionnaire)), *questionnaire.scored_items]
    order = {node: place for place, node in reversed([*enumerate(nodes)])}
    alone = {node.items[0] for node in questionnaire.indicators.values() if len(node.items) == 1}
    kept = [row for row in rows if row["node"] not in alone]
    return sorted(kept, key=lambda row: order.get(row["node"], len(order)))


def period_table(key: str, rows: Sequence[PeriodRow], names: Names) -> Table:
    """Items and indicators from the first wave to the last, one row each."""
    questionnaire = names.questionnaire
    header = interval_header(questionnaire)

    def number(column: Number) -> Callable[[PeriodRow], Cell]:
        return lambda row: show_number(row, row[column])

    columns: tuple[Column[PeriodRow], ...] = (
        Column("node", words.NODE, cell=lambda row: names.node(row["node"])),
        Column("estimate_versus", _wave(rows, names, "versus"), "score", number("estimate_versus")),
        Column("estimate", _wave(rows, names, "wave"), "score", number("estimate")),
        Column("difference", words.CHANGE, "signed", lambda row: show_difference(questionnaire, row)),
        Column("interval", header, "signed_interval", show_interval),
        Column("verdict", words.VERDICT, cell=lambda row: words.change(row["evidence"], row["difference"])),
        Column("p_adjusted", words.P_ADJUSTED, "p", number("p_adjusted"), detail=True),
        Column("slope", PER_WAVE, "signed", number("slope")),
        Column(
            "slope_interval",
            header,
            "signed_interval",
            lambda row: Interval(row["slope_low"], row["slope_high"]),
        ),
        Column("slope_p_adjusted", P_LINE, "p", number("slope_p_adjusted")),
        Column("n", words.ANSWERS, "count", number("n")),
    )
    count = rows[0]["waves"] if rows else 0
    caption = CAPTION.with_values(
        versus=_wave(rows, names, "versus"), wave=_wave(rows, names, "wave"), count=count
    )
    return Table.of(key, caption, columns, rows)


def _wave(rows: Sequence[PeriodRow], names: Names, end: Literal["wave", "versus"]) -> Words:
    return names.wave(rows[0][end]) if rows else ""
