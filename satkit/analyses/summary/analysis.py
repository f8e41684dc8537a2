"""Summary: the answer on the first screen."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.summary import section

SUMMARY: Analysis[None] = Analysis("summary", section.QUESTION, section.section)
