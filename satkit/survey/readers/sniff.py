"""What a file is, by its first bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from satkit.errors import Complaint, DataError
from satkit.language import Text

MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
    (b"$FL2", ".sav"),
    (b"$FL3", ".zsav"),
    (b"PAR1", ".parquet"),
    (b"<stata_dta>", ".dta"),
)
STATA = range(0x69, 0x76)  # the release number, first byte of older Stata files


def sniff_suffix(path: Path) -> str:
    """The suffix that fits the first bytes, or nothing where they are text.

    Raises
    ------
    DataError
        If the file is a zip archive without a workbook, or locked by a password.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, suffix in MAGIC:
        if head.startswith(magic):
            return suffix
    if head.startswith(b"PK\x03\x04"):
        return _sniff_archive(path)
    if b"ENCRYPTEDSAV" in head[:64]:
        raise DataError(
            Complaint(
                Text("the file is locked by a password"),
                path.name,
                hint=Text("open it, take the password off and save it again"),
            )
        )
    if len(head) > 3 and head[0] in STATA and head[1] in {1, 2} and head[2] == 1:
        return ".dta"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith(b"<") and (b"<table" in start or b"<html" in start) else ""


def _sniff_archive(path: Path) -> str:
    """A workbook, unless the archive plainly holds something else."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return ".xlsx"
    if any(name.startswith("xl/") for name in names):
        return ".xlsx"
    if "content.xml" in names:
        return ".ods"
    raise DataError(
        Complaint(
            Text("the file is a zip archive, not a workbook"),
            path.name,
            hint=Text("unpack it and name the file of answers inside"),
        )
    )
