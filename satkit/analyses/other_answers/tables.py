"""Tables of questions without scores, declared once for pages, workbooks and files."""

from __future__ import annotations

from collections.abc import Sequence

from satkit.analyses.other_answers.rows import ListedRow, NumberRow, RankRow
from satkit.language import Text
from satkit.number_format import count
from satkit.report import words
from satkit.scoring.score_tables import explain_withheld, interval_header
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval, Share
from satkit.tables.table import Column, Table

ANSWER = Text("Answer")
ONE = Text("%(name)s (one answer each, n = %(n)s)")
SEVERAL = Text("%(name)s (several answers possible, n = %(n)s; the shares may add up to more than 100%%)")
RANKS = Text("Ranking “%(scale)s”: the share that put each first, and the mean place (1 is the first)")
THING = Text("Ranked")
FIRST = Text("Ranked first")
PLACE = Text("Mean place")
NUMBERS = Text("Questions answered with a number")
MEDIAN = Text("Median")


def list_table(item: str, rows: Sequence[ListedRow], names: Names) -> Table:
    """The answers of one list, the most frequent first, the catch-all last; what nobody answered is left out.

    Parameters
    ----------
    item : str
    rows : sequence of ListedRow
        All of this item.
    names : Names
    """
    questionnaire = names.questionnaire
    scale = questionnaire.scale(item)

    def order(row: ListedRow) -> tuple[bool, bool, float]:
        hidden = bool(row["withheld"])
        return scale.points[row["place"]].other, hidden, 0.0 if hidden else -row["estimate"]

    def show_share(row: ListedRow) -> Cell:
        if row["withheld"]:
            return explain_withheld(questionnaire, row["withheld"])
        return Share(row["estimate"], row["n"])

    columns: tuple[Column[ListedRow], ...] = (
        Column("answer", ANSWER, cell=lambda row: scale.points[row["place"]].title),
        Column("estimate", words.SHARE, "share", show_share),
        Column("interval", interval_header(questionnaire), "share_interval", _show_interval),
        Column("n", words.ANSWERS, "count", lambda row: None if row["withheld"] else row["count"]),
    )
    caption = SEVERAL if scale.kind == "multi" else ONE
    return Table.of(
        f"other-{list(questionnaire.items).index(item)}",
        caption.with_values(name=names.node(item), n=count(rows[0]["n"])),
        columns,
        sorted((row for row in rows if row["count"] != 0), key=order),
    )


def _show_interval(row: ListedRow) -> Interval | None:
    return None if row["withheld"] else Interval(row["low"], row["high"], row["n"])


def rank_table(scale: str, rows: Sequence[RankRow], names: Names) -> Table:
    """What was ranked on one scale, one row a thing, the best place first."""
    questionnaire = names.questionnaire
    ends = interval_header(questionnaire)
    columns: tuple[Column[RankRow], ...] = (
        Column("item", THING, cell=lambda row: names.node(row["item"])),
        Column("first", FIRST, "share", lambda row: Share(row["first"], row["n"])),
        Column(
            "first_interval",
            ends,
            "share_interval",
            lambda row: Interval(row["first_low"], row["first_high"], row["n"]),
        ),
        Column("mean", PLACE, "ratio"),
        Column(
            "mean_interval", ends, "ratio_interval", lambda row: Interval(row["mean_low"], row["mean_high"])
        ),
        Column("n", words.ANSWERS, "count"),
    )
    key = f"ranking-{list(questionnaire.scales).index(scale)}"
    caption = RANKS.with_values(scale=questionnaire.scales[scale].title)
    return Table.of(key, caption, columns, sorted(rows, key=lambda row: row["mean"]))


def number_table(rows: Sequence[NumberRow], names: Names) -> Table:
    """Mean and median of every number, one row a question."""
    columns: tuple[Column[NumberRow], ...] = (
        Column("item", words.QUESTION, cell=lambda row: names.node(row["item"])),
        Column("mean", words.MEAN, "ratio"),
        Column(
            "interval",
            interval_header(names.questionnaire),
            "ratio_interval",
            lambda row: Interval(row["low"], row["high"]),
        ),
        Column("median", MEDIAN, "ratio"),
        Column("n", words.ANSWERS, "count"),
    )
    return Table.of("other-numbers", NUMBERS, columns, rows)


def tables_of_counts(
    listed: Sequence[ListedRow], ranks: Sequence[RankRow], numbers: Sequence[NumberRow], names: Names
) -> list[Table]:
    """A table for every list, for every ranking, and one for all numbers."""
    tables = [
        list_table(item, [row for row in listed if row["item"] == item], names)
        for item in dict.fromkeys(row["item"] for row in listed)
    ]
    tables += [
        rank_table(scale, [row for row in ranks if row["scale"] == scale], names)
        for scale in dict.fromkeys(row["scale"] for row in ranks)
    ]
    return [*tables, number_table(numbers, names)] if numbers else tables
