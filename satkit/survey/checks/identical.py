"""Records whose answers all equal those of another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.survey.flagged_rows import offending
from satkit.survey.responses import Check, Responses

FEWEST = 10  # honest answers to fewer items coincide often


def check(responses: Responses) -> Check:
    """Records with ten answers on scales or more, and all answers those of a record above in the wave.

    For information only: satisfied respondents give many equal records.
    """
    title = Text("all answers equal to those of another respondent (often honest)")
    answers = responses.answers.to_numpy()
    enough = (answers >= 0).sum(axis=1) >= FEWEST
    keys = pd.concat(
        [
            pd.Series(responses.wave),
            pd.DataFrame(np.column_stack([answers, *responses.options.values()])),
            responses.numbers,
            responses.texts,
        ],
        axis=1,
    )
    again = enough & keys.duplicated(keep="first").to_numpy()
    return Check("identical", title, offending(responses, again), int(enough.sum()), "inform")
