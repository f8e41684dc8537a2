"""Where satisfaction stands, and how firmly in its band."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.indicators.words import STANDING_BETWEEN, STANDING_FIRM, STANDING_SMALL
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding


def find(evidence: Evidence) -> Iterator[Finding]:
    """The headline score and its band."""
    questionnaire, names = evidence.questionnaire, evidence.names
    row = evidence.everyone().get(questionnaire.headline)
    if row is None or row["withheld"]:
        return
    known = {
        "name": questionnaire.label(questionnaire.headline),
        "score": number_format.score(row["estimate"]),
        "interval": number_format.interval(row["low"], row["high"]),
    }
    if row["n"] < questionnaire.report.min_test:
        text, level = STANDING_SMALL.with_values(**known, n=number_format.count(row["n"])), "small"
    elif row["band_low"] == row["band_high"]:
        text, level = STANDING_FIRM.with_values(**known, band=names.band(row["band"])), "firm"
    else:
        low, high = names.band(row["band_low"]), names.band(row["band_high"])
        text, level = STANDING_BETWEEN.with_values(**known, low=low, high=high), "unclear"
    values = {"estimate": row["estimate"], "low": row["low"], "high": row["high"]}
    yield Finding("standing", text, level, "indicators", "neutral", int(row["n"]), values)
