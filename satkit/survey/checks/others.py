"""Parts of several answers that no option knows, counted under the catch-all of their scale."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from satkit.errors import quote
from satkit.language import Text
from satkit.survey.checks.off_scale import Found, offending_cells
from satkit.survey.flagged_rows import none
from satkit.survey.responses import Check, Responses

NAME = "others"


def check(responses: Responses) -> Check:
    """The check as binding found it, when the cells were still at hand."""
    return next(found for found in responses.checks if found.name == NAME)


def check_others(found: Sequence[Found], looked_at: int) -> Check:
    """The check from all cells with a part counted under a catch-all."""
    frames = [
        offending_cells(
            one, Text("counted under 'other' of scale %(scale)s", {"scale": quote(one.scale.name)})
        )
        for one in found
    ]
    offenders = pd.concat(frames, ignore_index=True) if frames else none()
    title = Text("answers to lists that no option knows, counted as 'other'")
    return Check(NAME, title, offenders, looked_at, "inform")
