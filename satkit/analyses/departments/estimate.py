"""Departments: what each answers for, against the others and against the wave before."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from satkit.scoring.differences import department_gaps
from satkit.scoring.scores import Scores
from satkit.scoring.share_changes import department_changes
from satkit.survey.sample import Sample


@dataclass(frozen=True)
class Departments:
    """What departments answer for.

    Parameters
    ----------
    table : DataFrame
        In the last wave, against what the others answer for, see
        :func:`satkit.scoring.differences.department_gaps`; empty without departments.
    changes : DataFrame
        Of every wave against the one before, see :func:`satkit.scoring.share_changes.department_changes`.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)


def estimate_departments(sample: Sample, scores: Scores, wave: str) -> Departments:
    """Every department against the others, and since the wave before."""
    return Departments(
        department_gaps(scores, sample.replicates, wave), department_changes(scores, sample.replicates)
    )
