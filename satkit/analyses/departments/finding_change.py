"""Which departments fell or rose beyond chance since the last wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan, nan

from satkit import number_format
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.departments.rows import DepartmentChangeRow
from satkit.analyses.departments.words import (
    DEPARTMENT_MOVED,
    DEPARTMENTS_FELL,
    DEPARTMENTS_FELL_LIKELY,
    DEPARTMENTS_ROSE,
    DEPARTMENTS_ROSE_LIKELY,
)
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone, collect_numbers
from satkit.findings.wording import MORE
from satkit.tables.rows import read_rows

MOST = 3
CERTAIN = ("firm", "significant")


def find(evidence: Evidence) -> Iterator[Finding]:
    """Departments whose change is significant after correction, those that fell and those that rose.

    The p of either sentence is the smallest of all departments: the test that none of them moved (Simes).
    """
    rows = read_rows(evidence[Departments].changes, DepartmentChangeRow, wave=evidence.latest)
    moved = [row for row in rows if row["evidence"] in CERTAIN]
    anything = min((row["p_adjusted"] for row in rows if not isnan(row["p_adjusted"])), default=nan)
    for up in (False, True):
        mine = [row for row in moved if (row["difference"] > 0) == up]
        if mine:
            mine.sort(key=lambda row: -abs(row["difference"]))
            yield _word_moves(evidence, mine, anything, up=up)


def _word_moves(evidence: Evidence, rows: Sequence[DepartmentChangeRow], p: float, *, up: bool) -> Finding:
    """The largest moves of one direction in a sentence, and how it reads where they are only likely."""
    naming, level = evidence.names, evidence.questionnaire.report.level
    names: list[object] = [
        DEPARTMENT_MOVED.with_values(
            name=naming.department(row["department"]),
            change=number_format.signed_score(row["difference"]),
            interval=number_format.signed_interval(row["low"], row["high"]),
            confidence=number_format.confidence(level),
        )
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        names.append(MORE.with_values(count=len(rows) - MOST))
    first = rows[0]
    values = {"wave": naming.wave(first["versus"]), "names": tuple(names)}
    fell, rose = (DEPARTMENTS_FELL, DEPARTMENTS_FELL_LIKELY), (DEPARTMENTS_ROSE, DEPARTMENTS_ROSE_LIKELY)
    text, likely = (sentence.with_values(**values) for sentence in (rose if up else fell))
    surety = "firm" if all(row["evidence"] == "firm" for row in rows) else "significant"
    n = int(min(min(row["n"], row["n_versus"]) for row in rows))
    tone: Tone = "good" if up else "bad"
    return Finding(
        "department_change", text, surety, "departments", tone, n, collect_numbers(first) | {"p": p}, likely
    )
