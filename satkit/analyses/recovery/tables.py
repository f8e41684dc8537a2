"""The tables of recovery and delight, declared once for the page, the workbook and the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from satkit.analyses.recovery.rows import (
    Group,
    GroupLoyalty,
    LevelLoyalty,
    LoyaltyContrast,
    LoyaltyStep,
    ProblemRate,
    WhyWithheld,
)
from satkit.language import Text
from satkit.report import words
from satkit.survey.bins import bins
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval, Share, Words
from satkit.tables.table import Column, Table

GROUP_NAMES: dict[Group, Text] = {
    "none": Text("no problem"),
    "resolved": Text("complained, solved"),
    "unresolved": Text("complained, not solved"),
    "silent": Text("problem, did not complain"),
}
RATES = {
    "failure": Text("had a problem, of all"),
    "silence": Text("never complained, of those with a problem"),
    "complaint": Text("complained, of those with a problem"),
    "resolution": Text("complaint solved, of those who complained"),
}
CONTRASTS = {
    "paradox": Text("solved, against no problem (recovery paradox)"),
    "harm": Text("not solved, against no problem"),
    "silence": Text("never complained, against no problem"),
    "solution": Text("solved, against not solved"),
    "deviation": Text("not solved, against never complained (double deviation)"),
}
ALIKE = Text("Among the equally satisfied")
RATES_TABLE = Text("Problems, complaints and solutions")
RATE = Text("Share of respondents who …")
GROUPS_TABLE = Text("Loyalty by what became of a problem")
CONTRASTS_TABLE = Text("Differences of loyalty between these groups")
CONTRAST = Text("Comparison")
LEVELS_TABLE = Text("Loyalty by overall satisfaction")
STEPS_TABLE = Text("What a step up in satisfaction goes with")
STEP = Text("%(upper)s, against %(lower)s")
ANSWER = Text("Overall answer")
CODE = Text("answer %(code)s")
WHAT = Text("What became of it")
TOP = Text("Top answers")
RATIO = Text("Ratio of top answers")

Gap = TypeVar("Gap", LoyaltyContrast, LoyaltyStep)


@dataclass(frozen=True)
class _Pair:
    """Both measures of the loyalty of some people: who they are, their mean and their top-box share."""

    item: str
    who: Words
    mean: GroupLoyalty | LevelLoyalty
    top: GroupLoyalty | LevelLoyalty


def rates_table(rows: Iterable[ProblemRate], names: Names) -> Table:
    """How many had a problem, complained, and saw it solved."""
    columns: tuple[Column[ProblemRate], ...] = (
        Column("measure", RATE, cell=lambda row: RATES[row["measure"]]),
        Column("share", words.SHARE, "share", lambda row: _shown(row["withheld"], names, _share(row))),
        Column(
            "interval", _confidence(names), "share_interval", lambda row: _if_shown(row, _share_span(row))
        ),
        Column("n", words.ANSWERS, "count", lambda row: _if_shown(row, row["n"])),
    )
    return Table.of("recovery-rates", RATES_TABLE, columns, rows)


def groups_table(rows: Iterable[GroupLoyalty], names: Names) -> Table:
    """Mean loyalty and top-box share by what became of a problem."""
    rows = list(rows)
    tops = {(row["item"], row["group"]): row for row in rows if row["measure"] == "top"}
    lines = [
        _Pair(row["item"], GROUP_NAMES[row["group"]], row, tops[row["item"], row["group"]])
        for row in rows
        if row["measure"] == "mean"
    ]
    return Table.of("recovery-groups", GROUPS_TABLE, _loyalty_columns(WHAT, names), lines)


def contrasts_table(rows: Iterable[LoyaltyContrast], names: Names) -> Table:
    """Differences of loyalty between the groups, of all and of people equally satisfied overall."""
    columns: tuple[Column[LoyaltyContrast], ...] = (
        Column("item", words.QUESTION, cell=lambda row: names.node(row["item"])),
        Column("contrast", CONTRAST, cell=lambda row: CONTRASTS[row["contrast"]]),
        *_gap_columns(LoyaltyContrast, names),
        Column("alike", ALIKE, "signed"),
        Column(
            "alike_interval",
            _confidence(names),
            "signed_interval",
            lambda row: Interval(row["alike_low"], row["alike_high"]),
        ),
    )
    return Table.of("recovery-contrasts", CONTRASTS_TABLE, columns, rows)


def levels_table(rows: Iterable[LevelLoyalty], names: Names) -> Table:
    """Mean loyalty and top-box share by the overall answer; answers withheld side by side together."""
    rows = list(rows)
    tops = {(row["item"], row["place"]): row for row in rows if row["measure"] == "top"}
    lines = [
        _Pair(item, answers_name(names, run), run[0], tops[item, run[0]["place"]])
        for item in dict.fromkeys(row["item"] for row in rows)
        for run in withheld_together(row for row in rows if (row["item"], row["measure"]) == (item, "mean"))
    ]
    return Table.of("delight-levels", LEVELS_TABLE, _loyalty_columns(ANSWER, names), lines)


def steps_table(rows: Iterable[LoyaltyStep], names: Names) -> Table:
    """Every answer against the next; the table of answers says which have too few people."""
    columns: tuple[Column[LoyaltyStep], ...] = (
        Column("item", words.QUESTION, cell=lambda row: names.node(row["item"])),
        Column("step", CONTRAST, cell=lambda row: _step_name(names, row)),
        *_gap_columns(LoyaltyStep, names),
        Column("ratio", RATIO, "ratio"),
        Column(
            "ratio_interval",
            _confidence(names),
            "ratio_interval",
            lambda row: Interval(row["ratio_low"], row["ratio_high"]),
        ),
    )
    shown = (row for row in rows if row["evidence"] != "hidden")
    return Table.of("delight-steps", STEPS_TABLE, columns, shown)


def answer_name(names: Names, place: int) -> Words:
    """What an answer to the overall item is called."""
    questionnaire = names.questionnaire
    overall = next(
        (item for item in questionnaire.of_role("overall") if item in questionnaire.scored_items), ""
    )
    if not overall:
        return CODE.with_values(code=str(place))
    scale = questionnaire.scale(overall)
    shown = bins(scale)
    if len(shown) < len(scale.points):
        return shown.labels[place]
    point = scale.points[place]
    if point.label.zh or point.label.en:
        return point.label
    return CODE.with_values(code=f"{point.code:g}" if isinstance(point.code, float) else str(point.code))


def answers_name(names: Names, rows: Iterable[LevelLoyalty]) -> Words:
    """What some answers together are called."""
    return words.LISTED.with_values(all=tuple(answer_name(names, row["place"]) for row in rows))


def withheld_together(rows: Iterable[LevelLoyalty]) -> Iterator[list[LevelLoyalty]]:
    """Every row by itself; those withheld one after the other together."""
    for withheld, found in groupby(rows, key=lambda row: bool(row["withheld"])):
        run = list(found)
        yield from [run] if withheld else ([row] for row in run)


def _step_name(names: Names, row: LoyaltyStep) -> Words:
    return STEP.with_values(upper=answer_name(names, row["upper"]), lower=answer_name(names, row["lower"]))


def _gap_columns(kind: type[Gap], names: Names) -> tuple[Column[Gap], ...]:  # noqa: ARG001  says of which rows
    """A difference with its interval, how sure it is, and its p; why, where it is hidden."""

    def difference(row: Gap) -> Cell:
        return _shown("small" if row["evidence"] == "hidden" else "", names, row["difference"])

    def unless_hidden(cell: Callable[[Gap], Cell], hidden: Cell = None) -> Callable[[Gap], Cell]:
        return lambda row: hidden if row["evidence"] == "hidden" else cell(row)

    return (
        Column("difference", words.DIFFERENCE, "signed", difference),
        Column(
            "interval",
            _confidence(names),
            "signed_interval",
            unless_hidden(lambda row: Interval(row["low"], row["high"])),
        ),
        Column(
            "verdict",
            words.VERDICT,
            cell=unless_hidden(lambda row: words.gap(row["evidence"], row["difference"]), ""),
        ),
        Column("p_adjusted", words.P_ADJUSTED, "p", unless_hidden(lambda row: row["p_adjusted"])),
    )


def _loyalty_columns(header: Text, names: Names) -> tuple[Column[_Pair], ...]:
    """The question, who answered, their mean and their top-box share; why, where these are withheld."""
    level = _confidence(names)
    return (
        Column("item", words.QUESTION, cell=lambda line: names.node(line.item)),
        Column("who", header, cell=lambda line: line.who),
        Column(
            "mean",
            words.MEAN,
            "score",
            lambda line: _shown(line.mean["withheld"], names, line.mean["estimate"]),
        ),
        Column(
            "mean_interval",
            level,
            "interval",
            lambda line: _if_shown(line.mean, Interval(line.mean["low"], line.mean["high"])),
        ),
        Column("top", TOP, "share", lambda line: _if_shown(line.mean, _share(line.top))),
        Column(
            "top_interval", level, "share_interval", lambda line: _if_shown(line.mean, _share_span(line.top))
        ),
        Column("n", words.ANSWERS, "count", lambda line: _if_shown(line.mean, line.mean["n"])),
    )


def _shown(reason: WhyWithheld, names: Names, cell: Cell) -> Cell:
    """The cell, or why it is withheld."""
    return words.withheld_cell(reason, names.questionnaire.report.min_cell) if reason else cell


def _if_shown(row: ProblemRate | GroupLoyalty | LevelLoyalty, cell: Cell) -> Cell:
    return None if row["withheld"] else cell


def _share(row: ProblemRate | GroupLoyalty | LevelLoyalty) -> Share:
    return Share(row["estimate"], row["n"])


def _share_span(row: ProblemRate | GroupLoyalty | LevelLoyalty) -> Interval:
    return Interval(row["low"], row["high"], row["n"])


def _confidence(names: Names) -> Text:
    return words.interval_header(names.questionnaire.report.level)
