"""Which group of respondents is behind the others."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.segments.estimate import Gaps
from satkit.analyses.segments.families import corrected_gaps
from satkit.analyses.segments.rows import GapRow
from satkit.analyses.segments.words import GAP_BELOW, GAP_LIKELY
from satkit.findings.allowance import RISK, allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, collect_numbers
from satkit.tables.rows import read_rows


def find(evidence: Evidence) -> Iterator[Finding]:
    """The level furthest below its complement on the headline: of those certain, else of those likely."""
    headline, table = evidence.questionnaire.headline, evidence[Gaps].table
    if table.empty:
        return
    gaps = corrected_gaps(table[(table["wave"] == evidence.latest) & (table["node"] == headline)])
    behind = gaps[(gaps["p_adjusted"] < RISK) & (gaps["difference"] < 0)]
    firm = behind["p_adjusted"] <= allowance(evidence, "gap")
    behind = behind[firm] if firm.any() else behind  # what is certain before what is large
    for row in read_rows(behind.sort_values(["difference", "level"]).head(1), GapRow):
        own = row["complement"] + row["difference"]
        text, likely = (
            sentence.with_values(
                segment=evidence.names.segment(row["segment"]),
                level=evidence.levels[row["segment"], row["level"]],
                points=number_format.score(abs(row["difference"])),
                score=number_format.score(own),
                complement=number_format.score(row["complement"]),
                interval=number_format.signed_interval(row["low"], row["high"]),
            )
            for sentence in (GAP_BELOW, GAP_LIKELY)
        )
        level = "firm" if row["evidence"] == "firm" else "significant"
        yield Finding("gap", text, level, "segments", "act", int(row["n"]), collect_numbers(row), likely)
