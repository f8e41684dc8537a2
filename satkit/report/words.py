"""The fixed words of the report: buttons, headers, verdicts."""

from __future__ import annotations

from math import isnan

from satkit import number_format
from satkit.language import Text
from satkit.scoring.disclosure import SECRET
from satkit.scoring.score_tables import FEW, INTERVAL, REVEALING
from satkit.tables.cells import Tone, Verdict, Withheld

SKIP = Text("Skip to the content")
CONTENTS = Text("Questions this report answers")
PRINT = Text("Print or save as PDF")
THEME = Text("Dark or light")
STATISTICS = Text("Show statistics")
MORE = Text("details")
DETAILS = Text("The numbers in detail")
FINDINGS = Text("What stands out")
SIMULATED = Text("Simulated answers: this report shows the method, not real customers.")
FAILED = Text("This part could not be made: %(reason)s")
SCALE = Text("Scale from %(floor)s to 100: score %(score)s, %(band)s")

NODE = Text("Indicator")
QUESTION = Text("Question")
SCORE = Text("Score")
LOW = Text("%(header)s, lower end")
HIGH = Text("%(header)s, upper end")
BAND = Text("Band")
OWNER = Text("Responsible")
SATISFIED = Text("Satisfied")
ANSWERS = Text("n")
EFFECTIVE = Text("Effective n")
DESIGN = Text("Design effect")
WAVE = Text("Wave")
CHANGE = Text("Change")
DIFFERENCE = Text("Difference")
P = Text("p")
P_ADJUSTED = Text("p, adjusted")
VERDICT = Text("Verdict")
GROUP = Text("Group")
LEVEL = Text("Part")
DEPARTMENT = Text("Department")
MEAN = Text("Mean")
READING = Text("Score and interval")
SHARE = Text("Share")

# what is done about what a check finds
ACTIONS = {
    "flag": Text("counted, kept"),
    "exclude": Text("left out"),
    "missing": Text("treated as no answer"),
    "inform": Text("for information"),
    "stop": Text("would stop the report"),
    "warn": Text("to be confirmed"),
}

ROUNDED = Text(
    "Differences are rounded by themselves: they may differ in the last digit from what the rounded scores give."
)
LISTED = Text("%(all)s")
WITHHELD = Text("not shown")
HELD = Text("held back: to be confirmed")
HELD_SHORT = Text("held back")
UNTOLD = frozenset(("hidden", "held"))  # evidence without numbers

ROSE = {
    "firm": Text("▲ rose clearly"),
    "significant": Text("▲ rose"),
    "likely": Text("△ probably rose"),
    "negligible": Text("● practically unchanged"),
    "unclear": Text("○ no significant change"),
    "small": Text("small base, not tested"),
    "hidden": WITHHELD,
    "held": HELD,
}
FELL = ROSE | {
    "firm": Text("▼ fell clearly"),
    "significant": Text("▼ fell"),
    "likely": Text("▽ probably fell"),
}
ABOVE = ROSE | {
    "firm": Text("▲ clearly higher"),
    "significant": Text("▲ higher"),
    "negligible": Text("● practically equal"),
    "unclear": Text("○ no significant difference"),
}
BELOW = ABOVE | {"firm": Text("▼ clearly lower"), "significant": Text("▼ lower")}
SURE = frozenset(("firm", "significant"))


def interval_header(level: float) -> Text:
    """The header of a column of intervals: ``95% interval``."""
    return INTERVAL.with_values(level=number_format.confidence(level))


def withheld_cell(reason: str, smallest: int) -> Withheld:
    """The cell of a group too small to show, or of one that would tell a smaller one (``"secret"``)."""
    return Withheld(REVEALING if reason == SECRET else FEW.with_values(k=smallest))


def change(evidence: str, difference: float) -> Verdict:
    """The verdict on a step between two waves."""
    return _verdict(evidence, difference, ROSE, FELL)


def gap(evidence: str, difference: float) -> Verdict:
    """The verdict on one part against all others."""
    return _verdict(evidence, difference, ABOVE, BELOW)


def _verdict(evidence: str, difference: float, more: dict[str, Text], less: dict[str, Text]) -> Verdict:
    tone: Tone = "neutral"
    if evidence in SURE and not isnan(difference):
        tone = "good" if difference > 0 else "bad"
    down = tone == "bad" or (evidence == "likely" and difference < 0)
    return Verdict((less if down else more)[evidence], tone)
