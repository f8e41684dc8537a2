"""Which drivers work differently since the wave before, and between groups."""

from __future__ import annotations

from typing import TypeVar

from satkit.analyses.drivers.contrast_tables import groups_table, reason_by_labels, waves_table
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.rows import DriverContrast, GroupContrast, WaveContrast
from satkit.analyses.drivers.tables import factor_of
from satkit.findings.allowance import as_sure_as
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import signed_score
from satkit.report.blocks import Block, Note
from satkit.survey.names import Names
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

MOST_DIFFERENT = 4
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
UNCOMPARED = Text("The drivers cannot be compared with %(wave)s: %(reason)s.")


Contrast = TypeVar("Contrast", bound=DriverContrast)


def note_differences(evidence: Evidence, result: Drivers) -> list[Block]:
    """Which drivers work differently since the wave before, and in which groups."""
    return [*_note_waves(evidence, result), *_note_groups(evidence, result)]


def _note_waves(evidence: Evidence, result: Drivers) -> list[Block]:
    names = evidence.names
    if result.uncompared is not None:
        reason = reason_by_labels(result.uncompared, names)
        return [Note(UNCOMPARED.with_values(wave=names.wave(result.versus), reason=reason))]
    rows = read_rows(result.waves, WaveContrast)
    if not rows:
        return []
    apart = tuple(
        DIFFERS.with_values(name=names.node(row["driver"]), **_slopes(row)) for row in _significant(rows)
    )
    text = (WAVES if apart else SAME_WAVES).with_values(
        wave=names.wave(result.versus), count=len(rows), names=apart
    )
    p = min(row["p_adjusted"] for row in rows)
    return [Note(as_sure_as(text, p, evidence, "drivers_moved") if apart else text)]


def _note_groups(evidence: Evidence, result: Drivers) -> list[Block]:
    """A note on every segment that allows comparisons; all segments share the risk."""
    names, notes = evidence.names, list[Block]()
    rows = read_rows(result.groups, GroupContrast)
    segments = tuple(dict.fromkeys(row["segment"] for row in rows))
    for segment in segments:
        tested = [
            row for row in rows if row["segment"] == segment and row["p"] == row["p"]
        ]  # NaN is not itself
        if not tested:
            continue
        apart = tuple(
            DIFFERS_IN.with_values(
                name=names.node(row["driver"]), level=names.level(segment, row["level"]), **_slopes(row)
            )
            for row in _significant(tested)
        )
        text = (GROUPS if apart else SAME_GROUPS).with_values(
            segment=names.segment(segment), count=len(tested), names=apart
        )
        p = len(segments) * min(row["p_adjusted"] for row in tested)
        notes.append(Note(as_sure_as(text, p, evidence, "drivers_of_groups") if apart else text))
    return notes


def _significant(rows: list[Contrast]) -> list[Contrast]:
    """The surest rows whose sides differ."""
    apart = [row for row in rows if row["evidence"] == "significant"]
    return sorted(apart, key=lambda row: row["p"])[:MOST_DIFFERENT]


def _slopes(row: DriverContrast) -> dict[str, str]:
    """What ten points more go with on both sides."""
    times = 10 * factor_of(row["measure"])
    return {"now": signed_score(times * row["slope"]), "then": signed_score(times * row["slope_rest"])}


def difference_sheets(names: Names, result: Drivers) -> tuple[Table, ...]:
    """The comparisons in full, for the workbook: one line per driver, or per group and driver."""
    waves, groups = read_rows(result.waves, WaveContrast), read_rows(result.groups, GroupContrast)
    return (
        *((waves_table(waves, result.versus, names),) if waves else ()),
        *((groups_table(groups, names),) if groups else ()),
    )
