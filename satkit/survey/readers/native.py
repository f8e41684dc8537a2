"""Reading by native libraries: their death in a child process is a message, not ours."""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, TypeVar

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.memory import available, refuse_outgrown

Result = TypeVar("Result")
LARGE = 300_000_000  # bytes of a file whose cells would take longer to hand over than to read
SHARE = 0.8  # of the free memory that a child may use
CELL = 32  # bytes a workbook's library sets aside for every cell between the first and the last
THIN = 5  # cells of that rectangle per byte of the file: then hardly one in thirty is filled
SMALL = 5_000_000  # cells that any machine can hold
CHUNK = 1 << 20
# cells beyond column ZZ or row 99,999: looking at every one would take as long as reading
FAR = re.compile(rb"""r=["']([A-Z]{3}|[A-Z]{1,2}(?=\d{6}))(\d{1,7})["']""")


def in_child(read: Callable[[], Result], path: Path) -> Result:
    """What ``read`` gives, run in a child process where the system can fork.

    A damaged or malicious file can make a native library end the whole process, or fill the memory
    until the system ends it.  In a child with a limit of memory that is a complaint.

    Raises
    ------
    DataError
        If the child ends without an answer, or its memory does not suffice.
    Exception
        Whatever ``read`` raises.
    """
    if sys.platform != "linux" or path.stat().st_size > LARGE:
        return read()
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(read, sending))
    with warnings.catch_warnings():  # threads of BLAS, which the child does not use
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sending.close()
    try:
        result, error = receiving.recv()
    except EOFError:
        result, error = None, DataError(_deadly(path.name))
    finally:
        child.join()
        receiving.close()
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _child(read: Callable[[], Result], sending: Connection) -> None:
    """Read with limited memory and a closed mouth, and send the result or the error."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    room = available()
    if room is not None:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + int(room * SHARE)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        answer: tuple[object, Exception | None] = (read(), None)
    except MemoryError:
        os._exit(1)
    except Exception as error:  # noqa: BLE001  raised again by the parent
        answer = (None, error)
    with suppress(MemoryError, BrokenPipeError):
        sending.send(answer)


def _deadly(file: str) -> Complaint:
    return Complaint(
        Text("the file cannot be read: it is damaged, or would fill the memory"),
        file,
        hint=Text("open it in the program it comes from and save it again"),
    )


def refuse_stretched(path: Path) -> None:
    """Complain of a workbook that unpacks beyond all memory, or with a cell far from all others.

    The library sets memory aside for the whole rectangle from the first cell to the last; one
    stray cell in the last row and column needs half a terabyte.

    Raises
    ------
    DataError
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            whole = sum(max(entry.file_size, 0) for entry in archive.infolist())
            refuse_outgrown(whole, path.name, Text("unpacked, the workbook"))
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    with archive.open(entry) as sheet:
                        refuse_extent(*_farthest(sheet), path)
    except DataError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return  # what is damaged is told of by the library


def refuse_extent(rows: int, columns: int, path: Path) -> None:
    """Complain of a sheet whose rectangle is beyond memory, or all but empty.

    Raises
    ------
    DataError
    """
    cells, size = rows * columns, path.stat().st_size
    if cells > SMALL and cells > THIN * size:
        raise DataError(
            Complaint(
                Text(
                    "the sheet reaches to row %(rows)d and column %(columns)d, and nearly all of it is empty",
                    {"rows": rows, "columns": columns},
                ),
                path.name,
                hint=Text("delete the rows and columns beyond the answers, or save the answers as CSV"),
            )
        )
    sentence = Text("a sheet of %(rows)d rows and %(columns)d columns", {"rows": rows, "columns": columns})
    refuse_outgrown(cells * CELL, path.name, sentence)


def _farthest(sheet: IO[bytes]) -> tuple[int, int]:
    """The last row and column of a sheet's XML among those that are :data:`FAR`; one cell where none is."""
    rows = columns = 1
    for piece in _pieces(sheet):
        for letters, digits in FAR.findall(piece):
            rows = max(rows, int(digits))
            columns = max(columns, _number(letters))
    return rows, columns


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that overlap, so that no cell's address is cut in two."""
    rest = b""
    while piece := sheet.read(CHUNK):
        yield rest + piece
        rest = piece[-32:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
