"""Which department answers for the weakest part."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.departments.words import DEPARTMENT_BELOW, DEPARTMENT_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested


def find(evidence: Evidence) -> Iterator[Finding]:
    """The department furthest below what the others answer for, if beyond chance."""
    asked, table = evidence.questionnaire, evidence[Departments].table
    if table.empty:
        return
    told = table[table["evidence"].isin(["firm", "significant"]) & (table["difference"] < 0)]
    for line in told.sort_values(["difference", "department"]).head(1).to_dict("records"):
        text, likely = (
            sentence.given(
                department=asked.departments[line["department"]].title,
                points=number_format.score(abs(line["difference"])),
                score=number_format.score(line["estimate"]),
                complement=number_format.score(line["complement"]),
                interval=number_format.signed_interval(line["low"], line["high"]),
            )
            for sentence in (DEPARTMENT_BELOW, DEPARTMENT_LIKELY)
        )
        n = int(line["n"])
        yield Finding("department", text, line["evidence"], "departments", "act", n, tested(line), likely)
