"""The tables of comments, declared once for the page, the workbook, the terminal and the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from satkit.analyses.comments.rows import UNCODED, QuotableComment, Quote, ThemeShare, TopicShare
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval, Share, Words
from satkit.tables.table import Column, Table

MOST = 3  # themes shown by group
NOTHING_CODED = Text("none of these themes")
THEME = Text("Theme")
THEMES = Text("Themes of the comments")
BY_GROUP = Text("The most frequent themes by group of respondents")
TOPICS = Text("Topics found by the words alone, among comments the code frame leaves open")
TOPICS_ALL = Text("Topics found by the words alone")
TOPIC = Text("Words that stand out")
TOPIC_NUMBER = Text("topic %(number)d")
QUOTES = Text("Some comments, word for word")
COMMENT = Text("Comment")
FROM = Text("Group")
QUOTABLE = Text("Comments that may be quoted")
KEY, FATE = Text("key"), Text("what happens")
LEFT_OUT, IS_QUOTED, SPARE = Text("left out"), Text("quoted"), Text("not needed")


def theme_name(names: Names, code: str) -> Words:
    """What a theme is called."""
    if code == UNCODED:
        return NOTHING_CODED
    codes = names.questionnaire.codes
    return codes[code].title if code in codes else code


def sort_themes(rows: Iterable[ThemeShare]) -> list[ThemeShare]:
    """The themes of everyone that may be shown, the most frequent first, no theme at all last."""
    shown = (row for row in rows if not row["segment"] and not row["withheld"])
    return sorted(shown, key=lambda row: (row["code"] == UNCODED, -row["estimate"]))


def themes_table(rows: Iterable[ThemeShare], names: Names) -> Table:
    """Themes with their shares and who answers for them, in the order given."""
    columns: tuple[Column[ThemeShare], ...] = (
        Column("theme", THEME, cell=lambda row: theme_name(names, row["code"])),
        Column("share", words.SHARE, "share", _share),
        Column("interval", _confidence(names), "share_interval", _share_interval),
        Column("n", words.ANSWERS, "count"),
        Column("department", words.OWNER, cell=lambda row: _owner(names, row["code"])),
    )
    return Table.of("comments", THEMES, columns, rows)


@dataclass(frozen=True)
class _Level:
    """What one level of a segment writes of, theme by theme."""

    segment: str
    level: str
    themes: dict[str, ThemeShare]


def themes_by_group(rows: Sequence[ThemeShare], names: Names) -> Table:
    """The first themes in every level of every segment, a line to each level that may be shown."""
    first = [row["code"] for row in sort_themes(rows) if row["code"] != UNCODED][:MOST]
    levels: dict[tuple[str, str], dict[str, ThemeShare]] = {}
    for row in rows:
        if row["segment"] and not row["withheld"] and row["code"] in first:
            levels.setdefault((row["segment"], row["level"]), {})[row["code"]] = row
    lines = [_Level(segment, level, themes) for (segment, level), themes in levels.items()]
    columns: list[Column[_Level]] = [
        Column("segment", words.GROUP, cell=lambda line: names.segment(line.segment)),
        Column("level", words.LEVEL, cell=lambda line: names.level(line.segment, line.level)),
    ]
    for code in first:
        columns += _columns_of_theme(code, names)
    columns.append(Column("n", words.ANSWERS, "count", lambda line: next(iter(line.themes.values()))["n"]))
    return Table.of("comments-groups", BY_GROUP, columns, lines)


def _columns_of_theme(code: str, names: Names) -> list[Column[_Level]]:
    def share(line: _Level) -> Cell:
        return _share(line.themes[code]) if code in line.themes else None

    def interval(line: _Level) -> Cell:
        return _share_interval(line.themes[code]) if code in line.themes else None

    return [
        Column(f"share_{code}", theme_name(names, code), "share", share),
        Column(f"interval_{code}", _confidence(names), "share_interval", interval),
    ]


def topics_table(rows: Iterable[TopicShare], names: Names) -> Table:
    """Topics found by the words alone, of the comments that the code frame leaves open."""
    columns: tuple[Column[TopicShare], ...] = (
        Column("words", TOPIC),
        Column("share", words.SHARE, "share", _share),
        Column("interval", _confidence(names), "share_interval", _share_interval),
        Column("n", words.ANSWERS, "count"),
    )
    caption = TOPICS if names.questionnaire.codes else TOPICS_ALL
    return Table.of("comments-topics", caption, columns, rows)


def quotes_table(rows: Iterable[Quote], names: Names) -> Table:
    """Comments word for word, with their themes and the groups of those who wrote them."""
    columns: tuple[Column[Quote], ...] = (
        Column("text", COMMENT),
        Column("theme", THEME, cell=lambda row: quote_theme(names, row)),
        Column("level", FROM, cell=lambda row: _level_name(names, row)),
    )
    return Table.of("quotes", QUOTES, columns, rows)


def quotable_table(rows: Iterable[QuotableComment], names: Names) -> Table:
    """Every comment that may be quoted, its key, and what happens to it."""
    columns: tuple[Column[QuotableComment], ...] = (
        Column("key", KEY),
        Column("fate", FATE, cell=_fate),
        Column("text", COMMENT),
        Column("theme", THEME, cell=lambda row: quote_theme(names, row)),
        Column("level", FROM, cell=lambda row: _level_name(names, row)),
    )
    return Table.of("quotable", QUOTABLE, columns, rows)


def quote_theme(names: Names, row: Quote) -> Words:
    """The theme of a comment, else the number of its topic."""
    return (
        theme_name(names, row["code"]) if row["code"] else TOPIC_NUMBER.with_values(number=row["topic"] + 1)
    )


def _level_name(names: Names, row: Quote) -> Words:
    return names.level(row["segment"], row["level"]) if row["level"] else ""


def _fate(row: QuotableComment) -> Text:
    """Whether a comment is quoted."""
    if row["left_out"]:
        return LEFT_OUT
    return IS_QUOTED if row["quoted"] else SPARE


def _owner(names: Names, code: str) -> Words:
    codes = names.questionnaire.codes
    owner = codes[code].owner if code in codes else ""
    return names.department(owner) if owner else ""


def _share(row: ThemeShare | TopicShare) -> Share:
    return Share(row["estimate"], row["n"])


def _share_interval(row: ThemeShare | TopicShare) -> Interval:
    return Interval(row["low"], row["high"], row["n"])


def _confidence(names: Names) -> Text:
    return words.interval_header(names.questionnaire.report.level)
