"""One answer all the way down."""

from __future__ import annotations

import numpy as np

from satkit.language import Text
from satkit.survey.checks.speed import pace
from satkit.survey.flagged_rows import offending
from satkit.survey.responses import Check, Responses

FAR = 2**30  # a place on no scale


def check(responses: Responses) -> Check:
    """Records with the same answer to all items of a scale, at least ``straight_items`` of them.

    Satisfaction is often honestly flat, so where times are known only those faster than the
    median of their wave offend.
    """
    checks = responses.questionnaire.checks
    flat, looked_at = np.zeros(len(responses), dtype=bool), np.zeros(len(responses), dtype=bool)
    for block in _blocks(responses):
        answers = responses.answers[block].to_numpy(dtype=np.int32)
        given = answers >= 0
        enough = given.sum(axis=1) >= checks.straight_items
        lowest = np.where(given, answers, FAR).min(axis=1)
        flat |= enough & (lowest == np.where(given, answers, -FAR).max(axis=1))
        looked_at |= enough
    title = Text(
        "the same answer to %(n)d or more items of one scale (satisfied respondents do so honestly)",
        {"n": checks.straight_items},
    )
    if checks.duration:
        title = Text(
            "the same answer to %(n)d or more items of one scale, given faster than half of the wave",
            {"n": checks.straight_items},
        )
        flat &= pace(responses) < 1
    offenders = offending(responses, flat, note=Text("one answer throughout"))
    return Check("straightlining", title, offenders, int(looked_at.sum()), checks.straightlining)


def _blocks(responses: Responses) -> list[list[str]]:
    """The scored items by scale, where a scale has enough of them."""
    questionnaire = responses.questionnaire
    blocks: dict[str, list[str]] = {}
    for name in questionnaire.scored_items:
        blocks.setdefault(questionnaire.items[name].scale, []).append(name)
    return [block for block in blocks.values() if len(block) >= questionnaire.checks.straight_items]
