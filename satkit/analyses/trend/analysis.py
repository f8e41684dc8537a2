"""Trend: every wave against the one before."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.trend import (
    families,
    finding_breaks,
    finding_change,
    finding_mix,
    finding_moved,
    finding_shares,
    section,
)
from satkit.analyses.trend.estimate import Changes, estimate_changes
from satkit.findings.order import Place, Rule
from satkit.scoring.scores import Scores

TREND: Analysis[Changes] = Analysis(
    "trend",
    section.QUESTION,
    section.section,
    result=Changes,
    compute=lambda inputs: estimate_changes(inputs.responses, inputs.sample, inputs[Scores]),
    needs=(Scores,),
    rules=(
        Rule(Place.COMPARABLE, finding_breaks.find),
        Rule(Place.CHANGE, finding_change.find),
        Rule(Place.CHANGE, finding_shares.find),
        Rule(Place.CHANGE, finding_moved.find),
        Rule(Place.MIX, finding_mix.find),
    ),
    families=families.FAMILIES,
    settle=finding_change.hold_to_sentence,
)
