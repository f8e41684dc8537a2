"""The rows of the tables of recovery and delight."""

from __future__ import annotations

from typing import Literal, TypedDict

from satkit.scoring.rows import TestedRow

Group = Literal["none", "resolved", "unresolved", "silent"]
LoyaltyMeasure = Literal["mean", "top"]
WhyWithheld = Literal["", "small", "secret"]


class _Estimate(TypedDict):
    """An estimate with its error and its base; no numbers where it is withheld."""

    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    n_effective: float
    deff: float
    df: float
    withheld: WhyWithheld


class ProblemRate(_Estimate):
    """How many had a problem, never complained, complained, or saw it solved, of 0-1."""

    wave: str
    measure: Literal["failure", "silence", "complaint", "resolution"]


class GroupLoyalty(_Estimate):
    """The loyalty of a group by what became of its problem: a mean of 0-100, or a top-box share of 0-1."""

    wave: str
    item: str
    group: Group
    measure: LoyaltyMeasure


class LevelLoyalty(_Estimate):
    """The same of those who gave one answer to the overall item, by its place on the scale."""

    wave: str
    item: str
    place: int
    measure: LoyaltyMeasure


class _Gap(TestedRow):
    """A difference of mean loyalty, and how sure it is."""

    wave: str
    item: str


class LoyaltyContrast(_Gap):
    """One group less another; ``alike`` is the difference among people equally satisfied overall."""

    contrast: Literal["paradox", "harm", "silence", "solution", "deviation"]
    alike: float
    alike_low: float
    alike_high: float
    alike_p: float


class LoyaltyStep(_Gap):
    """One answer to the overall item less the next worse one.

    ``ratio`` is that of the top-box shares of the two best answers, ``versus_last`` what the best step is
    worth more than the worst; both stand in the row of the best step only.
    """

    upper: int
    lower: int
    ratio: float
    ratio_low: float
    ratio_high: float
    ratio_p: float
    versus_last: float
    versus_last_low: float
    versus_last_high: float
    versus_last_p: float
