"""The rows of the plan of a budget."""

from __future__ import annotations

from typing import TypedDict

from satkit.language import Text


class AttributeStanding(TypedDict):
    """An attribute with a cost as it stands today, and why money cannot go there."""

    attribute: str
    category: str
    better: float
    worse: float
    met: float
    cost: float
    room: float
    reason: Text | str


class PlannedAttribute(AttributeStanding):
    """The same in a plan: how far to take it, what to spend, what that gains in points."""

    target: float
    spend: float
    gain: float
    gain_low: float
    gain_high: float
    next_gain: float
    funded: float
    whole: bool


class BudgetGain(TypedDict):
    """The gain of the best plan for a budget, in points."""

    budget: float
    gain: float
    low: float
    high: float
