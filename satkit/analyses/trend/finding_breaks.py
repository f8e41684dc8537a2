"""What may make a wave incomparable with the one before, and holds sentences back."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.analyses.trend.words import RENUMBERED, REVERSED, UNLISTED
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import MORE, QUOTED

MOST = 3
SENTENCES = {"reversed": REVERSED, "renumbered": RENUMBERED, "unlisted": UNLISTED}


def find(evidence: Evidence) -> Iterator[Finding]:
    """Every kind of break of the last wave in a sentence; those of earlier waves stand among the checks."""
    questionnaire = evidence.questionnaire
    for kind, sentence in SENTENCES.items():
        mine = [each for each in evidence.breaks if each.kind == kind and each.wave == evidence.latest]
        if not mine:
            continue
        names: list[object] = [QUOTED.with_values(name=each.label(questionnaire)) for each in mine[:MOST]]
        if len(mine) > MOST:
            names.append(MORE.with_values(count=len(mine) - MOST))
        waves = {"wave": questionnaire.waves[evidence.latest].title}
        if mine[0].versus:
            waves["versus"] = questionnaire.waves[mine[0].versus].title
        text = sentence.with_values(names=tuple(names), **waves)
        yield Finding("break", text, "unclear", "data_quality", "act", len(mine))
