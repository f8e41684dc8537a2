"""Weights, strata, clusters and population counts as the files deliver them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from satkit.errors import Complaint
from satkit.language import Text
from satkit.survey.coding import read_numbers
from satkit.survey.questionnaire import Design
from satkit.survey.scale import fold
from satkit.survey.table import Table


def weights(table: Table, column: str) -> tuple[np.ndarray, list[Complaint]]:
    """Case weights, 1 where ``column`` is empty; complaints where they are no weights.

    Returns
    -------
    weight : ndarray of float, shape (n,)
    complaints : list of Complaint
        For cells that are empty, no numbers or negative, and for weights that are all zero.
    """
    if not column:
        return np.ones(len(table.frame)), []
    values, off = read_numbers(table.frame[column].to_numpy(dtype=object))
    faults = (
        (Text("weights must be numbers"), off),
        (Text("weights must not be empty"), np.isnan(values) & ~off),
        (Text("weights must not be negative"), values < 0),
    )
    complaints = [at_rows(what, table, column, wrong) for what, wrong in faults if wrong.any()]
    if not complaints and len(values) and not values.any():
        complaints.append(at_rows(Text("all weights are zero"), table, column, values == 0))
    return values, complaints


def at_rows(what: Text, table: Table, column: str, wrong: np.ndarray) -> Complaint:
    """A complaint about some cells of one column: the first, and the rows of all."""
    records = np.flatnonzero(wrong)
    return Complaint(
        what,
        table.cell(int(records[0]), column),
        expected=Text("cells: %(n)d, rows: %(rows)s", {"n": len(records), "rows": rows_of(table, records)}),
        hint=Text("mend them in the file, or filter these rows with [checks] only"),
    )


def rows_of(table: Table, records: np.ndarray, most: int = 20) -> tuple[object, ...]:
    """The file rows of some records, the first ``most``, then how many more."""
    rows: list[object] = [int(row) for row in table.rows[records[:most]]]
    if len(records) > most:
        rows.append(Text("%(n)d more", {"n": len(records) - most}))
    return tuple(rows)


Cells = Sequence[np.ndarray]


def encode_rows(parts: Sequence[Cells], sizes: Sequence[int]) -> np.ndarray:
    """One code per row for equal values in all columns of its part; zeros without columns.

    Parameters
    ----------
    parts : sequence of sequences of ndarray
        Per wave its columns, as many as the wave has.
    sizes : sequence of int
        Rows of every wave.
    """
    code = np.zeros(sum(sizes), dtype=np.int64)
    for depth in range(max(map(len, parts), default=0)):
        values = [
            part[depth] if depth < len(part) else np.full(size, None, dtype=object)
            for part, size in zip(parts, sizes, strict=True)
        ]
        level, unique = pd.factorize(_fold_values(np.concatenate(values)))
        code = code * (len(unique) + 1) + level
    return np.unique(code, return_inverse=True)[1].astype(np.int64)


def _fold_values(values: np.ndarray) -> np.ndarray:
    codes, unique = pd.factorize(values)
    words = np.array([*("" if value is None else fold(value) for value in unique), ""], dtype=object)
    return np.asarray(words[codes], dtype=object)


def clusters(parts: Sequence[Cells], sizes: Sequence[int]) -> np.ndarray:
    """The cluster of every row; rows without one, and all of a wave without clusters, are clusters of their own."""
    n = sum(sizes)
    cells = [
        part[0] if part else np.full(size, None, dtype=object)
        for part, size in zip(parts, sizes, strict=True)
    ]
    words = _fold_values(np.concatenate(cells)) if n else np.empty(0, dtype=object)
    code = pd.factorize(words)[0].astype(np.int64)
    alone = words == ""
    code[alone] = n + np.flatnonzero(alone)
    return np.unique(code, return_inverse=True)[1].astype(np.int64)


def blanks(table: Table, column: str) -> np.ndarray:
    """Which cells of a column hold nothing."""
    return np.asarray(_fold_values(table.frame[column].to_numpy(dtype=object)) == "", dtype=bool)


def undrawn(table: Table, design: Design, columns: Mapping[str, str]) -> list[Complaint]:
    """Complaints about rows without stratum, cluster or population count."""
    named = [(name, Text("the stratum is empty")) for name in design.strata]
    if design.cluster and design.cluster_missing == "fail":
        named.append(
            (design.cluster, Text("the cluster is empty; cluster_missing = 'own' would make it one"))
        )
    complaints = [
        at_rows(what, table, columns[name], blanks(table, columns[name]))
        for name, what in named
        if blanks(table, columns[name]).any()
    ]
    if not design.fpc:
        return complaints
    column = columns[design.fpc]
    values, off = read_numbers(table.frame[column].to_numpy(dtype=object))
    wrong = off | ~(values > 0)
    if wrong.any():
        what = Text("the population count of a stratum must be a number above zero")
        return [*complaints, at_rows(what, table, column, wrong)]
    cells = [table.frame[columns[name]].to_numpy(dtype=object) for name in design.strata]
    stratum = encode_rows([cells], [len(table.frame)])
    first = np.unique(stratum, return_index=True)[1]
    differs = values != values[first][stratum]
    if differs.any():
        what = Text("the population count differs from that of the first row of the stratum")
        complaints.append(at_rows(what, table, column, differs))
    return complaints
