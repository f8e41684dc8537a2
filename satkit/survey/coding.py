"""Cells to places on a scale: every distinct value is looked up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.errors import quote
from satkit.language import Text
from satkit.survey import continuous
from satkit.survey.number import parse_number
from satkit.survey.responses import (
    DONT_KNOW,
    NOT_APPLICABLE,
    NOT_ASKED,
    OFF_SCALE,
    REFUSED,
    SKIPPED,
)
from satkit.survey.scale import Reason, Scale, find_shifted_labels, fold
from satkit.survey.table import Table

MOST_BYTE = 127
LONGEST_OPTION = 12  # separators less one that an option may itself hold
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
# how platforms mark an option, in the languages of their exports
YES = frozenset(
    [
        "1",
        "y",
        "yes",
        "true",
        "x",
        "√",
        "✓",
        "✔",
        "checked",
        "selected",
        "quoted",
        "是",
        "选中",
        "已选",
        "選取",
        "oui",
        "ja",
        "sí",
        "si",
        "sì",
        "sim",
        "да",
        "はい",
        "예",
        "네",
        "tak",
        "ano",
        "evet",
        "wahr",
        "vrai",
        "verdadero",
        "gewählt",
    ]
)
NO = frozenset(
    [
        "0",
        "n",
        "no",
        "false",
        "unchecked",
        "否",
        "未选中",
        "未选",
        "未選",
        "non",
        "nein",
        "nee",
        "nej",
        "não",
        "нет",
        "いいえ",
        "아니요",
        "아니오",
        "nie",
        "ne",
        "hayır",
        "falsch",
        "faux",
        "falso",
    ]
) | {"", "not selected", "not quoted", "nicht gewählt"}


def placer(scale: Scale, table: Table, column: str) -> Placer:
    """What finds the place of a value among the points of ``scale``, or the negative reason of a missing one.

    A value is a point or a missing code of the scale by code or by any of its texts; else a code
    the file itself declares missing; else a code whose label in the file is on the scale; else a
    label behind a number, such as ``1、很满意``.  All else is OFF_SCALE.
    """
    missing = read_missing_codes(table, column)
    if scale.continuous:
        return _place_numbers(scale, missing)
    labels = {fold(code): str(text) for code, text in table.value_labels.get(column, {}).items()}

    positions = scale.codes | scale.texts if holds_labels(scale, table, column) else scale.positions

    def known(key: str) -> int:
        if key in positions:
            return positions[key]
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


def _place_numbers(scale: Scale, missing: frozenset[str]) -> Placer:
    """What finds a number among the points of a continuous scale; what the file declares missing is none."""

    def place(value: object) -> int:
        key = fold(value)
        if not key or key in missing:
            return SKIPPED
        if key in scale.missings:
            return REASONS[scale.missings[key]]
        found = continuous.place(scale, value)
        return OFF_SCALE if found is None else found

    return place


def read_missing_codes(table: Table, column: str) -> frozenset[str]:
    """The codes the file itself declares missing, folded."""
    return frozenset(fold(code) for code in table.missing.get(column, ()))


def reason(label: str) -> int:
    """Why a code is missing, by the words of its label; SKIPPED where they do not tell."""
    text = fold(label)
    return next((code for code, words in WORDS if words.search(text)), SKIPPED)


def contradictions(scale: Scale, table: Table, column: str) -> list[tuple[object, str]]:
    """Codes whose label in the file belongs to another point of the scale: a reversed scale, say.

    Codes 1 to 11 that the file labels 0 to 10 are none where the scale has these very codes: the code
    decides, and the label only looks like another one.
    """
    found: list[tuple[object, str]] = []
    labels = table.value_labels.get(column, {})
    same = scale.codes.keys() <= {fold(code) for code in labels}
    harmless = (
        find_shifted_labels({_number(code): (str(text),) for code, text in labels.items()})
        if same
        else frozenset()
    )
    for code, text in labels.items():
        key = fold(text)
        here, there = scale.positions.get(fold(code)), scale.positions.get(key)
        if key in harmless:
            there = scale.texts.get(key)
        other = there != here if there is not None else key in scale.missings
        if here is not None and other:
            found.append((code, str(text)))
    return found


def _number(code: object) -> float | str:
    """A code of a file as a number, where it is one."""
    try:
        return float(str(code))
    except ValueError:
        return str(code)


def holds_labels(scale: Scale, table: Table, column: str) -> bool | None:
    """Whether a column on a shifted scale holds labels rather than codes; None where nothing tells.

    What the file labels are codes; else what is only a code, or only a label, tells.  On any other
    scale codes and labels cannot be mistaken for each other.
    """
    if not scale.shifted_labels or column in table.value_labels:
        return False
    keys = {fold(cell) for cell in distinct(table.frame[column].to_numpy(dtype=object))[1]}
    codes, labels = (
        keys & (scale.codes.keys() - scale.texts.keys()),
        keys & (scale.texts.keys() - scale.codes.keys()),
    )
    if bool(codes) != bool(labels):
        return bool(labels)
    return None if keys & scale.shifted_labels else False


def distinct(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per cell the place of its value among the distinct ones, -1 where empty; and these values."""
    codes, unique = pd.factorize(values)
    return np.asarray(codes), np.asarray(unique, dtype=object)


def encode_cells(values: np.ndarray, place: Placer) -> np.ndarray:
    """The place of every cell; an empty one is SKIPPED.  One byte each, two where the scale needs them."""
    codes, unique = distinct(values)
    found = [*map(place, unique), SKIPPED]
    places = np.array(found, dtype=np.int8 if max(found) <= MOST_BYTE else np.int16)
    return np.asarray(places[codes])


def read_numbers(values: np.ndarray, missing: frozenset[str] = frozenset()) -> tuple[np.ndarray, np.ndarray]:
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
        read = parse_number(key)
        return float("inf") if read is None else read

    codes, unique = distinct(values)
    numbers = np.array([*map(number, unique), np.nan])[codes]
    off = np.isinf(numbers)
    return np.where(off, np.nan, numbers), off


def read_texts(values: np.ndarray, missing: frozenset[str]) -> np.ndarray:
    """Every cell as text, NUL removed, else verbatim; ``""`` where empty or one of ``missing`` (folded)."""
    longest = max(map(len, missing), default=0) + 8

    def word(value: object) -> str:
        text = write_cell(value).replace("\0", "")
        return "" if not text.strip() or (len(text) <= longest and fold(text) in missing) else text

    codes, unique = distinct(values)
    words = np.array([*map(word, unique), ""], dtype=object)
    return np.asarray(words[codes], dtype=object)


@dataclass(frozen=True)
class Several:
    """Several answers to one question.

    Parameters
    ----------
    options : ndarray of bool, shape (n, points)
    status : ndarray of int8, shape (n,)
        0 where at least one option is named, else the reason why not.
    unknown : ndarray of object, shape (n, columns)
        Per cell the parts that are no option, a tuple of texts.
    """

    options: np.ndarray
    status: np.ndarray
    unknown: np.ndarray


def encode_choices(values: np.ndarray, scale: Scale, place: Placer) -> Several:
    """The options named in one cell; what is no option counts as the catch-all where the scale has one."""
    codes, unique = distinct(values)
    options = np.zeros((len(unique) + 1, len(scale.points)), dtype=bool)
    status = np.full(len(unique) + 1, SKIPPED, dtype=np.int8)
    unknown = _nothing(len(unique) + 1)
    for k, value in enumerate(unique):
        read = _parts(value, scale.separator, place)
        unknown[k] = tuple(part for part, at in read if at == OFF_SCALE)
        named = [at for _, at in read if at >= 0]
        if unknown[k] and scale.catch_all is not None:
            named.append(scale.catch_all)
        options[k, named] = True
        status[k] = 0 if named else min(at for _, at in read)
    return Several(options[codes], status[codes], unknown[codes][:, None])


def _parts(value: object, separator: str, place: Placer) -> list[tuple[str, int]]:
    """The parts of a cell and their places; an option may itself hold the separator."""
    whole = place(value)
    if whole != OFF_SCALE:
        return [(write_cell(value), whole)]
    pieces = write_cell(value).split(separator)
    found: list[tuple[str, int]] = []
    while pieces:
        ends = range(min(len(pieces), LONGEST_OPTION), 0, -1)
        tried = ((end, separator.join(pieces[:end])) for end in ends)
        end, part = next(((n, text) for n, text in tried if place(text) != OFF_SCALE), (1, pieces[0]))
        found.append((part.strip(), place(part)))
        pieces = pieces[end:]
    return found


def _nothing(*shape: int) -> np.ndarray:
    """An array of empty tuples."""
    empty = np.empty(shape, dtype=object)
    empty.fill(())
    return empty


def encode_ticks(cells: Sequence[np.ndarray], scale: Scale, places: Sequence[Placer]) -> Several:
    """The options of a question split over columns: one column per point, or one per mention.

    One per point: a cell says yes or no, or repeats its own point.  One per mention: a cell names
    any point.  Which it is shows in the cells.
    """
    n, width, other = len(cells[0]), len(scale.points), scale.catch_all
    found = [distinct(column) for column in cells]
    read = [[place(value) for value in unique] for (_, unique), place in zip(found, places, strict=True)]
    indicators = len(cells) in scale.widths and all(
        _own(value, at, k)
        for k, (_, unique) in enumerate(found)
        for value, at in zip(unique, read[k], strict=True)
    )
    options, unknown = np.zeros((n, width + 1), dtype=bool), _nothing(n, len(cells))
    status = np.full(n, SKIPPED, dtype=np.int8)
    for k, (codes, unique) in enumerate(found):
        marks = [_tick(v, at, k) if indicators else at for v, at in zip(unique, read[k], strict=True)]
        column = np.array([*marks, SKIPPED], dtype=np.int16)[codes]
        off = np.flatnonzero(column == OFF_SCALE)
        for row in off:
            unknown[row, k] = (write_cell(unique[codes[row]]),)
        if other is not None:
            column[off] = other
        options[np.arange(n), np.where((column >= 0) & (column < width), column, width)] = True
        status = np.where(column >= 0, 0, np.where(status == SKIPPED, column, status)).astype(np.int8)
    return Several(options[:, :width], status, unknown)


def _own(value: object, at: int, column: int) -> bool:
    """Whether a cell says yes, no, nothing, what no point knows, or the point of its own column."""
    return fold(value) in YES | NO or at == column or at < 0


def _tick(value: object, at: int, column: int) -> int:
    """The point where a cell says yes, a place beyond all points for no, else the reason."""
    key = fold(value)
    if at < 0 and at != OFF_SCALE:
        return at
    if key in NO:
        return 127
    return column if key in YES else at


def write_cell(value: object) -> str:
    """A cell as it is written: whole floats without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def quote_value(value: object, most: int = 40) -> Text:
    """A value as a message may quote it: in marks, its unprintable parts spelled out, never a long text."""
    text = write_cell(value)
    if len(text) > most:
        return Text("a text of %(n)d characters", {"n": len(text)})
    visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return quote(visible)
