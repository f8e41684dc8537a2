"""How much memory there is, and what a file of answers would need of it."""

from __future__ import annotations

import os
from pathlib import Path

from satkit.errors import Complaint, DataError
from satkit.language import Text

MEMINFO = Path("/proc/meminfo")
CONTROLS = (  # limit and use of a container, in both versions of control groups
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (
        Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ),
)
GB = 10**9
# bytes at the peak, measured with 100,000 and 300,000 rows of twenty questions of four points
SURE = 200_000_000  # bytes that no machine lacks: not worth asking
READ = 60  # of a cell while a file becomes a table, from text; 30 from Parquet
COUNTED = 60  # of a point of a scored question, for every row, while answers become counts


def available() -> int | None:
    """Bytes that can still be used without swapping, None where the system does not say.

    On Linux what the kernel calls available, or what the container still has if that is less;
    elsewhere half of what is built in.
    """
    found = [room for room in (_free(), *(_read_free_bytes(*pair) for pair in CONTROLS)) if room is not None]
    if found:
        return min(found)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):
        return None


def _free() -> int | None:
    try:
        lines = MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), None)


def _read_free_bytes(limit: Path, used: Path) -> int | None:
    try:
        return max(int(limit.read_text(encoding="ascii")) - int(used.read_text(encoding="ascii")), 0)
    except (OSError, ValueError):  # no container, or one without a limit
        return None


def estimate_bytes(rows: float, columns: int, points: int = 0) -> float:
    """Bytes that so many rows need to be read and scored.

    Parameters
    ----------
    columns : int
        Of the file, whether anything reads them or not.
    points : int
        Of the scales of all scored questions together.
    """
    return rows * (columns * READ + points * COUNTED)


def refuse_large(rows: int, columns: int, file: str, points: int = 0) -> None:
    """Complain of a file whose rows cannot be read and scored here, before it is read.

    Raises
    ------
    DataError
    """
    sentence = Text("a survey of %(rows)d rows and %(columns)d columns", {"rows": rows, "columns": columns})
    refuse_outgrown(estimate_bytes(rows, columns, points), file, sentence)


def refuse_outgrown(need: float, file: str, sentence: Text, room: int | None = None) -> None:
    """Complain of what would not fit, before it is read.

    Parameters
    ----------
    need : float
        Bytes at the peak.
    file : str
        Its name, or the names of several.
    told : Text
        What it holds, for example rows and columns.
    room : int, optional
        Bytes there are; measured if not given.

    Raises
    ------
    DataError
        If it needs more than there is.
    """
    if need <= SURE:
        return
    room = available() if room is None else room
    if room is None or need <= room:
        return
    raise DataError(
        Complaint(
            Text(
                "%(told)s would need about %(need).1f GB of memory; free are %(room).1f GB",
                {"told": sentence, "need": need / GB, "room": room / GB},
            ),
            file,
            hint=Text(
                "save the file as Parquet, keep only the columns the definition reads, or draw a random sample "
                "of the rows; or use a machine with more memory"
            ),
        )
    )
