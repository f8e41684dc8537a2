"""Workbooks, .xlsx and .xls (and .xlsm, .xlsb, .ods)."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from satkit.errors import Complaint, DataError, quote, quoted
from satkit.language import Text
from satkit.survey.platforms import table
from satkit.survey.readers.delimited import empty, gridded
from satkit.survey.readers.native import in_child, refuse_extent, refuse_stretched
from satkit.survey.table import Table

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, encoding: str | None = None) -> Table:  # noqa: ARG001 - workbooks know theirs
    """The table of the first visible sheet that holds anything; numbers stay numbers.

    Raises
    ------
    DataError
        If the workbook is damaged, locked by a password, or empty.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    data = path.read_bytes()
    if ENCRYPTED in data:
        raise DataError(_locked(path.name))

    def sheets_of() -> dict[str, list[list[Any]]]:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {
                sheet.name: cells(book.get_sheet_by_name(sheet.name), path)
                for sheet in book.sheets_metadata
                if str(sheet.visible).endswith(".Visible")
            }

    refuse_stretched(path)
    try:
        sheets = in_child(sheets_of, path)
    except PasswordError as error:
        raise DataError(_locked(path.name)) from error
    except DataError:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise DataError(_damaged(path.name)) from error
    full = [name for name, rows in sheets.items() if rows]
    if not full:
        raise DataError(empty(path.name))
    rows = [[plain(cell) for cell in row] for row in sheets[full[0]]]
    notes = [_first(full)] if len(full) > 1 else []
    checksum = hashlib.sha256(data).hexdigest()
    return table(gridded(rows, f"{path.name}!{full[0]}", checksum, notes, lettered=True))


def cells(sheet: CalamineSheet, path: Path) -> list[list[Any]]:
    """The cells of a sheet from A1 on.

    Raises
    ------
    DataError
        If nearly all of them would be empty.
    """
    refuse_extent(sheet.total_height, sheet.total_width, path)
    return sheet.to_python(skip_empty_area=False)


def plain(cell: object) -> object:
    """A cell as ``str``, ``int``, ``float``, ``bool`` or ``None``: whole floats as ``int``, dates as ISO text."""
    if isinstance(cell, float):
        if cell != cell:  # noqa: PLR0124 - not a number is no answer
            return None
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return plain(cell.total_seconds())
    return None if cell == "" else cell


def _first(full: list[str]) -> Text:
    return Text(
        "the workbook has %(n)d sheets with data; %(first)s was read, not %(others)s",
        {"n": len(full), "first": quote(full[0]), "others": quoted(full[1:])},
    )


def _locked(file: str) -> Complaint:
    return Complaint(
        Text("the file is locked by a password"),
        file,
        hint=Text("open it, take the password off and save it again"),
    )


def _damaged(file: str) -> Complaint:
    return Complaint(
        Text("the workbook is damaged or is not a workbook"),
        file,
        hint=Text("open it in a spreadsheet and save it again as .xlsx"),
    )
