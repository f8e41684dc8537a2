"""Why the dissatisfied are."""

from __future__ import annotations

from math import isnan

from satkit.analyses.reasons.estimate import Reasons, only_dissatisfied
from satkit.analyses.reasons.rows import OTHER, DepartmentReasons, ReasonChange, ReasonShare, ReasonTest
from satkit.analyses.reasons.tables import (
    FIRST,
    ranked_reasons,
    reason_changes,
    reason_name,
    reasons_by_department,
    reasons_by_group,
)
from satkit.findings.allowance import as_sure_as
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import confidence, count, probability, share, share_interval
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Prose, Section
from satkit.report.figures.ranked import Bar, RankedShares
from satkit.survey.names import Names
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

KEY = "reasons"
QUESTION = Text("Why are customers dissatisfied?")
SUBTITLE = Text("Reasons named by those who are dissatisfied overall, %(wave)s; several could be named")
SUBTITLE_ALL = Text("Reasons named, %(wave)s; several could be named")
TITLE = Text("Share of the dissatisfied who name a reason, with %(level)s intervals")
READ = Text("Reasons: %(count)d; named most often: %(best)s")
TIP = Text("%(name)s: %(share)s (%(interval)s), n = %(n)s")
BASE = Text("%(n)s of %(asked)s dissatisfied respondents named reasons; the shares are of these.")
BASE_EVERY = Text("All %(n)s dissatisfied respondents named reasons.")
BASE_ALL = Text("%(n)s respondents named reasons; the shares are of these.")
COVER = Text("%(share)s of them name at least one of the first %(count)d reasons.")
MERGED = Text("Reasons named by fewer than %(k)d people are shown as one.")
FEW = Text("Fewer than %(k)d dissatisfied respondents named reasons; the shares are not shown.")
STEADY = Text("No reason is named significantly more or less often than in %(versus)s.")
ALIKE = Text(
    "No reason is named significantly more often in one group than in another (%(count)d tests, corrected for "
    "their number)."
)
DIFFERS = Text(
    "The groups of “%(segment)s” do not name “%(name)s” equally often: most “%(highest)s” (%(most)s), least "
    "“%(lowest)s” (%(least)s; adjusted p %(p)s)."
)


def section(evidence: Evidence) -> Section | None:
    """Ranked reasons of the last wave, what the first ones cover, where they differ; the groups."""
    names, result = evidence.names, evidence[Reasons]
    rows = read_rows(result.shares, ReasonShare, wave=evidence.latest)
    if not rows:
        return None
    blocks: list[Block] = lookup.sentences(evidence, KEY)
    details: list[Block] = []
    for item in dict.fromkeys(row["item"] for row in rows):
        mine = [row for row in rows if row["item"] == item]
        everyone = [row for row in mine if not row["segment"]]
        if everyone[0]["withheld"]:
            blocks.append(Note(FEW.with_values(k=names.questionnaire.report.min_cell)))
            continue
        changes = read_rows(result.changes, ReasonChange, item=item)
        departments = read_rows(result.departments, DepartmentReasons, item=item)
        blocks += [_figure(names, item, everyone), Prose(tuple(_describe_base(names, everyone)))]
        blocks += [*_note_changes(names, changes), *_note_groups(evidence, item, mine)]
        blocks += _if_any(reasons_by_department(item, departments, names))
        details += [
            ranked_reasons(item, everyone, names),
            *_if_any(reasons_by_group(item, mine, names)),
            *_if_any(reason_changes(item, changes, names)),
        ]
    subtitle = SUBTITLE if only_dissatisfied(names.questionnaire) else SUBTITLE_ALL
    wave = names.wave(evidence.latest)
    return Section(KEY, QUESTION, subtitle.with_values(wave=wave), tuple(blocks), tuple(details))


def _if_any(table: Table) -> list[Block]:
    return [table] if table.rows else []


def _figure(names: Names, item: str, rows: list[ReasonShare]) -> Figure:
    title = TITLE.with_values(level=confidence(names.questionnaire.report.level))
    best = reason_name(names, item, rows[0]["reason"])
    chart = RankedShares(tuple(_bar(names, item, row) for row in rows), words.SHARE)
    return Figure(chart, title, READ.with_values(count=len(rows), best=best), f"fig-reasons-{item}")


def _bar(names: Names, item: str, row: ReasonShare) -> Bar:
    label, n = reason_name(names, item, row["reason"]), row["n"]
    interval = share_interval(row["low"], row["high"], n)
    tip = TIP.with_values(name=label, share=share(row["estimate"], n), interval=interval, n=count(n))
    pale = row["reason"] == OTHER
    return Bar(label, row["estimate"], row["low"], row["high"], int(n), tip, pale=pale)


def _describe_base(names: Names, rows: list[ReasonShare]) -> list[Words]:
    """Of whom the shares are, what the first reasons cover, and what was merged."""
    first, questionnaire = rows[0], names.questionnaire
    every = first["n"] == first["asked"]
    base = (BASE_EVERY if every else BASE) if only_dissatisfied(questionnaire) else BASE_ALL
    sentences: list[Words] = [base.with_values(n=count(first["n"]), asked=count(first["asked"]))]
    if len(rows) > FIRST:
        cover = share(rows[FIRST - 1]["covered"], first["n"])
        sentences.append(COVER.with_values(share=cover, count=FIRST))
    if any(row["reason"] == OTHER for row in rows):
        sentences.append(MERGED.with_values(k=questionnaire.report.min_cell))
    return sentences


def _note_changes(names: Names, rows: list[ReasonChange]) -> list[Block]:
    """That no reason has changed since the wave before; a change is a finding."""
    tested = [row for row in rows if not isnan(row["p"])]
    if not tested or any(row["evidence"] == "significant" for row in tested):
        return []
    return [Note(STEADY.with_values(versus=names.wave(tested[0]["versus"])))]


def _note_groups(evidence: Evidence, item: str, shares: list[ReasonShare]) -> list[Block]:
    """Which reasons the groups do not name alike, the surest first; or that there is none."""
    names = evidence.names
    rows = read_rows(evidence[Reasons].association, ReasonTest, item=item)
    tested = [row for row in rows if row["evidence"] != "small"]
    apart = [row for row in tested if row["evidence"] == "significant"]
    if tested and not apart:
        return [Note(ALIKE.with_values(count=len(tested)))]
    levels = {(row["segment"], row["level"], row["reason"]): row for row in shares}
    notes: list[Block] = []
    for row in sorted(apart, key=lambda one: one["p"])[:FIRST]:
        segment = row["segment"]
        most, least = (levels[segment, level, row["reason"]] for level in (row["highest"], row["lowest"]))
        text = DIFFERS.with_values(
            segment=names.segment(segment),
            name=reason_name(names, item, row["reason"]),
            highest=names.level(segment, row["highest"]),
            most=share(most["estimate"], most["n"]),
            lowest=names.level(segment, row["lowest"]),
            least=share(least["estimate"], least["n"]),
            p=probability(row["p_adjusted"]),
        )
        notes.append(Note(as_sure_as(text, row["p_adjusted"], evidence, "reasons_of_groups")))
    return notes
