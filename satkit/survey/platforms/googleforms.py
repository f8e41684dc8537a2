"""Google Forms: a timestamp first, the rows of a grid in brackets behind their question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satkit.language import Text
from satkit.survey.clock import holds_dates
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import holds_addresses, left_out
from satkit.survey.scale import fold
from satkit.survey.stems import split_headings
from satkit.survey.table import OF_PLATFORM, Table

STAMP = frozenset(
    """timestamp|zeitstempel|horodateur|marca temporal|marca de tiempo|carimbo de data/hora|data/hora|时间戳记|时间戳|時間戳記|
    タイムスタンプ|타임스탬프|informazioni cronologiche|tijdstempel|sygnatura czasowa|отметка времени|позначка часу|
    zaman damgası|dấu thời gian|tidsstempel|tidstämpel|aikaleima|časové razítko|časová pečiatka|időbélyeg|
    cap waktu|stempel waktu|طابع زمني|ประทับเวลา|חותמת זמן|χρονική σήμανση|dată și oră""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
SCORE = re.compile(r"\d+(\.\d+)? ?/ ?\d+")
ROW = re.compile(r".*\S\s*\[[^\[\]]+\]", re.DOTALL)


def recognise(grid: Grid) -> Table | None:
    """The table of a Google Forms export, or nothing.

    It is known by its first column: times, under the word for a timestamp in any language, or
    beside columns ``Question [Row]``.  Addresses that the form collected stay outside.
    """
    header, body = grid.header(0), grid.cells.iloc[1:]
    if body.empty or not holds_dates([*body[0]]):
        return None
    if fold(header[0]) not in STAMP and not any(ROW.fullmatch(head.strip()) for head in header):
        return None
    columns = [[*body[j]] for j in body]
    drop = {j for j, cells in enumerate(columns) if j and holds_addresses(cells)}
    aside = {0: OF_PLATFORM} | {j: OF_PLATFORM for j, cells in enumerate(columns) if j < 4 and _marks(cells)}
    kind = Text("recognised as a Google Forms export")
    return grid.table(
        header, parts=split_headings(header), aside=aside, drop=drop, notes=[kind, *left_out(header, drop)]
    )


def _marks(cells: Sequence[object]) -> bool:
    """Whether a column holds the points of a quiz, such as ``12 / 20``."""
    filled = [str(cell).strip() for cell in cells if cell is not None]
    return bool(filled) and all(SCORE.fullmatch(text) for text in filled)
