"""Comments: what customers write."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.comments import section
from satkit.analyses.comments.estimate import Comments, code_comments
from satkit.language import Text

COMMENTS: Analysis[Comments] = Analysis(
    "comments",
    section.QUESTION,
    section.section,
    result=Comments,
    compute=lambda inputs: code_comments(inputs.responses, inputs.sample),
    doing=Text("Reading the comments"),
    cost=0.5,
)
