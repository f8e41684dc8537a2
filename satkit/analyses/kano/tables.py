"""The tables of Kano pairs, declared once for the page, the workbook, the terminal and the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from satkit.analyses.kano.agreement import Agreement
from satkit.analyses.kano.rows import AttributeChange, AttributeRow, AttributeTest
from satkit.findings.cutoffs import CERTAIN
from satkit.findings.wording import KINDS
from satkit.language import Text
from satkit.models.kano.answers import CATEGORIES
from satkit.number_format import chance
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval, Share, Verdict, Words
from satkit.tables.table import Column, Table

ATTRIBUTE, CATEGORY = Text("Attribute"), Text("Category")
CHANCE, NEXT = Text("Probability"), Text("Else")
BETTER, WORSE = Text("Better"), Text("Worse, absolute")
QUARTER = Text("By the map")
OTHER = Text("%(kind)s (%(chance)s)")
CATEGORIES_TABLE = Text("Categories with their probability, better and worse")
SHARES = Text("How the answers fall, and how distinct the largest share is")
DISTINCT = Text("p, first against second")
CHANGES = Text("Better and worse against %(versus)s")
BETTER_STEP, WORSE_STEP = Text("Better, hundredths"), Text("Worse in size, hundredths")
MOVE, MOVED = Text("%(before)s → %(now)s"), Text("Changed, adjusted p")
SEGMENTS = Text("Do groups sort attributes differently? Cramér’s V and adjusted p by segment")
AGREE = Text("Kano answers beside penalty and reward")
DERIVED = Text("From penalty and reward")
AGREES = Text("Agree")
VERDICTS = {"same": Text("yes"), "otherwise": Text("no"), "open": Text("open")}
UNSURE = Text("not certain")
AS_NUMBERS = Text("Answers read as numbers (DuMouchel): from −2, dislike, to 4, like")
WITH, WITHOUT = Text("With it, liked"), Text("Without it, disliked")
BY_NUMBERS, IMPORTANCE = Text("By the numbers"), Text("Stated importance")


def categories_table(rows: Sequence[AttributeRow], names: Names) -> Table:
    """The category of every attribute with its probability, better and worse; of every level where these are of one.

    An attribute without a category says why.
    """
    level = words.interval_header(names.questionnaire.report.level)
    columns = [_attribute(names), Column("category", CATEGORY, cell=lambda row: _category(row, names))]
    if any(row["segment"] for row in rows):
        columns.insert(
            0, Column("level", words.LEVEL, cell=lambda row: names.level(row["segment"], row["level"]))
        )
    columns += [
        Column("probability", CHANCE, "chance"),
        Column("else", NEXT, cell=_else, detail=True),
        Column("better", BETTER, "ratio"),
        Column(
            "better_interval",
            level,
            "ratio_interval",
            lambda row: Interval(row["better_low"], row["better_high"]),
        ),
        Column("worse", WORSE, "ratio", lambda row: -row["worse"]),
        Column(
            "worse_interval",
            level,
            "ratio_interval",
            lambda row: Interval(-row["worse_high"], -row["worse_low"]),
        ),
        Column("quadrant", QUARTER, cell=_quadrant, detail=True),
        Column("n", words.ANSWERS, "count"),
    ]
    return Table.of("kano", CATEGORIES_TABLE, columns, rows)


def sort_by_category(rows: Iterable[AttributeRow]) -> list[AttributeRow]:
    """Attributes in the order of the categories, those surest of theirs first."""
    order = {letter: place for place, letter in enumerate(CATEGORIES)}
    return sorted(rows, key=lambda row: (order.get(row["category"], 9), -row["probability"]))


def shares_table(rows: Iterable[AttributeRow], names: Names) -> Table:
    """How the answers fall, and how distinct the largest share is."""
    columns = [
        _attribute(names),
        *(_share_of(letter) for letter in CATEGORIES),
        Column("p_distinct", DISTINCT, "p"),
        Column("n", words.ANSWERS, "count"),
    ]
    return Table.of("kano-shares", SHARES, columns, rows)


def numbers_table(rows: Iterable[AttributeRow], names: Names) -> Table:
    """Mean answers to both questions, the category they give, and the importance where it was asked."""
    known = [row for row in rows if row["dumouchel"]]
    columns = [
        _attribute(names),
        Column("functional", WITH, "ratio"),
        Column("dysfunctional", WITHOUT, "ratio"),
        Column("dumouchel", BY_NUMBERS, cell=lambda row: likely_kind(row["dumouchel"], row["p_dumouchel"])),
    ]
    if not all(isnan(row["importance"]) for row in known):
        columns += [
            Column("importance", IMPORTANCE, "score"),
            Column(
                "importance_interval",
                words.interval_header(names.questionnaire.report.level),
                "interval",
                lambda row: Interval(row["importance_low"], row["importance_high"]),
            ),
        ]
    return Table.of("kano-numbers", AS_NUMBERS, columns, known)


@dataclass(frozen=True)
class _Change:
    """Both differences of one attribute."""

    better: AttributeChange
    worse: AttributeChange


def changes_table(rows: Iterable[AttributeChange], names: Names) -> Table:
    """Better, worse and category of every attribute against the wave before."""
    shown = [row for row in rows if row["evidence"] != "hidden"]
    worse = {row["attribute"]: row for row in shown if row["measure"] == "worse"}
    lines = [_Change(row, worse[row["attribute"]]) for row in shown if row["measure"] == "better"]
    level = words.interval_header(names.questionnaire.report.level)
    columns = [
        Column[_Change]("attribute", ATTRIBUTE, cell=lambda line: _label(names, line.better["attribute"])),
        Column("category", CATEGORY, cell=lambda line: _moved(line.better)),
        Column("p_moved", MOVED, "p", lambda line: line.better["p_moved_adjusted"]),
        Column("better", BETTER_STEP, "signed", lambda line: 100 * line.better["difference"]),
        Column("better_interval", level, "signed_interval", _better_interval),
        Column("better_p", words.P_ADJUSTED, "p", lambda line: line.better["p_adjusted"]),
        Column("worse", WORSE_STEP, "signed", lambda line: -100 * line.worse["difference"]),
        Column("worse_interval", level, "signed_interval", _worse_interval),
        Column("worse_p", words.P_ADJUSTED, "p", lambda line: line.worse["p_adjusted"]),
    ]
    versus = names.wave(shown[0]["versus"]) if shown else ""
    return Table.of("kano-changes", CHANGES.with_values(versus=versus), columns, lines)


def segments_table(rows: Sequence[AttributeTest], names: Names) -> Table:
    """Whether the levels of every segment differ, a line to each attribute."""
    tests: dict[str, dict[str, AttributeTest]] = {}
    for row in rows:
        tests.setdefault(row["attribute"], {})[row["segment"]] = row
    columns = [
        Column[dict[str, AttributeTest]](
            "attribute", ATTRIBUTE, cell=lambda line: _label(names, next(iter(line.values()))["attribute"])
        )
    ]
    for segment in dict.fromkeys(row["segment"] for row in rows):
        columns += _columns_of_segment(segment, names)
    return Table.of("kano-segments", SEGMENTS, columns, tests.values())


def _columns_of_segment(segment: str, names: Names) -> list[Column[dict[str, AttributeTest]]]:
    def size(line: dict[str, AttributeTest]) -> Cell:
        return line[segment]["cramer"] if segment in line else None

    def p(line: dict[str, AttributeTest]) -> Cell:
        return line[segment]["p_adjusted"] if segment in line else None

    return [
        Column(f"cramer_{segment}", names.segment(segment), "ratio", size),
        Column(f"p_adjusted_{segment}", words.P_ADJUSTED, "p", p),
    ]


def agreement_table(agreements: Iterable[Agreement], names: Names) -> Table:
    """What answers about it and regression say of one thing, side by side."""
    columns: tuple[Column[Agreement], ...] = (
        Column("attribute", ATTRIBUTE, cell=lambda line: _label(names, line.pair["attribute"])),
        Column(
            "category",
            CATEGORY,
            cell=lambda line: likely_kind(line.pair["category"], line.pair["probability"]),
        ),
        Column("node", words.NODE, cell=lambda line: names.node(line.rating["driver"])),
        Column("derived", DERIVED, cell=_derived),
        Column("agree", AGREES, cell=lambda line: VERDICTS[line.verdict]),
    )
    return Table.of("kano-agreement", AGREE, columns, agreements)


def likely_kind(kind: str, value: float) -> Words:
    """A category with its probability, which goes without saying where it is all but certain."""
    if CERTAIN.is_reached(value):
        return KINDS[kind]
    return OTHER.with_values(kind=KINDS[kind], chance=chance(value))


def second_kind(row: AttributeRow) -> tuple[str, float]:
    """The next likely category, and its probability."""
    chances = {
        "M": row["p_M"], "O": row["p_O"], "A": row["p_A"], "I": row["p_I"],
        "R": row["p_R"], "Q": row["p_Q"], "H": row["p_H"],
    }  # fmt: skip
    value, kind = max((chances[kind], kind) for kind in KINDS if kind != row["category"])
    return kind, float(value)


def _attribute(names: Names) -> Column[AttributeRow]:
    return Column("attribute", ATTRIBUTE, cell=lambda row: _label(names, row["attribute"]))


def _label(names: Names, attribute: str) -> Words:
    return names.questionnaire.attribute_label(attribute)


def _category(row: AttributeRow, names: Names) -> Cell:
    """The category; where there is none, why."""
    if row["withheld"]:
        return words.withheld_cell(row["withheld"], names.questionnaire.report.min_cell)
    return Verdict(KINDS[row["category"]]) if row["category"] else row["reason"]


def _else(row: AttributeRow) -> Cell:
    """The next likely category where the first is not certain."""
    if not row["category"]:
        return ""
    kind, second = second_kind(row)
    return likely_kind(kind, second) if second >= 1 - CERTAIN.value else ""


def _quadrant(row: AttributeRow) -> Cell:
    return likely_kind(row["quadrant"], row["quadrant_probability"]) if row["quadrant"] else ""


def _share_of(letter: str) -> Column[AttributeRow]:
    def share(row: AttributeRow) -> Cell:
        shares = {"M": row["M"], "O": row["O"], "A": row["A"], "I": row["I"], "R": row["R"], "Q": row["Q"]}
        return Share(shares[letter], row["n"])

    return Column(letter, KINDS[letter], "share", share)


def _moved(row: AttributeChange) -> Words:
    """The category, and what it was where that is another one."""
    before, now = KINDS[row["category_versus"]], KINDS[row["category"]]
    return now if before is now else MOVE.with_values(before=before, now=now)


def _better_interval(line: _Change) -> Interval:
    return Interval(100 * line.better["low"], 100 * line.better["high"])


def _worse_interval(line: _Change) -> Interval:
    """The interval of a change of its size: worse is negative."""
    return Interval(-100 * line.worse["high"], -100 * line.worse["low"])


def _derived(line: Agreement) -> Words:
    return likely_kind(line.kind, line.rating["probability"]) if line.kind else UNSURE
