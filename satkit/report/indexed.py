"""Looking things up in the satisfaction index: the wave's lines, labels, reasons."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from satkit.errors import Complaint
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.report import reading
from satkit.report.blocks import Note, Section
from satkit.report.reading import Line
from satkit.scoring.index.result import IndexResult

NO_FIT = Text("The index model could not be fitted to %(wave)s: %(reasons)s.")
NO_GROUP = Text("No index for %(group)s: %(reasons)s.")


def latest(evidence: Evidence, table: pd.DataFrame) -> list[Line]:
    """The lines of the wave the report is about."""
    return reading.lines(table, wave=evidence.latest)


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
            group = reading.level_label(evidence, segment, level)
            notes.append(Note(NO_GROUP.given(group=group, reasons=why(complaints))))
    return notes


def missing(evidence: Evidence, key: str, question: Text) -> Section | None:
    """What stands in place of a section whose wave could not be fitted; nothing where no index was asked."""
    found = evidence.index
    if found is None or evidence.latest in found.fits:
        return None
    complaints = found.reasons.get((evidence.latest, "", ""), ())
    wave = reading.wave_label(evidence.questionnaire, evidence.latest)
    return Section(key, question, blocks=(Note(NO_FIT.given(wave=wave, reasons=why(complaints)), "bad"),))
