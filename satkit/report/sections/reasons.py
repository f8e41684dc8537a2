"""Why the dissatisfied are."""

from __future__ import annotations

from satkit.digits import count, share, share_interval
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.report import reading, words
from satkit.report.blocks import Block, Cell, Column, Figure, Note, Prose, Section, Share, TableBlock, Words
from satkit.report.figures import ranked
from satkit.report.reading import Line
from satkit.scoring.reasons import OTHER

KEY = "reasons"
FIRST = 3  # reasons whose cover is told, and which are shown by group
QUESTION = Text("Why are customers dissatisfied?")
SUBTITLE = Text("Reasons named by those who are dissatisfied overall, %(wave)s; several could be named")
SUBTITLE_ALL = Text("Reasons named, %(wave)s; several could be named")
TITLE = Text("Share of the dissatisfied who name a reason, with %(level)s intervals")
READ = Text("%(count)d reasons; named most often: %(best)s")
OTHERS = Text("Other reasons, each named by few")
TIP = Text("%(name)s: %(share)s (%(interval)s), n = %(n)s")
BASE = Text("%(n)s of %(asked)s dissatisfied respondents named reasons; the shares are of these.")
BASE_ALL = Text("%(n)s respondents named reasons; the shares are of these.")
COVER = Text("%(share)s of them name at least one of the first %(count)d reasons.")
MERGED = Text("Reasons named by fewer than %(k)d people are shown as one.")
FEW = Text("Fewer than %(k)d dissatisfied respondents named reasons; the shares are not shown.")
REASON = Text("Reason")
COVERED = Text("This or one above")
TABLE = Text("Reasons, and how many name at least one")
BY_GROUP = Text("The most frequent reasons by group of respondents")


def section(evidence: Evidence, language: str) -> Section | None:
    """Ranked reasons of the last wave, what the first ones cover, and the groups."""
    asked = evidence.questionnaire
    found = reading.lines(evidence.reasons, wave=evidence.latest)
    if not found:
        return None
    blocks: list[Block] = reading.sentences(evidence, KEY)
    details: list[Block] = []
    for item in dict.fromkeys(line["item"] for line in found):
        mine = [line for line in found if line["item"] == item]
        everyone = [line for line in mine if not line["segment"]]
        if everyone[0]["withheld"]:
            blocks.append(Note(FEW.given(k=asked.report.min_cell)))
            continue
        blocks += [_figure(evidence, item, everyone, language), Prose(tuple(_base(evidence, everyone)))]
        blocks.append(_table(evidence, item, everyone))
        details += _groups(evidence, item, mine)
    subtitle = SUBTITLE if _of_dissatisfied(evidence) else SUBTITLE_ALL
    wave = reading.wave_label(asked, evidence.latest)
    return Section(KEY, QUESTION, subtitle.given(wave=wave), tuple(blocks), tuple(details))


def _of_dissatisfied(evidence: Evidence) -> bool:
    asked = evidence.questionnaire
    return any(asked.scale(item).bottom for item in asked.of_role("overall"))


def _name(evidence: Evidence, item: str, reason: str) -> Words:
    if reason == OTHER:
        return OTHERS
    points = evidence.questionnaire.scale(item).points
    return next(reading.named(point.label, reason) for point in points if str(point.code) == reason)


def _figure(evidence: Evidence, item: str, lines: list[Line], language: str) -> Figure:
    bars = [_bar(evidence, item, line, language) for line in lines]
    title = TITLE.given(level=reading.level(evidence.questionnaire))
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
    base = BASE if _of_dissatisfied(evidence) else BASE_ALL
    told: list[Words] = [base.given(n=count(first["n"]), asked=count(first["asked"]))]
    if len(lines) > FIRST:
        cover = share(lines[FIRST - 1]["covered"], first["n"])
        told.append(COVER.given(share=cover, count=FIRST))
    if any(line["reason"] == OTHER for line in lines):
        told.append(MERGED.given(k=asked.report.min_cell))
    return told


def _table(evidence: Evidence, item: str, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(REASON),
        Column(words.SHARE, "share"),
        Column(reading.confidence(asked), "share_interval"),
        Column(COVERED, "share"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple(
        (
            _name(evidence, item, line["reason"]),
            Share(line["estimate"], line["n"]),
            reading.share_span(line),
            Share(line["covered"], line["n"]),
            line["n"],
        )
        for line in lines
    )
    return TableBlock(f"reasons-{item}", TABLE, columns, rows)


def _groups(evidence: Evidence, item: str, lines: list[Line]) -> list[Block]:
    """The first reasons in every group of every segment; one line for a group that is withheld."""
    asked = evidence.questionnaire
    first = [line["reason"] for line in lines if not line["segment"]][:FIRST]
    rows = []
    for line in lines:
        if not line["segment"] or line["reason"] not in first:
            continue
        names: tuple[Cell, ...] = (
            reading.segment_label(asked, line["segment"]),
            reading.level_label(evidence, line["segment"], line["level"]),
        )
        if line["withheld"]:
            if line["reason"] == first[0]:
                rows.append((*names, "", reading.withheld(asked), None, None))
            continue
        shown: tuple[Cell, ...] = (Share(line["estimate"], line["n"]), reading.share_span(line), line["n"])
        rows.append((*names, _name(evidence, item, line["reason"]), *shown))
    if not rows:
        return []
    columns = (
        Column(words.GROUP),
        Column(words.LEVEL),
        Column(REASON),
        Column(words.SHARE, "share"),
        Column(reading.confidence(asked), "share_interval"),
        Column(words.ANSWERS, "count"),
    )
    return [TableBlock(f"reasons-groups-{item}", BY_GROUP, columns, tuple(rows))]
