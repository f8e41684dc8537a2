"""How the headline changed since the last wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
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
from satkit.findings.finding import Finding, Tone, tested
from satkit.language import Label
from satkit.survey.questionnaire import Questionnaire

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
    asked, table = evidence.questionnaire, evidence[Changes].table
    if table.empty:
        return
    mine = (table["wave"] == evidence.latest) & (table["segment"] == "") & (table["node"] == asked.headline)
    for line in table[mine].to_dict("records"):
        if (line["evidence"], True) in SENTENCES:
            yield step(
                "change", "trend", asked, asked.label(asked.headline), line | {"p_adjusted": line["p"]}
            )


def step(kind: str, section: str, asked: Questionnaire, name: Label, line: Mapping[Any, Any]) -> Finding:
    """The step of a line from one wave to another, worded by its evidence."""
    level, up, n = line["evidence"], line["difference"] >= 0, int(min(line["n"], line["n_versus"]))
    told = {
        "wave": asked.waves[line["versus"]].title,
        "name": name,
        "points": number_format.score(abs(line["difference"])),
        "change": number_format.signed(line["difference"]),
        "interval": number_format.signed_interval(line["low"], line["high"]),
        "n": number_format.count(n),
    }
    text, likely = SENTENCES[level, up].given(**told), (ROSE_LIKELY if up else FELL_LIKELY).given(**told)
    tone: Tone = ("good" if up else "bad") if level in {"firm", "significant"} else "neutral"
    return Finding(kind, text, level, section, tone, n, tested(line), likely)


def hold_to_sentence(changes: Changes, evidence: Evidence) -> Changes:
    """The changes, that of the headline no surer than its sentence says."""
    if not any(one.kind == "change" and one.evidence == "likely" for one in evidence.findings):
        return changes
    table = changes.table
    mine = (table["wave"] == evidence.latest) & (table["segment"] == "")
    mine &= table["node"] == evidence.questionnaire.headline
    return replace(changes, table=table.assign(evidence=table["evidence"].mask(mine, "likely")))
