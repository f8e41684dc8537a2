"""Recovery: loyalty after a problem, and by satisfaction."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.recovery import families, finding, section
from satkit.analyses.recovery.estimate import Recovery, estimate_recovery
from satkit.findings.order import Place, Rule

RECOVERY: Analysis[Recovery] = Analysis(
    "recovery",
    section.QUESTION,
    section.section,
    result=Recovery,
    compute=lambda inputs: estimate_recovery(inputs.responses, inputs.sample),
    rules=(Rule(Place.LOYALTY, finding.find),),
    families=families.FAMILIES,
    cost=0.7,
)
