"""Estimate, error and interval of numbers that every replicate of a group gives."""

from __future__ import annotations

import numpy as np

from satkit.analyses.index.group_fit import GroupFit
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats


def estimate_replicated(values: Floats, group: GroupFit, level: float) -> dict[str, Floats]:
    """Estimate, error, interval and p of replicated numbers, each of shape (q,)."""
    numbers = difference(values, group.resamples, group.df, level)
    return {"estimate": numbers.pop("difference"), **numbers}


def clip_interval(numbers: dict[str, Floats], low: float, high: float) -> dict[str, Floats]:
    """The numbers of :func:`estimate_replicated` with intervals that keep to a range, but for estimates beyond it."""
    ends = {
        "low": np.maximum(numbers["low"], np.minimum(low, numbers["estimate"])),
        "high": np.minimum(numbers["high"], np.maximum(high, numbers["estimate"])),
    }
    return numbers | ends
