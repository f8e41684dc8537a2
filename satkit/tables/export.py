"""A table to a file in one call: CSV, Excel, LaTeX, Markdown, HTML, text or JSON by its suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from satkit import number_format
from satkit.errors import Complaint, DefinitionError, quote_all
from satkit.language import Text
from satkit.tables.excel import OPTIONS, write_excel
from satkit.tables.frame import from_frame, to_frame
from satkit.tables.html import to_html
from satkit.tables.latex import PAGE, to_latex
from satkit.tables.markdown import to_markdown
from satkit.tables.table import Table
from satkit.tables.text import to_text

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Frame = pd.DataFrame
Write = Callable[[Frame | Table, Path, str], None]


def export(table: Frame | Table, path: str | Path, language: str = "en") -> Path:
    """Write a table of results to ``path``.

    Parameters
    ----------
    table : DataFrame or Table
        A data frame goes out as data: the names of its columns, one sheet.  A table goes out as it is
        shown: caption, headers, note; to CSV and JSON as its tidy data frame.
    path : path
        ``.csv`` (UTF-8 with BOM, as Excel wants it), ``.xlsx`` (numbers as numbers), ``.tex``
        (booktabs, and longtable for more rows than a page holds), ``.md``, ``.html``, ``.txt`` or
        ``.json`` (records).
    language : {"zh", "en"}
        Of the words in a table.

    Returns
    -------
    Path
        Where the table stands.

    Raises
    ------
    DefinitionError
        If the suffix is none of these.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(pd.DataFrame({"node": ["overall"], "score": [72.5]}), f"{folder}/scores.csv").name
    'scores.csv'
    """
    target = Path(path)
    writer(target)(table, target, language)
    return target


def writer(path: Path) -> Write:
    """What writes a table to a file of this suffix; complains where nothing does, before it is computed."""
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise DefinitionError(
            Complaint(
                Text("tables are not written as '%(suffix)s'", {"suffix": path.suffix}),
                str(path),
                expected=Text("one of %(known)s", {"known": quote_all(WRITERS)}),
            )
        )
    return write


def _frame(table: Frame | Table, language: str) -> Frame:
    return to_frame(table, language) if isinstance(table, Table) else table


def _table(table: Frame | Table) -> Table:
    return table if isinstance(table, Table) else from_frame(table)


def _csv(table: Frame | Table, path: Path, language: str) -> None:
    frame = _frame(table, language)
    columns: dict[int, object] = {}
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        safe = pd.api.types.is_numeric_dtype(column.dtype)
        columns[place] = column if safe else [_quoted(value) for value in column]
    safe_frame = pd.DataFrame(columns, index=frame.index)
    safe_frame.columns = pd.Index([_quoted(name) for name in frame.columns])
    safe_frame.to_csv(path, index=False, encoding="utf-8-sig")


def _quoted(value: object) -> object:
    """A text that a spreadsheet would compute, behind a quotation mark."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _excel(table: Frame | Table, path: Path, language: str) -> None:
    if isinstance(table, Table):
        write_excel([table], path, language)
        return
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": OPTIONS}) as book:
        table.to_excel(book, index=False, freeze_panes=(1, 0))


def _latex(table: Frame | Table, path: Path, language: str) -> None:
    if isinstance(table, Table):
        path.write_text(to_latex(table, language), encoding="utf-8")
        return
    numbers: dict[Any, Any] = dict.fromkeys(table.select_dtypes("float"), _ascii_number)
    styler = table.style.format(numbers, na_rep="--", escape="latex").format_index(escape="latex", axis=1)
    environment = "longtable" if len(table) > PAGE else None
    text = styler.hide(axis="index").to_latex(hrules=True, environment=environment)
    path.write_text(text, encoding="utf-8")


def _ascii_number(value: float) -> str:
    return number_format.number(value).replace(number_format.MINUS, "-")


def _markdown(table: Frame | Table, path: Path, language: str) -> None:
    path.write_text(to_markdown(_table(table), language), encoding="utf-8")


def _html(table: Frame | Table, path: Path, language: str) -> None:
    head = f'<!doctype html>\n<html lang="{language}"><meta charset="utf-8">\n'
    path.write_text(f"{head}{to_html(_table(table), language)}\n</html>\n", encoding="utf-8")


def _text(table: Frame | Table, path: Path, language: str) -> None:
    path.write_text(f"{to_text(_table(table), language)}\n", encoding="utf-8")


def _json(table: Frame | Table, path: Path, language: str) -> None:
    _frame(table, language).to_json(path, orient="records", force_ascii=False, indent=1)


WRITERS: Mapping[str, Write] = {
    ".csv": _csv,
    ".xlsx": _excel,
    ".tex": _latex,
    ".md": _markdown,
    ".html": _html,
    ".txt": _text,
    ".json": _json,
}
