"""Kano: what kind of quality every attribute is."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.kano import families, finding, section
from satkit.analyses.kano.estimate import Kano, classify_pairs
from satkit.findings.order import Place, Rule
from satkit.language import Text

KANO: Analysis[Kano] = Analysis(
    "kano",
    section.QUESTION,
    section.section,
    result=Kano,
    compute=lambda inputs: classify_pairs(inputs.responses, inputs.sample),
    rules=(Rule(Place.QUALITY_KIND, finding.find),),
    families=families.FAMILIES,
    publish=lambda result: result.without_counts,
    doing=Text("Sorting Kano answers"),
    cost=1.6,
)
