"""Why answers are missing, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from satkit.survey.responses import (
    DONT_KNOW,
    NOT_APPLICABLE,
    NOT_ASKED,
    OFF_SCALE,
    REFUSED,
    SKIPPED,
    Responses,
)

REASONS = {
    SKIPPED: "skipped",
    NOT_ASKED: "not_asked",
    NOT_APPLICABLE: "not_applicable",
    DONT_KNOW: "dont_know",
    REFUSED: "refused",
    OFF_SCALE: "off_scale",
}


@dataclass(frozen=True)
class Missing:
    """Why answers are missing.

    Parameters
    ----------
    table : DataFrame
        ``wave item reason n share``, see :func:`count_missing`.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)


def count_missing(responses: Responses) -> pd.DataFrame:
    """How often, and why, an item has no answer, wave by wave: ``wave item reason n share``."""
    lines = []
    for place, wave in enumerate(responses.questionnaire.waves):
        rows = responses.wave == place
        if not rows.any():
            continue
        answers = responses.answers.to_numpy()[rows]
        for code, reason in REASONS.items():
            counts = (answers == code).sum(axis=0)
            lines += [
                {
                    "wave": wave,
                    "item": item,
                    "reason": reason,
                    "n": int(count),
                    "share": float(count / len(answers)),
                }
                for item, count in zip(responses.answers.columns, counts, strict=True)
                if count
            ]
    return pd.DataFrame(lines, columns=["wave", "item", "reason", "n", "share"])
