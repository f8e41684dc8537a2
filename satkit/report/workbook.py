"""The tables of the report as an Excel workbook, with numbers that are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from satkit.language import Text, say
from satkit.report import words
from satkit.report.blocks import Cell, Column, Interval, Section, Share, TableBlock
from satkit.report.cells import spoken
from satkit.report.figures.canvas import ramp
from satkit.report.plain import plain

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # a fixed day, so that the same numbers give the same bytes
FONT = {"font_name": "微软雅黑", "font_size": 10}
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {
    "text": "@", "score": "0.0", "signed": '+0.0;"−"0.0;0.0', "count": "#,##0", "ratio": "0.00",
    "p": "0.000", "interval": "0.0", "signed_interval": '+0.0;"−"0.0;0.0', "share": "0.0%",
    "chance": '[>=0.995]">99%";[<=0.005]"<1%";0%', "share_interval": "0.0%", "ratio_interval": "0.00",
}  # fmt: skip
ELLIPSIS, TRIMMED = "…", " ',;:–-（("
LONGEST_NAME, LONGEST_CELL, WIDEST = 31, 32_000, 46
LAST_OF_ONE = 0xFFFF  # the last character that UTF-16 writes as one unit
HEADER, FIRST = 2, 3
CONTENTS = Text("Contents")
BACK = Text("← Contents")
SHEET = Text("Sheet")
HOLDS = Text("What it holds")


def tables(sections: Sequence[Section]) -> Iterator[tuple[Section, TableBlock]]:
    """Every table of the report with its section, in reading order."""
    for section in sections:
        for block in (*section.blocks, *section.details, *section.sheets):
            if isinstance(block, TableBlock):
                yield section, block


def write_workbook(sections: Sequence[Section], language: str, title: str, path: Path) -> None:
    """One sheet per table, a first sheet with links to all.

    Parameters
    ----------
    title : str
        Stands above the contents, and in the properties of the file.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), OPTIONS)
    book.set_properties({"title": plain(title), "created": CREATED, "comments": "satkit"})
    book.formats[0].set_font_name(FONT["font_name"])
    book.formats[0].set_font_size(FONT["font_size"])
    pen = _Pen(book, language)
    found = list(tables(sections))
    names = sheet_names([say(block.caption, language) for _, block in found])
    contents = book.add_worksheet(sheet_names([say(CONTENTS, language)])[0])
    _contents(pen, contents, title, found, names)
    for place, ((_, block), name) in enumerate(zip(found, names, strict=True), start=1):
        _sheet(pen, book.add_worksheet(name), block, place, contents.get_name())
    book.close()


def sheet_names(titles: Sequence[str]) -> list[str]:
    r"""Names Excel allows: at most 31 units of UTF-16, none of ``[]:*?/\``, no two the same in any case.

    A longer title ends between two words, with an ellipsis; of titles that begin alike the later ones keep
    their last words.
    """
    taken: set[str] = {"history"}
    names = []
    for title in titles:
        clean = re.sub(r"[\[\]:*?/\\\s]", " ", plain(title)).strip(" '")
        name = _shortened(clean, LONGEST_NAME) or "-"
        if name.casefold() in taken and name != clean:
            name = _both_ends(clean, LONGEST_NAME)
        tail = 2
        whole = name
        while name.casefold() in taken:
            end = f" ({tail})"
            name, tail = _fitted(whole, LONGEST_NAME - len(end)) + end, tail + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _shortened(text: str, most: int) -> str:
    """The beginning of ``text`` up to a space between words where it is too long, and an ellipsis."""
    begun = _fitted(text, most)
    if begun == text:
        return text
    begun = _fitted(text, most - len(ELLIPSIS))
    words, space, part = begun.rpartition(" ")
    if space and part.isascii() and text[len(begun)] != " " and len(words) > most // 3:
        begun = words
    return begun.strip(TRIMMED) + ELLIPSIS


def _both_ends(text: str, most: int) -> str:
    """The first words of ``text``, an ellipsis, and its last ones."""
    end = text[::-1]
    end = _fitted(end, most // 2)[::-1]
    if " " in end.strip():
        end = end[end.index(" ") :]
    end = end.strip(" '")
    taken = len(end.encode("utf-16-le", "surrogatepass")) // 2
    return _shortened(text, most - taken - 1).strip(TRIMMED) + " " + end


def _fitted(text: str, most: int) -> str:
    """The beginning of ``text`` in at most so many units of UTF-16, in which Excel counts: an emoji is two."""
    units = 0
    for place, char in enumerate(text):
        units += 2 if ord(char) > LAST_OF_ONE else 1
        if units > most:
            return text[:place]
    return text


class _Pen:
    """Formats made once, and text cleaned for a cell."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.title = book.add_format(FONT | {"bold": True, "font_size": 14})
        self.link = book.add_format(FONT | {"font_color": "#1b6ca8", "underline": 1})
        self.plain = book.add_format(FONT | {"text_wrap": True, "valign": "top"})
        self.grey = book.add_format(FONT | {"font_color": "#5d6875"})
        self.kinds = {
            kind: book.add_format(FONT | {"num_format": code, "valign": "top", "text_wrap": kind == "text"})
            for kind, code in FORMATS.items()
        }

    def say(self, what: object) -> str:
        return _fitted(plain(say(what, self.language)), LONGEST_CELL)


def _contents(
    pen: _Pen, sheet: Any, title: str, found: Sequence[tuple[Section, TableBlock]], names: Sequence[str]
) -> None:
    sheet.write_string(0, 0, plain(title), pen.title)
    sheet.write_string(HEADER, 0, pen.say(SHEET), pen.grey)
    sheet.write_string(HEADER, 1, pen.say(HOLDS), pen.grey)
    for row, ((section, block), name) in enumerate(zip(found, names, strict=True), start=FIRST):
        sheet.write_url(row, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", pen.link, name)
        sheet.write_string(row, 1, f"{pen.say(section.question)} {pen.say(block.caption)}", pen.plain)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    sheet.hide_gridlines(2)


def _spread(columns: Sequence[Column]) -> Iterator[tuple[object, str, int]]:
    """The columns of the sheet: an interval takes two."""
    for place, column in enumerate(columns):
        if column.kind.endswith("interval"):
            yield words.LOW.given(header=column.header), column.kind, place
            yield words.HIGH.given(header=column.header), column.kind, place
        else:
            yield column.header, column.kind, place


def _values(cell: Cell, column: Column) -> tuple[object, ...]:
    """The cell as one value, or two for an interval."""
    if isinstance(cell, Interval):
        return cell.low, cell.high
    if isinstance(cell, Share):
        return (cell.value,)
    if cell is None or isinstance(cell, float | int):
        return (cell, cell) if column.kind.endswith("interval") else (cell,)
    return (spoken(cell),)


def _sheet(pen: _Pen, sheet: Any, block: TableBlock, number: int, contents: str) -> None:
    sheet.write_string(0, 0, pen.say(block.caption), pen.title)
    sheet.write_url(1, 0, f"internal:'{contents}'!A1", pen.link, pen.say(BACK))
    spread = list(_spread(block.columns))
    headers = _unique([pen.say(header) for header, _, _ in spread])
    for row, cells in enumerate(block.rows, start=FIRST):
        values = [
            value
            for cell, column in zip(cells, block.columns, strict=True)
            for value in _values(cell, column)
        ]
        for place, (value, (_, kind, _)) in enumerate(zip(values, spread, strict=True)):
            _write(pen, sheet, row, place, value, kind)
    last = FIRST + max(len(block.rows), 1) - 1
    sheet.add_table(HEADER, 0, last, len(spread) - 1, {
        "name": f"T{number}_" + re.sub(r"\W", "_", block.key), "style": "Table Style Light 1",
        "columns": [{"header": header} for header in headers],
    })  # fmt: skip
    for place, (header, (_, kind, _)) in enumerate(zip(headers, spread, strict=True)):
        wide = 30 if place == 0 else min(max(12, 2 * len(header)), WIDEST) if kind == "text" else 13
        sheet.set_column(place, place, wide, pen.kinds[kind])
    sheet.freeze_panes(FIRST, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    _emphasis(pen, sheet, block, [kind for _, kind, _ in spread], last)


def _unique(headers: Sequence[str]) -> list[str]:
    """Headers of a native table must differ: one that comes again is said of the column it belongs to.

    Examples
    --------
    >>> _unique(["Score", "low", "high", "Change", "low", "high"])
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


def _write(pen: _Pen, sheet: Any, row: int, column: int, value: object, kind: str) -> None:
    if isinstance(value, float | int) and isfinite(value):
        rounded = float(f"{value:.10g}")  # the last bits depend on how many threads have added
        sheet.write_number(row, column, rounded, pen.kinds[kind])
    elif value is not None and not isinstance(value, float | int):
        text = pen.say(value)
        if text:
            sheet.write_string(row, column, text, pen.kinds["text"])


def _emphasis(pen: _Pen, sheet: Any, block: TableBlock, kinds: Sequence[str], last: int) -> None:
    """Data bars on scores, and a chart the reader may restyle."""
    if not block.chart or not block.rows:
        return
    if block.chart == "scores":
        score = kinds.index("score")
        bars = {
            "type": "data_bar",
            "bar_color": "#8ec1e0",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
        }
        sheet.conditional_format(FIRST, score, last, score, bars | {"max_type": "num", "max_value": 100})
        chart = pen.book.add_chart({"type": "bar"})
        series, colours = [score], ["#1b6ca8"]
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
    chart.set_title({"name": pen.say(block.caption), "name_font": {"name": FONT["font_name"], "size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": {"name": FONT["font_name"]}})
    chart.set_legend({"none": True} if len(series) == 1 else {"position": "top"})
    chart.set_size({"width": 720, "height": 120 + 22 * len(block.rows)})
    sheet.insert_chart(HEADER, len(kinds) + 1, chart)
