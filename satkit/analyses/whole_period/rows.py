"""Rows of the table of the whole period: its columns, with the type of each."""

from __future__ import annotations

from satkit.scoring.rows import DifferenceRow


class PeriodRow(DifferenceRow):
    """An item or indicator of everyone in the last wave against the first, and the line through all waves.

    Scores and differences in points of 0-100, the slope in points a wave; NaN where the evidence is
    ``hidden`` or ``held``, and the slope also where it is ``small``.
    """

    node: str
    wave: str
    versus: str
    waves: int
    estimate: float
    estimate_versus: float
    slope: float
    slope_low: float
    slope_high: float
    slope_p: float
    slope_p_adjusted: float
