"""Proportions: how many of some respondents are of a kind, group by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.scoring.estimates import Base, estimate_means
from satkit.scoring.tally import rest, totals
from satkit.stats.design import Booleans, Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.survey.sample import Sample


@dataclass(frozen=True)
class Proportions:
    """Replicate shares of q kinds in g groups.

    Parameters
    ----------
    shares : ndarray, shape (b + 1, g, q)
        NaN where a base is empty.
    whole : ndarray, shape (b + 1, g, q)
        Weight of the bases.
    base : Base
        With arrays of shape (g, q).
    resamples : Replicates
    """

    shares: Floats
    whole: Floats
    base: Base
    resamples: Replicates

    def lines(self, level: float) -> pd.DataFrame:
        """Estimates and intervals, g x q lines, the kinds of a group together."""
        share = self.shares[0]
        return estimate_means(
            self.shares, np.stack([1 - share, share], axis=-1), np.array([0.0, 1.0]), self.base,
            self.resamples, level,
        )  # fmt: skip


def proportions(
    sample: Sample, rows: Ints, label: Ints, groups: int, inside: Booleans, base: Booleans
) -> Proportions:
    """Shares of respondents of several kinds, each among its own base.

    Parameters
    ----------
    rows, label : ndarray of int, shape (m,)
        Rows of the sample, and the group (0 to ``groups`` - 1) of each.
    inside, base : ndarray of bool, shape (m, q)
        Who is of a kind, and whom the share is of.
    """
    both = np.concatenate([inside & base, base], axis=1).astype(float)
    counted, whole = np.split(totals(sample, rows, label, groups, both), 2, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(whole > 0, counted / whole, np.nan)
    return Proportions(shares, whole, rest(sample.design, rows, label, groups, base), sample.replicates)
