"""A table as plain text, aligned where Chinese counts two columns: for terminals and ``print``."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from satkit.language import say
from satkit.tables.cells import Words, read_cell
from satkit.tables.plain import one_line
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
        Columns of the terminal. Columns of words are folded where they do not fit; numbers never are.
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
    widths = _widths(grid, left, width)
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


def _widths(grid: list[list[str]], left: list[bool], width: int) -> list[int]:
    """The width of every column; the widest columns of words give way until the table fits."""
    widths = [max(map(display_width, column)) for column in zip(*grid, strict=True)]
    words = (
        [max(map(display_width, cell.split()), default=0) for cell in column]
        for column in zip(*grid, strict=True)
    )
    least = [max(NARROWEST, min(max(found), LONGEST)) for found in words]
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while excess > 0:
        able = [place for place, words in enumerate(left) if words and widths[place] > least[place]]
        if not able:
            break
        place = max(able, key=lambda place: widths[place])
        widths[place] -= 1
        excess -= 1
    return widths


def _line(cells: list[str], widths: list[int], left: list[bool]) -> str:
    """One row, as many lines as its tallest cell."""
    stacks = [
        fold(cell, wide) if words else [cell] for cell, wide, words in zip(cells, widths, left, strict=True)
    ]
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
