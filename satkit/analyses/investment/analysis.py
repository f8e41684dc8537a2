"""Investment: the best division of a budget over Kano attributes."""

from satkit.analyses.analysis import Analysis, Inputs
from satkit.analyses.investment import finding, section
from satkit.analyses.investment.estimate import Investment, fulfilment, plan_investment
from satkit.analyses.kano.estimate import Kano
from satkit.findings.order import Place, Rule
from satkit.scoring.scores import Scores


def _compute(inputs: Inputs) -> Investment | None:
    kano, responses = inputs.get(Kano), inputs.responses
    met = fulfilment(responses.questionnaire, inputs[Scores].table, responses.latest)
    return None if kano is None else plan_investment(kano, met, inputs.sample.replicates)


INVESTMENT: Analysis[Investment] = Analysis(
    "investment",
    section.QUESTION,
    section.section,
    result=Investment,
    compute=_compute,
    needs=(Scores, Kano),
    rules=(Rule(Place.INVESTMENT, finding.find),),
)
