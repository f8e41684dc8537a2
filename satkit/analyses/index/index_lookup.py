"""Looking things up in the satisfaction index: the wave's lines, labels, reasons."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from satkit.analyses.index.result import IndexResult
from satkit.errors import Complaint
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.report import lookup
from satkit.report.blocks import Block, Note, Section
from satkit.report.lookup import Line
from satkit.report.two_figures import note_two_figures

NO_FIT = Text("The index model could not be fitted to %(wave)s: %(reasons)s.")
NO_GROUP = Text("No index for %(group)s: %(reasons)s.")


MODEL = Text(
    "Scores in this section weigh the questions by the model; in brackets the score of the indicator tree, where it "
    "differs: %(names)s."
)


def latest(evidence: Evidence, table: pd.DataFrame) -> list[Line]:
    """The lines of the wave the report is about."""
    return lookup.lines(table, wave=evidence.latest)


def label(found: IndexResult, construct: str) -> Label:
    """What a construct is called."""
    return found.index.labels[construct]


def why(complaints: Iterable[Complaint]) -> tuple[Text, ...]:
    """What stands against a fit, in words."""
    return tuple(complaint.what for complaint in complaints)


def reasons(evidence: Evidence, found: IndexResult) -> list[Note]:
    """Why groups have no index; those too small to show are not told apart."""
    notes = []
    for (wave, segment, level), complaints in found.reasons.items():
        if segment and wave == evidence.latest:
            group = lookup.level_label(evidence, segment, level)
            notes.append(Note(NO_GROUP.given(group=group, reasons=why(complaints))))
    return notes


def missing(evidence: Evidence, key: str, question: Text) -> Section | None:
    """What stands in place of a section whose wave could not be fitted; nothing where no index was asked."""
    found = evidence.get(IndexResult)
    if found is None or evidence.latest in found.fits:
        return None
    complaints = found.reasons.get((evidence.latest, "", ""), ())
    wave = lookup.wave_label(evidence.questionnaire, evidence.latest)
    return Section(key, question, blocks=(Note(NO_FIT.given(wave=wave, reasons=why(complaints)), "bad"),))


def model_scores(evidence: Evidence, found: IndexResult) -> list[Block]:
    """The parts of the model that are called like an indicator or a question, with another score."""
    asked = evidence.questionnaire
    nodes = {asked.label(node): node for node in reversed([*asked.indicators, *asked.scored])}
    lines = found.indices[(found.indices["wave"] == evidence.latest) & (found.indices["segment"] == "")]
    labels = [(found.index.labels[line["construct"]], line) for line in lines.to_dict("records")]
    here = [(label, nodes.get(label, ""), float(line["estimate"])) for label, line in labels]
    return note_two_figures(MODEL, evidence, here)
