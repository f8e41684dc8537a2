"""Which indicators fell or rose beyond chance since the last wave."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested
from satkit.findings.wording import FALLING, MORE, MOVED, RISING
from satkit.language import Text

MOST = 3


def find(evidence: Evidence) -> Iterator[Finding]:
    """Leaf indicators whose change is significant after correction, the largest first."""
    asked, table = evidence.questionnaire, evidence.changes
    if table.empty:
        return
    leaves = [name for name in asked.indicators if not asked.children(name)] or list(asked.scored)
    told = table[
        (table["wave"] == evidence.latest)
        & (table["segment"] == "")
        & table["node"].isin(leaves)
        & table["evidence"].isin(["firm", "significant"])
    ]
    fell = told[told["difference"] < 0].sort_values(["difference", "node"])
    rose = told[told["difference"] > 0].sort_values(["difference", "node"], ascending=[False, True])
    if len(fell):
        yield _finding(evidence, fell, FALLING, "bad")
    if len(rose):
        yield _finding(evidence, rose, RISING, "good")


def _finding(evidence: Evidence, lines: pd.DataFrame, sentence: Text, tone: str) -> Finding:
    asked = evidence.questionnaire
    names: list[object] = [
        MOVED.given(name=asked.label(line["node"]), change=digits.signed(line["difference"]))
        for line in lines.head(MOST).to_dict("records")
    ]
    if len(lines) > MOST:
        names.append(MORE.given(count=len(lines) - MOST))
    first = lines.iloc[0].to_dict()
    text = sentence.given(wave=asked.waves[first["versus"]].title, names=tuple(names))
    level = "firm" if (lines["evidence"] == "firm").all() else "significant"
    return Finding(
        "fell" if tone == "bad" else "rose",
        text,
        level,
        "trend",
        "bad" if tone == "bad" else "good",
        int(lines["n"].min()),
        tested(first),
    )
