"""Which qualities are must-be or attractive, and which have aged."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.kano.rows import AttributeChange, AttributeRow
from satkit.analyses.kano.words import (
    KANO_ATTRACTIVE,
    KANO_ATTRACTIVE_LIKELY,
    KANO_MOVED,
    KANO_MOVED_LIKELY,
    KANO_MUST,
    KANO_MUST_LIKELY,
)
from satkit.findings.allowance import RISK, allowance
from satkit.findings.cutoffs import SURE
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import KINDS, LIKELY, QUOTED
from satkit.language import Text
from satkit.stats.contrasts import adjust_p
from satkit.survey.names import Names
from satkit.tables.rows import read_rows


def find(evidence: Evidence) -> Iterator[Finding]:
    """Must-be and attractive qualities of the last wave; categories that changed."""
    result = evidence.get(Kano)
    if result is None:
        return
    yield from _find_categories(evidence, result)
    yield from _find_changed(evidence, result)


def _find_categories(evidence: Evidence, result: Kano) -> Iterator[Finding]:
    """Firm where the category is distinct from the next (Holm over attributes), likely from 80 % up."""
    rows = read_rows(result.table, AttributeRow, wave=result.wave, segment="")
    p = adjust_p([row["p_category"] for row in rows], "holm")
    fewest, limit = evidence.questionnaire.report.min_test, allowance(evidence, "kano")
    firm = [one <= limit and row["n"] >= fewest for row, one in zip(rows, p, strict=True)]
    for letter, text, perhaps in (
        ("M", KANO_MUST, KANO_MUST_LIKELY),
        ("A", KANO_ATTRACTIVE, KANO_ATTRACTIVE_LIKELY),
    ):
        mine = [(row, sure) for row, sure in zip(rows, firm, strict=True) if row["category"] == letter]
        yield from _state(text, [row for row, sure in mine if sure], evidence.names, sure=True)
        likely = [row for row, sure in mine if not sure and SURE.is_reached(row["probability"])]
        yield from _state(perhaps, likely, evidence.names, sure=False)


def _state(text: Text, rows: list[AttributeRow], names: Names, *, sure: bool) -> Iterator[Finding]:
    """One sentence on all attributes of a category; none where there are none."""
    if not rows:
        return
    named = tuple(
        (QUOTED if sure else LIKELY).with_values(
            name=names.questionnaire.attribute_label(row["attribute"]),
            chance=number_format.chance(row["probability"]),
        )
        for row in rows
    )
    n, least = int(min(row["n"] for row in rows)), min(row["probability"] for row in rows)
    strength = "significant" if sure else "likely"
    yield Finding("kano", text.with_values(names=named), strength, "kano", "neutral", n, {"estimate": least})


def _find_changed(evidence: Evidence, result: Kano) -> Iterator[Finding]:
    """Categories that changed since the wave before: a test, Holm over attributes."""
    names = evidence.names
    for row in read_rows(result.changes, AttributeChange, wave=result.wave, measure="better"):
        if not row["p_moved_adjusted"] < RISK:
            continue
        text, likely = (
            sentence.with_values(
                name=names.questionnaire.attribute_label(row["attribute"]),
                before=KINDS[row["category_versus"]],
                now=KINDS[row["category"]],
                versus=names.wave(row["versus"]),
                wave=names.wave(row["wave"]),
                p=number_format.probability(row["p_moved_adjusted"]),
            )
            for sentence in (KANO_MOVED, KANO_MOVED_LIKELY)
        )
        values = {"p": row["p_moved_adjusted"]}
        yield Finding("kano_moved", text, "significant", "kano", "act", int(row["n"]), values, likely)
