"""Items that fell silent: item non-response by wave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.survey.coding import REASONS
from satkit.survey.flagged_rows import COLUMNS
from satkit.survey.responses import OFF_SCALE, Check, Responses

NOTABLE = 0.10  # share of those asked who gave no answer, from which an item is named
KINDS: dict[str, int] = dict([*REASONS.items(), ("off_scale", OFF_SCALE)])


def check(responses: Responses) -> Check:
    """Items that a tenth or more of those asked left without an answer, by wave."""
    counts = by_item(responses)
    notable = counts[counts["share"] >= NOTABLE]
    lines = [
        {
            "wave": line["wave"],
            "file": responses.tables[line["wave"]].file,
            "row": 0,
            "column": line["item"],
            "value": "",
            "note": Text(
                "%(percent).1f%% of %(asked)d asked gave no answer",
                {"percent": 100 * line["share"], "asked": line["asked"]},
            ),
        }
        for line in notable.to_dict("records")
    ]
    title = Text(
        "items that %(percent)d%% or more of those asked left out", {"percent": round(100 * NOTABLE)}
    )
    return Check("nonresponse", title, pd.DataFrame(lines, columns=[*COLUMNS]), len(counts), "inform")


def by_item(responses: Responses) -> pd.DataFrame:
    """Why answers are missing, per wave and item.

    Returns
    -------
    DataFrame
        ``wave item asked answered share`` and a count per reason.  Asked are all but those not
        asked and those to whom the item does not apply; ``share`` is that of the asked without
        an answer, 0 where nobody was asked.
    """
    names = list(responses.questionnaire.waves)
    lines = []
    for place in np.unique(responses.wave):
        answers = responses.answers[responses.wave == place]
        for item in answers:
            given = answers[item].to_numpy()
            counts = {kind: int((given == code).sum()) for kind, code in KINDS.items()}
            answered = int((given >= 0).sum())
            asked = len(given) - counts["not_asked"] - counts["not_applicable"]
            share = 1 - answered / asked if asked else 0.0
            lines.append(
                {"wave": names[place], "item": item, "asked": asked, "answered": answered, "share": share}
                | counts
            )
    return pd.DataFrame(lines, columns=["wave", "item", "asked", "answered", "share", *KINDS])
