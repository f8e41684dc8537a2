"""What respondents write in their own words."""

from __future__ import annotations

from satkit.analyses.comments.estimate import UNCODED, Comments, crowd
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.number_format import count, share, share_interval
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Prose, Section, TableBlock
from satkit.report.figures import ranked
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Share, Words

KEY = "comments"
MOST = 3
QUESTION = Text("What do customers write?")
SUBTITLE = Text("Free comments, %(wave)s: coded by their words, a few of them quoted")
BASE = Text("%(n)s of %(people)s respondents wrote something (%(share)s).")
CAREFUL = Text(
    "The shares are of those who wrote: they tell what is on people's minds, not how many are affected."
)
SEVERAL = Text("A comment may touch several themes.")
TITLE = Text("Themes of the comments, share of those who wrote, with %(level)s intervals")
READ = Text("Themes: %(count)d; most comments are about: %(best)s")
TIP = Text("%(name)s: %(share)s (%(interval)s), n = %(n)s")
NOTHING_CODED = Text("none of these themes")
THEME = Text("Theme")
TABLE = Text("Themes of the comments")
BY_GROUP = Text("The most frequent themes by group of respondents")
TOPICS = Text("Topics found by the words alone, among comments the code frame leaves open")
TOPICS_ALL = Text("Topics found by the words alone")
TOPIC = Text("Words that stand out")
TOPIC_NUMBER = Text("topic %(number)d")
QUOTES = Text("Some comments, word for word")
QUOTED = Text(
    "Drawn at random from every theme, one per person; numbers, addresses and names are replaced by ***. "
    "Only people in groups of %(k)d and more are quoted."
)
LEFT_OUT = Text("Comments not quoted at the wish of those who reviewed them: %(count)d.")
COMMENT = Text("Comment")
FROM = Text("Group")


def section(evidence: Evidence, language: str) -> Section | None:
    """Themes with their shares, quotes; topics and groups for analysts."""
    found, asked = evidence.get(Comments), evidence.questionnaire
    if found is None:
        return None
    told: list[Words] = [
        BASE.given(
            n=count(found.n), people=count(found.people), share=share(found.n / found.people, found.people)
        ),
        CAREFUL,
    ]
    everyone = lookup.lines(found.codes, segment="", withheld="")
    everyone.sort(key=lambda line: (line["code"] == UNCODED, -line["estimate"]))
    blocks: list[Block] = [Prose((*told, SEVERAL) if everyone else tuple(told))]
    details: list[Block] = []
    if everyone:
        blocks.append(_figure(evidence, everyone, language))
        details += [_table(evidence, everyone), *_groups(evidence, found, everyone)]
    if not found.topics.empty:
        (details if everyone else blocks).append(_topics(evidence, found))
    blocks += _quotes(evidence, found)
    if len(blocks) == 1 and not details and asked.scored:
        return None
    wave = lookup.wave_label(asked, evidence.latest)
    return Section(KEY, QUESTION, SUBTITLE.given(wave=wave), tuple(blocks), tuple(details))


def _theme(evidence: Evidence, code: str) -> Words:
    return NOTHING_CODED if code == UNCODED else evidence.questionnaire.codes[code].title


def _figure(evidence: Evidence, lines: list[Line], language: str) -> Figure:
    bars = []
    for line in lines:
        label = say(_theme(evidence, line["code"]), language)
        tip = TIP.given(
            name=label,
            share=share(line["estimate"], line["n"]),
            interval=share_interval(line["low"], line["high"], line["n"]),
            n=count(line["n"]),
        )
        pale = line["code"] == UNCODED
        numbers = line["estimate"], line["low"], line["high"], int(line["n"])
        bars.append(ranked.Bar(label, *numbers, say(tip, language), pale=pale))
    title = TITLE.given(level=lookup.level(evidence.questionnaire))
    read = READ.given(count=len(lines), best=_theme(evidence, lines[0]["code"]))
    head = say(words.SHARE, language)
    svg = ranked.draw(bars, head, "fig-comments", say(title, language), say(read, language))
    return Figure(svg, title, read)


def _measured(line: Line) -> tuple[Cell, ...]:
    return Share(line["estimate"], line["n"]), lookup.share_span(line), line["n"]


def _columns(evidence: Evidence) -> tuple[Column, ...]:
    return (
        Column(words.SHARE, "share"),
        Column(lookup.confidence(evidence.questionnaire), "share_interval"),
        Column(words.ANSWERS, "count"),
    )


def _table(evidence: Evidence, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    rows = []
    for line in lines:
        owner = asked.codes[line["code"]].owner if line["code"] else ""
        department = lookup.department_label(asked, owner) if owner else ""
        rows.append((_theme(evidence, line["code"]), *_measured(line), department))
    columns = (Column(THEME), *_columns(evidence), Column(words.OWNER))
    return TableBlock("comments", TABLE, columns, tuple(rows))


def _groups(evidence: Evidence, found: Comments, everyone: list[Line]) -> list[Block]:
    """The first themes in every group of every segment, a line to each group."""
    asked = evidence.questionnaire
    first = [line["code"] for line in everyone if line["code"] != UNCODED][:MOST]
    cells = {
        (line["segment"], line["level"], line["code"]): line
        for line in lookup.lines(found.codes, withheld="")
        if line["segment"] and line["code"] in first
    }
    rows = []
    for segment, level in dict.fromkeys((segment, level) for segment, level, _ in cells):
        mine = [cells.get((segment, level, code)) for code in first]
        numbers: list[Cell] = []
        for line in mine:
            numbers += _measured(line)[:2] if line else (None, None)
        n = next(line["n"] for line in mine if line)
        names = lookup.segment_label(asked, segment), lookup.level_label(evidence, segment, level)
        rows.append((*names, *numbers, n))
    if not rows:
        return []
    wide = lookup.confidence(asked)
    of_themes = [
        column
        for code in first
        for column in (Column(_theme(evidence, code), "share"), Column(wide, "share_interval"))
    ]
    columns = (Column(words.GROUP), Column(words.LEVEL), *of_themes, Column(words.ANSWERS, "count"))
    return [TableBlock("comments-groups", BY_GROUP, columns, tuple(rows))]


def _topics(evidence: Evidence, found: Comments) -> TableBlock:
    rows = tuple((line["words"], *_measured(line)) for line in lookup.lines(found.topics))
    title = TOPICS if evidence.questionnaire.codes else TOPICS_ALL
    return TableBlock("comments-topics", title, (Column(TOPIC), *_columns(evidence)), rows)


def _quotes(evidence: Evidence, found: Comments) -> list[Block]:
    asked, rows = evidence.questionnaire, []
    for line in lookup.lines(found.quotes):
        if line["code"]:
            theme: Words = _theme(evidence, line["code"])
        else:
            theme = TOPIC_NUMBER.given(number=line["topic"] + 1)
        level = lookup.level_label(evidence, line["segment"], line["level"]) if line["level"] else ""
        rows.append((line["text"], theme, level))
    if not rows:
        return []
    columns = (Column(COMMENT), Column(THEME), Column(FROM))
    notes = [Note(QUOTED.given(k=crowd(asked)))]
    if found.left_out:
        notes.append(Note(LEFT_OUT.given(count=found.left_out)))
    return [TableBlock("quotes", QUOTES, columns, tuple(rows)), *notes]
