"""What in the data should make a reader careful."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.data_quality.words import EXCLUDED, OFF_SCALE
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.language import Text

NOTABLE = 0.05
DATA_QUALITY = Text("Can the data be trusted?")


def find(evidence: Evidence) -> Iterator[Finding]:
    """Many exclusions, and answers off their scale."""
    steps = evidence.waterfall
    if not steps.empty:
        mine = steps[steps["wave"] == evidence.latest]
        received, analysed = int(mine["n"].iloc[0]), int(mine["n"].iloc[-1])
        if received and (received - analysed) / received > NOTABLE:
            text = EXCLUDED.with_values(
                count=number_format.count(received - analysed),
                received=number_format.count(received),
                wave=evidence.questionnaire.waves[evidence.latest].title,
                share=number_format.share((received - analysed) / received, received),
                section=DATA_QUALITY,
            )
            yield Finding("excluded", text, "firm", "data_quality", "neutral", received)
    for check in evidence.checks:
        if check.name == "off_scale" and check.count:
            yield Finding(
                "off_scale",
                OFF_SCALE.with_values(count=number_format.count(check.count)),
                "firm",
                "data_quality",
                "neutral",
                check.looked_at,
            )
