"""Answers: how the scored questions were answered."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.answers import section

ANSWERS: Analysis[None] = Analysis("answers", section.QUESTION, section.section)
