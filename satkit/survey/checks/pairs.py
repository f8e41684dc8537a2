"""Kano pairs answered without thought: one answer throughout, or contradictions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.models.kano.answers import QUESTIONABLE
from satkit.stats.design import Floats
from satkit.survey.flagged_rows import offending
from satkit.survey.pairs import pairs
from satkit.survey.responses import Check, Responses

FEWEST = 3  # full pairs: two may coincide honestly
CONTRADICTORY = 0.2  # of the pairs of one respondent; one slip among five is no carelessness


def check(responses: Responses) -> Check:
    """Records with one answer to all Kano questions, or more than a fifth of their pairs questionable."""
    title = Text(
        "Kano questions: one answer to all of them, or more than %(percent)d%% of the pairs contradictory",
        {"percent": round(100 * CONTRADICTORY)},
    )
    found = pairs(responses)
    full = (found.kinds >= 0).sum(axis=1)
    against = (found.kinds == QUESTIONABLE).sum(axis=1)
    enough = full >= FEWEST
    straight = enough & _straight(found.functional, found.dysfunctional)
    torn = enough & ~straight & (against > CONTRADICTORY * full)
    lines = [
        offending(responses, straight, note=Text("one answer to all Kano questions")),
        *(
            offending(responses, torn & (full == n) & (against == q), note=_describe_contradictions(q, n))
            for q, n in sorted(set(zip(against[torn].tolist(), full[torn].tolist(), strict=True)))
        ),
    ]
    offenders = pd.concat(lines, ignore_index=True).sort_values(["wave", "row"], ignore_index=True)
    return Check("pairs", title, offenders, int(enough.sum()), responses.questionnaire.checks.pairs)


def _describe_contradictions(against: int, full: int) -> Text:
    return Text("%(count)d of %(full)d Kano pairs contradict themselves", {"count": against, "full": full})


def _straight(functional: Floats, dysfunctional: Floats) -> np.ndarray:
    """Whose answers to both questions of every pair are one and the same."""
    given = np.concatenate([functional, dysfunctional], axis=1)
    lowest = np.where(np.isfinite(given), given, np.inf).min(axis=1, initial=np.inf)
    return np.asarray(lowest == np.where(np.isfinite(given), given, -np.inf).max(axis=1, initial=-np.inf))
