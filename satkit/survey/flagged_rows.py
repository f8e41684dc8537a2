"""Offending records and cells: as a table, and as a file to mend the data by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from satkit.language import Text, say
from satkit.survey.responses import Responses

COLUMNS = ("wave", "file", "row", "column", "value", "note")
HEADS = {
    "check": Text("check"),
    "wave": Text("wave"),
    "file": Text("file"),
    "row": Text("row"),
    "column": Text("column"),
    "value": Text("value"),
    "note": Text("note"),
}


def none() -> pd.DataFrame:
    """A table of offenders without any."""
    return pd.DataFrame(columns=[*COLUMNS])


def offending(
    responses: Responses, rows: np.ndarray, column: str = "", note: Text | str = ""
) -> pd.DataFrame:
    """One line per offending record.

    Parameters
    ----------
    responses : Responses
    rows : ndarray of bool, shape (n,)
    column : str
        The standard name of the column looked at, if it is one.
    note : Text
        What is wrong, the same for all.
    """
    names = list(responses.questionnaire.waves)
    records = np.flatnonzero(rows)
    waves = [names[place] for place in responses.wave[records]]
    return pd.DataFrame(
        {
            "wave": waves,
            "file": [responses.tables[wave].file for wave in waves],
            "row": responses.file_row[records],
            "column": column,
            "value": "",
            "note": [note] * len(records),
        },
        columns=[*COLUMNS],
    )


def write_offenders(responses: Responses, path: Path, language: str = "en") -> Path:
    """Write the offenders of all checks to one workbook, or one CSV where ``path`` says so.

    What looks like a formula or an address stays text in the workbook; in CSV, which knows no
    text, it is preceded by an apostrophe.
    """
    frames = [
        found.offenders.assign(check=say(found.title, language)) for found in responses.checks if found.count
    ]
    every = pd.concat(frames, ignore_index=True) if frames else none().assign(check="")
    every = every[list(HEADS)]
    every["note"] = [say(note, language) for note in every["note"]]
    every.columns = pd.Index([say(head, language) for head in HEADS.values()])
    if path.suffix.lower() == ".csv":
        every.map(_inert).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        _workbook(every, path)
    return path


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _workbook(table: pd.DataFrame, path: Path) -> None:
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, 24)
        sheet.write_row(0, 0, list(table.columns), book.add_format({"bold": True}))
        for number, line in enumerate(table.itertuples(index=False), start=1):
            sheet.write_row(number, 0, [int(cell) if isinstance(cell, np.integer) else cell for cell in line])
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
