"""The areas above the drivers: which matters most, by three measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.drivers.driver_data import Case, areas_of, case, refuse_shared
from satkit.errors import DataError, FitError
from satkit.language import Text
from satkit.models.drivers import (
    affordable,
    brant,
    importance,
    logistic_weights,
    mcfadden_replicated,
    odds,
)
from satkit.models.drivers.fit import Importance
from satkit.models.rank_certainty import expand_level, order
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats
from satkit.stats.moments import Moments
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

LOGIT = 8  # areas up to which all subsets get a logit model; beyond it relative weights
UNEVEN = Text(
    "%(names)s: the association with low grades differs from that with high grades (Brant's test); "
    "explain who is dissatisfied as well"
)


def areas_above(
    responses: Responses, sample: Sample, rows: NDArray[np.bool_], drivers: tuple[str, ...], measure: str
) -> tuple[pd.DataFrame, tuple[Text, ...]]:
    """The areas above the drivers by LMG of the measure and of the score, and by logit models.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
        A wave.
    measure : str
        What of the overall answer is explained.

    Returns
    -------
    DataFrame
        ``area method share low high probability_first p_leads``; empty where there are fewer than two areas, or they
        cannot be told apart.
    doubts : tuple of Text
    """
    questionnaire = responses.questionnaire
    names = areas_of(questionnaire, drivers)
    if len(names) < 2:
        return pd.DataFrame(), ()
    try:
        areas = case(responses, sample, rows, names)
        table = pd.concat(_by_measure(questionnaire, areas, measure), ignore_index=True)
        return table, _uneven(questionnaire, areas) if measure == "grade" else ()
    except (DataError, FitError):
        return pd.DataFrame(), ()


def _uneven(questionnaire: Questionnaire, areas: Case) -> tuple[Text, ...]:
    """The areas that act otherwise on low grades than on high ones (Brant), Holm over the areas."""
    whole = np.flatnonzero(np.isfinite(areas.own).all(axis=1))
    resamples = replace(areas.resamples, piece=areas.resamples.piece[whole])
    try:
        found = brant(
            areas.own[whole], areas.grade[whole], areas.weight[whole], areas.names, resamples, areas.df
        )
    except FitError:  # a step that some answers tell without error
        return ()
    p = adjust_p(found["p"][1:], "holm")
    uneven = tuple(questionnaire.label(name) for name, low in zip(areas.names, p < 0.05, strict=True) if low)
    return (UNEVEN.with_values(names=uneven),) if uneven else ()


def _by_measure(questionnaire: Questionnaire, areas: Case, measure: str) -> Iterator[pd.DataFrame]:
    kinds = tuple(dict.fromkeys((measure, "score")))
    found = areas.moments(questionnaire.drivers.missing, kinds)
    for kind in kinds:
        fit, _ = importance_of(areas, found, kind)
        yield _rank_areas(questionnaire, areas, fit.shares / fit.total[:, None], f"lmg_{kind}")
    if measure == "score":
        return
    whole = np.flatnonzero(np.isfinite(areas.own).all(axis=1))
    try:
        given = odds(areas.own[whole], areas.measured(measure)[whole], areas.weight[whole], areas.names)
    except FitError:
        return
    resamples = replace(areas.resamples, piece=areas.resamples.piece[whole])
    if len(areas.names) > LOGIT:
        yield _rank_areas(questionnaire, areas, logistic_weights.shares(given, resamples), "logit_weights")
        return
    shares, total = mcfadden_replicated(given, resamples)
    yield _rank_areas(questionnaire, areas, shares / total[:, None], "mcfadden")


def _rank_areas(questionnaire: Questionnaire, areas: Case, share: Floats, method: str) -> pd.DataFrame:
    wide = expand_level(questionnaire.report.level, len(areas), len(areas.names), areas.df)
    table = order(share, areas.resamples, areas.names, questionnaire.report.level, wide, areas.df)
    table = table.rename(columns={"term": "area", "estimate": "share"})
    return table[["area", "share", "low", "high", "probability_first", "p_leads"]].assign(method=method)


def importance_of(data: Case, found: Moments, measure: str) -> tuple[Importance, str]:
    """Importance of the drivers, and the method: as near to LMG in every replicate as time allows.

    Raises
    ------
    FitError
        If the drivers, or most replicates of them, cannot be told apart.
    """
    method = affordable(len(data.names), data.resamples.count)
    fit = importance(found.select([*data.names, measure]).cov, data.names, method, len(data))
    refuse_shared(fit.shares)
    return fit, method
