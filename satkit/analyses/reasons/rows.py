"""The rows of the tables of reasons."""

from __future__ import annotations

from typing import Literal, TypedDict

from satkit.scoring.rows import TestedRow
from satkit.stats.contrasts import Strength

OTHER = ""
"""The code of all reasons too rare to be shown alone."""


class ReasonShare(TypedDict):
    """Who names a reason, among everyone of a wave or one level of a segment.

    Shares are of 0-1; ``covered``, ``p_leads`` and ``tied`` are known of everyone only.
    """

    wave: str
    segment: str
    level: str
    item: str
    reason: str
    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    n_effective: float
    deff: float
    df: float
    covered: float
    p_leads: float
    tied: bool
    asked: float
    withheld: Literal["", "small", "secret"]


class ReasonChange(TestedRow):
    """The share of a reason in the last wave less that in the wave before, of 0-1."""

    item: str
    wave: str
    versus: str
    reason: str


class ReasonTest(TypedDict):
    """Whether a reason is named alike in all levels of a segment, and where it is named most and least."""

    item: str
    segment: str
    reason: str
    chi2: float
    f: float
    df: float
    p: float
    p_adjusted: float
    cramer: float
    n: float
    highest: str
    lowest: str
    evidence: Strength


class DepartmentReasons(TypedDict):
    """Who names at least one of the reasons that a department answers for; how many these are."""

    item: str
    department: str
    reasons: int
    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    n_effective: float
    deff: float
    df: float
    withheld: Literal["", "small", "secret"]
