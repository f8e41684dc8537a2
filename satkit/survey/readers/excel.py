"""Workbooks, .xlsx and .xls (and .xlsm, .xlsb, .ods)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.platforms import table
from satkit.survey.readers.delimited import empty, make_grid
from satkit.survey.readers.native import in_child, refuse_extent, refuse_stretched
from satkit.survey.table import Table
from satkit.survey.worksheets import choose_sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, encoding: str | None = None, sheet: str | None = None) -> Table:  # noqa: ARG001 - workbooks know theirs
    """The table of a sheet; numbers stay numbers.

    Parameters
    ----------
    sheet : str, optional
        Its name; without one the visible sheet is read that is shaped like answers.

    Raises
    ------
    DataError
        If the workbook is damaged, locked by a password, or empty, or has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    data = path.read_bytes()
    if ENCRYPTED in data:
        raise DataError(_complain_locked(path.name))

    def sheets_of() -> dict[str, list[list[Any]]]:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {
                each.name: cells(book.get_sheet_by_name(each.name), path)
                for each in book.sheets_metadata
                if str(each.visible).endswith(".Visible")
            }

    refuse_stretched(path)
    try:
        sheets = in_child(sheets_of, path)
    except PasswordError as error:
        raise DataError(_complain_locked(path.name)) from error
    except DataError:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise DataError(_complain_damaged(path.name)) from error
    checksum = hashlib.sha256(data).hexdigest()
    full = {
        name: make_grid(
            [[plain(cell) for cell in row] for row in rows], f"{path.name}!{name}", checksum, lettered=True
        )
        for name, rows in sheets.items()
        if any(cell != "" for row in rows for cell in row)
    }
    if not full:
        raise DataError(empty(path.name))
    grid, notes = choose_sheet(full, path.name, sheet)
    return table(replace(grid, notes=(*notes, *grid.notes)))


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


def _complain_locked(file: str) -> Complaint:
    return Complaint(
        Text("the file is locked by a password"),
        file,
        hint=Text("open it, take the password off and save it again"),
    )


def _complain_damaged(file: str) -> Complaint:
    return Complaint(
        Text("the workbook is damaged or is not a workbook"),
        file,
        hint=Text("open it in a spreadsheet and save it again as .xlsx"),
    )
