"""Rows of the table of groups: their columns, with the type of each."""

from __future__ import annotations

from satkit.scoring.rows import DifferenceRow


class GapRow(DifferenceRow):
    """An item or indicator in one level of a segment against the other levels, points of 0-100.

    ``complement`` is the score of the others on 0-100.
    """

    wave: str
    segment: str
    level: str
    node: str
    complement: float
