"""Which indicators fell or rose beyond chance since the last wave."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.words import FALLING, FALLING_LIKELY, MOVED, RISING, RISING_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested
from satkit.findings.wording import MORE
from satkit.language import Text

MOST = 3


def find(evidence: Evidence) -> Iterator[Finding]:
    """Leaf indicators whose change is significant after correction, the largest first.

    The list is that of the marks on the page (false discoveries corrected); it is firm where the smallest p
    of all indicators and items is, which is the test that nothing moved at all (Simes).
    """
    asked, table = evidence.questionnaire, evidence[Changes].table
    if table.empty:
        return
    leaves = [name for name in asked.indicators if not asked.children(name)] or list(asked.scored)
    mine = table[(table["wave"] == evidence.latest) & (table["segment"] == "")]
    told = mine[mine["node"].isin(leaves) & mine["evidence"].isin(["firm", "significant"])]
    anything = float(mine["p_adjusted"].min())
    fell = told[told["difference"] < 0].sort_values(["difference", "node"])
    rose = told[told["difference"] > 0].sort_values(["difference", "node"], ascending=[False, True])
    if len(fell):
        yield _finding(evidence, fell, (FALLING, FALLING_LIKELY), "bad", anything)
    if len(rose):
        yield _finding(evidence, rose, (RISING, RISING_LIKELY), "good", anything)


def _finding(
    evidence: Evidence, lines: pd.DataFrame, sentences: tuple[Text, Text], tone: str, p: float
) -> Finding:
    asked = evidence.questionnaire
    names: list[object] = [
        MOVED.given(name=asked.label(line["node"]), change=number_format.signed(line["difference"]))
        for line in lines.head(MOST).to_dict("records")
    ]
    if len(lines) > MOST:
        names.append(MORE.given(count=len(lines) - MOST))
    first = lines.iloc[0].to_dict()
    text, likely = (
        sentence.given(wave=asked.waves[first["versus"]].title, names=tuple(names)) for sentence in sentences
    )
    level = "firm" if (lines["evidence"] == "firm").all() else "significant"
    return Finding(
        "fell" if tone == "bad" else "rose",
        text,
        level,
        "trend",
        "bad" if tone == "bad" else "good",
        int(lines["n"].min()),
        tested(first) | {"p": p},
        likely,
        "moved",
    )
