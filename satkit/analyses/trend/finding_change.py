"""How the headline changed since the last wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import ChangeRow
from satkit.analyses.trend.words import (
    CHANGE_SMALL,
    FELL,
    FELL_FIRM,
    FELL_LIKELY,
    ROSE,
    ROSE_FIRM,
    ROSE_LIKELY,
    UNCHANGED,
    UNCLEAR,
)
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone, collect_numbers
from satkit.language import Label
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.rows import read_rows

SENTENCES = {
    ("firm", True): ROSE_FIRM,
    ("firm", False): FELL_FIRM,
    ("significant", True): ROSE,
    ("significant", False): FELL,
    ("negligible", True): UNCHANGED,
    ("negligible", False): UNCHANGED,
    ("unclear", True): UNCLEAR,
    ("unclear", False): UNCLEAR,
    ("small", True): CHANGE_SMALL,
    ("small", False): CHANGE_SMALL,
}


def find(evidence: Evidence) -> Iterator[Finding]:
    """The change of the headline, worded by its evidence; one test, which needs no correction of its own."""
    questionnaire, table = evidence.questionnaire, evidence[Changes].table
    headline = questionnaire.headline
    for row in read_rows(table, ChangeRow, wave=evidence.latest, segment="", node=headline):
        if (row["evidence"], True) in SENTENCES:
            alone = {**row, "p_adjusted": row["p"]}
            yield step("change", "trend", questionnaire, questionnaire.label(headline), alone)


def step(
    kind: str, section: str, questionnaire: Questionnaire, name: Label, row: Mapping[str, Any]
) -> Finding:
    """The step of a row of differences from one wave to another, worded by its evidence."""
    level, up, n = row["evidence"], row["difference"] >= 0, int(min(row["n"], row["n_versus"]))
    values = {
        "wave": questionnaire.waves[row["versus"]].title,
        "name": name,
        "points": number_format.score(abs(row["difference"])),
        "change": number_format.signed_score(row["difference"]),
        "interval": number_format.signed_interval(row["low"], row["high"]),
        "n": number_format.count(n),
    }
    text, likely = (
        SENTENCES[level, up].with_values(**values),
        (ROSE_LIKELY if up else FELL_LIKELY).with_values(**values),
    )
    tone: Tone = ("good" if up else "bad") if level in {"firm", "significant"} else "neutral"
    return Finding(kind, text, level, section, tone, n, collect_numbers(row), likely)


def hold_to_sentence(changes: Changes, evidence: Evidence) -> Changes:
    """The changes, that of the headline no surer than its sentence says."""
    if not any(one.kind == "change" and one.evidence == "likely" for one in evidence.findings):
        return changes
    table = changes.table
    mine = (table["wave"] == evidence.latest) & (table["segment"] == "")
    mine &= table["node"] == evidence.questionnaire.headline
    return replace(changes, table=table.assign(evidence=table["evidence"].mask(mine, "likely")))
