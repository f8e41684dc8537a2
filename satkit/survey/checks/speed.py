"""Respondents who were too fast to have read."""

from __future__ import annotations

import numpy as np

from satkit.language import Text
from satkit.survey.coding import numbered
from satkit.survey.columns import recorded
from satkit.survey.offenders import none, offending
from satkit.survey.responses import Check, Responses


def check(responses: Responses) -> Check:
    """Records that took less than ``speed_share`` of the median time of their wave."""
    checks = responses.questionnaire.checks
    title = Text(
        "answered in less than %(percent)d%% of the usual time",
        {"percent": round(100 * checks.speed_share)},
    )
    if not checks.duration:
        return Check("speeders", title, none(), 0, checks.speeders)
    share = pace(responses)
    offenders = offending(
        responses, share < checks.speed_share, checks.duration, Text("too fast to have read the questions")
    )
    return Check("speeders", title, offenders, int(np.isfinite(share).sum()), checks.speeders)


def pace(responses: Responses) -> np.ndarray:
    """Every record's time as a share of the median of its wave; NaN where it is unknown."""
    seconds, _ = numbered(recorded(responses, responses.questionnaire.checks.duration))
    share = np.full(len(responses), np.nan)
    for wave in np.unique(responses.wave):
        rows = (responses.wave == wave) & np.isfinite(seconds)
        usual = np.median(seconds[rows]) if rows.any() else 0.0
        if usual > 0:
            share[rows] = seconds[rows] / usual
    return share
