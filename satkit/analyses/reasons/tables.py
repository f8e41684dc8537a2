"""The tables of reasons, declared once for the page, the workbook and whoever holds the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from satkit.analyses.reasons.rows import OTHER, DepartmentReasons, ReasonChange, ReasonShare
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names, label_or_name
from satkit.tables.cells import Cell, Interval, Share, Withheld, Words
from satkit.tables.table import Column, Table

FIRST = 3  # reasons whose cover is told, and which are shown by group
OTHERS = Text("Other reasons, each named by few")
REASON = Text("Reason")
COVERED = Text("This or one above")
RANKED = Text("Reasons, and how many name at least one")
BY_GROUP = Text("The most frequent reasons by group of respondents")
SINCE = Text("Reasons against %(versus)s")
POINTS = Text("Change, points")
BY_DEPARTMENT = Text("Departments by how many name at least one reason they answer for")
DEPARTMENT, ITS_REASONS = Text("Department"), Text("Its reasons")


def reason_name(names: Names, item: str, reason: str) -> Words:
    """What a reason is called; the rare ones together have a name of their own."""
    if reason == OTHER:
        return OTHERS
    questionnaire = names.questionnaire
    points = questionnaire.scale(item).points if item in questionnaire.items else ()
    return next((label_or_name(point.label, reason) for point in points if str(point.code) == reason), reason)


def reason_owner(names: Names, item: str, reason: str) -> str:
    """The department that answers for a reason; none for most."""
    questionnaire = names.questionnaire
    points = questionnaire.scale(item).points if item in questionnaire.items else ()
    return next((point.owner for point in points if str(point.code) == reason), "")


def ranked_reasons(item: str, rows: Sequence[ReasonShare], names: Names) -> Table:
    """The reasons of everyone, the most frequent first, and what they cover together."""
    owners = {row["reason"]: reason_owner(names, item, row["reason"]) for row in rows}
    columns = [
        Column[ReasonShare]("reason", REASON, cell=lambda row: reason_name(names, item, row["reason"])),
        Column("share", words.SHARE, "share", lambda row: _shown(row, Share(row["estimate"], row["n"]))),
        _interval_column(names),
        Column("covered", COVERED, "share", lambda row: _shown(row, Share(row["covered"], row["n"]))),
        Column("n", words.ANSWERS, "count", lambda row: _reading_n(row, names)),
    ]
    if any(owners.values()):
        columns.append(
            Column("department", words.OWNER, cell=lambda row: _owner_name(names, owners[row["reason"]]))
        )
    return Table.of(f"reasons-{item}", RANKED, columns, rows)


def reasons_by_department(item: str, rows: Iterable[DepartmentReasons], names: Names) -> Table:
    """Departments, the one whose reasons most people name first."""
    shown = sorted((row for row in rows if not row["withheld"]), key=lambda row: -row["estimate"])
    columns: tuple[Column[DepartmentReasons], ...] = (
        Column("department", DEPARTMENT, cell=lambda row: names.department(row["department"])),
        Column("reasons", ITS_REASONS, "count"),
        Column("share", words.SHARE, "share", lambda row: Share(row["estimate"], row["n"])),
        Column("interval", _confidence(names), "share_interval", _share_interval),
    )
    return Table.of(f"reasons-departments-{item}", BY_DEPARTMENT, columns, shown)


def reason_changes(item: str, rows: Iterable[ReasonChange], names: Names) -> Table:
    """Points by which every reason is named more or less often than in the wave before."""
    shown = [row for row in rows if row["evidence"] != "hidden"]
    columns: tuple[Column[ReasonChange], ...] = (
        Column("reason", REASON, cell=lambda row: reason_name(names, item, row["reason"])),
        Column("change", POINTS, "signed", lambda row: 100 * row["difference"]),
        Column(
            "interval",
            _confidence(names),
            "signed_interval",
            lambda row: Interval(100 * row["low"], 100 * row["high"]),
        ),
        Column("p_adjusted", words.P_ADJUSTED, "p"),
    )
    versus = names.wave(shown[0]["versus"]) if shown else ""
    return Table.of(f"reasons-changes-{item}", SINCE.with_values(versus=versus), columns, shown)


@dataclass(frozen=True)
class _Level:
    """The reasons that one level of a segment names."""

    segment: str
    level: str
    reasons: dict[str, ReasonShare]

    @property
    def any(self) -> ReasonShare:
        """The row of any reason: all rest on the same people."""
        return next(iter(self.reasons.values()))


def reasons_by_group(item: str, rows: Iterable[ReasonShare], names: Names) -> Table:
    """The first reasons in every level of every segment, a line to each level."""
    levels: dict[tuple[str, str], dict[str, ReasonShare]] = {}
    for row in rows:
        levels.setdefault((row["segment"], row["level"]), {})[row["reason"]] = row
    first = list(levels.get(("", ""), {}))[:FIRST]
    lines = [_Level(segment, level, found) for (segment, level), found in levels.items() if segment]
    columns = [
        Column[_Level]("segment", words.GROUP, cell=lambda line: names.segment(line.segment)),
        Column("level", words.LEVEL, cell=lambda line: names.level(line.segment, line.level)),
    ]
    for reason in first:
        columns += _columns_of_reason(item, reason, names)
    columns.append(Column("n", words.ANSWERS, "count", lambda line: _reading_n(line.any, names)))
    return Table.of(f"reasons-groups-{item}", BY_GROUP, columns, lines)


def _columns_of_reason(item: str, reason: str, names: Names) -> list[Column[_Level]]:
    """The share of one reason and its interval."""

    def share(line: _Level) -> Cell:
        row = line.reasons[reason]
        return None if row["withheld"] else Share(row["estimate"], row["n"])

    def interval(line: _Level) -> Cell:
        row = line.reasons[reason]
        return None if row["withheld"] else _share_interval(row)

    key = reason or "others"
    return [
        Column(f"share_{key}", reason_name(names, item, reason), "share", share),
        Column(f"interval_{key}", _confidence(names), "share_interval", interval),
    ]


def _confidence(names: Names) -> Text:
    return words.interval_header(names.questionnaire.report.level)


def _interval_column(names: Names) -> Column[ReasonShare]:
    return Column(
        "interval", _confidence(names), "share_interval", lambda row: _shown(row, _share_interval(row))
    )


def _share_interval(row: ReasonShare | DepartmentReasons) -> Interval:
    return Interval(row["low"], row["high"], row["n"])


def _shown(row: ReasonShare, cell: Cell) -> Cell:
    return None if row["withheld"] else cell


def _reading_n(row: ReasonShare, names: Names) -> float | Withheld:
    """The base of a row, or why it is not shown."""
    if row["withheld"]:
        return words.withheld_cell(row["withheld"], names.questionnaire.report.min_cell)
    return row["n"]


def _owner_name(names: Names, owner: str) -> Words:
    return names.department(owner) if owner else ""
