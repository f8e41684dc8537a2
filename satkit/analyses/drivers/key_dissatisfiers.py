"""Failures that tell who is dissatisfied, excellence that tells who is delighted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.drivers.driver_data import Case
from satkit.errors import FitError
from satkit.models.certainty import interval
from satkit.models.drivers import dissatisfiers, enhancers
from satkit.models.drivers.attributable import fractions
from satkit.stats.sampling import Sampling
from satkit.survey.questionnaire import Questionnaire


def key_failures(questionnaire: Questionnaire, given: Case) -> pd.DataFrame:
    """Key dissatisfiers; none where too few are dissatisfied, or too few are not.

    Returns
    -------
    DataFrame
        See :meth:`satkit.models.drivers.reach.Reach`, and ``part part_low part_high``: the share
        of dissatisfaction that goes with the failure, the other failures alike; NaN for failures too
        rare to tell.
    """
    bad = given.dissatisfied > 0
    if min(bad.sum(), (~bad).sum()) < questionnaire.report.min_cell:
        return pd.DataFrame()
    found = dissatisfiers(given.failed, bad, given.weight, given.resamples, given.names)
    sampling = Sampling(given.resamples, questionnaire.report.level, given.df)
    return replace(found, sampling=sampling).table.merge(
        _parts(questionnaire, given, bad), on="driver", how="left"
    )


def key_excellence(questionnaire: Questionnaire, given: Case, failures: pd.DataFrame) -> pd.DataFrame:
    """Key enhancers among respondents without a key failure; none where either side is too small.

    Returns
    -------
    DataFrame
        See :meth:`satkit.models.drivers.reach.Reach`, and ``n`` of those respondents.
    """
    if failures.empty:
        return pd.DataFrame()
    scale = questionnaire.scale(given.outcome)
    best = [scale.scores[place] for place in scale.places(scale.top)]
    delighted = given.score >= min(best, default=np.inf)
    key = np.isin(given.names, failures.loc[failures["key"], "driver"].to_list())
    spared = ~given.failed[:, key].any(axis=1)
    if min((spared & delighted).sum(), (spared & ~delighted).sum()) < questionnaire.report.min_cell:
        return pd.DataFrame()
    found = enhancers(
        given.own >= given.marks[2],
        delighted,
        given.failed[:, key],
        given.weight,
        given.resamples,
        given.names,
    )
    sampling = Sampling(given.resamples, questionnaire.report.level, given.df)
    return replace(found, sampling=sampling).table.assign(n=int(spared.sum()))


def _parts(questionnaire: Questionnaire, given: Case, bad: NDArray[np.bool_]) -> pd.DataFrame:
    """Attributable fractions of the failures that some dissatisfied and some other respondents had."""
    often = (
        np.minimum(given.failed[bad].sum(axis=0), given.failed[~bad].sum(axis=0))
        >= questionnaire.report.min_cell
    )
    names = tuple(name for name, enough in zip(given.names, often, strict=True) if enough)
    ends = np.full((3, len(given.names)), np.nan)
    if names:
        with suppress(FitError):  # failures that tell the outcome without error, or the same as another's
            parts = fractions(given.failed[:, often], bad, given.weight, given.resamples, names)
            ends[:, often] = [parts[0], *interval(parts, given.resamples, questionnaire.report.level)]
    return pd.DataFrame({"driver": given.names, "part": ends[0], "part_low": ends[1], "part_high": ends[2]})
