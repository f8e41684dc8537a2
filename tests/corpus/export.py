"""What an export is: its columns with their cells and their truth, and how it lies in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Truth:
    """What a column holds.

    Parameters
    ----------
    kind : str
        rating, segment, number, comment, personal, id, time, weight, wave, ranking, multi, kano,
        constant, empty, meta or copy (what another column says too).
    scores : ndarray, shape (n,), optional
        Of a rating: 0-100 with equal steps from its worst to its best point; NaN where it is no answer.
    points : tuple of str
        Of a rating, as the cells write them, worst first.
    told : bool
        Whether the file tells (by words or labels) which end of a rating is good.
    group : str
        The question of an option, the pair of a Kano side.
    side : str
        ``functional`` or ``dysfunctional``.
    options : tuple of ndarray of bool
        Of a question with several answers: who ticked each of them.
    codes : ndarray of float, optional
        Of a Kano side: 1 (like) to 5 (dislike), NaN where not answered.
    also : tuple of ndarray
        Other scorings of a rating that are right too.
    either : bool
        Whether a rating may as well be taken for a group.
    """

    kind: str
    scores: np.ndarray | None = None
    points: tuple[str, ...] = ()
    told: bool = True
    group: str = ""
    side: str = ""
    options: tuple[np.ndarray, ...] = ()
    codes: np.ndarray | None = None
    also: tuple[np.ndarray, ...] = ()
    either: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a file.

    ``labels``, ``ranges`` and ``text`` are what a statistics program writes beside it: value labels,
    user-missing values, the variable's label.
    """

    head: tuple[str, ...]
    cells: list[Any]
    truth: Truth
    labels: dict[Any, str] = field(default_factory=dict)
    ranges: list[Any] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Export:
    """A file of answers.

    Parameters
    ----------
    name : str
        Of the folder that is drafted.
    platform, language, form : str
        For the table: who exports so, in which language, as which kind of file.
    file : str
        What the file is called.
    columns : list of Column
    write : callable
        Writes the file to a path.
    rows : ndarray of int, shape (n,)
        The row of the file each respondent stands in.
    kept : ndarray of bool, shape (n,)
        Who is a respondent: not a preview, a test answer or a total.
    scored : bool
        Whether there is anything to score.
    tells : str
        A pattern that what ``satkit new`` says, or a comment of the draft, must match.
    """

    name: str
    platform: str
    language: str
    form: str
    file: str
    columns: list[Column]
    write: Callable[[Path], None]
    rows: np.ndarray
    kept: np.ndarray
    scored_items: bool = True
    tells: str = ""
