"""The ranking of indicators, declared once for terminals and files."""

from __future__ import annotations

from collections.abc import Sequence

from satkit.analyses.indicators.rows import RankingRow
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.table import Column, Table

RANKING = Text("Indicators from the lowest score up")
P_LOWEST = Text("p, is the lowest")
TIED = Text("Not to be told from the lowest")


def ranking_table(rows: Sequence[RankingRow], names: Names) -> Table:
    """Leaf indicators from the lowest up, and which cannot be told from the lowest; one row each."""
    columns: tuple[Column[RankingRow], ...] = (
        Column("node", words.NODE, cell=lambda row: names.node(row["node"])),
        Column("estimate", words.SCORE, "score"),
        Column("n", words.ANSWERS, "count"),
        Column("p_lowest", P_LOWEST, "p"),
        Column("tied", TIED),
    )
    return Table.of("ranking", RANKING, columns, rows)
