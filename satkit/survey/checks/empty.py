"""Records without a single answer: unit non-response."""

from __future__ import annotations

import numpy as np

from satkit.language import Text
from satkit.survey.flagged_rows import offending
from satkit.survey.responses import NOT_ASKED, SKIPPED, Check, Responses


def check(responses: Responses) -> Check:
    """Records that answer no item, in points, numbers or words.

    *Don't know*, *not applicable* and *refused* are said by somebody, so they are answers here.
    """
    silent = np.isin(responses.answers.to_numpy(), (SKIPPED, NOT_ASKED)).all(axis=1)
    silent &= responses.numbers.isna().to_numpy(dtype=bool).all(axis=1)
    silent &= (responses.texts == "").to_numpy(dtype=bool).all(axis=1)
    offenders = offending(responses, np.asarray(silent), note=Text("no question was answered"))
    action = responses.questionnaire.checks.empty
    return Check("empty", Text("records without a single answer"), offenders, len(responses), action)
