"""Which finding comes first."""

from __future__ import annotations

from dataclasses import replace

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.rules import RULES


def with_findings(evidence: Evidence) -> Evidence:
    """The evidence with what follows from it, in the order of the rules."""
    level = digits.confidence(evidence.questionnaire.report.level)
    found = (at_level(finding, level) for rule in RULES for finding in rule.find(evidence))
    return replace(evidence, findings=tuple(found))


def at_level(finding: Finding, level: str) -> Finding:
    """The finding with the confidence level of its intervals, as it is written, in its sentence."""
    text = finding.text
    return replace(finding, text=text.given(**text.values, confidence=level))
