"""Drivers: what goes with dissatisfaction, and what falling short costs."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.drivers import families, finding, finding_penalties, section, section_penalties
from satkit.analyses.drivers.estimate import Drivers, explain_dissatisfaction
from satkit.findings.order import Place, Rule
from satkit.language import Text

DRIVERS: Analysis[Drivers] = Analysis(
    "drivers",
    section.QUESTION,
    section.section,
    result=Drivers,
    compute=lambda inputs: explain_dissatisfaction(inputs.responses, inputs.sample, inputs.responses.latest),
    rules=(Rule(Place.DRIVER, finding.find),),
    families=families.FAMILIES,
    doing=Text("Weighing drivers"),
    cost=2.0,
)
PENALTIES: Analysis[None] = Analysis(
    "penalties",
    section_penalties.QUESTION,
    section_penalties.section,
    rules=(Rule(Place.PENALTY, finding_penalties.find),),
    families=families.PENALTY_FAMILIES,
)
