"""Which group of respondents is behind the others."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested
from satkit.findings.wording import GAP_BELOW


def find(evidence: Evidence) -> Iterator[Finding]:
    """The level of a segment furthest below its complement on the headline, if beyond chance."""
    asked, table = evidence.questionnaire, evidence.gaps
    if table.empty:
        return
    told = table[
        (table["wave"] == evidence.latest)
        & (table["node"] == asked.headline)
        & table["evidence"].isin(["firm", "significant"])
        & (table["difference"] < 0)
    ]
    for line in told.sort_values(["difference", "level"]).head(1).to_dict("records"):
        own = line["complement"] + line["difference"]
        text = GAP_BELOW.given(
            segment=asked.segments[line["segment"]].title,
            level=evidence.levels[line["segment"], line["level"]],
            points=digits.score(abs(line["difference"])),
            score=digits.score(own),
            complement=digits.score(line["complement"]),
            interval=digits.signed_interval(line["low"], line["high"]),
        )
        yield Finding("gap", text, line["evidence"], "segments", "act", int(line["n"]), tested(line))
