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
    speed,
    straightlining,
    thin,
)
from satkit.survey.responses import Check, Responses

CHECKS: dict[str, Callable[[Responses], Check]] = {
    "off_scale": off_scale.check,
    "empty": empty.check,
    "duplicates": duplicates.check,
    "speeders": speed.check,
    "straightlining": straightlining.check,
    "identical": identical.check,
    "nonresponse": nonresponse.check,
    "drift": drift.check,
    "thin": thin.check,
}


def checked(responses: Responses) -> Responses:
    """The responses with every check of the shelf; nothing is excluded yet."""
    return replace(responses, checks=tuple(check(responses) for check in CHECKS.values()))
