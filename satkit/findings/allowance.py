"""How much one claim may err, so that a whole report of pure noise claims something in 5 of 100 cases."""

from __future__ import annotations

from collections.abc import Callable

from satkit.findings.evidence import Evidence
from satkit.findings.wording import MAY_BE_CHANCE
from satkit.language import Text
from satkit.survey.questionnaire import Role

RISK = 0.05
"""Of a report of pure noise holding a firm sentence; and of a claim, taken alone, that is called likely."""


LIKELY = 0.1
"""Two-sided level, so 5 % on its side, at which a leader is named as likely and others are not ruled out."""


def _waves(evidence: Evidence) -> bool:
    return not evidence.changes.empty


def _changing(role: Role) -> Callable[[Evidence], bool]:
    return lambda evidence: _waves(evidence) and bool(evidence.questionnaire.of_role(role))


def _recovering(name: str) -> Callable[[Evidence], bool]:
    return lambda evidence: not getattr(evidence.recovery, name).empty


def _driving(name: str) -> Callable[[Evidence], bool]:
    return lambda evidence: bool(evidence.drivers) and not getattr(evidence.drivers, name).empty


def _indexed(name: str) -> Callable[[Evidence], bool]:
    return lambda evidence: bool(evidence.index) and not getattr(evidence.index, name).empty


FAMILIES: dict[str, Callable[[Evidence], bool]] = {
    "headline since the wave before": _waves,
    "indicators since the wave before": _waves,
    "share satisfied since the wave before": _changing("overall"),
    "recommendation since the wave before": _changing("recommend"),
    "departments since the wave before": lambda e: _waves(e) and not e.departments.empty,
    "lowest indicator": lambda e: len(e.ranking) > 1,
    "group behind the others": lambda e: not e.gaps.empty,
    "department behind the others": lambda e: not e.departments.empty,
    "strongest driver": _driving("table"),
    "priority among drivers": _driving("table"),
    "penalty against reward": _driving("contrast"),
    "drivers since the wave before": _driving("waves"),
    "drivers of groups": _driving("groups"),
    "most frequent reason": lambda e: not e.reasons.shares.empty,
    "reasons since the wave before": lambda e: not e.reasons.changes.empty,
    "reasons of groups": lambda e: not e.reasons.association.empty,
    "Kano categories": lambda e: e.kano is not None,
    "Kano categories since the wave before": lambda e: e.kano is not None and not e.kano.changes.empty,
    "Kano categories of groups": lambda e: e.kano is not None and not e.kano.association.empty,
    "loyalty after a problem": _recovering("contrasts"),
    "loyalty after a problem among the equally satisfied": _recovering("contrasts"),
    "loyalty of the delighted": _recovering("steps"),
    "best step of satisfaction against the worst": _recovering("steps"),
    "index since the wave before": _indexed("changes"),
    "strongest path to the index": _indexed("priority"),
    "priority for the index": _indexed("priority"),
    "mix of respondents": lambda e: not e.composition.empty,
}
"""The families of tests that may end in a sentence; within each, p is corrected for all it looked at."""


def allowance(evidence: Evidence) -> float:
    """The level at which a claim is firm: the risk of the report, divided among its families (Bonferroni)."""
    return RISK / max(kinds(evidence), 1)


def kinds(evidence: Evidence) -> int:
    """How many families of tests a report looks at."""
    return sum(could(evidence) for could in FAMILIES.values())


def as_sure_as(text: Text, p: float, evidence: Evidence) -> Text:
    """A claim of a section as it is, or as likely where its p, corrected within its family, allows no more."""
    return text if p <= allowance(evidence) else MAY_BE_CHANCE.given(claim=text)
