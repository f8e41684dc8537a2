"""Where the plan puts the budget."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.investment.estimate import Investment
from satkit.analyses.investment.words import INVEST, INVEST_BARE
from satkit.findings.cutoffs import MORE_LIKELY
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import QUOTED


def find(evidence: Evidence) -> Iterator[Finding]:
    """The attributes that get money in most redrawn plans, the largest sums first."""
    plan = evidence.get(Investment)
    if plan is None or plan.reason is not None or not plan.spent > 0:
        return
    questionnaire = evidence.questionnaire
    funded = [row for row in plan.fundable if plan.gets_money(row) and MORE_LIKELY.is_reached(row["funded"])]
    names = tuple(
        QUOTED.with_values(name=questionnaire.attribute_label(row["attribute"]))
        for row in sorted(funded, key=lambda row: -row["spend"])
    )
    if not names:
        return
    unit = questionnaire.kano.unit
    text = (INVEST if unit.zh or unit.en else INVEST_BARE).with_values(
        budget=number_format.count(plan.budget),
        unit=unit,
        names=names,
        gain=number_format.score(plan.gain),
        interval=number_format.interval(plan.low, plan.high),
    )
    values = {"estimate": plan.gain, "low": plan.low, "high": plan.high}
    yield Finding("investment", text, "significant", "investment", "act", plan.n, values)
