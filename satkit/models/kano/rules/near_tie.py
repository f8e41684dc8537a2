"""The most frequent category, unless the second is close and matters more."""

from __future__ import annotations

import numpy as np

from satkit.models.kano.answers import REVERSE
from satkit.models.kano.rules import most_frequent
from satkit.stats.design import Floats, Ints

CLOSE = 0.06  # of all answers (Lee and Newcomb 1997)


def verdict(counts: Floats) -> Ints:
    """Within 6 % of all answers the higher of the two leading categories in M > O > A > I decides.

    References
    ----------
    Lee and Newcomb (1997).
    """
    first, second, lead = leading(counts)
    weighty = (lead <= CLOSE) & (np.maximum(first, second) < REVERSE)
    return np.where(weighty, np.minimum(first, second), first)


def leading(counts: Floats) -> tuple[Ints, Ints, Floats]:
    """The two largest categories and the lead of the first, as a share of all answers."""
    first = most_frequent.verdict(counts)
    rest = np.where(np.arange(counts.shape[-1]) == first[..., None], -1.0, counts)
    second = most_frequent.verdict(rest)
    gap = np.take_along_axis(counts, first[..., None], -1) - np.take_along_axis(counts, second[..., None], -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return first, second, np.asarray(gap[..., 0] / counts.sum(axis=-1))
