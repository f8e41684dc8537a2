"""Rows of the ranking of indicators: their columns, with the type of each."""

from __future__ import annotations

from typing import TypedDict


class RankingRow(TypedDict):
    """The score of a leaf indicator on 0-100, and the p of the test that it is lowest of all.

    ``tied`` are those that cannot be told from the lowest at 5 %.
    """

    node: str
    estimate: float
    n: int
    p_lowest: float
    tied: bool
