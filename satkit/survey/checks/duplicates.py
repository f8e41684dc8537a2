"""The same respondent twice in a wave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.survey.columns import read_cells
from satkit.survey.flagged_rows import none, offending
from satkit.survey.responses import Check, Responses
from satkit.survey.scale import fold


def check(responses: Responses) -> Check:
    """Records whose respondent id stands higher up in the same wave; the first one is no offender."""
    checks = responses.questionnaire.checks
    title = Text("the same respondent more than once in a wave")
    if not checks.respondent:
        return Check("duplicates", title, none(), 0, checks.duplicates)
    ids = [fold(cell) if cell is not None else "" for cell in read_cells(responses, checks.respondent)]
    keys = pd.DataFrame({"wave": responses.wave, "id": ids})
    known = keys["id"].to_numpy(dtype=object) != ""
    again = keys.duplicated(keep="first").to_numpy() & known
    offenders = offending(responses, again, checks.respondent, Text("this respondent answered before"))
    return Check("duplicates", title, offenders, int(np.sum(known)), checks.duplicates)
