"""What was looked at before the answers were believed."""

from __future__ import annotations

from satkit.analyses.data_quality.estimate import Missing
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Note, Section, TableBlock
from satkit.survey.responses import STEPS
from satkit.survey.sample import coarse
from satkit.tables.cells import Cell, Share, Verdict

KEY = "data_quality"
QUESTION = Text("Can the answers be relied on?")
SUBTITLE = Text("From records received to answers analysed; what was checked, found and done")
WATERFALL = Text("From records received to records analysed")
STEP = Text("Step")
CHECKS = Text("Checks")
CHECK = Text("What was looked for")
LOOKED_AT = Text("Looked at")
FOUND = Text("Found")
DONE = Text("What was done")
CLEAN = Text("None of the checks found anything.")
WEIGHTING = Text("What the weights and the design cost in precision")
KISH = Text("Kish effect")
CLUSTERS = Text("Clusters")
STRATA = Text("Strata")
DF = Text("Degrees of freedom")
MISSING = Text("Why answers are missing, %(wave)s")
REASONS = {
    "skipped": Text("skipped"),
    "not_asked": Text("not asked"),
    "not_applicable": Text("not applicable"),
    "dont_know": Text("don't know"),
    "refused": Text("refused"),
    "off_scale": Text("off the scale"),
}


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001  every section is asked alike
    """Waterfall and checks for everybody, weighting and missing answers for analysts."""
    blocks: list[Block] = []
    if not evidence.waterfall.empty:
        blocks.append(_waterfall(evidence))
    if evidence.checks:
        blocks.append(_checks(evidence))
        blocks += [] if any(check.count for check in evidence.checks) else [Note(CLEAN)]
    details: list[Block] = []
    if not evidence.weighting.empty:
        few = coarse(evidence.questionnaire, evidence.weighting, evidence.latest)
        blocks += [Note(caution, "act") for caution in few]
        details.append(_weighting(evidence))
    if not evidence[Missing].table.empty:
        details += _missing(evidence)
    return Section(KEY, QUESTION, SUBTITLE, tuple(blocks), tuple(details)) if blocks or details else None


def _waterfall(evidence: Evidence) -> TableBlock:
    """One row per step, one column per wave."""
    table, asked = evidence.waterfall, evidence.questionnaire
    waves = list(dict.fromkeys(table["wave"]))
    steps = [step for step in STEPS if step in set(table["step"])]
    steps += [step for step in dict.fromkeys(table["step"]) if step not in STEPS]
    found = {(line["wave"], line["step"]): line["n"] for line in lookup.lines(table)}
    columns = (Column(STEP), *(Column(lookup.wave_label(asked, wave), "count") for wave in waves))
    rows = tuple((STEPS.get(step, step), *(found.get((wave, step)) for wave in waves)) for step in steps)
    return TableBlock("waterfall", WATERFALL, columns, rows)


def _checks(evidence: Evidence) -> TableBlock:
    columns = (
        Column(CHECK),
        Column(LOOKED_AT, "count"),
        Column(FOUND, "count"),
        Column(words.SHARE, "share"),
        Column(DONE),
    )
    rows = tuple(
        (
            check.title,
            check.looked_at,
            check.count,
            Share(check.count / check.looked_at, check.looked_at) if check.looked_at else None,
            Verdict(
                words.ACTIONS.get(check.action, check.action),
                "bad" if check.action == "exclude" and check.count else "neutral",
            ),
        )
        for check in evidence.checks
    )
    return TableBlock("checks", CHECKS, columns, rows)


def _weighting(evidence: Evidence) -> TableBlock:
    columns = (
        Column(words.WAVE),
        Column(words.ANSWERS, "count"),
        Column(words.EFFECTIVE, "count"),
        Column(KISH, "ratio"),
        Column(CLUSTERS, "count"),
        Column(STRATA, "count"),
        Column(DF, "count"),
    )
    asked = evidence.questionnaire
    rows = tuple(
        (
            lookup.wave_label(asked, line["wave"]),
            line["n"],
            line["n_effective"],
            line["kish"],
            line["clusters"],
            line["strata"],
            line["df"],
        )
        for line in lookup.lines(evidence.weighting)
    )
    return TableBlock("weighting", WEIGHTING, columns, rows)


def _missing(evidence: Evidence) -> list[Block]:
    """Shares of every reason by question, for the last wave; small groups hold no secret here."""
    asked = evidence.questionnaire
    found = lookup.lines(evidence[Missing].table, wave=evidence.latest)
    reasons = [reason for reason in REASONS if any(line["reason"] == reason for line in found)]
    items = [item for item in asked.items if any(line["item"] == item for line in found)]
    cells = {(line["item"], line["reason"]): line for line in found}
    if not reasons:
        return []
    rows = []
    for item in items:
        row: list[Cell] = [asked.label(item)]
        for reason in reasons:
            line = cells.get((item, reason))
            n = round(line["n"] / line["share"]) if line and line["share"] else 0
            row.append(Share(line["share"], n) if line else None)
        rows.append(tuple(row))
    columns = (Column(words.QUESTION), *(Column(REASONS[reason], "share") for reason in reasons))
    wave = lookup.wave_label(asked, evidence.latest)
    return [TableBlock("missing", MISSING.given(wave=wave), columns, tuple(rows))]
