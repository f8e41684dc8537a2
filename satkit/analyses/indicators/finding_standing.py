"""Where satisfaction stands, and how firmly in its band."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.indicators.words import STANDING_BETWEEN, STANDING_FIRM, STANDING_SMALL
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding


def find(evidence: Evidence) -> Iterator[Finding]:
    """The headline score and its band."""
    asked = evidence.questionnaire
    table = evidence.everyone()
    if asked.headline not in table or table[asked.headline]["withheld"]:
        return
    line = table[asked.headline]
    bands = {band.name: band.title for band in asked.report.bands}
    told = {
        "name": asked.label(asked.headline),
        "score": number_format.score(line["estimate"]),
        "interval": number_format.interval(line["low"], line["high"]),
    }
    if line["n"] < asked.report.min_test:
        text, level = STANDING_SMALL.given(**told, n=number_format.count(line["n"])), "small"
    elif line["band_low"] == line["band_high"]:
        text, level = STANDING_FIRM.given(**told, band=bands[line["band"]]), "firm"
    else:
        low, high = bands[line["band_low"]], bands[line["band_high"]]
        text, level = STANDING_BETWEEN.given(**told, low=low, high=high), "unclear"
    values = {key: float(line[key]) for key in ("estimate", "low", "high")}
    yield Finding("standing", text, level, "indicators", "neutral", int(line["n"]), values)
