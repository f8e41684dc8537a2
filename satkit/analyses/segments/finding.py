"""Which group of respondents is behind the others."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.segments.estimate import Gaps
from satkit.analyses.segments.families import corrected_gaps
from satkit.analyses.segments.words import GAP_BELOW, GAP_LIKELY
from satkit.findings.allowance import RISK, allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested


def find(evidence: Evidence) -> Iterator[Finding]:
    """The level furthest below its complement on the headline: of those certain, else of those likely."""
    asked, table = evidence.questionnaire, evidence[Gaps].table
    if table.empty:
        return
    told = corrected_gaps(table[(table["wave"] == evidence.latest) & (table["node"] == asked.headline)])
    told = told[(told["p_adjusted"] < RISK) & (told["difference"] < 0)]
    firm = told["p_adjusted"] <= allowance(evidence, "gap")
    told = told[firm] if firm.any() else told  # what is certain before what is large
    for line in told.sort_values(["difference", "level"]).head(1).to_dict("records"):
        own = line["complement"] + line["difference"]
        text, likely = (
            sentence.given(
                segment=asked.segments[line["segment"]].title,
                level=evidence.levels[line["segment"], line["level"]],
                points=number_format.score(abs(line["difference"])),
                score=number_format.score(own),
                complement=number_format.score(line["complement"]),
                interval=number_format.signed_interval(line["low"], line["high"]),
            )
            for sentence in (GAP_BELOW, GAP_LIKELY)
        )
        level = "firm" if line["evidence"] == "firm" else "significant"
        yield Finding("gap", text, level, "segments", "act", int(line["n"]), tested(line), likely)
