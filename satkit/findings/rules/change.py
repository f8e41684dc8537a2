"""How the headline changed since the last wave."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.wording import CHANGE_SMALL, FELL, FELL_FIRM, ROSE, ROSE_FIRM, UNCHANGED, UNCLEAR

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
    """The change of the headline, worded by its evidence."""
    asked, table = evidence.questionnaire, evidence.changes
    if table.empty:
        return
    mine = (table["wave"] == evidence.latest) & (table["segment"] == "") & (table["node"] == asked.headline)
    for line in table[mine].to_dict("records"):
        level, up = line["evidence"], line["difference"] >= 0
        if (level, up) not in SENTENCES:
            continue
        n = min(line["n"], line["n_versus"])
        text = SENTENCES[level, up].given(
            wave=asked.waves[line["versus"]].title,
            name=asked.label(asked.headline),
            points=digits.score(abs(line["difference"])),
            change=digits.signed(line["difference"]),
            interval=digits.signed_interval(line["low"], line["high"]),
            n=digits.count(n),
        )
        told = level in {"firm", "significant"}
        tone: Tone = ("good" if up else "bad") if told else "neutral"
        values = {
            "estimate": line["difference"],
            "low": line["low"],
            "high": line["high"],
            "p": line["p_adjusted"],
        }
        yield Finding("change", text, level, "trend", tone, int(n), values)
