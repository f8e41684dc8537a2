"""A table as a fragment of HTML: for notebooks, and for whatever page embeds it."""

from __future__ import annotations

import html

from satkit.language import say
from satkit.tables.cells import Verdict, Withheld, Words, read_cell
from satkit.tables.sanitize import plain
from satkit.tables.table import Table

LEFT, RIGHT = "padding:2px 8px;text-align:left", "padding:2px 8px;text-align:right"
HEAD = "border-bottom:1px solid #98a3ae"
WHOLE = "border-collapse:collapse;margin:0 0 1em"
TONES = {"good": "color:#1a7f4b", "bad": "color:#b8470f", "act": "color:#b8470f", "neutral": ""}
PALE = "color:#5d6875"


def to_html(table: Table, language: str = "en", most: int = 0) -> str:
    """The table as one ``<table>`` element, every text escaped, no script and no outside style.

    Parameters
    ----------
    table : Table
    language : {"zh", "en"}
    most : int
        The number of rows shown; 0 shows all. An ellipsis stands for the rest.
    """
    sides = [LEFT if column.kind == "text" else RIGHT for column in table.columns]
    heads = "".join(
        f'<th scope="col" style="{side};{HEAD}">{escape(column.header, language)}</th>'
        for column, side in zip(table.columns, sides, strict=True)
    )
    shown = min(most or len(table.rows), len(table.rows))
    rows = [_row(table, place, sides, language) for place in range(shown)]
    if shown < len(table.rows):
        rows.append(f'<tr><td colspan="{len(sides)}" style="{LEFT}">… ({len(table.rows):,})</td></tr>')
    body = "\n".join(rows)
    caption, note = escape(table.caption, language), escape(table.note, language)
    foot = f'<tfoot><tr><td colspan="{len(sides)}" style="{LEFT};{PALE}">{note}</td></tr></tfoot>\n'
    return (
        f'<table class="satkit" style="{WHOLE}">\n<caption style="{LEFT};font-weight:bold">{caption}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n{foot if note else ''}</table>"
    )


def escape(words: Words, language: str) -> str:
    """Words as HTML that shows them as they are."""
    return html.escape(plain(say(words, language)))


def _row(table: Table, place: int, sides: list[str], language: str) -> str:
    depth = table.depths[place] if table.depths else 0
    cells = []
    for number, (cell, column) in enumerate(zip(table.rows[place], table.columns, strict=True)):
        style = [sides[number]]
        if number == 0 and depth:
            style.append(f"padding-left:{depth + 0.5:g}em")
        if isinstance(cell, Verdict) and TONES[cell.tone]:
            style.append(TONES[cell.tone])
        if isinstance(cell, Withheld):
            style.append(PALE)
        text = escape(read_cell(cell, column.kind, language), language)
        cells.append(f'<td style="{";".join(style)}">{text}</td>')
    return f"<tr>{''.join(cells)}</tr>"
