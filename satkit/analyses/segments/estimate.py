"""Gaps: the groups of the last wave, each against all others."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from satkit.scoring.differences import segment_gaps
from satkit.scoring.scores import Scores
from satkit.survey.sample import Sample


@dataclass(frozen=True)
class Gaps:
    """Groups of the last wave against their complements.

    Parameters
    ----------
    table : DataFrame
        See :func:`satkit.scoring.differences.segment_gaps`; empty where there are no groups.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)


def estimate_gaps(sample: Sample, scores: Scores, wave: str) -> Gaps:
    """Every level of every segment against the other levels of it."""
    return Gaps(segment_gaps(scores, sample.replicates, wave))
