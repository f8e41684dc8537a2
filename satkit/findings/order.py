"""Which finding comes first."""

from __future__ import annotations

from dataclasses import replace

from satkit.findings.evidence import Evidence
from satkit.findings.rules import RULES


def with_findings(evidence: Evidence) -> Evidence:
    """The evidence with what follows from it, in the order of the rules."""
    return replace(evidence, findings=tuple(finding for rule in RULES for finding in rule.find(evidence)))
