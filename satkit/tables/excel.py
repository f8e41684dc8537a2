"""Tables as an Excel workbook, with numbers that are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from satkit.language import Text, say
from satkit.tables.cells import Cell, Interval, Kind, Share, Words, is_interval, is_number, words_of
from satkit.tables.palette import ACCENT, MUTED, RAMP, ramp
from satkit.tables.sanitize import plain
from satkit.tables.sheet_names import fitted, sheet_names
from satkit.tables.table import Column, Table

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # a fixed day, so that the same numbers give the same bytes
FONT = {"font_name": "微软雅黑", "font_size": 10}
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SIGNED = '+0.0;"−"0.0;0.0'
FORMATS: dict[Kind, str] = {
    "text": "@", "score": "0.0", "signed": SIGNED, "count": "#,##0", "ratio": "0.00", "bounded": "0.00",
    "number": "General", "fit": "0.000", "p": "0.000", "share": "0.0%",
    "chance": '[>=0.995]">99%";[<=0.005]"<1%";0%', "interval": "0.0", "signed_interval": SIGNED,
    "share_interval": "0.0%", "ratio_interval": "0.00", "bounded_interval": "0.00",
    "number_interval": "General", "fit_interval": "0.000",
}  # fmt: skip
LONGEST_CELL, WIDEST = 32_000, 46
HEADER, FIRST = 2, 3
CONTENTS = Text("Contents")
BACK = Text("← Contents")
SHEET = Text("Sheet")
HOLDS = Text("What it holds")
LOW = Text("%(header)s, lower end")
HIGH = Text("%(header)s, upper end")


def write_excel(
    tables: Sequence[Table],
    path: Path,
    language: str = "en",
    title: str = "",
    contents: Sequence[Words] | None = None,
) -> None:
    """One sheet per table, a first sheet with links to all.

    Parameters
    ----------
    tables : sequence of Table
    path : Path
    language : {"zh", "en"}
    title : str
        Stands above the contents, and in the properties of the file.
    contents : sequence of Words, optional
        What the first sheet says that each table holds; by default its caption.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), OPTIONS)
    book.set_properties({"title": plain(title), "created": CREATED, "comments": "satkit"})
    book.formats[0].set_font_name(FONT["font_name"])
    book.formats[0].set_font_size(FONT["font_size"])
    pen = _Pen(book, language)
    names = sheet_names([say(table.caption, language) for table in tables])
    first = book.add_worksheet(sheet_names([say(CONTENTS, language)])[0])
    _write_contents(pen, first, title, names, contents or [table.caption for table in tables])
    for number, (table, name) in enumerate(zip(tables, names, strict=True), start=1):
        _write_sheet(pen, book.add_worksheet(name), table, number, first.get_name())
    book.close()


class _Pen:
    """Formats made once, and text cleaned for a cell."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.title = book.add_format(FONT | {"bold": True, "font_size": 14})
        self.link = book.add_format(FONT | {"font_color": ACCENT, "underline": 1})
        self.plain = book.add_format(FONT | {"text_wrap": True, "valign": "top"})
        self.grey = book.add_format(FONT | {"font_color": MUTED})
        self.kinds = {
            kind: book.add_format(FONT | {"num_format": code, "valign": "top", "text_wrap": kind == "text"})
            for kind, code in FORMATS.items()
        }

    def say(self, what: object) -> str:
        return fitted(plain(say(what, self.language)), LONGEST_CELL)


def _write_contents(
    pen: _Pen, sheet: Any, title: str, names: Sequence[str], contents: Sequence[Words]
) -> None:
    sheet.write_string(0, 0, plain(title), pen.title)
    sheet.write_string(HEADER, 0, pen.say(SHEET), pen.grey)
    sheet.write_string(HEADER, 1, pen.say(HOLDS), pen.grey)
    for row, (name, holds) in enumerate(zip(names, contents, strict=True), start=FIRST):
        sheet.write_url(row, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", pen.link, name)
        sheet.write_string(row, 1, pen.say(holds), pen.plain)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    sheet.hide_gridlines(2)


def _write_sheet(pen: _Pen, sheet: Any, table: Table, number: int, contents: str) -> None:
    sheet.write_string(0, 0, pen.say(table.caption), pen.title)
    sheet.write_url(1, 0, f"internal:'{contents}'!A1", pen.link, pen.say(BACK))
    spread = list(_spread(table.columns))
    kinds = [kind for _, kind in spread]
    headers = unique_headers([pen.say(header) for header, _ in spread])
    for row, cells in enumerate(table.rows, start=FIRST):
        values = [
            value
            for cell, column in zip(cells, table.columns, strict=True)
            for value in _values(cell, column.kind)
        ]
        for place, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            _write_cell(pen, sheet, row, place, value, kind)
    last = FIRST + max(len(table.rows), 1) - 1
    sheet.add_table(HEADER, 0, last, len(spread) - 1, {
        "name": f"T{number}_" + re.sub(r"\W", "_", table.key), "style": "Table Style Light 1",
        "columns": [{"header": header} for header in headers],
    })  # fmt: skip
    if note := pen.say(table.note):
        sheet.write_string(last + 2, 0, note, pen.grey)
    for place, (header, kind) in enumerate(zip(headers, kinds, strict=True)):
        wide = 30 if place == 0 else min(max(12, 2 * len(header)), WIDEST) if kind == "text" else 13
        sheet.set_column(place, place, wide, pen.kinds[kind])
    sheet.freeze_panes(FIRST, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    _draw(pen, sheet, table, kinds, last)


def _spread(columns: Sequence[Column[Any]]) -> Iterator[tuple[Words, Kind]]:
    """The columns of the sheet: an interval takes two."""
    for column in columns:
        if is_interval(column.kind):
            yield LOW.with_values(header=column.header), column.kind
            yield HIGH.with_values(header=column.header), column.kind
        else:
            yield column.header, column.kind


def _values(cell: Cell, kind: Kind) -> tuple[object, ...]:
    """The cell as one value, or two for an interval; a word in place of an interval stands first."""
    if isinstance(cell, Interval):
        return cell.low, cell.high
    value = cell.value if isinstance(cell, Share) else cell
    if value is not None and not is_number(value):
        value = words_of(value)
    return (value, None) if is_interval(kind) else (value,)


def _write_cell(pen: _Pen, sheet: Any, row: int, column: int, value: object, kind: Kind) -> None:
    if is_number(value):
        if isfinite(value):
            rounded = float(f"{value:.10g}")  # the last bits depend on how many threads have added
            sheet.write_number(row, column, rounded, pen.kinds[kind])
    elif value is not None and (text := pen.say(value)):
        sheet.write_string(row, column, text, pen.kinds["text"])


def unique_headers(headers: Sequence[str]) -> list[str]:
    """Headers of a native table must differ: one that comes again is said of the column it belongs to.

    Examples
    --------
    >>> unique_headers(["Score", "low", "high", "Change", "low", "high"])
    ['Score', 'low', 'high', 'Change', 'Change: low', 'Change: high']
    """
    seen: set[str] = set()
    named: list[str] = []
    of = ""
    for header in headers:
        name, times = header, 1
        if header.casefold() in seen:
            name = f"{of}: {header}" if of else header
        else:
            of = header
        whole = name
        while name.casefold() in {each.casefold() for each in named}:
            times += 1
            name = f"{whole} ({times})"
        seen.add(header.casefold())
        named.append(name)
    return named


def _draw(pen: _Pen, sheet: Any, table: Table, kinds: Sequence[Kind], last: int) -> None:
    """Data bars on scores, and a chart the reader may restyle."""
    if not table.chart or not table.rows:
        return
    if table.chart == "scores":
        score = kinds.index("score")
        bars = {
            "type": "data_bar", "bar_color": RAMP[3], "bar_solid": True,
            "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100,
        }  # fmt: skip
        sheet.conditional_format(FIRST, score, last, score, bars)
        chart = pen.book.add_chart({"type": "bar"})
        series, colours = [score], [ACCENT]
    else:
        chart = pen.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
        series = [place for place, kind in enumerate(kinds) if kind == "share"]
        colours = list(ramp(len(series)))
    name = sheet.get_name()
    for place, colour in zip(series, colours, strict=True):
        chart.add_series({
            "name": [name, HEADER, place], "categories": [name, FIRST, 0, last, 0],
            "values": [name, FIRST, place, last, place], "fill": {"color": colour}, "gap": 40,
        })  # fmt: skip
    chart.set_title({"name": pen.say(table.caption), "name_font": {"name": FONT["font_name"], "size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": {"name": FONT["font_name"]}})
    chart.set_legend({"none": True} if len(series) == 1 else {"position": "top"})
    chart.set_size({"width": 720, "height": 120 + 22 * len(table.rows)})
    sheet.insert_chart(HEADER, len(kinds) + 1, chart)
