"""Failures that tell who is dissatisfied, excellence that tells who is delighted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.drivers.driver_data import Case
from satkit.errors import FitError
from satkit.models.drivers import dissatisfiers, enhancers
from satkit.models.drivers.attributable import fractions
from satkit.models.rank_certainty import interval
from satkit.stats.sampling import Sampling
from satkit.survey.questionnaire import Questionnaire


def key_failures(questionnaire: Questionnaire, data: Case) -> pd.DataFrame:
    """Key dissatisfiers; none where too few are dissatisfied, or too few are not.

    Returns
    -------
    DataFrame
        See :meth:`satkit.models.drivers.key_dissatisfiers.Reach`, and ``part part_low part_high``: the share
        of dissatisfaction that goes with the failure, the other failures alike; NaN for failures too
        rare to tell.
    """
    bad = data.dissatisfied > 0
    if min(bad.sum(), (~bad).sum()) < questionnaire.report.min_cell:
        return pd.DataFrame()
    found = dissatisfiers(data.failed, bad, data.weight, data.resamples, data.names)
    sampling = Sampling(data.resamples, questionnaire.report.level, data.df)
    return replace(found, sampling=sampling).table.merge(
        _parts(questionnaire, data, bad), on="driver", how="left"
    )


def key_excellence(questionnaire: Questionnaire, data: Case, failures: pd.DataFrame) -> pd.DataFrame:
    """Key enhancers among respondents without a key failure; none where either side is too small.

    Returns
    -------
    DataFrame
        See :meth:`satkit.models.drivers.key_dissatisfiers.Reach`, and ``n`` of those respondents.
    """
    if failures.empty:
        return pd.DataFrame()
    scale = questionnaire.scale(data.outcome)
    best = [scale.scores[place] for place in scale.places(scale.top)]
    delighted = data.score >= min(best, default=np.inf)
    key = np.isin(data.names, failures.loc[failures["key"], "driver"].to_list())
    spared = ~data.failed[:, key].any(axis=1)
    if min((spared & delighted).sum(), (spared & ~delighted).sum()) < questionnaire.report.min_cell:
        return pd.DataFrame()
    found = enhancers(
        data.own >= data.marks[2],
        delighted,
        data.failed[:, key],
        data.weight,
        data.resamples,
        data.names,
    )
    sampling = Sampling(data.resamples, questionnaire.report.level, data.df)
    return replace(found, sampling=sampling).table.assign(n=int(spared.sum()))


def _parts(questionnaire: Questionnaire, data: Case, bad: NDArray[np.bool_]) -> pd.DataFrame:
    """Attributable fractions of the failures that some dissatisfied and some other respondents had."""
    often = (
        np.minimum(data.failed[bad].sum(axis=0), data.failed[~bad].sum(axis=0))
        >= questionnaire.report.min_cell
    )
    names = tuple(name for name, enough in zip(data.names, often, strict=True) if enough)
    ends = np.full((3, len(data.names)), np.nan)
    if names:
        with suppress(FitError):  # failures that tell the outcome without error, or the same as another's
            parts = fractions(data.failed[:, often], bad, data.weight, data.resamples, names)
            ends[:, often] = [parts[0], *interval(parts, data.resamples, questionnaire.report.level)]
    return pd.DataFrame({"driver": data.names, "part": ends[0], "part_low": ends[1], "part_high": ends[2]})
