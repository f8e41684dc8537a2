"""Waves with no respondent, or only one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.survey.flagged_rows import COLUMNS
from satkit.survey.responses import Check, Responses


def check(responses: Responses) -> Check:
    """Waves too thin for any estimate of error."""
    waves = list(responses.questionnaire.waves)
    counts = np.bincount(responses.wave, minlength=len(waves))
    notes = (Text("the wave has no respondent"), Text("the wave has one respondent"))
    lines = [
        {
            "wave": wave,
            "file": responses.tables[wave].file if wave in responses.tables else "",
            "row": 0,
            "column": "",
            "value": "",
            "note": notes[count],
        }
        for wave, count in zip(waves, counts, strict=True)
        if count < 2
    ]
    title = Text("waves with fewer than two respondents")
    return Check("thin", title, pd.DataFrame(lines, columns=[*COLUMNS]), len(waves), "inform")
