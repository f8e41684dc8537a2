"""How much of a change is only a different mix of respondents."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import MixRow
from satkit.analyses.trend.words import MIX, MIX_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.tables.rows import read_rows

VISIBLE = 0.05  # points: what is less is written as nothing


def find(evidence: Evidence) -> Iterator[Finding]:
    """The split of the headline's change, where the mix moved it beyond chance."""
    headline = evidence.questionnaire.headline
    for row in read_rows(evidence[Changes].composition, MixRow, wave=evidence.latest, node=headline):
        beyond_chance = row["mix_low"] > 0 or row["mix_high"] < 0
        if not beyond_chance or abs(row["mix"]) < VISIBLE:
            continue
        text, likely = (
            sentence.with_values(
                change=number_format.signed_score(row["change"]),
                mix=number_format.signed_score(row["mix"]),
                performance=number_format.signed_score(row["performance"]),
                interval=number_format.signed_interval(row["performance_low"], row["performance_high"]),
            )
            for sentence in (MIX, MIX_LIKELY)
        )
        n = int(evidence.everyone()[headline]["n"])
        values = {"estimate": row["mix"], "low": row["mix_low"], "high": row["mix_high"]}
        values["p"] = row["mix_p"]
        yield Finding("mix", text, "significant", "trend", "neutral", n, values, likely)
