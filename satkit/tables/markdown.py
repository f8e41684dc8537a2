"""A table as Markdown: the pipes of GitHub and Jupyter."""

from __future__ import annotations

import re

from satkit.language import say
from satkit.tables.cells import Words, read_cell
from satkit.tables.sanitize import one_line
from satkit.tables.table import Table

# What Markdown, its mathematics and its links would read as more than text.
SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$@{}!]|(?<=:)/|(?<=www)\.|^(?=[-+=])|^(\d+)(?=[.)] )", re.IGNORECASE)
INDENT = "&emsp;"


def to_markdown(table: Table, language: str = "en") -> str:
    """The table in Markdown: the caption in bold, pipes, the note below.

    Parameters
    ----------
    table : Table
    language : {"zh", "en"}
    """
    rules = ["---" if column.kind == "text" else "---:" for column in table.columns]
    heads = [escape(column.header, language) for column in table.columns]
    lines = []
    for place, row in enumerate(table.rows):
        cells = [
            escape(read_cell(cell, column.kind, language), language)
            for cell, column in zip(row, table.columns, strict=True)
        ]
        cells[0] = INDENT * (table.depths[place] if table.depths else 0) + cells[0]
        lines.append(_row(cells))
    caption, note = escape(table.caption, language), escape(table.note, language)
    parts = [f"**{caption}**" if caption else "", "\n".join([_row(heads), _row(rules), *lines]), note]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(words: Words, language: str) -> str:
    """Words as Markdown that shows them as they are."""
    return SPECIAL.sub(
        lambda found: f"{found[0]}\\" if found[1] else f"\\{found[0]}", one_line(say(words, language))
    )


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
