"""The tables of the index itself: every construct, wave by wave, group by group, and put together by shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.rows import (
    AggregateRow,
    ConstructRow,
    CovarianceIndexRow,
    GroupChangeRow,
    IndexChangeRow,
    IndexGapRow,
    IndexRow,
    LinkedIndexRow,
)
from satkit.analyses.index.tables_measurement import AVE, HIGHEST, R2, RHO_C, reliability
from satkit.analyses.index.tables_structure import SE, interval_of
from satkit.analyses.index.verdicts import MEASUREMENT
from satkit.language import Label, Text
from satkit.report import words
from satkit.tables.cells import Cell, Interval, Withheld, Words
from satkit.tables.table import Column, Table

Group = tuple[str, str]  # segment and level
D = TypeVar("D", IndexGapRow, GroupChangeRow)
OVERVIEW = Text("The index of every construct, and how well it is measured")
WAVES = Text("The index of every wave, with its own weights and with those of the first")
ONE_WAVE = Text("The index and the other parts of the model")
CHANGES = Text("Changes of the index from wave to wave")
GROUPS = Text("The index of every group against all other respondents")
GROUPS_AND_WAVES = Text(
    "The index of every group against all other respondents, and against itself in %(wave)s"
)
GROUPS_OF_WAVES = Text("The index of every group, wave by wave")
AGGREGATES = Text("The index of “%(segment)s” put together by shares from outside the survey")
AGGREGATE, PARTS, ALL_TOGETHER = Text("Whole"), Text("Levels"), Text("All together")
CONSTRUCT, INDEX, MEASUREMENT_HEAD = Text("Part of the model"), Text("Index"), Text("Measurement")
LINKED, LINKED_CHANGE = Text("Linked index"), Text("Change, linked")
ALPHA = Text("Alpha")
NEGATIVE = Text("a weight is negative, not shown")
IMPROPER = Text("a residual variance is not above zero, not shown")


def score_of(row: IndexRow | CovarianceIndexRow) -> Cell:
    """The index of a row, or why it is withheld."""
    if row["withheld"]:
        return Withheld(NEGATIVE if row["withheld"] == "negative" else IMPROPER)
    return float(row["estimate"])


def overview_table(
    rows: Iterable[IndexRow], constructs: Mapping[str, ConstructRow], names: IndexNames
) -> Table:
    """The index of every construct of a wave, how much of it is explained and how well it is measured."""

    def of(row: IndexRow) -> ConstructRow:
        return constructs[row["construct"]]

    columns: tuple[Column[IndexRow], ...] = (
        Column("construct", CONSTRUCT, cell=lambda row: names.construct(row["construct"])),
        Column("n", words.ANSWERS, "count", detail=True),
        Column("estimate", INDEX, "score", score_of),
        Column("std_error", SE, "ratio", detail=True),
        Column("interval", names.interval, "interval", interval_of),
        Column("r2", R2, "ratio", lambda row: of(row)["r2"]),
        Column("alpha", ALPHA, "ratio", lambda row: reliability(of(row), "alpha")),
        Column("rho_c", RHO_C, "ratio", lambda row: reliability(of(row), "rho_c")),
        Column("ave", AVE, "ratio", lambda row: reliability(of(row), "ave")),
        Column("htmt", HIGHEST, "ratio", lambda row: of(row)["htmt"]),
        Column("verdict", MEASUREMENT_HEAD, cell=lambda row: MEASUREMENT[of(row)["verdict"]]),
    )
    return Table.of("index", OVERVIEW, columns, rows)


def waves_table(
    rows: Iterable[IndexRow], linked: Mapping[tuple[str, str], LinkedIndexRow], names: IndexNames
) -> Table:
    """Every construct in every wave; beside it, where there are several, by the weights of the first.

    Parameters
    ----------
    linked : mapping of (wave, construct) to row
        Empty where there is one wave only.
    """

    def linked_of(row: IndexRow) -> LinkedIndexRow:
        return linked[row["wave"], row["construct"]]

    columns: tuple[Column[IndexRow], ...] = (
        Column("construct", CONSTRUCT, cell=lambda row: names.construct(row["construct"])),
        Column("wave", words.WAVE, cell=lambda row: names.wave(row["wave"])),
        Column("estimate", words.SCORE, "score", score_of),
        Column("interval", names.interval, "interval", interval_of),
    )
    if linked:
        columns += (
            Column("linked", LINKED, "score", lambda row: linked_of(row)["estimate"]),
            Column("linked_interval", names.interval, "interval", lambda row: interval_of(linked_of(row))),
        )
    columns += (Column("n", words.ANSWERS, "count"),)
    return Table.of("index-waves", WAVES if linked else ONE_WAVE, columns, rows)


def changes_table(rows: Iterable[IndexChangeRow], names: IndexNames) -> Table:
    """Every construct against the wave before, by own weights and by those of the first wave."""
    columns: tuple[Column[IndexChangeRow], ...] = (
        Column("construct", CONSTRUCT, cell=lambda row: names.construct(row["construct"])),
        Column("wave", words.WAVE, cell=lambda row: names.wave(row["wave"])),
        Column("difference", words.CHANGE, "signed"),
        Column("interval", names.interval, "signed_interval", interval_of),
        Column("verdict", words.VERDICT, cell=lambda row: words.change(row["evidence"], row["difference"])),
        Column("linked", LINKED_CHANGE, "signed"),
        Column(
            "linked_interval", names.interval, "signed_interval",
            lambda row: Interval(row["linked_low"], row["linked_high"]),
        ),
        Column("p_adjusted", words.P_ADJUSTED, "p"),
    )  # fmt: skip
    return Table.of("index-changes", CHANGES, columns, rows)


def groups_table(
    rows: Iterable[IndexRow],
    gaps: Mapping[Group, IndexGapRow],
    changes: Mapping[Group, GroupChangeRow],
    names: IndexNames,
) -> Table:
    """The index of every group of a wave against all others and, where there are changes, against itself before."""
    columns: tuple[Column[IndexRow], ...] = (
        Column("segment", words.GROUP, cell=lambda row: names.segment(row["segment"])),
        Column("level", words.LEVEL, cell=lambda row: names.level(row["segment"], row["level"])),
        Column("estimate", words.SCORE, "score", score_of),
        Column("interval", names.interval, "interval", interval_of),
        *_difference_columns("difference", words.DIFFERENCE, gaps, names),
        Column("p_adjusted", words.P_ADJUSTED, "p", _of(gaps, lambda gap: gap["p_adjusted"]), detail=True),
    )
    caption: Words = GROUPS
    if changes:
        columns += _difference_columns("change", words.CHANGE, changes, names)
        caption = GROUPS_AND_WAVES.with_values(wave=names.wave(next(iter(changes.values()))["versus"]))
    columns += (Column("n", words.ANSWERS, "count"),)
    return Table.of("index-groups", caption, columns, rows)


def group_waves_table(
    rows: Iterable[IndexRow], changes: Mapping[tuple[str, Group], GroupChangeRow], names: IndexNames
) -> Table:
    """The index of every group in every wave, and its change since the wave before."""

    def change_of(row: IndexRow) -> GroupChangeRow | None:
        return changes.get((row["wave"], (row["segment"], row["level"])))

    columns: tuple[Column[IndexRow], ...] = (
        Column("wave", words.WAVE, cell=lambda row: names.wave(row["wave"])),
        Column("level", words.LEVEL, cell=lambda row: names.level(row["segment"], row["level"])),
        Column("estimate", INDEX, "score", score_of),
        Column("interval", names.interval, "interval", interval_of),
        Column("n", words.ANSWERS, "count"),
        Column(
            "change", words.CHANGE, "signed",
            lambda row: change["difference"] if (change := change_of(row)) else None,
        ),
        Column(
            "change_interval", names.interval, "signed_interval",
            lambda row: interval_of(change) if (change := change_of(row)) else None,
        ),
    )  # fmt: skip
    return Table.of("index-group-waves", GROUPS_OF_WAVES, columns, rows)


def _difference_columns(
    key: str, header: Words, differences: Mapping[Group, D], names: IndexNames
) -> tuple[Column[IndexRow], ...]:
    """The difference of a group, its interval and its verdict; nothing where the group has none."""
    judge = words.gap if key == "difference" else words.change
    return (
        Column(key, header, "signed", _of(differences, lambda row: row["difference"])),
        Column(f"{key}_interval", names.interval, "signed_interval", _of(differences, interval_of)),
        Column(
            f"{key}_verdict", words.VERDICT,
            cell=_of(differences, lambda row: judge(row["evidence"], row["difference"]), ""),
        ),
    )  # fmt: skip


def _of(
    differences: Mapping[Group, D], cell: Callable[[D], Cell], absent: Cell = None
) -> Callable[[IndexRow], Cell]:
    """What a group's difference holds, by the row of its index."""

    def cell_of(row: IndexRow) -> Cell:
        difference = differences.get((row["segment"], row["level"]))
        return absent if difference is None else cell(difference)

    return cell_of


def aggregates_table(rows: Iterable[AggregateRow], names: IndexNames) -> Table:
    """The index of levels put together by shares from outside, wave by wave."""
    columns: tuple[Column[AggregateRow], ...] = (
        Column("name", AGGREGATE, cell=lambda row: _aggregate(row["name"], names)),
        Column("wave", words.WAVE, cell=lambda row: names.wave(row["wave"])),
        Column("estimate", words.SCORE, "score"),
        Column("interval", names.interval, "interval", interval_of),
        Column("parts", PARTS, "count"),
    )
    segment = names.segment(names.questionnaire.index.aggregate.segment)
    return Table.of("index-wholes", AGGREGATES.with_values(segment=segment), columns, rows)


def _aggregate(name: str, names: IndexNames) -> Words:
    """What levels together are called."""
    if not name:
        return ALL_TOGETHER
    return names.questionnaire.index.aggregate.labels.get(name, Label(name, name))
