"""Drivers on two sides, and drivers raised: tables for the workbook and the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from satkit.analyses.drivers.rows import DriverContrast, DriverRise, GroupContrast
from satkit.analyses.drivers.tables import DRIVER, TEN, UNITS, factor_of
from satkit.findings.wording import QUOTED
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval, Share
from satkit.tables.table import Column, Table

THEN, OTHERS = Text("%(header)s, then"), Text("%(header)s, others")
SHEET_WAVES = Text("Drivers against %(wave)s")
SHEET_GROUPS = Text("Drivers of every group against the others")
UNIT = Text("In")
DIFFERENT = Text("differs")
RAISED = Text("What goes with raising drivers, each alone")
POINTS_MORE = Text("Points more")
IN_FULL = Text("Rise in full")
Contrast = TypeVar("Contrast", bound=DriverContrast)
WITH_NUMBERS = frozenset(("significant", "unclear"))


def waves_table(rows: Sequence[DriverContrast], versus: str, names: Names) -> Table:
    """Every driver in one wave against another."""
    caption = SHEET_WAVES.with_values(wave=names.wave(versus))
    return Table.of("driver-waves", caption, _contrast_columns(DriverContrast, names, THEN), rows)


def groups_table(rows: Sequence[GroupContrast], names: Names) -> Table:
    """Every driver in every group against the other respondents; why, where a group has no numbers."""
    columns: tuple[Column[GroupContrast], ...] = (
        Column("segment", words.GROUP, cell=lambda row: names.segment(row["segment"])),
        Column("level", words.LEVEL, cell=lambda row: names.level(row["segment"], row["level"])),
        *_contrast_columns(GroupContrast, names, OTHERS),
    )
    return Table.of("driver-groups", SHEET_GROUPS, columns, rows)


def raised_table(rows: Iterable[DriverRise], names: Names) -> Table:
    """What the slopes say would go with raising drivers, the others alike."""
    columns: tuple[Column[DriverRise], ...] = (
        Column("driver", DRIVER, cell=lambda row: names.node(row["driver"])),
        Column("points", POINTS_MORE, "signed"),
        Column("change", words.CHANGE, "signed", lambda row: factor_of(row["measure"]) * row["change"]),
        Column("interval", _confidence(names), "signed_interval", _change_interval),
        Column("unit", UNIT, cell=lambda row: UNITS[row["measure"]]),
        Column("reached", IN_FULL, "share", lambda row: Share(row["reached"], 1)),
    )
    return Table.of("driver-rises", RAISED, columns, rows)


def _change_interval(row: DriverRise) -> Interval:
    times = factor_of(row["measure"])
    return Interval(times * row["change_low"], times * row["change_high"])


def _contrast_columns(
    kind: type[Contrast],  # noqa: ARG001  says of which rows
    names: Names,
    other: Text,
) -> tuple[Column[Contrast], ...]:
    """Both sides of a driver; of a group without numbers only why there are none."""
    return (
        Column("driver", DRIVER, cell=lambda row: names.node(row["driver"]) if _has_numbers(row) else ""),
        Column("share", words.SHARE, "share", lambda row: _share(row, row["share"])),
        Column(
            "share_other",
            other.with_values(header=words.SHARE),
            "share",
            lambda row: _share(row, row["rest"]),
        ),
        Column("slope", TEN, "signed", lambda row: _tens(row, row["slope"])),
        Column(
            "slope_other", other.with_values(header=TEN), "signed", lambda row: _tens(row, row["slope_rest"])
        ),
        Column("difference", words.DIFFERENCE, "signed", lambda row: _tens(row, row["difference"])),
        Column("interval", _confidence(names), "signed_interval", _difference_interval),
        Column("unit", UNIT, cell=lambda row: UNITS[row["measure"]] if _has_numbers(row) else ""),
        Column("verdict", words.VERDICT, cell=lambda row: _verdict(row, names)),
        Column("p_adjusted", words.P_ADJUSTED, "p", lambda row: _if_numbers(row, row["p_adjusted"])),
        Column("n", words.ANSWERS, "count", lambda row: _if_numbers(row, row["n"])),
    )


def _has_numbers(row: DriverContrast) -> bool:
    return row["evidence"] in WITH_NUMBERS


def _if_numbers(row: DriverContrast, value: float) -> float | None:
    return value if _has_numbers(row) else None


def _share(row: DriverContrast, value: float) -> Cell:
    return Share(value, row["n"]) if _has_numbers(row) else None


def _tens(row: DriverContrast, value: float) -> Cell:
    """What goes with ten points more."""
    return 10 * factor_of(row["measure"]) * value if _has_numbers(row) else None


def _difference_interval(row: DriverContrast) -> Cell:
    if not _has_numbers(row):
        return None
    tens = 10 * factor_of(row["measure"])
    return Interval(tens * row["difference_low"], tens * row["difference_high"])


def _verdict(row: DriverContrast, names: Names) -> Cell:
    """Whether the sides differ, or why a group has no numbers."""
    if row["evidence"] == "hidden":
        return words.withheld_cell(row["withheld"], names.questionnaire.report.min_cell)
    if row["evidence"] == "none" and isinstance(row["reason"], Text):
        return reason_by_labels(row["reason"], names)
    if row["evidence"] == "significant":
        return DIFFERENT
    return words.ABOVE["unclear" if row["evidence"] == "unclear" else "small"]


def reason_by_labels(reason: Text, names: Names) -> Text:
    """A reason with drivers by their labels."""
    return reason.with_values(**{key: _label(one, names) for key, one in reason.values.items()})


def _label(value: object, names: Names) -> object:
    """What a complaint calls by its key, called by its label."""
    if isinstance(value, tuple):
        return tuple(_label(one, names) for one in value)
    key = value.values.get("value") if isinstance(value, Text) else value
    questionnaire = names.questionnaire
    known = {*questionnaire.items, *questionnaire.indicators, *questionnaire.drivers.drivers}
    return QUOTED.with_values(name=names.node(str(key))) if isinstance(key, str) and key in known else value


def _confidence(names: Names) -> Text:
    return words.interval_header(names.questionnaire.report.level)
