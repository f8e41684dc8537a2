"""Rows of the tables on the data: their columns, with the type of each."""

from __future__ import annotations

from typing import TypedDict


class StepRow(TypedDict):
    """How many records of a wave are left after a step."""

    wave: str
    step: str
    n: int


class WeightingRow(TypedDict):
    """What weights and design cost a wave in precision.

    ``kish`` is the effect of the weights on the variance, ``kish_delivered`` that of those before raking;
    ``targets`` says what they are raked to.
    """

    wave: str
    n: int
    n_effective: float
    kish: float
    kish_delivered: float
    clusters: int
    strata: int
    df: int
    targets: str


class MissingRow(TypedDict):
    """How often an item has no answer for one reason, and as a share of 0-1 of the wave."""

    wave: str
    item: str
    reason: str
    n: int
    share: float
