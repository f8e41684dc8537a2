"""A table as plain text, aligned where Chinese counts two columns: for terminals and ``print``."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from satkit.language import Label, Text, say
from satkit.tables.cells import Verdict, Withheld, Words, read_cell
from satkit.tables.sanitize import one_line
from satkit.tables.table import Table

GAP, INDENT, RULE = "  ", "  ", "─"
NARROWEST, LONGEST = 8, 24  # columns that a folded column keeps, and the longest word that is not broken


def to_text(table: Table, language: str = "en", width: int = 100, most: int = 0) -> str:
    """The table as lines of text, caption above, note below.

    Parameters
    ----------
    table : Table
    language : {"zh", "en"}
    width : int
        Columns of the terminal. Words are folded where they do not fit, those in a column of numbers too;
        numbers never are.
    most : int
        The number of rows shown; 0 shows all. An ellipsis stands for the rest.
    """
    shown = most or len(table.rows)
    grid = [[one_line(say(column.header, language)) for column in table.columns]]
    for place, row in enumerate(table.rows[:shown]):
        cells = [
            one_line(read_cell(cell, column.kind, language))
            for cell, column in zip(row, table.columns, strict=True)
        ]
        cells[0] = INDENT * (table.depths[place] if table.depths else 0) + cells[0]
        grid.append(cells)
    left = [column.kind == "text" for column in table.columns]
    widths = _widths(grid, _floors(table, grid, shown), width)
    head, *body = [_line(cells, widths, left) for cells in grid]
    rule = RULE * min(sum(widths) + len(GAP) * (len(widths) - 1), max(width, 1))
    lines = [*folded(table.caption, language, width), head, rule, *body]
    if shown < len(table.rows):
        lines.append(f"… ({len(table.rows):,})")
    return "\n".join([*lines, *folded(table.note, language, width)])


def folded(words: Words, language: str, width: int) -> list[str]:
    """A sentence in lines of at most ``width``; none for an empty one."""
    text = one_line(say(words, language))
    return fold(text, width) if text else []


def display_width(text: str) -> int:
    """How many columns of a terminal ``text`` takes: a Chinese sign two, a combining mark none."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def clip(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns, an ellipsis where something is cut off."""
    if display_width(text) <= width:
        return text
    while display_width(text) > width - 1:
        text = text[:-1]
    return text + "…"


def fold(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns: Chinese breaks anywhere, Latin between words if it can.

    Examples
    --------
    >>> fold("served by friendly staff", 12)
    ['served by', 'friendly', 'staff']
    """
    lines, line = [], ""
    for sign in text:
        if display_width(line + sign.strip()) > max(width, 2) and line:
            before, blank, word = line.rpartition(" ")
            if blank and before.strip() and sign != " " and sign.isascii() and word.isascii():
                lines.append(before)
                line = word
            else:
                lines.append(line.rstrip())
                line = ""
            sign = "" if sign == " " and not line else sign  # noqa: PLW2901
        line += sign
    return [*lines, line]


def _floors(table: Table, grid: list[list[str]], shown: int) -> list[int]:
    """The width every column keeps: whole words unless they are very long, all of its numbers and their header."""
    floors = []
    for place, column in enumerate(table.columns):
        if column.kind == "text":
            words = [word for line in grid for word in line[place].split()]
            floors.append(max(NARROWEST, min(max(map(display_width, words), default=0), LONGEST)))
            continue
        numbers = [
            line[place]
            for line, row in zip(grid[1:], table.rows[:shown], strict=True)
            if not isinstance(row[place], Withheld | Verdict | Text | Label | str)
        ]
        floors.append(max(map(display_width, [grid[0][place], *numbers])))
    return floors


def _widths(grid: list[list[str]], floors: list[int], width: int) -> list[int]:
    """The width of every column; the widest that may give way do so until the table fits."""
    widths = [max(map(display_width, column)) for column in zip(*grid, strict=True)]
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while excess > 0:
        loose = [place for place, floor in enumerate(floors) if widths[place] > floor]
        if not loose:
            break
        place = max(loose, key=lambda place: widths[place])
        widths[place] -= 1
        excess -= 1
    return widths


def _line(cells: list[str], widths: list[int], left: list[bool]) -> str:
    """One row, as many lines as its tallest cell."""
    stacks = [fold(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, stacks))):
        parts = [
            _padded(stack[number] if number < len(stack) else "", wide, words)
            for stack, wide, words in zip(stacks, widths, left, strict=True)
        ]
        lines.append(GAP.join(parts).rstrip())
    return "\n".join(lines)


def _padded(text: str, width: int, left: bool) -> str:  # noqa: FBT001
    blanks = " " * (width - display_width(text))
    return text + blanks if left else blanks + text
