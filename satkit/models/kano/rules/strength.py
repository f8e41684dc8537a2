"""Category strength: a verdict only where the lead is large enough."""

from __future__ import annotations

import numpy as np

from satkit.models.kano.answers import COMBINED, INDIFFERENT, QUESTIONABLE
from satkit.models.kano.rules import most_frequent
from satkit.models.kano.rules.near_tie import CLOSE, leading
from satkit.stats.design import Floats, Ints


def verdict(counts: Floats) -> Ints:
    """The most frequent category, or *combined* where its strength is below 6 %."""
    return np.where(
        category_strength(counts) < CLOSE, COMBINED, most_frequent.verdict(counts[..., :QUESTIONABLE])
    )


def category_strength(counts: Floats) -> Floats:
    """Lead of the largest of A, O, M, I, R over the next, as a share of all answers, shape (...).

    References
    ----------
    Lee and Newcomb (1997).
    """
    _, _, lead = leading(counts[..., :QUESTIONABLE])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(lead * counts[..., :QUESTIONABLE].sum(axis=-1) / counts.sum(axis=-1))


def total_strength(counts: Floats) -> Floats:
    """Share of all answers that take a side: (A + O + M) / n, shape (...)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(counts[..., :INDIFFERENT].sum(axis=-1) / counts.sum(axis=-1))
