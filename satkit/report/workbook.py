"""The tables of the report as an Excel workbook: one sheet a table, a first sheet with links to all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from satkit.language import Text
from satkit.report.blocks import Section
from satkit.tables.excel import write_excel
from satkit.tables.table import Table

HOLDS = Text("%(question)s %(caption)s")


def tables(sections: Sequence[Section]) -> Iterator[tuple[Section, Table]]:
    """Every table of the report with its section, in reading order."""
    for section in sections:
        for block in (*section.blocks, *section.details, *section.sheets):
            if isinstance(block, Table):
                yield section, block


def write_workbook(sections: Sequence[Section], language: str, title: str, path: Path) -> None:
    """The workbook of a report.

    Parameters
    ----------
    title : str
        Stands above the contents, and in the properties of the file.
    """
    found = list(tables(sections))
    contents = [
        HOLDS.with_values(question=section.question, caption=table.caption) for section, table in found
    ]
    write_excel([table for _, table in found], path, language, title, contents)
