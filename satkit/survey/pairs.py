"""Kano pairs of every respondent: both answers, and the category they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.models.kano.answers import categories
from satkit.stats.design import Floats, Ints
from satkit.survey.responses import Responses

TABLES = {5: "classic", 3: "short"}


@dataclass(frozen=True)
class Pairs:
    """Answers to a pairs of questions.

    Parameters
    ----------
    functional, dysfunctional : ndarray, shape (n, a)
        Places on the scale, 0 the most liking; NaN where one did not answer.
    kinds : ndarray of int, shape (n, a)
        Places in :data:`satkit.models.kano.answers.CATEGORIES`, -1 where a half is missing.
    """

    functional: Floats
    dysfunctional: Floats
    kinds: Ints


def pairs(responses: Responses) -> Pairs:
    """The pairs in the order of ``questionnaire.attributes``, read by the table the definition names."""
    questionnaire, n = responses.questionnaire, len(responses)
    sides = [np.full((n, len(questionnaire.attributes)), np.nan) for _ in range(2)]
    kinds = np.full((n, len(questionnaire.attributes)), -1, np.int64)
    for place, items in enumerate(questionnaire.attributes.values()):
        for side, item in zip(sides, items, strict=True):
            given = responses.answers[item].to_numpy()
            side[:, place] = np.where(given >= 0, given.astype(float), np.nan)
        table = questionnaire.kano.table or TABLES[len(questionnaire.scale(items[0]).points)]
        kinds[:, place] = categories(sides[0][:, place], sides[1][:, place], table)
    return Pairs(sides[0], sides[1], kinds)
