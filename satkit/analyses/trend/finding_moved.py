"""Which indicators fell or rose beyond chance since the last wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan, nan
from typing import Literal

from satkit import number_format
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import ChangeRow
from satkit.analyses.trend.words import FALLING, FALLING_LIKELY, MOVED, RISING, RISING_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, collect_numbers
from satkit.findings.wording import MORE
from satkit.language import Text
from satkit.tables.rows import read_rows

MOST = 3
CERTAIN = ("firm", "significant")


def find(evidence: Evidence) -> Iterator[Finding]:
    """Leaf indicators whose change is significant after correction, the largest first.

    The list is that of the marks on the page (false discoveries corrected); it is firm where the smallest p
    of all indicators and items is, which is the test that nothing moved at all (Simes).
    """
    questionnaire = evidence.questionnaire
    rows = read_rows(evidence[Changes].table, ChangeRow, wave=evidence.latest, segment="")
    leaves = [name for name in questionnaire.indicators if not questionnaire.children(name)]
    told = {*(leaves or questionnaire.scored_items)}
    moved = [row for row in rows if row["node"] in told and row["evidence"] in CERTAIN]
    anything = min((row["p_adjusted"] for row in rows if not isnan(row["p_adjusted"])), default=nan)
    fell = sorted((r for r in moved if r["difference"] < 0), key=lambda r: (r["difference"], r["node"]))
    rose = sorted((r for r in moved if r["difference"] > 0), key=lambda r: (-r["difference"], r["node"]))
    if fell:
        yield _word_moves(evidence, fell, (FALLING, FALLING_LIKELY), "bad", anything)
    if rose:
        yield _word_moves(evidence, rose, (RISING, RISING_LIKELY), "good", anything)


def _word_moves(
    evidence: Evidence,
    rows: Sequence[ChangeRow],
    sentences: tuple[Text, Text],
    tone: Literal["good", "bad"],
    p: float,
) -> Finding:
    """The largest moves of one direction in a sentence, and how it reads where they are only likely."""
    naming = evidence.names
    names: list[object] = [
        MOVED.with_values(name=naming.node(row["node"]), change=number_format.signed_score(row["difference"]))
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        names.append(MORE.with_values(count=len(rows) - MOST))
    first = rows[0]
    text, likely = (
        sentence.with_values(wave=naming.wave(first["versus"]), names=tuple(names)) for sentence in sentences
    )
    level = "firm" if all(row["evidence"] == "firm" for row in rows) else "significant"
    return Finding(
        "fell" if tone == "bad" else "rose",
        text,
        level,
        "trend",
        tone,
        int(min(row["n"] for row in rows)),
        collect_numbers(first) | {"p": p},
        likely,
        "moved",
    )
