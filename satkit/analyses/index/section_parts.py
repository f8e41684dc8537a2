"""What the sections on the index share: why there is no fit, and scores that differ from the indicator tree."""

from __future__ import annotations

from collections.abc import Iterable

from satkit.analyses.index.result import IndexResult
from satkit.errors import Complaint
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.report.blocks import Block, Note, Section
from satkit.report.two_figures import note_two_figures

NO_FIT = Text("The index model could not be fitted to %(wave)s: %(reasons)s.")
NO_GROUP = Text("No index for %(group)s: %(reasons)s.")
MODEL = Text(
    "Scores in this section weigh the questions by the model; in brackets the score of the indicator tree, where it "
    "differs: %(names)s."
)


def explain_missing(evidence: Evidence, key: str, question: Text) -> Section | None:
    """What stands in place of a section whose wave could not be fitted; nothing where no index was asked."""
    result = evidence.get(IndexResult)
    if result is None or evidence.latest in result.fits:
        return None
    complaints = result.reasons.get((evidence.latest, "", ""), ())
    note = NO_FIT.with_values(wave=evidence.names.wave(evidence.latest), reasons=faults(complaints))
    return Section(key, question, blocks=(Note(note, "bad"),))


def faults(complaints: Iterable[Complaint]) -> tuple[Text, ...]:
    """What stands against a fit, in words."""
    return tuple(complaint.what for complaint in complaints)


def note_missing_groups(evidence: Evidence, result: IndexResult) -> list[Note]:
    """Why groups of the wave have no index; those too small to show are not told apart."""
    return [
        Note(NO_GROUP.with_values(group=evidence.names.level(segment, level), reasons=faults(complaints)))
        for (wave, segment, level), complaints in result.reasons.items()
        if segment and wave == evidence.latest
    ]


def note_model_scores(evidence: Evidence, result: IndexResult) -> list[Block]:
    """The parts of the model that are called like an indicator or a question, with another score."""
    questionnaire = evidence.questionnaire
    nodes: dict[Label, str] = {
        questionnaire.label(node): node
        for node in reversed([*questionnaire.indicators, *questionnaire.scored_items])
    }
    labelled = [
        (result.index.labels[row["construct"]], row["estimate"]) for row in result.index_rows(evidence.latest)
    ]
    here = [(label, nodes.get(label, ""), score) for label, score in labelled]
    return note_two_figures(MODEL, evidence, here)
