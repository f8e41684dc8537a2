"""How much of a change is only a different mix of respondents."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.words import MIX, MIX_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding


def find(evidence: Evidence) -> Iterator[Finding]:
    """The split of the headline's change, where the mix moved it beyond chance."""
    asked, table = evidence.questionnaire, evidence[Changes].composition
    if table.empty:
        return
    mine = table[(table["wave"] == evidence.latest) & (table["node"] == asked.headline)]
    told = mine[(mine["mix_low"] > 0) | (mine["mix_high"] < 0)]
    for line in told.to_dict("records"):
        if abs(line["mix"]) < 0.05:
            continue
        text, likely = (
            sentence.given(
                change=number_format.signed(line["change"]),
                mix=number_format.signed(line["mix"]),
                performance=number_format.signed(line["performance"]),
                interval=number_format.signed_interval(line["performance_low"], line["performance_high"]),
            )
            for sentence in (MIX, MIX_LIKELY)
        )
        n = int(evidence.everyone()[asked.headline]["n"])
        values = {"estimate": line["mix"], "low": line["mix_low"], "high": line["mix_high"]}
        values["p"] = line["mix_p"]
        yield Finding("mix", text, "significant", "trend", "neutral", n, values, likely)
