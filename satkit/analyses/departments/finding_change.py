"""Which departments fell or rose beyond chance since the last wave."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import number_format
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.departments.words import (
    DEPARTMENT_MOVED,
    DEPARTMENTS_FELL,
    DEPARTMENTS_FELL_LIKELY,
    DEPARTMENTS_ROSE,
    DEPARTMENTS_ROSE_LIKELY,
)
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone, tested
from satkit.findings.wording import MORE

MOST = 3


def find(evidence: Evidence) -> Iterator[Finding]:
    """Departments whose change is significant after correction, those that fell and those that rose.

    The p of either sentence is the smallest of all departments: the test that none of them moved (Simes).
    """
    table = evidence[Departments].changes
    if table.empty:
        return
    mine = table[table["wave"] == evidence.latest]
    told = mine[mine["evidence"].isin(["firm", "significant"])]
    for up in (False, True):
        lines = told[(told["difference"] > 0) == up]
        if len(lines):
            order = lines["difference"].abs().sort_values(ascending=False, kind="stable").index
            yield _finding(evidence, lines.loc[order], float(mine["p_adjusted"].min()), up=up)


def _finding(evidence: Evidence, lines: pd.DataFrame, p: float, *, up: bool) -> Finding:
    asked = evidence.questionnaire
    names: list[object] = [
        DEPARTMENT_MOVED.given(
            name=asked.departments[line["department"]].title,
            change=number_format.signed(line["difference"]),
            interval=number_format.signed_interval(line["low"], line["high"]),
            confidence=number_format.confidence(asked.report.level),
        )
        for line in lines.head(MOST).to_dict("records")
    ]
    if len(lines) > MOST:
        names.append(MORE.given(count=len(lines) - MOST))
    first = lines.iloc[0].to_dict()
    told = {"wave": asked.waves[first["versus"]].title, "names": tuple(names)}
    fell, rose = (DEPARTMENTS_FELL, DEPARTMENTS_FELL_LIKELY), (DEPARTMENTS_ROSE, DEPARTMENTS_ROSE_LIKELY)
    text, likely = (sentence.given(**told) for sentence in (rose if up else fell))
    level = "firm" if (lines["evidence"] == "firm").all() else "significant"
    n = int(min(lines["n"].min(), lines["n_versus"].min()))
    tone: Tone = "good" if up else "bad"
    return Finding("department_change", text, level, "departments", tone, n, tested(first) | {"p": p}, likely)
