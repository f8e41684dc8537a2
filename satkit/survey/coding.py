"""Cells to places on a scale: every distinct value is looked up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from satkit.errors import quote
from satkit.language import Text
from satkit.survey.responses import (
    DONT_KNOW,
    NOT_APPLICABLE,
    NOT_ASKED,
    OFF_SCALE,
    REFUSED,
    SKIPPED,
)
from satkit.survey.scale import Reason, Scale, fold
from satkit.survey.table import Table

Placer = Callable[[object], int]

REASONS: dict[Reason, int] = {
    "skipped": SKIPPED,
    "not_asked": NOT_ASKED,
    "not_applicable": NOT_APPLICABLE,
    "dont_know": DONT_KNOW,
    "refused": REFUSED,
}
# what files say of their own missing codes
WORDS = (
    (NOT_ASKED, re.compile(r"跳过|未问|没有问|not asked|skipped by logic")),
    (NOT_APPLICABLE, re.compile(r"不适用|未使用|没使用|没有使用|not applicable|never used|^n/?a$")),
    (DONT_KNOW, re.compile(r"不知道|不清楚|说不清|don.?t know|not sure|unsure")),
    (REFUSED, re.compile(r"拒|refus")),
)
# possessive: blanks are passed once, however many there are and whatever follows
PREFIX = re.compile(r"[0-9a-z]{1,2}\s*+[、.:)]\s*+(\S.*)", re.DOTALL)
LETTER = re.compile(r"[^\W\d_]")
YES = frozenset({"1", "y", "yes", "true", "是", "x", "√", "✓", "✔", "checked", "selected", "选中", "已选"})
NO = frozenset({"", "0", "n", "no", "false", "否", "unchecked", "not selected", "未选中", "未选"})


def placer(scale: Scale, table: Table, column: str) -> Placer:
    """What finds the place of a value among the points of ``scale``, or the negative reason of a missing one.

    A value is a point or a missing code of the scale by code or by any of its texts; else a code
    the file itself declares missing; else a code whose label in the file is on the scale; else a
    label behind a number, such as ``1、很满意``.  All else is OFF_SCALE.
    """
    missing = declared(table, column)
    labels = {fold(code): str(text) for code, text in table.value_labels.get(column, {}).items()}

    def known(key: str) -> int:
        if key in scale.positions:
            return scale.positions[key]
        return REASONS[scale.missings[key]] if key in scale.missings else OFF_SCALE

    def place(value: object) -> int:
        key = fold(value)
        if not key:
            return SKIPPED
        if known(key) != OFF_SCALE:
            return known(key)
        if key in missing:
            return reason(labels.get(key, ""))
        prefixed = PREFIX.fullmatch(key)
        wordy = prefixed is not None and LETTER.search(prefixed[1])
        return known(fold(labels.get(key) or (prefixed[1] if prefixed and wordy else key)))

    return place


def declared(table: Table, column: str) -> frozenset[str]:
    """The codes the file itself declares missing, folded."""
    return frozenset(fold(code) for code in table.missing.get(column, ()))


def reason(label: str) -> int:
    """Why a code is missing, by the words of its label; SKIPPED where they do not tell."""
    text = fold(label)
    return next((code for code, words in WORDS if words.search(text)), SKIPPED)


def contradictions(scale: Scale, table: Table, column: str) -> list[tuple[object, str]]:
    """Codes whose label in the file belongs to another point of the scale: a reversed scale, say."""
    found: list[tuple[object, str]] = []
    for code, text in table.value_labels.get(column, {}).items():
        here, there = scale.positions.get(fold(code)), scale.positions.get(fold(text))
        other = there != here if there is not None else fold(text) in scale.missings
        if here is not None and other:
            found.append((code, str(text)))
    return found


def distinct(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per cell the place of its value among the distinct ones, -1 where empty; and these values."""
    codes, unique = pd.factorize(values)
    return np.asarray(codes), np.asarray(unique, dtype=object)


def coded(values: np.ndarray, place: Placer) -> np.ndarray:
    """The place of every cell, int8; an empty one is SKIPPED."""
    codes, unique = distinct(values)
    places = np.array([*map(place, unique), SKIPPED], dtype=np.int8)
    return np.asarray(places[codes])


def numbered(values: np.ndarray, missing: frozenset[str] = frozenset()) -> tuple[np.ndarray, np.ndarray]:
    """Every cell as a float, and which cells are no numbers.

    Returns
    -------
    numbers : ndarray of float
        NaN where empty, one of ``missing`` (folded), or no number.
    off : ndarray of bool
        Cells that hold something else than a finite number.
    """

    def number(value: object) -> float:
        key = fold(value)
        if not key or key in missing:
            return float("nan")
        try:
            read = float(key)
        except ValueError:
            return float("inf")
        return read if np.isfinite(read) else float("inf")

    codes, unique = distinct(values)
    numbers = np.array([*map(number, unique), np.nan])[codes]
    off = np.isinf(numbers)
    return np.where(off, np.nan, numbers), off


def worded(values: np.ndarray, missing: frozenset[str]) -> np.ndarray:
    """Every cell as text, NUL removed, else verbatim; ``""`` where empty or one of ``missing`` (folded)."""
    longest = max(map(len, missing), default=0) + 8

    def word(value: object) -> str:
        text = written(value).replace("\0", "")
        return "" if not text.strip() or (len(text) <= longest and fold(text) in missing) else text

    codes, unique = distinct(values)
    words = np.array([*map(word, unique), ""], dtype=object)
    return np.asarray(words[codes], dtype=object)


def chosen(values: np.ndarray, scale: Scale, place: Placer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The options named in one cell.

    Returns
    -------
    options : ndarray of bool, shape (n, points)
    status : ndarray of int8, shape (n,)
        0 where at least one option is named, else the reason why not.
    off : ndarray of bool, shape (n,)
        Cells with a part that is no option.
    """
    codes, unique = distinct(values)
    options = np.zeros((len(unique) + 1, len(scale.points)), dtype=bool)
    status = np.full(len(unique) + 1, SKIPPED, dtype=np.int8)
    off = np.zeros(len(unique) + 1, dtype=bool)
    for k, value in enumerate(unique):
        whole = place(value)
        parts = [whole] if whole != OFF_SCALE else [place(p) for p in str(value).split(scale.separator)]
        named = [part for part in parts if part >= 0]
        options[k, named] = True
        status[k] = 0 if named else min(parts)
        off[k] = OFF_SCALE in parts
    return options[codes], status[codes], off[codes]


def ticked(
    cells: Sequence[np.ndarray], scale: Scale, places: Sequence[Placer]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The options of a question split over columns: one column per point, or one per mention.

    One per point: a cell says yes or no, or repeats its own point.  One per mention: a cell names
    any point.  Which it is shows in the cells.

    Returns
    -------
    options, status : as :func:`chosen`
    off : ndarray of bool, shape (n, columns)
    """
    n, width = len(cells[0]), len(scale.points)
    found = [distinct(column) for column in cells]
    read = [[place(value) for value in unique] for (_, unique), place in zip(found, places, strict=True)]
    indicators = len(cells) == width and all(
        _own(value, at, k)
        for k, (_, unique) in enumerate(found)
        for value, at in zip(unique, read[k], strict=True)
    )
    options, off = np.zeros((n, width + 1), dtype=bool), np.zeros((n, len(cells)), dtype=bool)
    status = np.full(n, SKIPPED, dtype=np.int8)
    for k, (codes, unique) in enumerate(found):
        marks = [_tick(v, at, k) if indicators else at for v, at in zip(unique, read[k], strict=True)]
        column = np.array([*marks, SKIPPED], dtype=np.int16)[codes]
        options[np.arange(n), np.where((column >= 0) & (column < width), column, width)] = True
        off[:, k] = column == OFF_SCALE
        status = np.where(column >= 0, 0, np.where(status == SKIPPED, column, status)).astype(np.int8)
    return options[:, :width], status, off


def _own(value: object, at: int, column: int) -> bool:
    """Whether a cell says yes, no, nothing, or the point of its own column."""
    return fold(value) in YES | NO or at == column or (at < 0 and at != OFF_SCALE)


def _tick(value: object, at: int, column: int) -> int:
    """The point where a cell says yes, a place beyond all points for no, else the reason."""
    key = fold(value)
    if at < 0 and at != OFF_SCALE:
        return at
    if key in NO:
        return 127
    return column if key in YES else at


def written(value: object) -> str:
    """A cell as it is written: whole floats without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def shown(value: object, most: int = 40) -> Text:
    """A value as a message may quote it: in marks, its unprintable parts spelled out, never a long text."""
    text = written(value)
    if len(text) > most:
        return Text("a text of %(n)d characters", {"n": len(text)})
    visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return quote(visible)
