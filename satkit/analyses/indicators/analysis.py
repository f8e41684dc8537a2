"""Indicators: how every part scored, which is lowest, and where satisfaction stands."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.indicators import families, finding_lowest, finding_standing, section
from satkit.analyses.indicators.estimate import Ranking, rank_indicators
from satkit.findings.order import Place, Rule
from satkit.language import Text
from satkit.scoring.scores import Scores, score
from satkit.survey.names import names_of

SCORES: Analysis[Scores] = Analysis(
    "scores",
    result=Scores,
    compute=lambda inputs: score(inputs.responses, inputs.sample),
    doing=Text("Scoring"),
    cost=1.0,
)
INDICATORS: Analysis[Ranking] = Analysis(
    "indicators",
    section.QUESTION,
    section.section,
    result=Ranking,
    compute=lambda inputs: Ranking(
        rank_indicators(inputs[Scores], inputs.sample.replicates, inputs.responses.latest),
        names_of(inputs.responses),
    ),
    needs=(Scores,),
    rules=(Rule(Place.LEVEL, finding_standing.find), Rule(Place.WEAKEST, finding_lowest.find)),
    families=families.FAMILIES,
)
