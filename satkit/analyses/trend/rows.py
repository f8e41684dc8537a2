"""Rows of the tables of change: their columns, with the type of each."""

from __future__ import annotations

from typing import TypedDict

from satkit.scoring.rows import DifferenceRow


class ChangeRow(DifferenceRow):
    """An item or indicator against itself in the wave before, of everyone or of one level of a segment.

    Points of 0-100; NaN where the evidence is ``hidden`` or ``held``.
    """

    wave: str
    versus: str
    segment: str
    level: str
    node: str


class ShareChangeRow(DifferenceRow):
    """A share (percentage points), net promoter or effort score of everyone against the wave before."""

    wave: str
    versus: str
    item: str
    measure: str
    estimate: float
    estimate_versus: float


class MixRow(TypedDict):
    """A change split into the mix of respondents and like respondents answering differently, points of 0-100.

    ``covered`` is the share of the earlier wave, 0-1, in the cells that could be compared.
    """

    wave: str
    versus: str
    node: str
    covered: float
    change: float
    change_low: float
    change_high: float
    change_p: float
    mix: float
    mix_low: float
    mix_high: float
    mix_p: float
    performance: float
    performance_low: float
    performance_high: float
    performance_p: float
