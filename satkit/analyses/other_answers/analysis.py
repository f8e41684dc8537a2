"""Other answers: how the questions without scores were answered."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.other_answers import section
from satkit.analyses.other_answers.estimate import Counts, count_answers

OTHER_ANSWERS: Analysis[Counts] = Analysis(
    "other_answers",
    section.QUESTION,
    section.section,
    result=Counts,
    compute=lambda inputs: count_answers(inputs.responses, inputs.sample),
)
