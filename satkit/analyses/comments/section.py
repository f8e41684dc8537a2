"""What respondents write in their own words."""

from __future__ import annotations

from satkit.analyses.comments.estimate import Comments, crowd
from satkit.analyses.comments.rows import UNCODED, Quote, ThemeShare, TopicShare
from satkit.analyses.comments.tables import (
    quotes_table,
    sort_themes,
    theme_name,
    themes_by_group,
    themes_table,
    topics_table,
)
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import confidence, count, share, share_interval
from satkit.report import words
from satkit.report.blocks import Block, Figure, Note, Prose, Section
from satkit.report.figures.ranked import Bar, RankedShares
from satkit.survey.names import Names
from satkit.tables.rows import read_rows

KEY = "comments"
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
QUOTED = Text(
    "Drawn at random from every theme, one per person; numbers, addresses and names are replaced by ***. "
    "Only people in groups of %(k)d and more are quoted."
)
LEFT_OUT = Text("Comments not quoted at the wish of those who reviewed them: %(count)d.")


def section(evidence: Evidence) -> Section | None:
    """Themes with their shares, quotes; topics and groups for analysts."""
    result, names = evidence.get(Comments), evidence.names
    if result is None:
        return None
    rows, topics = read_rows(result.codes, ThemeShare), read_rows(result.topics, TopicShare)
    everyone = sort_themes(rows)
    blocks: list[Block] = [Prose((_base(result), CAREFUL, *((SEVERAL,) if everyone else ())))]
    details: list[Block] = []
    if everyone:
        by_group = themes_by_group(rows, names)
        blocks.append(_figure(names, everyone))
        details += [themes_table(everyone, names), *([by_group] if by_group.rows else [])]
    if topics:
        (details if everyone else blocks).append(topics_table(topics, names))
    blocks += _quotes(names, result)
    if len(blocks) == 1 and not details and names.questionnaire.scored_items:
        return None
    subtitle = SUBTITLE.with_values(wave=names.wave(evidence.latest))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details))


def _base(result: Comments) -> Text:
    """How many wrote something."""
    part = share(result.n / result.people, result.people)
    return BASE.with_values(n=count(result.n), people=count(result.people), share=part)


def _figure(names: Names, rows: list[ThemeShare]) -> Figure:
    title = TITLE.with_values(level=confidence(names.questionnaire.report.level))
    read = READ.with_values(count=len(rows), best=theme_name(names, rows[0]["code"]))
    chart = RankedShares(tuple(_bar(names, row) for row in rows), words.SHARE)
    return Figure(chart, title, read, "fig-comments")


def _bar(names: Names, row: ThemeShare) -> Bar:
    label, n = theme_name(names, row["code"]), row["n"]
    interval = share_interval(row["low"], row["high"], n)
    tip = TIP.with_values(name=label, share=share(row["estimate"], n), interval=interval, n=count(n))
    pale = row["code"] == UNCODED
    return Bar(label, row["estimate"], row["low"], row["high"], int(n), tip, pale=pale)


def _quotes(names: Names, result: Comments) -> list[Block]:
    """A few comments word for word, and how they were chosen."""
    rows = read_rows(result.quotes, Quote)
    if not rows:
        return []
    left_out = [Note(LEFT_OUT.with_values(count=result.left_out))] if result.left_out else []
    return [quotes_table(rows, names), Note(QUOTED.with_values(k=crowd(names.questionnaire))), *left_out]
