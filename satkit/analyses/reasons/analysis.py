"""Reasons: why the dissatisfied are."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.reasons import families, finding, section
from satkit.analyses.reasons.estimate import Reasons, count_reasons
from satkit.findings.order import Place, Rule

REASONS: Analysis[Reasons] = Analysis(
    "reasons",
    section.QUESTION,
    section.section,
    result=Reasons,
    compute=lambda inputs: count_reasons(inputs.responses, inputs.sample),
    rules=(Rule(Place.REASON, finding.find),),
    families=families.FAMILIES,
)
