"""The tables of the structural model: effects along arrows and along all ways, quantities defined, priorities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.rows import DefinedRow, PathRow, PriorityRow, TotalEffectRow
from satkit.language import Text
from satkit.report import words
from satkit.tables.cells import Interval
from satkit.tables.table import Column, Table

PATHS = Text("Effects along the arrows")
EFFECTS = Text("Effects along all ways, direct and indirect")
DEFINED = Text("Quantities that the model defines")
PRIORITY = Text("Importance, performance, and the probability of each corner")
PATH, FROM, TO, EFFECT, SE = Text("Path"), Text("From"), Text("To"), Text("Effect"), Text("SE")
F2, VIF = Text("f²"), Text("VIF")
QUANTITY, MADE_OF, VALUE = Text("Quantity"), Text("Made of"), Text("Value")
PART, IMPORTANCE, PERFORMANCE = Text("Part of the model"), Text("Importance"), Text("Performance")
NEEDED = Text("Points for one point of the index")
FIRST_HERE, KEEP, LATER, EASE = (
    Text("look here first"),
    Text("keep it up"),
    Text("low priority"),
    Text("less needed"),
)


def interval_of(row: Any) -> Interval:
    """The interval of the estimate of a row."""
    return Interval(row["low"], row["high"])


def ends(names: IndexNames) -> tuple[Column[Any], ...]:
    """The columns that name both ends of an arrow, in one and one by one."""
    return (
        Column("path", PATH, cell=lambda row: names.path(row["source"], row["target"])),
        Column("source", FROM, cell=lambda row: names.construct(row["source"]), detail=True),
        Column("target", TO, cell=lambda row: names.construct(row["target"]), detail=True),
    )


def paths_table(rows: Iterable[PathRow], names: IndexNames) -> Table:
    """The effect along every arrow."""
    columns: tuple[Column[PathRow], ...] = (
        *ends(names),
        Column("estimate", EFFECT, "ratio"),
        Column("std_error", SE, "ratio", detail=True),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column("p", words.P, "p", detail=True),
        Column("p_adjusted", words.P_ADJUSTED, "p"),
        Column("f2", F2, "ratio"),
        Column("vif", VIF, "ratio", detail=True),
    )
    return Table.of("index-paths", PATHS, columns, rows)


def effects_table(rows: Iterable[TotalEffectRow], names: IndexNames) -> Table:
    """The effect of every construct on every one that some way leads to."""
    columns: tuple[Column[TotalEffectRow], ...] = (
        *ends(names),
        Column("estimate", EFFECT, "ratio"),
        Column("std_error", SE, "ratio", detail=True),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column("p", words.P, "p"),
    )
    return Table.of("index-effects", EFFECTS, columns, rows)


def defined_table(rows: Iterable[DefinedRow], names: IndexNames) -> Table:
    """What the model makes of its labelled coefficients."""
    columns: tuple[Column[DefinedRow], ...] = (
        Column("name", QUANTITY),
        Column("expression", MADE_OF),
        Column("estimate", VALUE, "ratio"),
        Column("std_error", SE, "ratio", detail=True),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column("p", words.P, "p"),
    )
    return Table.of("index-defined", DEFINED, columns, rows)


def priority_table(rows: Iterable[PriorityRow], names: IndexNames) -> Table:
    """What leads to the index: how much it matters, how well it does, and the probability of each corner."""
    columns: tuple[Column[PriorityRow], ...] = (
        Column("construct", PART, cell=lambda row: names.construct(row["construct"])),
        Column("importance", IMPORTANCE, "ratio"),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column(
            "needed", NEEDED, "score", lambda row: row["needed"] if row["low"] > 0 else None, detail=True
        ),
        Column("performance", PERFORMANCE, "score"),
        Column(
            "performance_interval", names.interval, "interval",
            lambda row: Interval(row["performance_low"], row["performance_high"]),
        ),
        Column("probability_priority", FIRST_HERE, "chance"),
        Column("probability_keep", KEEP, "chance"),
        Column("probability_ease", EASE, "chance"),
        Column("probability_later", LATER, "chance"),
    )  # fmt: skip
    return Table.of("index-priority", PRIORITY, columns, rows)
