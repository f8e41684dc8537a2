"""Which department answers for the weakest part."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.departments.rows import DepartmentRow
from satkit.analyses.departments.words import DEPARTMENT_BELOW, DEPARTMENT_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, collect_numbers
from satkit.tables.rows import read_rows

CERTAIN = ("firm", "significant")


def find(evidence: Evidence) -> Iterator[Finding]:
    """The department furthest below what the others answer for, if beyond chance."""
    rows = read_rows(evidence[Departments].table, DepartmentRow)
    behind = [row for row in rows if row["evidence"] in CERTAIN and row["difference"] < 0]
    for row in sorted(behind, key=lambda row: (row["difference"], row["department"]))[:1]:
        text, likely = (
            sentence.with_values(
                department=evidence.names.department(row["department"]),
                points=number_format.score(abs(row["difference"])),
                score=number_format.score(row["estimate"]),
                complement=number_format.score(row["complement"]),
                interval=number_format.signed_interval(row["low"], row["high"]),
            )
            for sentence in (DEPARTMENT_BELOW, DEPARTMENT_LIKELY)
        )
        n = int(row["n"])
        yield Finding(
            "department", text, row["evidence"], "departments", "act", n, collect_numbers(row), likely
        )
