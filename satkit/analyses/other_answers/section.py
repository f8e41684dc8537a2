"""The questions that carry no score: lists, rankings and numbers."""

from __future__ import annotations

from satkit.analyses.other_answers.estimate import Counts
from satkit.analyses.other_answers.rows import ListedRow, NumberRow, RankRow
from satkit.analyses.other_answers.tables import tables_of_counts
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.report import lookup
from satkit.report.blocks import Block, Note, Section
from satkit.tables.rows import read_rows

KEY = "other_answers"
QUESTION = Text("What did the other questions find?")
SUBTITLE = Text("Questions without a score, %(wave)s: how often each answer was given")
SILENT = Text('Open questions that nothing is made of, because they have no role = "comment": %(names)s')


def section(evidence: Evidence) -> Section | None:
    """A table for every list, for every ranking, and one for all numbers."""
    counts, names = evidence[Counts], evidence.names
    blocks: list[Block] = [
        *tables_of_counts(
            read_rows(counts.answers, ListedRow),
            read_rows(counts.ranks, RankRow),
            read_rows(counts.numbers, NumberRow),
            names,
        )
    ]
    if counts.silent:
        blocks.append(Note(SILENT.with_values(names=tuple(map(names.node, counts.silent)))))
    if not blocks:
        return None
    subtitle = SUBTITLE.with_values(wave=lookup.wave_label(evidence.questionnaire, evidence.latest))
    return Section(KEY, QUESTION, subtitle, tuple(blocks))
