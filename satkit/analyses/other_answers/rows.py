"""Rows of the tables of questions without scores: their columns, with the type of each."""

from __future__ import annotations

from typing import TypedDict

from satkit.scoring.rows import Withholding


class ListedRow(TypedDict):
    """How often one answer of a list was given, as a share of 0-1 of the ``n`` who answered.

    ``place`` counts the points of the scale; a withheld row keeps its ``n`` only.
    """

    item: str
    place: int
    count: float
    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    n_effective: float
    deff: float
    df: float
    withheld: Withholding


class RankRow(TypedDict):
    """The mean place of a thing, 1 the best, and the share of 0-1 that put it first."""

    scale: str
    item: str
    mean: float
    mean_low: float
    mean_high: float
    first: float
    first_low: float
    first_high: float
    n: float


class NumberRow(TypedDict):
    """The mean with its interval and the median of a number, in its own unit."""

    item: str
    mean: float
    low: float
    high: float
    median: float
    n: float
