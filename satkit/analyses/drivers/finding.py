"""What goes with dissatisfaction most, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from satkit import number_format
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.rows import AreaRow, DriverRow
from satkit.analyses.drivers.words import (
    AREA_FIRST,
    AREA_LIKELY,
    AREAS_TIED,
    DRIVER_FIRST,
    DRIVER_FIRST_SCORE,
    DRIVER_LIKELY,
    DRIVER_LIKELY_SCORE,
    DRIVERS_ALIKE,
    DRIVERS_ALIKE_SCORE,
    DRIVERS_SILENT,
    DRIVERS_TIED,
    DRIVERS_TIED_SCORE,
    DRIVERS_UNCLEAR,
    PRIORITY,
    PRIORITY_LIKELY,
)
from satkit.findings.allowance import allowance
from satkit.findings.cutoffs import LEADS, MORE_LIKELY, SURE
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.wording import LIKELY, QUOTED, likelihood
from satkit.language import Text
from satkit.stats.contrasts import adjust_p
from satkit.tables.rows import read_rows

MOST = 4


@dataclass(frozen=True)
class _Candidate:
    """A driver or an area that may matter most: its share of influence, and how likely it is the largest."""

    node: str
    share: float
    low: float
    high: float
    probability_first: float
    p_leads: float


def find(evidence: Evidence) -> Iterator[Finding]:
    """The largest driver or those it is among; what matters much and scores low."""
    result = evidence.get(Drivers)
    if result is None or result.table.empty:
        return
    if not result.telling:
        values = dict(zip(("estimate", "low", "high"), result.explained, strict=True))
        text = DRIVERS_SILENT.with_values(count=len(result.table))
        yield Finding("driver", text, "unclear", "drivers", "neutral", result.n, values)
        return
    yield _find_leader(evidence, result)
    yield from _find_priorities(evidence, read_rows(result.table, DriverRow))


def _find_leader(evidence: Evidence, result: Drivers) -> Finding:
    """One that leads firmly or likely, the few that cannot be told apart, or those that may lead."""
    score, label = result.measure == "score", evidence.names.node
    ordered = _order_drivers(result)
    first = ordered[0]
    among = [one for one in ordered if one.p_leads > allowance(evidence, "driver")]
    if len(among) == 1:
        return _state(DRIVER_FIRST_SCORE if score else DRIVER_FIRST, evidence, first, result.n, "significant")
    if LEADS.is_reached_in_print(first.probability_first):
        return _state(DRIVER_LIKELY_SCORE if score else DRIVER_LIKELY, evidence, first, result.n, "likely")
    if len(among) <= min(MOST, len(ordered) - 1):
        alike = (DRIVERS_ALIKE_SCORE if score else DRIVERS_ALIKE).with_values(
            names=tuple(QUOTED.with_values(name=label(one.node)) for one in among)
        )
        return _finding(alike, first, result.n, "unclear")
    few = _choose_few(ordered)
    if len(few) > MOST:
        unclear = _finding(
            DRIVERS_UNCLEAR.with_values(count=len(ordered)), first, result.n, "unclear", "neutral"
        )
        return _find_area(evidence, result) or unclear
    tied = (DRIVERS_TIED_SCORE if score else DRIVERS_TIED).with_values(
        names=tuple(_likely(evidence, one.node, one.probability_first) for one in few)
    )
    return _finding(tied, first, result.n, "unclear")


def _order_drivers(result: Drivers) -> list[_Candidate]:
    """The drivers, the likeliest to be the largest first."""
    candidates = [
        _Candidate(
            row["driver"],
            row["share"],
            row["share_low"],
            row["share_high"],
            row["probability_first"],
            row["p_leads"],
        )
        for row in read_rows(result.table, DriverRow)
    ]
    return sorted(candidates, key=lambda one: -one.probability_first)


def _order_areas(result: Drivers) -> list[_Candidate]:
    """The areas by the measure that is explained, the likeliest to be the largest first."""
    candidates = [
        _Candidate(
            row["area"], row["share"], row["low"], row["high"], row["probability_first"], row["p_leads"]
        )
        for row in read_rows(result.areas, AreaRow, method=f"lmg_{result.measure}")
    ]
    return sorted(candidates, key=lambda one: -one.probability_first)


def _choose_few(ordered: list[_Candidate]) -> list[_Candidate]:
    """The first ones of which one leads with a probability of 80 %; all, if none do."""
    chances = [one.probability_first for one in ordered]
    enough = (k for k in range(1, len(chances) + 1) if SURE.is_reached(sum(chances[:k])))
    return ordered[: next(enough, len(chances))]


def _state(text: Text, evidence: Evidence, first: _Candidate, n: int, strength: str) -> Finding:
    """A sentence on the first one, with its share and its probability."""
    stated = text.with_values(
        name=evidence.names.node(first.node),
        share=number_format.share(first.share, n),
        interval=number_format.share_interval(first.low, first.high, n),
        chance=number_format.chance(first.probability_first),
        likely=likelihood(first.probability_first),
    )
    return _finding(stated, first, n, strength)


def _finding(text: Text, first: _Candidate, n: int, strength: str, tone: Tone = "act") -> Finding:
    """A sentence with the numbers of the first one behind it."""
    values = {"estimate": first.share, "low": first.low, "high": first.high}
    return Finding("driver", text, strength, "drivers", tone, n, values)


def _find_area(evidence: Evidence, result: Drivers) -> Finding | None:
    """The area that leads, or the few of which one does."""
    ordered = _order_areas(result)
    if not ordered:
        return None
    first = ordered[0]
    if sum(one.p_leads > allowance(evidence, "area") for one in ordered) == 1:
        return _state(AREA_FIRST, evidence, first, result.n, "significant")
    if LEADS.is_reached_in_print(first.probability_first):
        return _state(AREA_LIKELY, evidence, first, result.n, "likely")
    few = _choose_few(ordered)
    if len(few) >= MOST:
        return None
    names = tuple(_likely(evidence, one.node, one.probability_first) for one in few)
    return _finding(AREAS_TIED.with_values(names=names), first, result.n, "unclear")


def _find_priorities(evidence: Evidence, rows: list[DriverRow]) -> Iterator[Finding]:
    """Influence above and score below the average: a test (Holm over drivers), hedged from 50 %."""
    doubt = adjust_p([row["doubt"] for row in rows], "holm")
    limit = allowance(evidence, "priority")
    judged = [(row, bool(p <= limit)) for row, p in zip(rows, doubt, strict=True)]
    judged.sort(key=lambda one: -one[0]["p_concentrate"])
    sure = [row for row, firm in judged if firm]
    likely = [
        row for row, firm in judged if not firm and MORE_LIKELY.is_reached_in_print(row["p_concentrate"])
    ]
    for text, strength, found in ((PRIORITY, "significant", sure), (PRIORITY_LIKELY, "likely", likely)):
        if found:
            shown = found[:MOST]
            names = tuple(_likely(evidence, row["driver"], row["p_concentrate"]) for row in shown)
            n, values = int(shown[0]["n"]), {"estimate": shown[0]["p_concentrate"]}
            yield Finding("priority", text.with_values(names=names), strength, "drivers", "act", n, values)


def _likely(evidence: Evidence, driver: str, chance: float) -> Text:
    return LIKELY.with_values(name=evidence.names.node(driver), chance=number_format.chance(chance))
