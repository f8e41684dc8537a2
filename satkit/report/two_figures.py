"""Names that stand on one page with two figures: each told, and why."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import score
from satkit.report.blocks import Block, Note
from satkit.scoring.rows import ScoreRow
from satkit.tables.cells import Words

EACH = Text("“%(name)s” %(here)s (%(tree)s)")


def note_two_figures(why: Text, evidence: Evidence, here: Iterable[tuple[Label, str, float]]) -> list[Block]:
    """A note on what is written here with another score than in the indicator tree; none where nothing is.

    Parameters
    ----------
    why : Text
        Says why they differ; ``names`` takes the names with both figures.
    here : iterable of (label, node of the tree, score)
    """
    names = _apart(evidence, here)
    return [Note(why.with_values(names=names))] if names else []


def _apart(evidence: Evidence, here: Iterable[tuple[Label, str, float]]) -> tuple[Words, ...]:
    """Names with both figures, where they are written differently."""
    tree = evidence.everyone()

    def other(node: str) -> ScoreRow | None:
        line = tree.get(node)
        return None if line is None or line["withheld"] else line

    found = [(label, value, line) for label, node, value in here if (line := other(node)) is not None]
    return tuple(
        EACH.with_values(name=label, here=score(value), tree=score(line["estimate"]))
        for label, value, line in found
        if not isnan(value) and score(value) != score(line["estimate"])
    )
