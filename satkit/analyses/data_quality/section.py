"""What was looked at before the answers were believed."""

from __future__ import annotations

from satkit.analyses.data_quality.estimate import Missing
from satkit.analyses.data_quality.rows import MissingRow, StepRow, WeightingRow
from satkit.analyses.data_quality.tables import check_table, missing_table, waterfall_table, weighting_table
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.report.blocks import Block, Note, Section
from satkit.survey.sample import coarse
from satkit.tables.rows import read_rows

KEY = "data_quality"
QUESTION = Text("Can the answers be relied on?")
SUBTITLE = Text("From records received to answers analysed; what was checked, found and done")
CLEAN = Text("None of the checks found anything.")


def section(evidence: Evidence) -> Section | None:
    """Waterfall and checks for everybody, weighting and missing answers for analysts."""
    blocks = [*_list_checks(evidence), *_warn_of_targets(evidence)]
    details = _list_details(evidence)
    return Section(KEY, QUESTION, SUBTITLE, tuple(blocks), tuple(details)) if blocks or details else None


def _list_checks(evidence: Evidence) -> list[Block]:
    """How many records are left after every step, and what every check found."""
    blocks: list[Block] = []
    if steps := read_rows(evidence.waterfall, StepRow):
        blocks.append(waterfall_table(steps, evidence.names))
    if evidence.checks:
        blocks.append(check_table(evidence.checks))
        blocks += [] if any(check.count for check in evidence.checks) else [Note(CLEAN)]
    return blocks


def _warn_of_targets(evidence: Evidence) -> list[Block]:
    """What margins of the weights rest on too few respondents."""
    if evidence.weighting.empty:
        return []
    cautions = coarse(evidence.questionnaire, evidence.weighting, evidence.latest)
    return [Note(caution, "act") for caution in cautions]


def _list_details(evidence: Evidence) -> list[Block]:
    """Weighting, and why answers of the last wave are missing; small groups hold no secret here."""
    details: list[Block] = []
    if weighting := read_rows(evidence.weighting, WeightingRow):
        details.append(weighting_table(weighting, evidence.names))
    if missing := read_rows(evidence[Missing].table, MissingRow, wave=evidence.latest):
        details.append(missing_table(missing, evidence.names, evidence.latest))
    return details
