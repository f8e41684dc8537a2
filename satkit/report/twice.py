"""Names that stand on one page with two figures: each told, and why."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from satkit.digits import score
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.report.blocks import Block, Note, Words
from satkit.report.reading import Line
from satkit.scoring.drivers import Drivers
from satkit.scoring.index.result import IndexResult

EACH = Text("“%(name)s” %(here)s (%(tree)s)")
OWN = Text(
    "Scores in this section are means of respondents' own scores, among those who answered the overall question; in "
    "brackets the score of the indicator tree, the mean over questions, where it differs: %(names)s."
)
MODEL = Text(
    "Scores in this section weigh the questions by the model; in brackets the score of the indicator tree, where it "
    "differs: %(names)s."
)


def own_scores(evidence: Evidence, found: Drivers) -> list[Block]:
    """The drivers whose score here is not that of the tree."""
    asked = evidence.questionnaire
    lines = found.table.to_dict("records")
    here = [(asked.label(line["driver"]), str(line["driver"]), float(line["performance"])) for line in lines]
    return _noted(OWN, _apart(evidence, here))


def model_scores(evidence: Evidence, found: IndexResult) -> list[Block]:
    """The parts of the model that are called like an indicator or a question, with another score."""
    asked = evidence.questionnaire
    nodes = {asked.label(node): node for node in reversed([*asked.indicators, *asked.scored])}
    lines = found.indices[(found.indices["wave"] == evidence.latest) & (found.indices["segment"] == "")]
    labels = [(found.index.labels[line["construct"]], line) for line in lines.to_dict("records")]
    here = [(label, nodes.get(label, ""), float(line["estimate"])) for label, line in labels]
    return _noted(MODEL, _apart(evidence, here))


def _apart(evidence: Evidence, here: Iterable[tuple[Label, str, float]]) -> tuple[Words, ...]:
    """Names with both figures, where they are written differently."""
    tree = evidence.everyone()

    def other(node: str) -> Line | None:
        line = tree.get(node)
        return None if line is None or line["withheld"] else line

    found = [(label, value, line) for label, node, value in here if (line := other(node)) is not None]
    return tuple(
        EACH.given(name=label, here=score(value), tree=score(line["estimate"]))
        for label, value, line in found
        if not isnan(value) and score(value) != score(line["estimate"])
    )


def _noted(words: Text, names: tuple[Words, ...]) -> list[Block]:
    return [Note(words.given(names=names))] if names else []
