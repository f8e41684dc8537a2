"""Which finding comes first, and which are firm."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from satkit import digits
from satkit.findings.allowance import allowances, family_of
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.rules import RULES
from satkit.findings.wording import MAY_BE_CHANCE

FIRM = frozenset(("firm", "significant"))


def with_findings(evidence: Evidence) -> Evidence:
    """The evidence with what follows from it, in the order of the rules."""
    level = digits.confidence(evidence.questionnaire.report.level)
    levels = allowances(evidence)
    evidence = replace(evidence, allowances=levels)
    found = (at_level(finding, level) for rule in RULES for finding in rule.find(evidence))
    told = tuple(worded(finding, levels.get(family_of(finding.kind), 0.0)) for finding in found)
    return replace(evidence, findings=told, changes=_as_told(evidence, told))


def _as_told(evidence: Evidence, told: tuple[Finding, ...]) -> pd.DataFrame:
    """The changes, that of the headline no surer than its sentence says."""
    table = evidence.changes
    if not any(one.kind == "change" and one.evidence == "likely" for one in told):
        return table
    mine = (table["wave"] == evidence.latest) & (table["segment"] == "")
    mine &= table["node"] == evidence.questionnaire.headline
    return table.assign(evidence=table["evidence"].mask(mine, "likely"))


def worded(finding: Finding, certain: float) -> Finding:
    """The finding as it is, or as likely where its p is above what a claim of its family may err."""
    numbers = finding.values  # noqa: PD011  not of pandas
    if finding.evidence not in FIRM or not numbers.get("p", 0.0) > certain:
        return finding
    text = finding.likely or MAY_BE_CHANCE.given(claim=finding.text)
    return replace(finding, text=text, evidence="likely", tone="neutral")


def at_level(finding: Finding, level: str) -> Finding:
    """The finding with the confidence level of its intervals, as it is written, in its sentences."""
    text, likely = (
        text and text.given(**text.values, confidence=level) for text in (finding.text, finding.likely)
    )
    return replace(finding, text=text or finding.text, likely=likely)
