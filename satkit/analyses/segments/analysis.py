"""Segments: which groups of respondents are more satisfied than the others."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.segments import families, finding, section
from satkit.analyses.segments.estimate import Gaps, estimate_gaps
from satkit.findings.order import Place, Rule
from satkit.scoring.scores import Scores

SEGMENTS: Analysis[Gaps] = Analysis(
    "segments",
    section.QUESTION,
    section.section,
    result=Gaps,
    compute=lambda inputs: estimate_gaps(inputs.responses, inputs.sample, inputs[Scores]),
    needs=(Scores,),
    rules=(Rule(Place.GAP, finding.find),),
    families=families.FAMILIES,
    cost=0.5,
)
