"""What may stand in a cell of a table, and how it reads in a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Literal, TypeGuard

from satkit import number_format
from satkit.language import Label, Text, say
from satkit.tables.sanitize import plain

Words = Text | Label | str
Kind = Literal[
    "text", "score", "signed", "share", "chance", "count", "ratio", "bounded", "number", "fit", "p",
    "interval", "signed_interval", "share_interval", "ratio_interval", "bounded_interval", "number_interval",
    "fit_interval",
]  # fmt: skip
Tone = Literal["good", "bad", "neutral", "act"]
TRUTH = {True: Text("yes"), False: Text("no")}


@dataclass(frozen=True)
class Share:
    """A share of 0-1, and the answers it rests on."""

    value: float
    n: float


@dataclass(frozen=True)
class Interval:
    """Both ends of an interval, in the unit of its estimate; for a share also the answers it rests on."""

    low: float
    high: float
    n: float = 0.0


@dataclass(frozen=True)
class Withheld:
    """No value, and why."""

    reason: Words


@dataclass(frozen=True)
class Verdict:
    """A judgement with its tone, which the page marks by sign and colour.

    ``link`` is the key of the section that shows its numbers.
    """

    words: Words
    tone: Tone = "neutral"
    link: str = ""


@dataclass(frozen=True)
class Code:
    """A word of a fixed list: data hold the key, readers see the words."""

    key: str
    words: Words


Cell = Words | Code | float | int | None | Share | Interval | Withheld | Verdict

NUMBERS: Mapping[Kind, Callable[[float], str]] = {
    "score": number_format.score,
    "signed": number_format.signed_score,
    "share": lambda value: number_format.share(value, 0),
    "chance": number_format.chance,
    "count": number_format.count,
    "ratio": number_format.ratio,
    "bounded": number_format.bounded,
    "number": number_format.number,
    "fit": number_format.fit,
    "p": number_format.probability,
}
INTERVALS: Mapping[Kind, Callable[[float, float], Words]] = {
    "interval": number_format.interval,
    "signed_interval": number_format.signed_interval,
    "ratio_interval": number_format.ratio_interval,
    "bounded_interval": number_format.bounded_interval,
    "number_interval": number_format.number_interval,
    "fit_interval": number_format.fit_interval,
}
ENDS: Mapping[Kind, Kind] = {
    "interval": "score",
    "signed_interval": "signed",
    "ratio_interval": "ratio",
    "bounded_interval": "bounded",
    "number_interval": "number",
    "fit_interval": "fit",
}
INTERVAL_OF: Mapping[Kind, Kind] = {kind: interval for interval, kind in ENDS.items()} | {
    "share": "share_interval"
}


def is_interval(kind: Kind) -> bool:
    """Whether a column of this kind holds intervals."""
    return kind.endswith("interval")


def is_missing(cell: object) -> bool:
    """Whether a cell holds no value, and no word that says why."""
    return cell is None or (isinstance(cell, float) and isnan(cell))


def is_number(cell: object) -> TypeGuard[float]:
    """Whether a cell holds a bare number; a truth value is a word."""
    return isinstance(cell, float | int) and not isinstance(cell, bool)


def read_cell(cell: Cell, kind: Kind, language: str) -> str:
    """The cell as text of ``language``, harmless to show but not escaped for any markup.

    A bare share is written as one that rests on few answers.

    Parameters
    ----------
    cell : Cell
    kind : Kind
        How the column writes its numbers.
    language : {"zh", "en"}

    Raises
    ------
    KeyError
        If a bare number stands in a column whose kind says nothing of numbers.
    """
    if is_missing(cell):
        return number_format.NOTHING
    if isinstance(cell, Share):
        return number_format.share(cell.value, cell.n)
    if isinstance(cell, Interval):
        return say(_read_interval(cell, kind), language)
    if is_number(cell):
        return NUMBERS[kind](float(cell))
    return plain(say(words_of(cell), language))


def _read_interval(cell: Interval, kind: Kind) -> Words:
    if kind == "share_interval":
        return number_format.share_interval(cell.low, cell.high, cell.n)
    return INTERVALS[kind](cell.low, cell.high)


def read_ends(cell: Interval, kind: Kind) -> tuple[str, str]:
    """Both ends of an interval, each as text; nothing where there is no interval."""
    if isnan(cell.low) or isnan(cell.high):
        return number_format.NOTHING, number_format.NOTHING
    if kind == "share_interval":
        return number_format.share(cell.low, cell.n), number_format.share(cell.high, cell.n)
    write = NUMBERS[ENDS[kind]]
    return write(cell.low), write(cell.high)


def words_of(cell: object) -> Words:
    """The words of a cell that is no number."""
    if isinstance(cell, Verdict | Code):
        return cell.words
    if isinstance(cell, Withheld):
        return cell.reason
    if isinstance(cell, bool):
        return TRUTH[cell]
    return cell if isinstance(cell, Text | Label) else str(cell)
