"""Responses: every wave's answers bound to the questionnaire, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.survey.breaks import Break
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.table import Table

SKIPPED, NOT_ASKED, NOT_APPLICABLE, DONT_KNOW, REFUSED, OFF_SCALE = -1, -2, -3, -4, -5, -6

STEPS: Mapping[str, Text] = {
    "received": Text("received"),
    "filtered": Text("left out: by the filter of the definition"),
    "zero_weight": Text("left out: weight is zero"),
    "empty": Text("left out: empty"),
    "duplicates": Text("left out: duplicates"),
    "straightlining": Text("left out: one answer all the way down"),
    "speeders": Text("left out: too fast"),
    "pairs": Text("left out: Kano pairs answered without thought"),
    "off_scale": Text("left out: answers off the scale"),
    "analysed": Text("analysed"),
}


@dataclass(frozen=True)
class Check:
    """One look at the data.

    Parameters
    ----------
    name : str
        Its name in the definition, such as ``"speeders"``.
    title : Text
        What was looked for, in the user's words.
    offenders : DataFrame
        One row per offending record or cell: ``wave file row column value note``.
    looked_at : int
        Records (or cells) examined.
    action : str
        ``"flag"``, ``"exclude"``, ``"missing"`` or ``"inform"``.
    """

    name: str
    title: Text
    offenders: pd.DataFrame
    looked_at: int
    action: str

    @property
    def count(self) -> int:
        """How many records or cells offend."""
        return len(self.offenders)


@dataclass(frozen=True)
class Responses:
    """The answers of all waves, one row per respondent, all of the same length n.

    Parameters
    ----------
    wave : ndarray of int, shape (n,)
        Place of the row's wave in ``questionnaire.waves``.
    answers : DataFrame of int8 (int16 for scales of more points), n rows
        One column per item with points: the place of the answer among the scale's points, or a
        negative reason (SKIPPED ... OFF_SCALE).
    options : mapping
        Item of a ``multi`` scale to a bool array (n, points); rows not answered are in ``answers``
        of the same item (0 answered, negative not).
    numbers, texts : DataFrame, n rows
        Numeric items (float) and open answers (str, empty where there is none).
    segments : DataFrame of int16, n rows
        Per segment the place of the level in ``levels[segment]``, -1 where unknown or not asked.
    levels : mapping
        Segment to its levels ``(name, Label)`` in order.
    weight : ndarray, shape (n,)
        Case weights as delivered, 1 where the definition names none.
    stratum, cluster : ndarray of int, shape (n,)
        Codes; a respondent without clusters is a cluster of its own.
    fpc : ndarray, shape (n,)
        Population number of clusters of the row's stratum, inf where none is given.
    file_row : ndarray of int, shape (n,)
        The row in the wave's file.
    checks : tuple of Check
    waterfall : DataFrame
        ``wave step n`` from received, by reason of exclusion, to analysed.
    tables : mapping
        Wave name to the Table as read (for checksums, notes).
    breaks : tuple of Break
        What may make waves incomparable and is not accepted, the heaviest first.
    replicate_weights : mapping
        Of waves that bring them: wave name to the replicate weights of its rows, shape (rows of the wave, b).
    """

    questionnaire: Questionnaire
    wave: np.ndarray
    answers: pd.DataFrame
    segments: pd.DataFrame
    levels: Mapping[str, tuple[tuple[str, object], ...]]
    weight: np.ndarray
    stratum: np.ndarray
    cluster: np.ndarray
    fpc: np.ndarray
    file_row: np.ndarray
    options: Mapping[str, np.ndarray] = field(default_factory=dict)
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame)
    texts: pd.DataFrame = field(default_factory=pd.DataFrame)
    checks: tuple[Check, ...] = ()
    waterfall: pd.DataFrame = field(default_factory=pd.DataFrame)
    tables: Mapping[str, Table] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    replicate_weights: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def latest(self) -> str:
        """The last wave with answers."""
        return list(self.questionnaire.waves)[int(self.wave.max())]

    def __len__(self) -> int:
        return len(self.wave)
