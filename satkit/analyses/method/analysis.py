"""Method: how the numbers were made."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.method import section

METHOD: Analysis[None] = Analysis("method", section.QUESTION, section.section)
