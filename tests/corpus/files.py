"""How columns lie in a file: text in an encoding, workbooks with what people put around a table, SPSS, Stata."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from corpus.export import Export
from corpus.maker import Maker

Rows = list[list[Any]]
REGISTER: dict[str, Callable[[], Export]] = {}


def export(name: str, platform: str, language: str) -> Callable[[Callable[[], Export]], Callable[[], Export]]:
    """Put what makes an export on the list."""

    def listed(make: Callable[[], Export]) -> Callable[[], Export]:
        if name in REGISTER:
            raise ValueError(name)

        def made() -> Export:
            plain = make()
            return Export(**{**vars(plain), "name": name, "platform": platform, "language": language})

        REGISTER[name] = made
        return make

    return listed


def _grid(m: Maker, heads: int | None = None) -> tuple[Rows, int]:
    """Header rows and records."""
    deep = heads if heads is not None else max(len(column.head) for column in m.columns)
    top = [[column.head[i] if i < len(column.head) else None for column in m.columns] for i in range(deep)]
    return top + [list(row) for row in zip(*(column.cells for column in m.columns), strict=True)], deep


def _export(
    m: Maker,
    form: str,
    file: str,
    write: Callable[[Path], None],
    first: int,
    kept: np.ndarray | None,
    scored: bool,
) -> Export:
    rows = np.arange(m.n) + first
    whole = np.ones(m.n, bool) if kept is None else kept
    return Export("", "", "", form, file, m.columns, write, rows, whole, scored)


def text(
    m: Maker,
    file: str = "answers.csv",
    encoding: str = "utf-8",
    separator: str = ",",
    *,
    decimal: str = ".",
    before: Sequence[str] = (),
    after: Rows = (),  # type: ignore[assignment]
    kept: np.ndarray | None = None,
    scored: bool = True,
) -> Export:
    """A text file; ``before`` are lines above the header, ``after`` rows below the last respondent."""
    grid, deep = _grid(m)

    def cell(value: Any) -> str:
        if value is None:
            return ""
        return str(value).replace(".", decimal) if isinstance(value, float) else str(value)

    def write(path: Path) -> None:
        out = io.StringIO()
        for line in before:
            out.write(line + "\r\n")
        writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
        writer.writerows([[cell(value) for value in row] for row in [*grid, *after]])
        path.write_bytes(out.getvalue().encode(encoding))

    kind = "TSV" if separator == "\t" else "CSV"
    plain = encoding.replace("-sig", " BOM").upper()
    return _export(
        m,
        f"{kind} {plain}{' ;' if separator == ';' else ''}",
        file,
        write,
        len(before) + deep + 1,
        kept,
        scored,
    )


def workbook(
    m: Maker,
    file: str = "answers.xlsx",
    *,
    sheet: str = "Sheet1",
    title: Rows = (),  # type: ignore[assignment]
    after: Rows = (),  # type: ignore[assignment]
    before: Mapping[str, Rows] = {},
    behind: Mapping[str, Rows] = {},
    kept: np.ndarray | None = None,
    scored: bool = True,
) -> Export:
    """A workbook; other sheets stand before and behind that of the answers, a title above its header."""
    grid, deep = _grid(m)

    def write(path: Path) -> None:
        import xlsxwriter

        with xlsxwriter.Workbook(str(path)) as book:
            shown = book.add_format({"num_format": "m/d/yy h:mm"})
            for name, rows in {**before, sheet: [*title, *grid, *after], **behind}.items():
                page = book.add_worksheet(name)
                for i, row in enumerate(rows):
                    for j, value in enumerate(row):
                        if isinstance(value, datetime):
                            page.write_datetime(i, j, value, shown)
                        elif value is not None:
                            page.write(i, j, value)

    return _export(m, "XLSX", file, write, len(title) + deep + 1, kept, scored)


def _frame(m: Maker) -> pd.DataFrame:
    frame = pd.DataFrame({column.head[0]: pd.Series(column.cells, dtype=object) for column in m.columns})
    for name in frame:
        if all(value is None or isinstance(value, int | float) for value in frame[name]):
            frame[name] = frame[name].astype(float)
        else:
            frame[name] = [None if value is None else str(value) for value in frame[name]]
    return frame


def spss(
    m: Maker, file: str = "answers.sav", *, kept: np.ndarray | None = None, scored: bool = True
) -> Export:
    """An SPSS file with labels of variables and values, and user-missing codes."""

    def write(path: Path) -> None:
        import pyreadstat

        pyreadstat.write_sav(
            _frame(m),
            str(path),
            column_labels={c.head[0]: c.text for c in m.columns if c.text},
            variable_value_labels={c.head[0]: c.labels for c in m.columns if c.labels},
            missing_ranges={c.head[0]: c.ranges for c in m.columns if c.ranges},
        )

    return _export(m, "SPSS", file, write, 1, kept, scored)


def stata(
    m: Maker, file: str = "answers.dta", *, kept: np.ndarray | None = None, scored: bool = True
) -> Export:
    """A Stata file; cells ``.a`` to ``.z`` are its extended missing values."""

    def write(path: Path) -> None:
        import pyreadstat

        frame = pd.DataFrame({c.head[0]: pd.Series(c.cells, dtype=object) for c in m.columns})
        tagged = {}
        for column in m.columns:
            tags = sorted({v[1] for v in column.cells if isinstance(v, str) and len(v) == 2 and v[0] == "."})
            name = column.head[0]
            if tags:
                tagged[name] = tags
                frame[name] = pd.Series(
                    [v[1] if isinstance(v, str) else v for v in column.cells], dtype=object
                )
            elif all(v is None or isinstance(v, int | float) for v in column.cells):
                frame[name] = frame[name].astype(float)
        labels = {
            c.head[0]: {(k[1] if isinstance(k, str) else k): v for k, v in c.labels.items()}
            for c in m.columns
            if c.labels
        }
        pyreadstat.write_dta(
            frame,
            str(path),
            column_labels={c.head[0]: c.text for c in m.columns if c.text},
            variable_value_labels=labels,
            missing_user_values=tagged,
            version=14,
        )

    return _export(m, "Stata", file, write, 1, kept, scored)
