"""Tables of change, declared once for pages, workbooks, terminals and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from satkit.analyses.trend.rows import ChangeRow, MixRow, ShareChangeRow
from satkit.language import Text
from satkit.number_format import score
from satkit.report import words
from satkit.report.difference_cells import show_difference, show_interval, show_number
from satkit.report.lookup import walk
from satkit.scoring.score_tables import MEASURES, interval_header
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Cell, Interval, Share
from satkit.tables.table import Column, Table

CHANGES = Text("Changes from %(versus)s to %(wave)s")
SHARE_CHANGES = Text("Shares satisfied and net promoters from %(versus)s to %(wave)s (changes in points)")
NOW, MEASURE = Text("Now"), Text("Measure")
MIX_SPLIT = Text("How much of the change comes from who was asked")
PERFORMANCE, MIX = Text("Like respondents"), Text("Mix")
TOLD = ("satisfied", "nps", "ces")  # measures whose changes are shown


def order_changes(rows: Iterable[ChangeRow], questionnaire: Questionnaire) -> list[ChangeRow]:
    """The headline, the tree from its root down, then the questions; the only one of an indicator is left out."""
    inside = [node for node, _ in walk(questionnaire)]
    nodes = [questionnaire.headline, *inside, *questionnaire.scored_items]
    order = {node: place for place, node in enumerate(nodes)}
    alone = {node.items[0] for node in questionnaire.indicators.values() if len(node.items) == 1}
    kept = [row for row in rows if row["node"] not in alone]
    return sorted(kept, key=lambda row: order.get(row["node"], len(order)))


def change_table(rows: Sequence[ChangeRow], names: Names, wave: str) -> Table:
    """Items and indicators of a wave against the wave before, one row each."""
    questionnaire = names.questionnaire
    columns: tuple[Column[ChangeRow], ...] = (
        Column("node", words.NODE, cell=lambda row: names.node(row["node"])),
        Column("difference", words.CHANGE, "signed", lambda row: show_difference(questionnaire, row)),
        Column("interval", interval_header(questionnaire), "signed_interval", show_interval),
        Column("verdict", words.VERDICT, cell=lambda row: words.change(row["evidence"], row["difference"])),
        Column("p", words.P, "p", lambda row: show_number(row, row["p"]), detail=True),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda row: show_number(row, row["p_adjusted"])),
        Column("n", words.ANSWERS, "count", lambda row: show_number(row, row["n"])),
    )
    versus = names.wave(rows[0]["versus"]) if rows else ""
    return Table.of("changes", CHANGES.with_values(versus=versus, wave=names.wave(wave)), columns, rows)


def share_change_table(rows: Sequence[ShareChangeRow], names: Names, wave: str) -> Table:
    """Shares satisfied, net promoters and effort of a wave against the wave before, one row a question."""
    questionnaire = names.questionnaire

    def show_now(row: ShareChangeRow) -> Cell:
        if row["evidence"] in words.UNTOLD:
            return show_difference(questionnaire, row)
        if row["measure"] == "satisfied":
            return Share(row["estimate"] / 100, row["n"])
        return score(row["estimate"]) if row["measure"] == "ces" else row["estimate"]

    columns: tuple[Column[ShareChangeRow], ...] = (
        Column("item", words.QUESTION, cell=lambda row: names.node(row["item"])),
        Column("measure", MEASURE, cell=lambda row: MEASURES[row["measure"]]),
        Column("estimate", NOW, "signed", show_now),
        Column("difference", words.CHANGE, "signed", lambda row: show_number(row, row["difference"])),
        Column("interval", interval_header(questionnaire), "signed_interval", show_interval),
        Column("verdict", words.VERDICT, cell=lambda row: words.change(row["evidence"], row["difference"])),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda row: show_number(row, row["p_adjusted"])),
        Column("n", words.ANSWERS, "count", lambda row: show_number(row, row["n"])),
    )
    versus = names.wave(rows[0]["versus"]) if rows else ""
    caption = SHARE_CHANGES.with_values(versus=versus, wave=names.wave(wave))
    return Table.of("share_changes", caption, columns, rows)


def mix_table(rows: Sequence[MixRow], names: Names) -> Table:
    """Changes split into the mix of respondents and like respondents, one row a node and wave."""
    ends = interval_header(names.questionnaire)
    columns: tuple[Column[MixRow], ...] = (
        Column("node", words.NODE, cell=lambda row: names.node(row["node"])),
        Column("wave", words.WAVE, cell=lambda row: names.wave(row["wave"])),
        Column("change", words.CHANGE, "signed"),
        Column("performance", PERFORMANCE, "signed"),
        Column(
            "performance_interval",
            ends,
            "signed_interval",
            lambda row: Interval(row["performance_low"], row["performance_high"]),
        ),
        Column("mix", MIX, "signed"),
        Column(
            "mix_interval", ends, "signed_interval", lambda row: Interval(row["mix_low"], row["mix_high"])
        ),
    )
    return Table.of("composition", MIX_SPLIT, columns, rows)
