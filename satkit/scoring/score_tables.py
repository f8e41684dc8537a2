"""Tables of scores and shares, declared once for pages, workbooks, terminals and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from satkit.language import Label, Text
from satkit.number_format import confidence
from satkit.scoring.disclosure import SECRET
from satkit.scoring.rows import BoxRow, ScoreRow
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Cell, Interval, Kind, Share, Withheld, Words
from satkit.tables.rows import read_rows
from satkit.tables.table import Column, Table

NODE, LEVEL, SCORE, BAND = Text("Indicator"), Text("Part"), Text("Score"), Text("Band")
SATISFIED, ANSWERS = Text("Satisfied"), Text("n")
EFFECTIVE, DESIGN, OWNER = Text("Effective n"), Text("Design effect"), Text("Responsible")
QUESTION, MEASURE, SHARE = Text("Question"), Text("Measure"), Text("Share")
INTERVAL = Text("%(level)s interval")
SPAN = Text("%(low)s–%(high)s")
FEW = Text("fewer than %(k)d answers, not shown")
REVEALING = Text("withheld: with the total it would reveal a group that is too small to show")
SCORES = Text("Scores of all indicators and questions")
SHARES = Text("Shares of those who answered")
MEASURES: Mapping[str, Text] = {
    "satisfied": Text("share satisfied"),
    "top": Text("share of the best answers"),
    "bottom": Text("share of the worst answers"),
    "nps": Text("net promoter score"),
    "ces": Text("effort score"),
}
INDICES: Mapping[str, tuple[Text, Kind, Kind]] = {
    "nps": (Text("Net promoter scores"), "signed", "signed_interval"),
    "ces": (Text("Effort scores"), "score", "interval"),
}


@dataclass(frozen=True)
class NodeScore:
    """The score of an item or indicator, and its share satisfied where it is one question."""

    row: ScoreRow
    satisfied: BoxRow | None = None


def order_nodes(questionnaire: Questionnaire) -> Iterator[tuple[str, int]]:
    """Indicators with their questions below them and how deep they stand, then the questions outside the tree.

    The only question of an indicator is the indicator, and does not come again.
    """

    def below(parent: str, depth: int) -> Iterator[tuple[str, int]]:
        for name in questionnaire.children(parent):
            items = questionnaire.indicators[name].items
            yield name, depth
            if len(items) > 1:
                yield from ((item, depth + 1) for item in items)
            yield from below(name, depth + 1)

    yield from below("", 0)
    inside = {item for node in questionnaire.indicators.values() for item in node.items}
    yield from ((item, 0) for item in questionnaire.scored_items if item not in inside)


def read_nodes(
    table: pd.DataFrame, questionnaire: Questionnaire, wave: str, segment: str = ""
) -> list[ScoreRow]:
    """The scores of a wave and segment, the overall question first, then in the order of :func:`order_nodes`."""
    nodes = [*questionnaire.of_role("overall"), *(node for node, _ in order_nodes(questionnaire))]
    order = {node: place for place, node in enumerate(dict.fromkeys(nodes))}
    rows = read_rows(table, ScoreRow, wave=wave, segment=segment)
    kept = [row for row in rows if row["node"] in order]
    return sorted(kept, key=lambda row: (order[row["node"]], row["level"]))


def join_satisfied(
    rows: Iterable[ScoreRow], boxes: Iterable[BoxRow], questionnaire: Questionnaire
) -> list[NodeScore]:
    """Every score with the share satisfied of the only question it rests on."""
    shares = {(box["level"], box["item"]): box for box in boxes if box["measure"] == "satisfied"}
    indicators = questionnaire.indicators
    nodes = []
    for row in rows:
        items = indicators[row["node"]].items if row["node"] in indicators else (row["node"],)
        nodes.append(NodeScore(row, shares.get((row["level"], items[0])) if len(items) == 1 else None))
    return nodes


def score_table(
    nodes: Sequence[NodeScore], names: Names, segment: str = "", depths: Sequence[int] = ()
) -> Table:
    """Scores with interval, band and base, one row a node and level.

    Parameters
    ----------
    nodes : sequence of NodeScore
    names : Names
    segment : str
        Whose levels the rows are of; empty for everyone.
    depths : sequence of int
        How far the name of each is indented.
    """
    questionnaire = names.questionnaire
    level: Column[NodeScore] = Column("level", LEVEL, cell=lambda one: names.level(segment, one.row["level"]))
    columns: tuple[Column[NodeScore], ...] = (
        Column("node", NODE, cell=lambda one: names.node(one.row["node"])),
        *((level,) if segment else ()),
        Column(
            "estimate", SCORE, "score", lambda one: show_value(questionnaire, one.row, one.row["estimate"])
        ),
        Column("interval", interval_header(questionnaire), "interval", lambda one: show_interval(one.row)),
        Column(
            "band",
            BAND,
            cell=lambda one: (
                "" if one.row["withheld"] else name_bands(names, one.row["band_low"], one.row["band_high"])
            ),
        ),
        Column("satisfied", SATISFIED, "share", lambda one: show_share(questionnaire, one.satisfied)),
        Column("n", ANSWERS, "count", lambda one: show_base(one.row, one.row["n"])),
        Column(
            "n_effective",
            EFFECTIVE,
            "count",
            lambda one: show_base(one.row, one.row["n_effective"]),
            detail=True,
        ),
        Column("deff", DESIGN, "ratio", lambda one: show_base(one.row, one.row["deff"]), detail=True),
        Column("owner", OWNER, cell=lambda one: name_owner(names, one.row), detail=True),
    )
    return Table.of("indicators", SCORES, columns, nodes, depths=depths, chart="scores")


def share_table(rows: Sequence[BoxRow], names: Names) -> Table:
    """Shares satisfied, in the top and in the bottom box, one row a question and measure."""
    questionnaire = names.questionnaire
    columns: tuple[Column[BoxRow], ...] = (
        Column("item", QUESTION, cell=lambda row: names.node(row["item"])),
        Column("measure", MEASURE, cell=lambda row: MEASURES[row["measure"]]),
        Column("estimate", SHARE, "share", lambda row: show_share(questionnaire, row)),
        Column(
            "interval",
            interval_header(questionnaire),
            "share_interval",
            lambda row: None if row["withheld"] else Interval(row["low"], row["high"], row["n"]),
        ),
        Column("n", ANSWERS, "count", lambda row: show_base(row, row["n"])),
    )
    return Table.of("shares", SHARES, columns, rows)


def index_table(rows: Sequence[BoxRow], names: Names, measure: str) -> Table:
    """Net promoter or effort scores, one row a question.

    Parameters
    ----------
    rows : sequence of BoxRow
        All of one measure.
    names : Names
    measure : {"nps", "ces"}
    """
    questionnaire = names.questionnaire
    caption, number, span = INDICES[measure]
    columns: tuple[Column[BoxRow], ...] = (
        Column("item", QUESTION, cell=lambda row: names.node(row["item"])),
        Column("estimate", SCORE, number, lambda row: show_value(questionnaire, row, row["estimate"])),
        Column("interval", interval_header(questionnaire), span, show_interval),
        Column("n", ANSWERS, "count", lambda row: show_base(row, row["n"])),
    )
    return Table.of(measure, caption, columns, rows)


def interval_header(questionnaire: Questionnaire) -> Text:
    """The header of a column of intervals: ``95% interval``."""
    return INTERVAL.with_values(level=confidence(questionnaire.report.level))


def explain_withheld(questionnaire: Questionnaire, reason: str) -> Withheld:
    """The cell of a group too small to show, or of one that would tell a smaller one."""
    return Withheld(REVEALING if reason == SECRET else FEW.with_values(k=questionnaire.report.min_cell))


def show_value(questionnaire: Questionnaire, row: ScoreRow | BoxRow, value: float) -> Cell:
    """The value, or why it is withheld."""
    return explain_withheld(questionnaire, row["withheld"]) if row["withheld"] else value


def show_share(questionnaire: Questionnaire, box: BoxRow | None) -> Cell:
    """The share with its base, or why it is withheld; nothing where there is none."""
    if box is None:
        return None
    if box["withheld"]:
        return explain_withheld(questionnaire, box["withheld"])
    return Share(box["estimate"], box["n"])


def show_interval(row: ScoreRow | BoxRow) -> Interval | None:
    """The interval of a row that is not withheld."""
    return None if row["withheld"] else Interval(row["low"], row["high"])


def show_base(row: ScoreRow | BoxRow, value: float) -> float | None:
    """What a row rests on, unless it is withheld."""
    return None if row["withheld"] else value


def name_bands(names: Names, low: str, high: str) -> Words:
    """The band a score's whole interval lies in, or the two it spans; nothing where there is none."""
    if not low or not high or not isinstance(low, str):  # NaN where there is no score
        return ""
    return names.band(low) if low == high else SPAN.with_values(low=names.band(low), high=names.band(high))


def name_owner(names: Names, row: ScoreRow) -> Label | str:
    """The department that answers for an indicator; nothing where the score is withheld."""
    node = names.questionnaire.indicators.get(row["node"])
    return names.department(node.owner) if node and node.owner and not row["withheld"] else ""
