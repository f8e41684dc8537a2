"""Penalty and reward of every driver, with cut points that suit its scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from satkit.analyses.drivers.driver_data import Case
from satkit.analyses.drivers.rows import PenaltyReward
from satkit.errors import FitError
from satkit.findings.cutoffs import MORE_LIKELY
from satkit.models.kano.penalty_reward import (
    Contrast,
    classify_asymmetry,
    contrast,
    impact,
    indicators,
)
from satkit.stats.contrasts import adjust_p, difference
from satkit.stats.design import Floats, Ints
from satkit.stats.incomplete import answer_moments
from satkit.stats.sampling import Sampling
from satkit.survey.questionnaire import Questionnaire

Lean = Literal["small", "contrary", "unsure", "clear"]


def judge_lean(row: PenaltyReward) -> Lean:
    """Whether the class of a driver may be told.

    Not of too few answers; not where bad answers go with more or excellent ones with less, which is against
    their sense; and only from a probability of one half up.
    """
    if row["evidence"] == "small":
        return "small"
    if row["penalty_low"] > 0 or row["reward_high"] < 0:
        return "contrary"
    return "clear" if MORE_LIKELY.is_reached(row["probability"]) else "unsure"


def contrast_answers(questionnaire: Questionnaire, data: Case) -> pd.DataFrame:
    """What bad and excellent answers go with, against middling ones, all drivers together.

    Returns
    -------
    DataFrame
        ``driver penalty penalty_low penalty_high reward ... range asymmetry class probability n_low
        n_middle n_high tilt tilt_low tilt_high p p_adjusted stable evidence``; points of the overall
        score.  ``tilt`` is penalty and reward together, zero where a bad answer costs as much as an
        excellent one brings; ``stable`` whether the class survives cuts one answer further in.
        Drivers with fewer than the smallest cell on any of the three sides are left out.
    """
    levels = _grade_answers(data.own, data.marks[1:3])
    sides = np.stack([(levels == side).sum(axis=0) for side in (-1, 0, 1)])
    kept = np.flatnonzero((sides >= questionnaire.report.min_cell).all(axis=0))
    if not len(kept):
        return pd.DataFrame()
    names = tuple(data.names[place] for place in kept)
    try:
        found = _fit_contrast(data, levels[:, kept], names, questionnaire.drivers.missing)
    except FitError:
        return pd.DataFrame()
    sampling = Sampling(data.resamples, questionnaire.report.level, data.df)
    table = replace(found, sampling=sampling).table.rename(columns={"attribute": "driver"})
    tilt = difference(found.penalty + found.reward, data.resamples, data.df, questionnaire.report.level)
    table["tilt"], table["tilt_low"], table["tilt_high"] = (
        tilt[key] for key in ("difference", "low", "high")
    )
    table["p"], table["p_adjusted"] = tilt["p"], adjust_p(tilt["p"], "holm")
    table["n_low"], table["n_middle"], table["n_high"] = sides[:, kept]
    small = sides[:, kept].min(axis=0) < questionnaire.report.min_test
    sure = np.where(table["p_adjusted"] < 0.05, "significant", "unclear")
    return table.assign(evidence=np.where(small, "small", sure), stable=_is_stable(data, kept, names, table))


def _grade_answers(values: Floats, cuts: Floats) -> Floats:
    """-1 for a bad answer, 1 for one as good as can be, 0 between, NaN for none."""
    placed = (values >= cuts[1]).astype(float) - (values <= cuts[0])
    return np.where(np.isfinite(values), placed, np.nan)


def _fit_contrast(data: Case, levels: Floats, names: tuple[str, ...], missing: str) -> Contrast:
    columns = np.column_stack([indicators(levels, -1, 1), data.score])
    labels = [str(place) for place in range(columns.shape[1])]
    # single answers leave pairs of rare dummies without overlap: means in their place keep the matrix sound
    treatment = "complete" if missing == "complete" else "mean"
    found = answer_moments(columns, labels, data.weight, data.resamples, treatment)
    return contrast(found.cov, names, len(data))


def _is_stable(data: Case, kept: Ints, names: tuple[str, ...], table: pd.DataFrame) -> list[bool]:
    """Whether the class stays when *bad* takes in the next answer on the scale; from the sample alone."""
    own = data.own[:, kept]
    wider = np.array([_next_up(own[:, k], data.marks[1, place]) for k, place in enumerate(kept)])
    levels = _grade_answers(own, np.stack([wider, data.marks[2, kept]]))
    columns = np.column_stack([indicators(levels, -1, 1), data.score])
    try:
        found = answer_moments(columns, [str(k) for k in range(columns.shape[1])], data.weight, None, "mean")
        again = contrast(found.cov, names, len(data))
    except FitError:
        return [False] * len(names)
    classes = classify_asymmetry(impact(again.penalty[0], again.reward[0])[1])
    before = classify_asymmetry(table["asymmetry"].to_numpy())
    return [bool(one == other) for one, other in zip(before, classes, strict=True)]


def _next_up(values: Floats, cut: float) -> float:
    """The lowest answer above a cut."""
    above = values[values > cut]
    return float(above.min()) if len(above) else cut
