"""The tables of the measurement model: verdicts, reliability, weights and loadings, overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from satkit.analyses.index.measurement_model import WEAK
from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.rows import (
    ConstructRow,
    CorrelationRow,
    CovarianceConstructRow,
    ItemRow,
    OverlapRow,
)
from satkit.analyses.index.tables_structure import PART, VIF, interval_of
from satkit.analyses.index.verdicts import MEASUREMENT
from satkit.language import Text
from satkit.number_format import ratio
from satkit.report import words
from satkit.tables.cells import Cell, Interval, Words
from satkit.tables.table import Column, Table

Pair = OverlapRow | CorrelationRow
VERDICTS = Text("The verdict on every part")
NUMBERS = Text("Reliability and validity of every part")
ITEMS = Text("Weights and loadings of every question")
OVERLAP = Text("How far the parts overlap (HTMT)")
MODEL = Text("Measurement model")
QUESTIONS, WHY = Text("Questions"), Text("Why")
FINE = Text("its questions agree, and tell it from the other parts")
SINGLE = Text("it has one question only")
FORMED = Text("its questions make it up and need not agree")
UNRELIABLE = Text("its questions agree too little (composite reliability %(rho)s, alpha %(alpha)s)")
SCATTERED = Text("they share less than half of their variance (AVE %(ave)s)")
OVERLAPS = Text("it is hard to tell from “%(other)s” (HTMT %(htmt)s)")
STRAY = Text("“%(item)s” hardly belongs to it (loading %(loading)s)")
ALPHA, RHO_A, RHO_C, AVE = Text("Alpha"), Text("rho_A"), Text("Composite reliability"), Text("AVE")
OMEGA = Text("Omega")
HIGHEST, R2 = Text("Highest HTMT"), Text("R²")
QUESTION, MEAN, WEIGHT, SHARE, LOADING = (
    Text("Question"),
    Text("Mean"),
    Text("Weight"),
    Text("Share of the index"),
    Text("Loading"),
)
CONSTRUCTS = Text("Construct and questions")
NUMBERED = Text("%(number)d %(construct)s")
RELIABILITY: Mapping[str, Words] = {
    "alpha": ALPHA,
    "rho_a": RHO_A,
    "rho_c": RHO_C,
    "omega": OMEGA,
    "ave": AVE,
}


def reliability(row: ConstructRow | CovarianceConstructRow, key: str) -> Cell:
    """A coefficient that means nothing for a single question."""
    value: float = row[key]  # type: ignore[literal-required]
    return float(value) if row["items"] > 1 else None


def verdicts_table(rows: Iterable[ConstructRow], names: IndexNames) -> Table:
    """The verdict on every construct, and what speaks against it."""
    columns: tuple[Column[ConstructRow], ...] = (
        Column("construct", PART, cell=lambda row: names.construct(row["construct"])),
        Column("items", QUESTIONS, "count"),
        Column("verdict", words.VERDICT, cell=lambda row: MEASUREMENT[row["verdict"]]),
        Column("why", WHY, cell=lambda row: _explain(row, names)),
    )
    return Table.of("measurement", VERDICTS, columns, rows)


def _explain(row: ConstructRow, names: IndexNames) -> Text:
    """What speaks against the measurement of a construct, or that nothing does."""
    if row["verdict"] in {"single", "formed"}:
        return SINGLE if row["verdict"] == "single" else FORMED
    against: list[Text] = []
    if not row["reliable"]:
        against.append(UNRELIABLE.with_values(rho=ratio(row["rho_c"]), alpha=ratio(row["alpha"])))
    if not row["convergent"]:
        against.append(SCATTERED.with_values(ave=ratio(row["ave"])))
    if not row["distinct"]:
        against.append(OVERLAPS.with_values(other=names.construct(row["htmt_with"]), htmt=ratio(row["htmt"])))
    if row["weakest_loading"] < WEAK:
        loading = ratio(row["weakest_loading"])
        against.append(STRAY.with_values(item=names.item(row["weakest"]), loading=loading))
    return words.LISTED.with_values(all=tuple(against)) if against else FINE


def reliability_table(rows: Iterable[ConstructRow], names: IndexNames) -> Table:
    """Reliability, convergence, the closest other construct, and how much is explained."""
    columns: tuple[Column[ConstructRow], ...] = (
        Column("construct", PART, cell=lambda row: names.construct(row["construct"])),
        Column("items", QUESTIONS, "count"),
        Column("alpha", ALPHA, "ratio", lambda row: reliability(row, "alpha")),
        Column("rho_a", RHO_A, "ratio", lambda row: reliability(row, "rho_a")),
        Column("rho_c", RHO_C, "ratio", lambda row: reliability(row, "rho_c")),
        Column("ave", AVE, "ratio", lambda row: reliability(row, "ave")),
        Column("htmt", HIGHEST, "ratio"),
        Column("r2", R2, "ratio"),
        Column(
            "r2_interval", names.interval, "ratio_interval",
            lambda row: Interval(row["r2_low"], row["r2_high"]),
        ),
    )  # fmt: skip
    return Table.of("measurement-parts", NUMBERS, columns, rows)


def items_table(rows: Iterable[ItemRow], names: IndexNames) -> Table:
    """What every question counts in its construct, and how well it shows it."""
    columns: tuple[Column[ItemRow], ...] = (
        Column("item", QUESTION, cell=lambda row: names.item(row["item"])),
        Column("construct", PART, cell=lambda row: names.construct(row["construct"])),
        Column("mean", MEAN, "score"),
        Column("weight", WEIGHT, "ratio"),
        Column("share", SHARE, "ratio"),
        Column("loading", LOADING, "ratio"),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column("vif", VIF, "ratio"),
    )
    return Table.of("measurement-items", ITEMS, columns, rows)


def pairs_table(rows: Sequence[Pair], value: str, order: Sequence[str], names: IndexNames) -> Table:
    """The lower triangle of a coefficient of pairs, one row and one column per construct.

    Parameters
    ----------
    rows : sequence of OverlapRow or CorrelationRow
    value : {"htmt", "correlation"}
        Which of their numbers.
    order : sequence of str
        The constructs.
    """
    values = _by_pair(rows, value)
    columns: tuple[Column[int], ...] = (
        Column("construct", PART, cell=lambda place: names.construct(order[place])),
        *(
            Column(other, names.construct(other), "ratio", _below(values, order, place))
            for place, other in enumerate(order[:-1])
        ),
    )
    return Table.of("measurement-pairs", OVERLAP, columns, range(1, len(order)))


def numbered_pairs_table(rows: Sequence[Pair], value: str, names: IndexNames) -> Table:
    """The same triangle as a manuscript has it: constructs are numbered, and the numbers stand above."""
    values = _by_pair(rows, value)
    order = list(dict.fromkeys(name for row in rows for name in (row["construct"], row["versus"])))
    columns: tuple[Column[int], ...] = (
        Column(
            "construct", PART,
            cell=lambda place: NUMBERED.with_values(number=place + 1, construct=names.construct(order[place])),
        ),
        *(
            Column(str(place + 1), str(place + 1), "bounded", _below(values, order, place, ""))
            for place in range(len(order) - 1)
        ),
    )  # fmt: skip
    return Table.of("overlap", OVERLAP, columns, range(len(order)))


def _by_pair(rows: Sequence[Pair], value: str) -> dict[frozenset[str], float]:
    """The coefficient of every pair of constructs."""
    return {
        frozenset((row["construct"], row["versus"])): row[value]  # type: ignore[literal-required]
        for row in rows
    }


def _below(
    values: Mapping[frozenset[str], float], order: Sequence[str], column: int, above: Cell = None
) -> Callable[[int], Cell]:
    """The cells of a column of the triangle by their row; ``above`` stands above the diagonal."""

    def cell(row: int) -> Cell:
        return values.get(frozenset((order[row], order[column]))) if column < row else above

    return cell


def model_table(items: Iterable[Any], constructs: Mapping[str, Any], names: IndexNames) -> Table:
    """Questions under their constructs, whose reliability stands beside them.

    Parameters
    ----------
    items : iterable of ItemRow or CovarianceItemRow
        Those of a construct one after the other.
    constructs : mapping of str to ConstructRow or CovarianceConstructRow
    """
    lines: list[Any] = []
    for construct, own in groupby(items, key=lambda row: row["construct"]):
        lines += [constructs[construct], *own]
    given = [key for key in RELIABILITY if lines and key in lines[0]]
    columns: tuple[Column[Any], ...] = (
        Column("construct", CONSTRUCTS, cell=lambda row: _name(row, names)),
        Column("mean", MEAN, "score", lambda row: row["mean"] if "item" in row else ""),
        Column("loading", LOADING, "ratio", lambda row: row["loading"] if "item" in row else ""),
        Column(
            "interval", names.interval, "ratio_interval",
            lambda row: interval_of(row) if "item" in row else "",
        ),
        Column("share", SHARE, "ratio", lambda row: row["share"] if "item" in row else ""),
        *(Column(key, RELIABILITY[key], "ratio", _beside_construct(key)) for key in given),
    )  # fmt: skip
    return Table.of("measurement-model", MODEL, columns, lines, depths=[int("item" in row) for row in lines])


def _name(row: Any, names: IndexNames) -> Words:
    return names.item(row["item"]) if "item" in row else names.construct(row["construct"])


def _beside_construct(key: str) -> Any:
    """The cells of a coefficient, which stands beside the construct and not beside its questions."""
    return lambda row: "" if "item" in row else reliability(row, key)
