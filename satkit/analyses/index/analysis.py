"""Index: the satisfaction index of a structural model, its groups, its levers, its measurement."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.index import (
    families,
    finding,
    section,
    section_groups,
    section_measurement,
    section_priority,
)
from satkit.analyses.index.covariance import fit_quick_covariance
from satkit.analyses.index.covariance_result import CovarianceFit
from satkit.analyses.index.estimate import fit_index
from satkit.analyses.index.result import IndexResult
from satkit.findings.order import Place, Rule
from satkit.language import Text

INDEX: Analysis[IndexResult] = Analysis(
    "index",
    section.QUESTION,
    section.section,
    result=IndexResult,
    compute=lambda inputs: (
        fit_index(inputs.responses, inputs.sample) if inputs.responses.questionnaire.index.is_asked else None
    ),
    rules=(Rule(Place.INDEX, finding.find),),
    families=families.FAMILIES,
    doing=Text("Fitting the index model"),
    cost=2.5,
)
INDEX_GROUPS: Analysis[None] = Analysis("index_groups", section_groups.QUESTION, section_groups.section)
INDEX_PRIORITY: Analysis[None] = Analysis(
    "index_priority", section_priority.QUESTION, section_priority.section
)
COVARIANCE: Analysis[CovarianceFit] = Analysis(
    "covariance",
    result=CovarianceFit,
    compute=lambda inputs: fit_quick_covariance(inputs.get(IndexResult), inputs.responses),
    needs=(IndexResult,),
)
MEASUREMENT: Analysis[None] = Analysis(
    "measurement", section_measurement.QUESTION, section_measurement.section
)
