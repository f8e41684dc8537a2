"""Data quality: whether the answers can be relied on."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.data_quality import finding, section
from satkit.analyses.data_quality.estimate import Missing, count_missing
from satkit.findings.order import Place, Rule
from satkit.survey.names import names_of

DATA_QUALITY: Analysis[Missing] = Analysis(
    "data_quality",
    section.QUESTION,
    section.section,
    result=Missing,
    compute=lambda inputs: Missing(count_missing(inputs.responses), names_of(inputs.responses)),
    rules=(Rule(Place.DATA, finding.find),),
)
