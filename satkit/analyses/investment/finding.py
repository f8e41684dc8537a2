"""Where the plan puts the budget."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.investment.estimate import Investment
from satkit.analyses.investment.words import INVEST, INVEST_BARE
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import QUOTED

SURE = 0.5  # of the redrawn plans that put money there


def find(evidence: Evidence) -> Iterator[Finding]:
    """The attributes that get money, the largest sums first."""
    plan = evidence.get(Investment)
    if plan is None or plan.reason is not None or not plan.spent > 0:
        return
    asked, table = evidence.questionnaire, plan.table
    funded = table[(table["spend"] > plan.budget / 1000) & (table["funded"] >= SURE)]
    names = tuple(
        QUOTED.given(name=asked.attribute_label(name))
        for name in funded.sort_values("spend", ascending=False, kind="stable")["attribute"]
    )
    if not names:
        return
    unit = asked.kano.unit
    text = (INVEST if unit.zh or unit.en else INVEST_BARE).given(
        budget=number_format.count(plan.budget),
        unit=unit,
        names=names,
        gain=number_format.score(plan.gain),
        interval=number_format.interval(plan.low, plan.high),
    )
    values = {"estimate": plan.gain, "low": plan.low, "high": plan.high}
    yield Finding("investment", text, "significant", "investment", "act", plan.n, values)
