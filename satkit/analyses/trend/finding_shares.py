"""Whether the share satisfied and the net promoter score changed since the last wave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.words import (
    NPS_FELL,
    NPS_FELL_LIKELY,
    NPS_ROSE,
    NPS_ROSE_LIKELY,
    SATISFIED_FELL,
    SATISFIED_FELL_LIKELY,
    SATISFIED_ROSE,
    SATISFIED_ROSE_LIKELY,
)
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested

SENTENCES = {
    ("overall", "satisfied"): (
        (SATISFIED_FELL, SATISFIED_FELL_LIKELY),
        (SATISFIED_ROSE, SATISFIED_ROSE_LIKELY),
    ),
    ("recommend", "nps"): ((NPS_FELL, NPS_FELL_LIKELY), (NPS_ROSE, NPS_ROSE_LIKELY)),
}


def find(evidence: Evidence) -> Iterator[Finding]:
    """A change beyond chance of the overall question's share satisfied, and of recommendation's net promoters."""
    asked, table = evidence.questionnaire, evidence[Changes].shares
    if table.empty:
        return
    told = table[(table["wave"] == evidence.latest) & table["evidence"].isin(["firm", "significant"])]
    for line in told.to_dict("records"):
        sentences = SENTENCES.get((asked.items[line["item"]].role, line["measure"]))
        if sentences:
            yield _finding(evidence, line, sentences)


def _finding(evidence: Evidence, line: dict[Any, Any], sentences: tuple[Any, Any]) -> Finding:
    asked = evidence.questionnaire
    up, share = line["difference"] > 0, line["measure"] == "satisfied"
    text, likely = (
        sentence.given(
            wave=asked.waves[line["versus"]].title,
            name=asked.label(line["item"]),
            points=number_format.score(abs(line["difference"])),
            now=number_format.share(line["estimate"] / 100, line["n"])
            if share
            else number_format.signed(line["estimate"]),
            interval=number_format.signed_interval(line["low"], line["high"]),
        )
        for sentence in sentences[up]
    )
    kind = "satisfied_change" if share else "recommend_change"
    n = int(min(line["n"], line["n_versus"]))
    return Finding(kind, text, line["evidence"], "trend", "good" if up else "bad", n, tested(line), likely)
