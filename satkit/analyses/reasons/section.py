"""Why the dissatisfied are."""

from __future__ import annotations

from math import isnan

from satkit.analyses.reasons.estimate import OTHER, Reasons
from satkit.findings.allowance import as_sure_as
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.number_format import count, probability, share, share_interval
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Prose, Section, TableBlock
from satkit.report.figures import ranked
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Share, Words

KEY = "reasons"
FIRST = 3  # reasons whose cover is told, and which are shown by group
QUESTION = Text("Why are customers dissatisfied?")
SUBTITLE = Text("Reasons named by those who are dissatisfied overall, %(wave)s; several could be named")
SUBTITLE_ALL = Text("Reasons named, %(wave)s; several could be named")
TITLE = Text("Share of the dissatisfied who name a reason, with %(level)s intervals")
READ = Text("Reasons: %(count)d; named most often: %(best)s")
OTHERS = Text("Other reasons, each named by few")
TIP = Text("%(name)s: %(share)s (%(interval)s), n = %(n)s")
BASE = Text("%(n)s of %(asked)s dissatisfied respondents named reasons; the shares are of these.")
BASE_EVERY = Text("All %(n)s dissatisfied respondents named reasons.")
BASE_ALL = Text("%(n)s respondents named reasons; the shares are of these.")
COVER = Text("%(share)s of them name at least one of the first %(count)d reasons.")
MERGED = Text("Reasons named by fewer than %(k)d people are shown as one.")
FEW = Text("Fewer than %(k)d dissatisfied respondents named reasons; the shares are not shown.")
REASON = Text("Reason")
COVERED = Text("This or one above")
TABLE = Text("Reasons, and how many name at least one")
BY_GROUP = Text("The most frequent reasons by group of respondents")
SINCE = Text("Reasons against %(versus)s")
POINTS = Text("Change, points")
BY_DEPARTMENT = Text("Departments by how many name at least one reason they answer for")
DEPARTMENT, ITS_REASONS = Text("Department"), Text("Its reasons")
STEADY = Text("No reason is named significantly more or less often than in %(versus)s.")
ALIKE = Text(
    "No reason is named significantly more often in one group than in another (%(count)d tests, corrected for "
    "their number)."
)
DIFFERS = Text(
    "The groups of “%(segment)s” do not name “%(name)s” equally often: most “%(highest)s” (%(most)s), least "
    "“%(lowest)s” (%(least)s; adjusted p %(p)s)."
)


def section(evidence: Evidence, language: str) -> Section | None:
    """Ranked reasons of the last wave, what the first ones cover, where they differ; the groups."""
    asked, all_ = evidence.questionnaire, evidence[Reasons]
    found = lookup.lines(all_.shares, wave=evidence.latest)
    if not found:
        return None
    blocks: list[Block] = lookup.sentences(evidence, KEY)
    details: list[Block] = []
    for item in dict.fromkeys(line["item"] for line in found):
        mine = [line for line in found if line["item"] == item]
        everyone = [line for line in mine if not line["segment"]]
        if everyone[0]["withheld"]:
            blocks.append(Note(FEW.given(k=asked.report.min_cell)))
            continue
        blocks += [_figure(evidence, item, everyone, language), Prose(tuple(_base(evidence, everyone)))]
        blocks += [*_differences(evidence, item, mine), *_departments(evidence, item)]
        details += [
            _table(evidence, item, everyone),
            *_groups(evidence, item, mine),
            *_changes(evidence, item),
        ]
    subtitle = SUBTITLE if _of_dissatisfied(evidence) else SUBTITLE_ALL
    wave = lookup.wave_label(asked, evidence.latest)
    return Section(KEY, QUESTION, subtitle.given(wave=wave), tuple(blocks), tuple(details))


def _of_dissatisfied(evidence: Evidence) -> bool:
    asked = evidence.questionnaire
    return any(asked.scale(item).bottom for item in asked.of_role("overall"))


def _name(evidence: Evidence, item: str, reason: str) -> Words:
    if reason == OTHER:
        return OTHERS
    points = evidence.questionnaire.scale(item).points
    return next(lookup.named(point.label, reason) for point in points if str(point.code) == reason)


def _figure(evidence: Evidence, item: str, lines: list[Line], language: str) -> Figure:
    bars = [_bar(evidence, item, line, language) for line in lines]
    title = TITLE.given(level=lookup.level(evidence.questionnaire))
    read = READ.given(count=len(lines), best=_name(evidence, item, lines[0]["reason"]))
    key = f"fig-reasons-{item}"
    svg = ranked.draw(bars, say(words.SHARE, language), key, say(title, language), say(read, language))
    return Figure(svg, title, read)


def _bar(evidence: Evidence, item: str, line: Line, language: str) -> ranked.Bar:
    label = say(_name(evidence, item, line["reason"]), language)
    tip = TIP.given(
        name=label,
        share=share(line["estimate"], line["n"]),
        interval=share_interval(line["low"], line["high"], line["n"]),
        n=count(line["n"]),
    )
    return ranked.Bar(
        label, line["estimate"], line["low"], line["high"], int(line["n"]), say(tip, language),
        pale=line["reason"] == OTHER,
    )  # fmt: skip


def _base(evidence: Evidence, lines: list[Line]) -> list[Words]:
    first, asked = lines[0], evidence.questionnaire
    every = first["n"] == first["asked"]
    base = (BASE_EVERY if every else BASE) if _of_dissatisfied(evidence) else BASE_ALL
    told: list[Words] = [base.given(n=count(first["n"]), asked=count(first["asked"]))]
    if len(lines) > FIRST:
        cover = share(lines[FIRST - 1]["covered"], first["n"])
        told.append(COVER.given(share=cover, count=FIRST))
    if any(line["reason"] == OTHER for line in lines):
        told.append(MERGED.given(k=asked.report.min_cell))
    return told


def _differences(evidence: Evidence, item: str, lines: list[Line]) -> list[Block]:
    """What the tests say: since the wave before, and between groups."""
    asked, found = evidence.questionnaire, evidence[Reasons]
    notes: list[Block] = []
    since = [line for line in lookup.lines(found.changes, item=item) if not isnan(line["p"])]
    if since and not any(line["evidence"] == "significant" for line in since):
        notes.append(Note(STEADY.given(versus=lookup.wave_label(asked, since[0]["versus"]))))
    tests = [line for line in lookup.lines(found.association, item=item) if line["evidence"] != "small"]
    apart = [line for line in tests if line["evidence"] == "significant"]
    if tests and not apart:
        notes.append(Note(ALIKE.given(count=len(tests))))
    shares = {(line["segment"], line["level"], line["reason"]): line for line in lines}
    for line in sorted(apart, key=lambda one: one["p"])[:FIRST]:
        told: dict[str, Words] = {}
        for end, amount in (("highest", "most"), ("lowest", "least")):
            there = shares[line["segment"], line[end], line["reason"]]
            told[end] = lookup.level_label(evidence, line["segment"], line[end])
            told[amount] = share(there["estimate"], there["n"])
        name, segment = _name(evidence, item, line["reason"]), lookup.segment_label(asked, line["segment"])
        text = DIFFERS.given(name=name, segment=segment, p=probability(line["p_adjusted"]), **told)
        notes.append(Note(as_sure_as(text, line["p_adjusted"], evidence, "reasons_of_groups")))
    return notes


def _owner(evidence: Evidence, item: str, reason: str) -> str:
    points = evidence.questionnaire.scale(item).points
    return next((point.owner for point in points if str(point.code) == reason), "")


def _table(evidence: Evidence, item: str, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    owned = any(_owner(evidence, item, line["reason"]) for line in lines)
    columns = (
        Column(REASON),
        Column(words.SHARE, "share"),
        Column(lookup.confidence(asked), "share_interval"),
        Column(COVERED, "share"),
        Column(words.ANSWERS, "count"),
        *((Column(words.OWNER),) if owned else ()),
    )
    rows = []
    for line in lines:
        owner = _owner(evidence, item, line["reason"])
        rows.append(
            (
                _name(evidence, item, line["reason"]),
                Share(line["estimate"], line["n"]),
                lookup.share_span(line),
                Share(line["covered"], line["n"]),
                line["n"],
                *((lookup.department_label(asked, owner) if owner else "",) if owned else ()),
            )
        )
    return TableBlock(f"reasons-{item}", TABLE, columns, tuple(rows))


def _departments(evidence: Evidence, item: str) -> list[Block]:
    asked = evidence.questionnaire
    lines = lookup.lines(evidence[Reasons].departments, item=item, withheld="")
    lines.sort(key=lambda line: -line["estimate"])
    rows = tuple(
        (
            lookup.department_label(asked, line["department"]),
            line["reasons"],
            Share(line["estimate"], line["n"]),
            lookup.share_span(line),
        )
        for line in lines
    )
    columns = (
        Column(DEPARTMENT),
        Column(ITS_REASONS, "count"),
        Column(words.SHARE, "share"),
        Column(lookup.confidence(asked), "share_interval"),
    )
    return [TableBlock(f"reasons-departments-{item}", BY_DEPARTMENT, columns, rows)] if rows else []


def _changes(evidence: Evidence, item: str) -> list[Block]:
    asked = evidence.questionnaire
    lines = [
        line for line in lookup.lines(evidence[Reasons].changes, item=item) if line["evidence"] != "hidden"
    ]
    if not lines:
        return []
    rows = tuple(
        (
            _name(evidence, item, line["reason"]),
            100 * line["difference"],
            Interval(100 * line["low"], 100 * line["high"]),
            line["p_adjusted"],
        )
        for line in lines
    )
    columns = (
        Column(REASON),
        Column(POINTS, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(words.P_ADJUSTED, "p"),
    )
    title = SINCE.given(versus=lookup.wave_label(asked, lines[0]["versus"]))
    return [TableBlock(f"reasons-changes-{item}", title, columns, rows)]


def _groups(evidence: Evidence, item: str, lines: list[Line]) -> list[Block]:
    """The first reasons in every group of every segment, a line to each group."""
    asked = evidence.questionnaire
    first = [line["reason"] for line in lines if not line["segment"]][:FIRST]
    cells = {(line["segment"], line["level"], line["reason"]): line for line in lines if line["segment"]}
    rows = []
    for segment, level in dict.fromkeys((segment, level) for segment, level, _ in cells):
        mine = [cells[segment, level, reason] for reason in first]
        numbers: list[Cell] = []
        for line in mine:
            numbers += (
                [None, None]
                if line["withheld"]
                else [Share(line["estimate"], line["n"]), lookup.share_span(line)]
            )
        n = lookup.withheld(asked, mine[0]) if mine[0]["withheld"] else mine[0]["n"]
        names = lookup.segment_label(asked, segment), lookup.level_label(evidence, segment, level)
        rows.append((*names, *numbers, n))
    if not rows:
        return []
    wide = lookup.confidence(asked)
    of_reasons = [
        column
        for reason in first
        for column in (Column(_name(evidence, item, reason), "share"), Column(wide, "share_interval"))
    ]
    columns = (Column(words.GROUP), Column(words.LEVEL), *of_reasons, Column(words.ANSWERS, "count"))
    return [TableBlock(f"reasons-groups-{item}", BY_GROUP, columns, tuple(rows))]
