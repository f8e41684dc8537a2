"""Which qualities are must-be or attractive, and which have aged."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import number_format
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.kano.words import (
    KANO_ATTRACTIVE,
    KANO_ATTRACTIVE_LIKELY,
    KANO_MOVED,
    KANO_MOVED_LIKELY,
    KANO_MUST,
    KANO_MUST_LIKELY,
)
from satkit.findings.allowance import RISK, allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import KINDS, LIKELY, QUOTED
from satkit.stats.contrasts import adjusted

SURE = 0.8


def find(evidence: Evidence) -> Iterator[Finding]:
    """Must-be and attractive qualities of the last wave; categories that changed."""
    found = evidence.get(Kano)
    if found is None:
        return
    yield from _categories(evidence, found)
    yield from _moved(evidence, found)


def _categories(evidence: Evidence, found: Kano) -> Iterator[Finding]:
    """Firm where the category is distinct from the next (Holm over attributes), likely from 80 % up."""
    asked = evidence.questionnaire
    mine = found.table[(found.table["wave"] == found.wave) & (found.table["segment"] == "")]
    p = pd.Series(adjusted(mine["p_category"], "holm"), mine.index)
    firm = p.le(allowance(evidence, "kano")) & (mine["n"] >= asked.report.min_test)
    likely = ~firm & (mine["probability"] >= SURE)
    for letter, text, perhaps in (
        ("M", KANO_MUST, KANO_MUST_LIKELY),
        ("A", KANO_ATTRACTIVE, KANO_ATTRACTIVE_LIKELY),
    ):
        for sentence, level, which in ((text, "significant", firm), (perhaps, "likely", likely)):
            lines = mine[which & (mine["category"] == letter)]
            if len(lines):
                names = tuple(
                    (QUOTED if level == "significant" else LIKELY).given(
                        name=asked.attribute_label(line["attribute"]),
                        chance=number_format.chance(line["probability"]),
                    )
                    for line in lines.to_dict("records")
                )
                n, values = int(lines["n"].min()), {"estimate": float(lines["probability"].min())}
                yield Finding("kano", sentence.given(names=names), level, "kano", "neutral", n, values)


def _moved(evidence: Evidence, found: Kano) -> Iterator[Finding]:
    """Categories that changed since the wave before: a test, Holm over attributes."""
    asked, changes = evidence.questionnaire, found.changes
    if changes.empty:
        return
    moved = changes[(changes["wave"] == found.wave) & (changes["measure"] == "better")]
    for line in moved[moved["p_moved_adjusted"] < RISK].to_dict("records"):
        text, likely = (
            sentence.given(
                name=asked.attribute_label(line["attribute"]),
                before=KINDS[line["category_versus"]],
                now=KINDS[line["category"]],
                versus=asked.waves[line["versus"]].title,
                wave=asked.waves[line["wave"]].title,
                p=number_format.probability(line["p_moved_adjusted"]),
            )
            for sentence in (KANO_MOVED, KANO_MOVED_LIKELY)
        )
        values = {"p": line["p_moved_adjusted"]}
        yield Finding("kano_moved", text, "significant", "kano", "act", int(line["n"]), values, likely)
