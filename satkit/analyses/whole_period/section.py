"""What has become of satisfaction over the whole period."""

from __future__ import annotations

from dataclasses import replace

from satkit.analyses.whole_period.estimate import Period
from satkit.analyses.whole_period.rows import PeriodRow
from satkit.analyses.whole_period.tables import order_rows, period_table
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.report import lookup, words
from satkit.report.blocks import Block, Note, Section
from satkit.tables.rows import read_rows

KEY = "whole_period"
QUESTION = Text("How has it moved over the whole period?")
ALL = Text("Every indicator and question from %(versus)s to %(wave)s")
SUBTITLE = Text(
    "The last wave against the first, and the straight line through all %(count)d waves, with %(level)s intervals"
)
LINE = Text(
    "Points a wave: the slope of the straight line through the scores of all waves, which count alike. Only questions that "
    "every wave asked are compared."
)


def section(evidence: Evidence) -> Section | None:
    """The headline and the parts over the whole period; every indicator and question for analysts."""
    questionnaire = evidence.questionnaire
    rows = order_rows(read_rows(evidence[Period].table, PeriodRow), questionnaire)
    if not rows:
        return None
    first = {questionnaire.headline, *lookup.parts(questionnaire)}
    shown = [row for row in rows if row["node"] in first] or rows
    blocks: list[Block] = [
        *lookup.sentences(evidence, KEY),
        period_table(KEY, shown, evidence.names).brief(),
        Note(LINE),
    ]
    details: list[Block] = []
    if len(rows) > len(shown):
        caption = ALL.with_values(
            versus=evidence.names.wave(rows[0]["versus"]), wave=evidence.names.wave(rows[0]["wave"])
        )
        details.append(replace(period_table(f"{KEY}-all", rows, evidence.names), caption=caption))
    details.append(Note(words.ROUNDED))
    subtitle = SUBTITLE.with_values(count=rows[0]["waves"], level=lookup.level(questionnaire))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details))
