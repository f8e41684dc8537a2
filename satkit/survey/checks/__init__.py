"""The shelf of data checks, in the order records are excluded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from satkit.survey.checks import (
    drift,
    duplicates,
    empty,
    identical,
    nonresponse,
    off_scale,
    others,
    pairs,
    sides,
    speed,
    straightlining,
    thin,
)
from satkit.survey.comparability import breaks
from satkit.survey.responses import Check, Responses

CHECKS: dict[str, Callable[[Responses], Check]] = {
    "off_scale": off_scale.check,
    "others": others.check,
    "empty": empty.check,
    "duplicates": duplicates.check,
    "speeders": speed.check,
    "straightlining": straightlining.check,
    "pairs": pairs.check,
    "identical": identical.check,
    "nonresponse": nonresponse.check,
    "sides": sides.check,
    "drift": drift.check,
    "thin": thin.check,
}
OF_PAIRS = {"pairs", "sides"}  # silent where no Kano pairs are asked
OF_OTHERS = {"others"}  # silent where no scale has a catch-all


def run_checks(responses: Responses) -> Responses:
    """The responses with every check of the shelf; nothing is excluded yet."""
    responses = replace(responses, breaks=breaks(responses))
    questionnaire = responses.questionnaire
    silent = set() if questionnaire.attributes else OF_PAIRS
    if all(scale.catch_all is None for scale in questionnaire.scales.values()):
        silent = silent | OF_OTHERS
    asked = [name for name in CHECKS if name not in silent]
    return replace(responses, checks=tuple(CHECKS[name](responses) for name in asked))
