"""The rows of the tables of Kano pairs."""

from __future__ import annotations

from typing import Literal, TypedDict

from satkit.language import Text
from satkit.stats.contrasts import Strength

Measure = Literal["better", "worse"]


class AttributeRow(TypedDict):
    """What kind of quality an attribute is, to everyone of a wave or to one level of a segment.

    Letters are shares of 0-1 of the answers, ``p_`` and a letter the probability of that category;
    what :func:`satkit.analyses.kano.numbers.as_numbers` adds is known of everyone only.
    """

    wave: str
    segment: str
    level: str
    attribute: str
    n: float
    half: float
    category: str
    probability: float
    quadrant: str
    quadrant_probability: float
    by_means: str
    by_means_probability: float
    M: float
    O: float  # noqa: E741  the letter of the literature
    A: float
    I: float  # noqa: E741
    R: float
    Q: float
    p_M: float
    p_O: float
    p_A: float
    p_I: float
    p_R: float
    p_Q: float
    p_H: float
    better: float
    better_se: float
    better_low: float
    better_high: float
    worse: float
    worse_se: float
    worse_low: float
    worse_high: float
    category_strength: float
    total_strength: float
    p_distinct: float
    p_category: float
    halved: bool
    swapped: bool
    flagged: bool
    withheld: Literal["", "small", "secret"]
    reason: Text | str
    functional: float
    functional_sd: float
    dysfunctional: float
    dysfunctional_sd: float
    reach: float
    angle: float
    dumouchel: str
    p_dumouchel: float
    importance: float
    importance_low: float
    importance_high: float
    contradicts: bool


class AttributeChange(TypedDict):
    """Better or worse in one wave less that in the wave before, and both categories."""

    wave: str
    versus: str
    attribute: str
    measure: Measure
    difference: float
    std_error: float
    low: float
    high: float
    p: float
    p_adjusted: float
    category: str
    category_versus: str
    p_moved: float
    p_moved_adjusted: float
    n: float
    n_versus: float
    evidence: Strength


class AttributeGap(TypedDict):
    """Better or worse in one level of a segment less that among all others."""

    segment: str
    level: str
    attribute: str
    measure: Measure
    difference: float
    std_error: float
    low: float
    high: float
    p: float
    p_adjusted: float
    n: float
    n_versus: float
    evidence: Strength


class AttributeTest(TypedDict):
    """Whether the categories of an attribute fall alike in all levels of a segment."""

    segment: str
    attribute: str
    chi2: float
    f: float
    df: float
    p: float
    p_adjusted: float
    cramer: float
