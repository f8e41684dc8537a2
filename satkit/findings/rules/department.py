"""Which department answers for the weakest part."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, tested
from satkit.findings.wording import DEPARTMENT_BELOW, DEPARTMENT_LIKELY


def find(evidence: Evidence) -> Iterator[Finding]:
    """The department furthest below what the others answer for, if beyond chance."""
    asked, table = evidence.questionnaire, evidence.departments
    if table.empty:
        return
    told = table[table["evidence"].isin(["firm", "significant"]) & (table["difference"] < 0)]
    for line in told.sort_values(["difference", "department"]).head(1).to_dict("records"):
        text, likely = (
            sentence.given(
                department=asked.departments[line["department"]].title,
                points=digits.score(abs(line["difference"])),
                score=digits.score(line["estimate"]),
                complement=digits.score(line["complement"]),
                interval=digits.signed_interval(line["low"], line["high"]),
            )
            for sentence in (DEPARTMENT_BELOW, DEPARTMENT_LIKELY)
        )
        n = int(line["n"])
        yield Finding("department", text, line["evidence"], "departments", "act", n, tested(line), likely)
