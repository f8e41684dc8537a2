"""Where the answers of a grid begin and end: titles above, one or two header rows, totals below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from satkit.language import Text
from satkit.survey.clock import holds_dates
from satkit.survey.grid import Grid
from satkit.survey.scale import fold
from satkit.survey.stems import split_headings
from satkit.survey.table import Table

HIGHEST = 12  # rows: no title is longer
LOWEST = 6  # rows: no footer is longer
TITLE = 2  # cells that a row of a title holds at most: a name, or a name and its value
NARROW = 4  # columns from which a row of two cells can be told from a record
TOTAL = re.compile(
    r"((grand|sub)?\s*totals?|sums?|averages?|avg\.?|means?|medians?|std\.?( dev)?|合计|总计|小计|总和|汇总|平均(值|分|数)?|均值|"
    r"合計|總計|平均値|gesamt|insgesamt|summe|mittelwert|durchschnitt|total général|moyenne|somme|"
    r"media|promedio|suma|soma|média|totale|합계|평균|итого|всего|среднее)(\s*[:：(（].*)?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\s*+[-+]?[\d.,  ]*\d\s*+%?\s*+|n\s*=\s*\d+", re.IGNORECASE)
UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?")
CODE = re.compile(r"[A-Za-z]\w{0,15}([.\[(]\w+[\])]?)*", re.ASCII)
ANSWER = frozenset(["response", "open-ended response", "answer", "value", "text", "回答", "答案"])
LOOKED_AT = 2000  # rows: enough to know names from answers
FEWEST = 3  # records below, to know header rows by them
TELLING = 3  # columns whose answers repeat, to know a second row of names where the first is full


def crop_grid(grid: Grid) -> Grid:
    """The grid without titles above its header, totals and notes below its answers; each is told."""
    top = _titles(grid)
    bottom = _footers(grid, top)
    again = _find_repeated_headers(grid, top, bottom)
    if not top and bottom == len(grid.cells) and not again:
        return grid
    kept = [row for row in range(top, bottom) if row not in again]
    notes = [
        Text(message, {"n": n, "rows": rows})
        for message, n, rows in (
            (ABOVE.msgid, top, _rows(grid, range(top))),
            (BELOW.msgid, len(grid.cells) - bottom, _rows(grid, range(bottom, len(grid.cells)))),
            (AGAIN.msgid, len(again), _rows(grid, again)),
        )
        if n
    ]
    return replace(
        grid,
        cells=grid.cells.iloc[kept].reset_index(drop=True),
        rows=grid.rows[kept],
        notes=(*grid.notes, *notes),
    )


ABOVE = Text("rows of a title above the column names, left out: %(n)d (%(rows)s)")
BELOW = Text("rows of totals or remarks below the answers, left out: %(n)d (%(rows)s)")
AGAIN = Text("rows that repeat the column names, left out: %(n)d (%(rows)s)")


def _rows(grid: Grid, places: Iterable[int]) -> str:
    return ", ".join(str(grid.rows[place]) for place in sorted(places)[:6])


def _find_filled(grid: Grid, row: int) -> list[int]:
    return [j for j, cell in enumerate(grid.cells.iloc[row]) if cell is not None and str(cell).strip()]


def _titles(grid: Grid) -> int:
    """How many rows stand above the first header row."""
    width = grid.cells.shape[1]
    for row in range(min(HIGHEST, len(grid.cells) - 1)):
        here = _find_filled(grid, row)
        if len(here) > (TITLE if width >= NARROW else 1) or width <= len(here) + 1:
            return row
        if len(here) > 1 and here[-1] > here[0] + 1:
            return row  # what stands apart heads blocks of columns
        if len(here) > 1 and _above(grid, row):
            return row
    return 0


def _above(grid: Grid, row: int) -> bool:
    """Whether a row of few cells is the upper of two header rows: what it names is blank below."""
    here, below = set(_find_filled(grid, row)), set(_find_filled(grid, row + 1))
    return bool(below - here) and min(here) not in below


def _footers(grid: Grid, top: int) -> int:
    """The row at which totals and remarks begin."""
    end = len(grid.cells)
    used = grid.cells.iloc[top + 1 : top + LOOKED_AT].notna().any().to_numpy()
    column = next((j for j, here in enumerate(used) if here), 0)
    first = grid.cells[column].iloc[top + 1 :].to_numpy(dtype=object)
    numbered = _holds_numbers([cell for cell in first[:-LOWEST][:LOOKED_AT] if cell is not None])
    while end > top + 1 + FEWEST and len(grid.cells) - end < LOWEST:
        here = _find_filled(grid, end - 1)
        if not _closing(grid, end - 1, here, first, column if numbered else None):
            break
        end -= 1
    return end


def _holds_numbers(cells: Sequence[object]) -> bool:
    """Whether a column holds numbers or times only, as one of ids does."""
    return bool(cells) and (all(NUMBER.fullmatch(str(cell)) for cell in cells) or holds_dates(cells))


def _closing(grid: Grid, row: int, here: list[int], first: np.ndarray, ids: int | None) -> bool:
    """Whether a row is a total, or a remark in the column of ids."""
    texts = [str(grid.cells.iat[row, j]) for j in here]
    if not texts:
        return True
    if TOTAL.fullmatch(texts[0].strip()) and (first == texts[0]).sum() <= 1:
        return all(NUMBER.fullmatch(text) for text in texts[1:])
    wide = grid.cells.shape[1] >= NARROW
    return wide and ids is not None and here == [ids] and not NUMBER.fullmatch(texts[0])


def _find_repeated_headers(grid: Grid, top: int, bottom: int) -> set[int]:
    """Rows that are the header once more, as where exports were put end to end."""
    head = grid.cells.iloc[top]
    if head.notna().sum() < TELLING:
        return set()
    column = int(np.flatnonzero(head.notna().to_numpy())[0])
    cells = grid.cells[column].to_numpy(dtype=object)
    alike = [row for row in np.flatnonzero(cells[:bottom] == cells[top]).tolist() if row > top]
    return {row for row in alike if grid.header(row) == grid.header(top)}


def plain(grid: Grid) -> Table:
    """The table of a grid with one header row, or with two that are joined.

    Raises
    ------
    DataError
        If nothing stands below the names.
    """
    first = ["" if UNNAMED.fullmatch(name.strip()) else name for name in grid.header(0)]
    if not _second(grid, first):
        return grid.table(first, parts=split_headings(first))
    second = grid.header(1)
    if _holds_codes(first) and not _holds_codes(second):
        names, texts = first, dict(enumerate(second))
        parts = split_headings(second)
    elif _holds_codes(second) and all(first[j].strip() for j, code in enumerate(second) if code):
        names = [code or text for text, code in zip(first, second, strict=True)]
        texts, parts = dict(enumerate(first)), split_headings(first)
    else:
        names, parts = _join_headers(first, second)
        texts = {}
    note = Text("two rows of column names were joined: the question and its part")
    return grid.table(
        names, 2, texts={j: text for j, text in texts.items() if text}, parts=parts, notes=[note]
    )


def _holds_codes(names: Sequence[str]) -> bool:
    """Whether a row holds short codes, each once."""
    filled = [name.strip() for name in names if name.strip()]
    return len(set(filled)) == len(filled) and all(CODE.fullmatch(name) for name in filled)


def _second(grid: Grid, first: Sequence[str]) -> bool:
    """Whether the second row still holds names: its cells are texts that no record below repeats."""
    body = grid.cells.iloc[2 : 2 + LOOKED_AT]
    if len(body) < FEWEST:
        return False
    second = grid.header(1)
    used = [j for j in range(len(first)) if body[j].notna().any()]
    below = [j for j in used if second[j].strip()]
    blank = [j for j in used if not first[j].strip()]
    if not below or any(NUMBER.fullmatch(second[j]) or holds_dates([second[j]]) for j in below):
        return False
    telling = [j for j in below if _repeats([*body[j]])]
    if any(fold(second[j]) in set(map(fold, body[j].dropna())) for j in telling):
        return False
    if blank:
        return bool(telling) and all(second[j].strip() for j in blank)
    distinct = len({fold(second[j]) for j in below}) == len(below)
    return distinct and len(telling) >= TELLING and len(below) >= 0.8 * len(used)


def _repeats(column: Sequence[object]) -> bool:
    """Whether the answers of a column repeat, or are all numbers: a name is then a stranger among them."""
    cells = [cell for cell in column if cell is not None]
    return len(set(map(fold, cells))) <= len(cells) / 2 or _holds_numbers(cells)


def _join_headers(
    first: Sequence[str], second: Sequence[str]
) -> tuple[list[str], dict[int, tuple[str, str]]]:
    """Names of question and part, the question carried to the right over its parts."""
    names, owner, question = [], {}, ""
    start = 0
    for j, (above, below) in enumerate(zip(first, second, strict=True)):
        if above.strip():
            question, start = (above.strip() if below.strip() else ""), j
        part = below.strip()
        carried = above.strip() or (question if part else "")
        names.append(" — ".join(text for text in (carried, part) if text and fold(text) not in ANSWER))
        if carried and part:
            owner[j] = (start, carried, part)
    blocks = Counter(begin for begin, _, _ in owner.values())
    parts = {j: (stem, part) for j, (begin, stem, part) in owner.items() if blocks[begin] > 1}
    return [name or above for name, above in zip(names, first, strict=True)], parts
