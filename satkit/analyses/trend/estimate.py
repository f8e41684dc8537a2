"""Changes: every wave against the one before, in scores, shares and the mix of respondents."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from satkit.analyses.trend.composition import split_changes
from satkit.scoring.differences import wave_changes
from satkit.scoring.scores import Scores
from satkit.scoring.share_changes import box_changes
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample


@dataclass(frozen=True)
class Changes:
    """Every wave against the one before; empty where there is nothing to compare.

    Parameters
    ----------
    table : DataFrame
        Of items and indicators, see :func:`satkit.scoring.differences.wave_changes`.
    shares : DataFrame
        Of shares and net promoters, see :func:`satkit.scoring.share_changes.box_changes`.
    composition : DataFrame
        Changes split into mix and performance, see :func:`satkit.analyses.trend.composition.split_changes`;
        empty where nothing is adjusted by.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    shares: pd.DataFrame = field(default_factory=pd.DataFrame)
    composition: pd.DataFrame = field(default_factory=pd.DataFrame)


def estimate_changes(responses: Responses, sample: Sample, scores: Scores) -> Changes:
    """Every wave against the one before it."""
    return Changes(
        wave_changes(scores, sample.replicates),
        box_changes(scores, sample.replicates),
        split_changes(responses, sample, scores),
    )
