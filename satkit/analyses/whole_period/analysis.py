"""Whole period: from the first wave to the last."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.whole_period import families, finding, section
from satkit.analyses.whole_period.estimate import Period, estimate_period
from satkit.findings.order import Place, Rule
from satkit.scoring.scores import Scores
from satkit.survey.names import names_of

WHOLE_PERIOD: Analysis[Period] = Analysis(
    "whole_period",
    section.QUESTION,
    section.section,
    result=Period,
    compute=lambda inputs: estimate_period(
        inputs[Scores], inputs.sample.replicates, names_of(inputs.responses)
    ),
    needs=(Scores,),
    rules=(Rule(Place.CHANGE, finding.find),),
    families=families.FAMILIES,
)
