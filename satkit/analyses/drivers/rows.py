"""The rows of the tables of drivers, penalties and rewards."""

from __future__ import annotations

from typing import Literal, TypedDict

from satkit.language import Text

Outcome = Literal["dissatisfied", "grade", "score"]
Standing = Literal["significant", "unclear", "small", "hidden", "none"]


class DriverRow(TypedDict):
    """What one driver goes with, the others alike: share of influence, slope, score and place on the map.

    Shares are of what all drivers account for together; slopes are changes of the outcome per point.
    """

    driver: str
    n: int
    estimate: float
    std_error: float
    share: float
    share_low: float
    share_high: float
    rank: int
    rank_low: int
    rank_high: int
    probability_first: float
    p_leads: float
    slope: float
    slope_low: float
    slope_high: float
    sign_coefficient: int
    sign_correlation: int
    vif: float
    performance: float
    performance_low: float
    performance_high: float
    zone: str
    priority: float
    doubt: float
    probability_keep: float
    p_concentrate: float
    p_low: float
    p_overkill: float
    zone_by_middle: str
    middle: float
    limit: float
    room: float
    effect: float
    effect_low: float
    effect_high: float
    lift: float
    lift_low: float
    lift_high: float


class AreaRow(TypedDict):
    """The share of one area by one measure of importance."""

    area: str
    method: str
    share: float
    low: float
    high: float
    probability_first: float
    p_leads: float


class Reach(TypedDict):
    """How many of the dissatisfied, and of the others, failures on this driver or one above reach."""

    driver: str
    estimate: float
    std_error: float
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    probability_first: float
    p_leads: float
    reach: float
    noise: float
    success: float
    risk: float
    risk_low: float
    risk_high: float
    key: bool


class Dissatisfier(Reach):
    """The reach of failures, and the share of dissatisfaction that goes with this one alone."""

    part: float
    part_low: float
    part_high: float


class Enhancer(Reach):
    """The reach of excellence among the ``n`` respondents without a key failure."""

    n: int


class DriverContrast(TypedDict):
    """A driver on two sides: a group and the others, or a wave and another.

    A group without numbers has one row, whose ``evidence`` and ``reason`` say why.
    """

    driver: str
    n: int
    measure: Outcome
    share: float
    rest: float
    slope: float
    slope_rest: float
    difference: float
    difference_low: float
    difference_high: float
    p: float
    p_adjusted: float
    probability_larger: float
    evidence: Standing
    reason: Text | float
    withheld: str


class WaveContrast(DriverContrast):
    """A driver in a wave and in the wave ``versus``."""

    versus: str


class GroupContrast(DriverContrast):
    """A driver in one level of a segment and among the other respondents."""

    segment: str
    level: str


class DriverRise(TypedDict):
    """What the slopes say goes with raising one driver by so many points."""

    driver: str
    points: float
    measure: Outcome
    change: float
    change_low: float
    change_high: float
    reached: float


_Classed = TypedDict("_Classed", {"class": str})  # the word is Python's own


class PenaltyReward(_Classed):
    """What bad answers take from the overall score and excellent ones bring, in points."""

    driver: str
    penalty: float
    penalty_low: float
    penalty_high: float
    reward: float
    reward_low: float
    reward_high: float
    range: float
    range_low: float
    range_high: float
    asymmetry: float
    asymmetry_low: float
    asymmetry_high: float
    probability: float
    tilt: float
    tilt_low: float
    tilt_high: float
    p: float
    p_adjusted: float
    n_low: int
    n_middle: int
    n_high: int
    evidence: Literal["significant", "unclear", "small"]
    stable: bool
