"""Which finding comes first, and which are firm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto

from satkit import number_format
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import MAY_BE_CHANCE

FIRM = frozenset(("firm", "significant"))


class Place(IntEnum):
    """What a manager asks first, and what next."""

    COMPARABLE = auto()
    LEVEL = auto()
    CHANGE = auto()
    WEAKEST = auto()
    GAP = auto()
    DRIVER = auto()
    REASON = auto()
    PENALTY = auto()
    QUALITY_KIND = auto()
    INVESTMENT = auto()
    LOYALTY = auto()
    INDEX = auto()
    MIX = auto()
    DATA = auto()


@dataclass(frozen=True)
class Rule:
    """Evidence in, findings out; and where they stand among the others."""

    place: Place
    find: Callable[[Evidence], Iterable[Finding]]


def find_all(evidence: Evidence, rules: Sequence[Rule]) -> Evidence:
    """The evidence with what follows from it: by the places of the rules, of one place in their order."""
    confidence = number_format.confidence(evidence.questionnaire.report.level)
    findings = tuple(
        weigh_claim(state_confidence(finding, confidence), evidence.allowances)
        for rule in sorted(rules, key=lambda rule: rule.place)
        for finding in rule.find(evidence)
    )
    return replace(evidence, findings=findings)


def weigh_claim(finding: Finding, levels: Mapping[str, float]) -> Finding:
    """The finding as it is, or as likely where its p is above what a claim of its family may err."""
    numbers = finding.values
    family = finding.family or finding.kind
    if finding.evidence not in FIRM or not numbers.get("p", 0.0) > levels.get(family, 0.0):
        return finding
    text = finding.likely or MAY_BE_CHANCE.with_values(claim=finding.text)
    return replace(finding, text=text, evidence="likely", tone="neutral")


def state_confidence(finding: Finding, confidence: str) -> Finding:
    """The finding with the confidence level of its intervals, as it is written, in its sentences."""
    text, likely = (
        text and text.with_values(**text.values, confidence=confidence)
        for text in (finding.text, finding.likely)
    )
    return replace(finding, text=text or finding.text, likely=likely)
