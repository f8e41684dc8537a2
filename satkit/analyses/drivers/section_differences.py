"""Which drivers work differently since the wave before, and between groups."""

from __future__ import annotations

import pandas as pd

from satkit.analyses.drivers.estimate import Drivers
from satkit.findings.allowance import as_sure_as
from satkit.findings.evidence import Evidence
from satkit.findings.wording import QUOTED
from satkit.language import Text
from satkit.number_format import signed
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Note, TableBlock
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Words

MOST_DIFFERENT = 4
DRIVER, TEN = Text("Driver"), Text("Ten points more")
PERCENT, POINTS, GRADES = (
    Text("percentage points dissatisfied"),
    Text("points"),
    Text("hundredths of a grade"),
)
UNITS = {"dissatisfied": PERCENT, "score": POINTS, "grade": GRADES}
SAME_WAVES = Text(
    "Against %(wave)s: of %(count)d drivers none has an effect that has changed by more than chance (Holm)."
)
WAVES = Text(
    "Against %(wave)s, the effect of ten points more has changed (Holm over %(count)d drivers): %(names)s."
)
SAME_GROUPS = Text(
    "Between groups of “%(segment)s”: of %(count)d comparisons with the other respondents none shows an effect that "
    "differs by more than chance (Holm)."
)
GROUPS = Text(
    "Between groups of “%(segment)s”, the effect of ten points more differs from that among the others (Holm over "
    "%(count)d comparisons): %(names)s."
)
DIFFERS = Text("“%(name)s” %(now)s against %(then)s")
DIFFERS_IN = Text("“%(name)s” in “%(level)s” %(now)s against %(then)s")
SHEET_WAVES = Text("Drivers against %(wave)s")
SHEET_GROUPS = Text("Drivers of every group against the others")
THEN, OTHERS = Text("%(header)s, then"), Text("%(header)s, others")
UNIT = Text("In")
DIFFERENT = Text("differs")


def differences(evidence: Evidence, found: Drivers) -> list[Block]:
    """Which drivers work differently since the wave before, and in which groups."""
    asked = evidence.questionnaire
    notes: list[Block] = []
    if not found.waves.empty:
        wave = lookup.wave_label(asked, found.waves["versus"].iloc[0])
        told = tuple(_differs(evidence, line) for line in _significant(found.waves))
        text = (WAVES if told else SAME_WAVES).given(wave=wave, count=len(found.waves), names=told)
        notes.append(Note(_as_sure(text, found.waves, evidence, "drivers_moved") if told else text))
    parted = [*found.groups.groupby("segment", sort=False)] if len(found.groups) else []
    for segment, table in parted:
        count = int(table["p"].notna().sum())
        told = tuple(_differs(evidence, line) for line in _significant(table))
        label = lookup.segment_label(asked, str(segment))
        if count:
            text = (GROUPS if told else SAME_GROUPS).given(segment=label, count=count, names=told)
            notes.append(
                Note(_as_sure(text, table, evidence, "drivers_of_groups", len(parted)) if told else text)
            )
    return notes


def _as_sure(text: Text, table: pd.DataFrame, evidence: Evidence, family: str, tables: int = 1) -> Text:
    """The sentence on a table as sure as its surest line, of so many tables."""
    return as_sure_as(text, tables * float(table["p_adjusted"].min()), evidence, family)


def _significant(table: pd.DataFrame) -> list[Line]:
    return lookup.lines(table.sort_values("p"), evidence="significant")[:MOST_DIFFERENT]


def _differs(evidence: Evidence, line: Line) -> Words:
    times = 10 * factor(line["measure"])
    told = {
        "name": evidence.questionnaire.label(line["driver"]),
        "now": signed(times * line["slope"]),
        "then": signed(times * line["slope_rest"]),
    }
    if "segment" not in line:
        return DIFFERS.given(**told)
    return DIFFERS_IN.given(**told, level=lookup.level_label(evidence, line["segment"], line["level"]))


def factor(measure: str) -> float:
    """What turns the outcome as measured into the units a reader can picture."""
    return 1.0 if measure == "score" else 100.0


def sheets(evidence: Evidence, found: Drivers) -> tuple[TableBlock, ...]:
    """The comparisons in full, for the workbook: one line per driver, or per group and driver."""
    tables = []
    if not found.waves.empty:
        caption = SHEET_WAVES.given(
            wave=lookup.wave_label(evidence.questionnaire, found.waves["versus"].iloc[0])
        )
        rows = tuple(_compared(evidence, line) for line in lookup.lines(found.waves))
        tables.append(TableBlock("driver-waves", caption, _columns(evidence, THEN), rows))
    if not found.groups.empty:
        columns = (Column(words.GROUP), Column(words.LEVEL), *_columns(evidence, OTHERS))
        rows = tuple(_of_group(evidence, line) for line in lookup.lines(found.groups))
        tables.append(TableBlock("driver-groups", SHEET_GROUPS, columns, rows))
    return tuple(tables)


def _columns(evidence: Evidence, other: Text) -> tuple[Column, ...]:
    return (
        Column(DRIVER),
        Column(words.SHARE, "share"),
        Column(other.given(header=words.SHARE), "share"),
        Column(TEN, "signed"),
        Column(other.given(header=TEN), "signed"),
        Column(words.DIFFERENCE, "signed"),
        Column(lookup.confidence(evidence.questionnaire), "signed_interval"),
        Column(UNIT),
        Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"),
        Column(words.ANSWERS, "count"),
    )


def _of_group(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    asked, segment = evidence.questionnaire, line["segment"]
    names = (lookup.segment_label(asked, segment), lookup.level_label(evidence, segment, line["level"]))
    return (*names, *_compared(evidence, line))


def _compared(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    """Both sides of a driver; of a group without numbers only why there are none."""
    if line["evidence"] not in {"significant", "unclear"}:
        return ("", *(None,) * 6, "", _silent(evidence, line), None, None)
    tens = 10 * factor(line["measure"])
    slopes = (tens * line[name] for name in ("slope", "slope_rest", "difference"))
    return (
        evidence.questionnaire.label(line["driver"]),
        line["share"],
        line["rest"],
        *slopes,
        Interval(tens * line["difference_low"], tens * line["difference_high"]),
        UNITS[line["measure"]],
        DIFFERENT if line["evidence"] == "significant" else words.ABOVE["unclear"],
        line["p_adjusted"],
        line["n"],
    )


def _silent(evidence: Evidence, line: Line) -> Cell:
    """Why a group has no numbers."""
    if line["evidence"] == "hidden":
        return lookup.withheld(evidence.questionnaire, line)
    return by_labels(evidence, line["reason"]) if line["evidence"] == "none" else words.ABOVE["small"]


def by_labels(evidence: Evidence, reason: Text) -> Text:
    """A reason with drivers by their labels."""
    return reason.given(**{key: _named(evidence, one) for key, one in reason.values.items()})  # noqa: PD011  of a Text


def _named(evidence: Evidence, value: object) -> object:
    """What a complaint calls by its key, called by its label."""
    asked = evidence.questionnaire
    if isinstance(value, tuple):
        return tuple(_named(evidence, one) for one in value)
    key = value.values.get("value") if isinstance(value, Text) else value  # noqa: PD011  of a Text
    known = isinstance(key, str) and key in {*asked.items, *asked.indicators, *asked.drivers.drivers}
    return QUOTED.given(name=asked.label(str(key))) if known else value
