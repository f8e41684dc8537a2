"""Rows of the tables of departments: their columns, with the type of each."""

from __future__ import annotations

from satkit.scoring.rows import DifferenceRow


class DepartmentRow(DifferenceRow):
    """What a department answers for against what all others answer for, points of 0-100.

    ``estimate`` with ``own_low`` and ``own_high`` is its own score, ``complement`` that of the others, on 0-100;
    NaN where the evidence is ``hidden``.
    """

    wave: str
    department: str
    level: str
    estimate: float
    complement: float
    own_low: float
    own_high: float


class DepartmentChangeRow(DifferenceRow):
    """What a department answers for against the same in the wave before, over the items that both asked."""

    wave: str
    versus: str
    department: str
    estimate: float
    estimate_versus: float
