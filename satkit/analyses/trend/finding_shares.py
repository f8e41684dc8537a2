"""Whether the share satisfied and the net promoter score changed since the last wave."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import ShareChangeRow
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
from satkit.findings.finding import Finding, collect_numbers
from satkit.language import Text
from satkit.tables.rows import read_rows

CERTAIN = ("firm", "significant")
Pair = tuple[Text, Text]
"""What is certain, and what is only likely."""

SENTENCES = {
    ("overall", "satisfied"): (
        (SATISFIED_FELL, SATISFIED_FELL_LIKELY),
        (SATISFIED_ROSE, SATISFIED_ROSE_LIKELY),
    ),
    ("recommend", "nps"): ((NPS_FELL, NPS_FELL_LIKELY), (NPS_ROSE, NPS_ROSE_LIKELY)),
}


def find(evidence: Evidence) -> Iterator[Finding]:
    """A change beyond chance of the overall question's share satisfied, and of recommendation's net promoters."""
    items = evidence.questionnaire.items
    for row in read_rows(evidence[Changes].shares, ShareChangeRow, wave=evidence.latest):
        sentences = SENTENCES.get((items[row["item"]].role, row["measure"]))
        if sentences and row["evidence"] in CERTAIN:
            yield _word_change(evidence, row, sentences)


def _word_change(evidence: Evidence, row: ShareChangeRow, sentences: tuple[Pair, Pair]) -> Finding:
    """The change in the sentence of its direction, and how it reads where it is only likely."""
    questionnaire = evidence.questionnaire
    up, share = row["difference"] > 0, row["measure"] == "satisfied"
    text, likely = (
        sentence.with_values(
            wave=questionnaire.waves[row["versus"]].title,
            name=questionnaire.label(row["item"]),
            points=number_format.score(abs(row["difference"])),
            now=number_format.share(row["estimate"] / 100, row["n"])
            if share
            else number_format.signed_score(row["estimate"]),
            interval=number_format.signed_interval(row["low"], row["high"]),
        )
        for sentence in sentences[up]
    )
    kind = "satisfied_change" if share else "recommend_change"
    n = int(min(row["n"], row["n_versus"]))
    return Finding(
        kind, text, row["evidence"], "trend", "good" if up else "bad", n, collect_numbers(row), likely
    )
