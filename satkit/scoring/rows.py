"""Rows of the tables of scores: their columns, with the type of each."""

from __future__ import annotations

from typing import Literal, TypedDict

from satkit.stats.contrasts import Strength

Withholding = Literal["", "small", "secret"]
"""Why a row has no numbers, see :mod:`satkit.scoring.disclosure`; empty where it has."""


class ScoreRow(TypedDict):
    """The score of an item or indicator in one wave, of everyone or of one level of a segment.

    Scores and their ends on 0-100; NaN where the row is withheld.
    """

    wave: str
    segment: str
    level: str
    node: str
    kind: Literal["item", "indicator"]
    parent: str
    depth: int
    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    n_effective: float
    deff: float
    df: float
    band: str
    band_low: str
    band_high: str
    withheld: Withholding


class BoxRow(TypedDict):
    """A measure of an item: shares on 0-1, net promoters on -100 to 100, effort on 0-100."""

    wave: str
    segment: str
    level: str
    item: str
    measure: Literal["satisfied", "top", "bottom", "nps", "ces"]
    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    withheld: Withholding


class AnswerRow(TypedDict):
    """How many of everyone gave one answer; ``place`` counts the bins of the scale.

    ``share`` on 0-1 of the ``n`` who answered; no share or count below the cell limit.
    """

    wave: str
    item: str
    place: int
    share: float
    count: float
    n: int


class ReasonOfRow(TypedDict, total=False):
    """Why a row has no numbers, where its table says."""

    withheld: Withholding


class TestedRow(TypedDict):
    """A difference of two estimates in the unit of their row, tested."""

    difference: float
    std_error: float
    low: float
    high: float
    p: float
    p_adjusted: float
    n: float
    n_versus: float
    evidence: Strength


class DifferenceRow(TestedRow, ReasonOfRow):
    """A tested difference that may be withheld.

    NaN where the evidence is ``hidden`` or ``held``; ``withheld`` says why the former.
    """
