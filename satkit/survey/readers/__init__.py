"""The shelf of file formats: suffix to reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from satkit.errors import Complaint, DataError, near, quote, quote_all
from satkit.language import Text
from satkit.survey.completeness import note_completeness
from satkit.survey.readers import delimited, excel, html, parquet, spss, stata
from satkit.survey.readers.sniff import sniff_suffix
from satkit.survey.table import Table

Reader = Callable[[Path, str | None], Table]

READERS: dict[str, Reader] = {
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".txt": delimited.read,
    ".xlsx": excel.read,
    ".xls": excel.read,
    ".xlsm": excel.read,
    ".xlsb": excel.read,
    ".ods": excel.read,
    ".html": html.read,
    ".htm": html.read,
    ".parquet": parquet.read,
    ".sav": spss.read,
    ".zsav": spss.read,
    ".dta": stata.read,
}


def read(path: Path, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The answers in a file, whatever its format; its first bytes are trusted before its name.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        Of text, where the reader would find another.
    sheet : str, optional
        Of a workbook, where the reader would choose another.

    Raises
    ------
    DataError
        If the file is not there, empty, damaged, locked, of no known format, or has no records.

    Notes
    -----
    Every book of the shelf states its ``SUFFIXES``; all of them stand in :data:`READERS`.
    """
    _refuse(path)
    suffix, found = path.suffix.lower(), sniff_suffix(path)
    reader = READERS[found] if found else _of_text(path)
    if sheet and reader is not excel.read:
        raise DataError(_sheetless(path, sheet))
    table = note_completeness(excel.read(path, encoding, sheet) if sheet else reader(path, encoding))
    table = replace(table, source=path.name)
    if READERS.get(suffix) in {reader, None}:
        return table
    sentence = Text(
        "the file is called %(suffix)s but is read as %(kind)s, which its content is",
        {"suffix": suffix, "kind": found or ".csv"},
    )
    return replace(table, notes=(sentence, *table.notes))


def _sheetless(path: Path, sheet: str) -> Complaint:
    return Complaint(
        Text("only a workbook has sheets; this file has no sheet %(name)s", {"name": quote(sheet)}),
        path.name,
        hint=Text("leave the sheet away"),
    )


def extent(path: Path) -> tuple[int, int] | None:
    """About how many rows and columns a file of text has; nothing for others, which say it as they are read."""
    if sniff_suffix(path) or path.suffix.lower() not in delimited.SUFFIXES:
        return None
    return delimited.extent(path)


def _refuse(path: Path) -> None:
    """Complain of a file that is not there or holds nothing."""
    if not path.is_file():
        folder = path.parent
        beside = [other.name for other in folder.iterdir() if other.is_file()] if folder.is_dir() else []
        raise DataError(
            Complaint(
                Text("there is no such file"),
                str(path),
                expected=Text("the folder holds %(names)s", {"names": quote_all(sorted(beside)[:12])})
                if beside
                else None,
                hint=near(path.name, beside),
            )
        )
    if not path.stat().st_size:
        raise DataError(delimited.empty(path.name))


def _of_text(path: Path) -> Reader:
    """The reader of a file without a signature: it is text, or it is not what its suffix says."""
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(4096)
    binary = READERS.get(suffix) not in {delimited.read, html.read} and head.count(0) > len(head) / 50
    if suffix in READERS and not binary and (READERS[suffix] in {delimited.read, excel.read}):
        return delimited.read
    raise DataError(
        Complaint(
            Text("the file is not of a format satkit reads, or it is damaged"),
            path.name,
            expected=Text("one of %(suffixes)s", {"suffixes": tuple(READERS)}),
            hint=Text("export the answers again as .xlsx or CSV"),
        )
    )
