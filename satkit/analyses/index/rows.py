"""The rows of the index: what a line of every table of a fitted index model holds.

Estimates of indices are scores of 0-100, of paths standardised coefficients; ``low`` and ``high`` are the
ends of the interval of the estimate in its unit.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from satkit.models.paths import Mode
from satkit.stats.contrasts import Strength

MeasurementVerdict = Literal["sound", "mixed", "poor", "single", "formed"]
Withholding = Literal["", "negative", "improper"]


class _Estimate(TypedDict):
    """An estimate with its standard error and interval."""

    estimate: float
    std_error: float
    low: float
    high: float


class _Sampled(_Estimate):
    """The same, and the respondents that it rests on."""

    n: float
    n_effective: float
    deff: float
    df: float


class _Difference(TypedDict):
    """A difference of two indices, tested; ``n_versus`` are the respondents of the other side."""

    construct: str
    difference: float
    std_error: float
    low: float
    high: float
    p: float
    p_adjusted: float
    n: float
    n_versus: float
    evidence: Strength


class IndexRow(_Sampled):
    """The index of a construct in a wave; ``segment`` and ``level`` are empty for everybody."""

    wave: str
    segment: str
    level: str
    construct: str
    withheld: Withholding


class LinkedIndexRow(_Estimate):
    """The index of a construct in a wave with the weights of the first wave."""

    wave: str
    construct: str


class IndexChangeRow(_Difference):
    """A construct's index against the wave before, by own weights and (``linked``) by those of the first wave."""

    wave: str
    versus: str
    linked: float
    linked_low: float
    linked_high: float


class IndexGapRow(_Difference):
    """A construct's index of a group against all other respondents, whose index is ``complement``."""

    wave: str
    segment: str
    level: str
    complement: float


class GroupChangeRow(_Difference):
    """A construct's index of a group against the same group in the wave before."""

    wave: str
    versus: str
    segment: str
    level: str


class AggregateRow(_Estimate):
    """A construct's index of levels put together by shares; ``name`` is empty where all levels make one whole."""

    wave: str
    name: str
    construct: str
    parts: float


class PathRow(_Estimate):
    """The standardised effect along an arrow; p adjusted over all arrows of the wave."""

    wave: str
    source: str
    target: str
    p: float
    p_adjusted: float
    evidence: Strength
    f2: float
    vif: float


class TotalEffectRow(_Estimate):
    """The effect along all ways from one construct to another."""

    wave: str
    source: str
    target: str
    p: float


class DefinedRow(_Estimate):
    """A quantity that the model defines with ``:=``."""

    wave: str
    name: str
    expression: str
    p: float


class ConstructRow(TypedDict):
    """How well a construct is measured and explained, and the verdict on its measurement."""

    wave: str
    construct: str
    items: int
    mode: Mode
    r2: float
    r2_low: float
    r2_high: float
    r2_adjusted: float
    alpha: float
    rho_a: float
    rho_c: float
    ave: float
    htmt: float
    htmt_with: str
    weakest: str
    weakest_loading: float
    reliable: bool
    convergent: bool
    distinct: bool
    verdict: MeasurementVerdict


class ItemRow(TypedDict):
    """An item of a construct: mean score, weight, share of the index, and loading with its interval."""

    wave: str
    construct: str
    item: str
    mean: float
    weight: float
    share: float
    loading: float
    low: float
    high: float
    vif: float


class OverlapRow(TypedDict):
    """The heterotrait-monotrait ratio of two constructs."""

    wave: str
    construct: str
    versus: str
    htmt: float
    low: float
    high: float


class PriorityRow(TypedDict):
    """Importance (points of the index for a point) and performance (0-100) of what leads to the index.

    ``needed`` are its points for one point of the index, ``probability_first`` the probability that it matters most,
    ``p_leads`` the p value of the test that it may, ``doubt`` that of its corner, the others the probability
    of every corner of the map.
    """

    wave: str
    construct: str
    importance: float
    low: float
    high: float
    p: float
    performance: float
    performance_low: float
    performance_high: float
    needed: float
    mean_importance: float
    mean_performance: float
    probability_first: float
    p_leads: float
    doubt: float
    probability_keep: float
    probability_ease: float
    probability_later: float
    probability_priority: float


class ComparedPathRow(_Estimate):
    """An arrow by covariance analysis, by PLS, and by PLS corrected for measurement error (``plsc``)."""

    source: str
    target: str
    pls: float
    plsc: float


class CovarianceIndexRow(_Sampled):
    """The index of a construct by covariance analysis, and its difference from that by PLS."""

    wave: str
    construct: str
    withheld: Withholding
    pls: float
    pls_low: float
    pls_high: float
    difference: float
    difference_low: float
    difference_high: float


class CovariancePathRow(ComparedPathRow):
    """An arrow by covariance analysis with the errors of the replicates."""

    wave: str
    p: float
    p_adjusted: float
    evidence: Strength
    pls_low: float
    pls_high: float


class CovarianceItemRow(TypedDict):
    """An item by covariance analysis: mean score, share of the index, loading; and by PLS."""

    wave: str
    construct: str
    item: str
    mean: float
    share: float
    loading: float
    low: float
    high: float
    pls_share: float
    pls_loading: float


class CovarianceConstructRow(TypedDict):
    """How much of a construct is explained, and how reliably its items measure it."""

    wave: str
    construct: str
    items: int
    r2: float
    r2_low: float
    r2_high: float
    alpha: float
    omega: float
    ave: float
    pls_r2: float


class CorrelationRow(TypedDict):
    """The correlation of two constructs in the covariance model."""

    wave: str
    construct: str
    versus: str
    correlation: float
    low: float
    high: float


class FitMeasureRow(TypedDict):
    """A measure of fit of the covariance model."""

    wave: str
    measure: str
    value: float
