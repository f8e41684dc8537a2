"""What goes with dissatisfaction most, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from satkit import number_format
from satkit.analyses.drivers.estimate import Drivers
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
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.wording import LIKELY, QUOTED, likelihood
from satkit.language import Text
from satkit.stats.contrasts import adjusted

Line = dict[Any, Any]

SURE, LIKELY_LEAD, LIKELY_FROM, MOST = 0.8, 0.6, 0.5, 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The largest driver or those it is among; what matters much and scores low."""
    found = evidence.get(Drivers)
    if found is None or found.table.empty:
        return
    if not found.telling:
        told = dict(zip(("estimate", "low", "high"), found.explained, strict=True))
        text = DRIVERS_SILENT.given(count=len(found.table))
        yield Finding("driver", text, "unclear", "drivers", "neutral", found.n, told)
        return
    yield _first(evidence, found)
    yield from _priority(evidence, found.table)


def _first(evidence: Evidence, found: Drivers) -> Finding:
    """One that leads firmly or likely, the few that cannot be told apart, or those that may lead."""
    score, people = found.measure == "score", int(found.n)
    ordered = found.table.sort_values("p_first", ascending=False, kind="stable").to_dict("records")
    told = _told(evidence, ordered[0], "driver", ("share", "share_low", "share_high"), people)
    among = [line for line in ordered if line["p_leads"] > allowance(evidence, "driver")]
    if len(among) == 1:
        return _finding(DRIVER_FIRST_SCORE if score else DRIVER_FIRST, told, "significant")
    if round(ordered[0]["p_first"], 2) >= LIKELY_LEAD:
        return _finding(DRIVER_LIKELY_SCORE if score else DRIVER_LIKELY, told, "likely")
    if len(among) <= min(MOST, len(ordered) - 1):
        names = tuple(QUOTED.given(name=evidence.questionnaire.label(line["driver"])) for line in among)
        alike = DRIVERS_ALIKE_SCORE if score else DRIVERS_ALIKE
        return _finding(alike, told | {"names": names}, "unclear")
    few = _few(ordered)
    if len(few) > MOST:
        return _area(evidence, people) or _finding(
            DRIVERS_UNCLEAR, told | {"count": len(ordered)}, "unclear", "neutral"
        )
    names = tuple(_likely(evidence, line["driver"], line["p_first"]) for line in few)
    return _finding(DRIVERS_TIED_SCORE if score else DRIVERS_TIED, told | {"names": names}, "unclear")


def _few(ordered: list[Line]) -> list[Line]:
    """The first lines of which one leads with a probability of 80 %; all, if none do."""
    chances = [line["p_first"] for line in ordered]
    enough = next((k for k in range(1, len(chances) + 1) if sum(chances[:k]) >= SURE), len(chances))
    return ordered[:enough]


def _told(
    evidence: Evidence, line: Line, name: str, ends: tuple[str, str, str], people: int
) -> dict[str, object]:
    """What the sentences on the first one quote, and the numbers behind them."""
    estimate, low, high = (float(line[end]) for end in ends)
    return {
        "name": evidence.questionnaire.label(line[name]),
        "share": number_format.share(estimate, people),
        "interval": number_format.share_interval(low, high, people),
        "chance": number_format.chance(line["p_first"]),
        "likely": likelihood(line["p_first"]),
        "values": {"estimate": estimate, "low": low, "high": high},
        "n": people,
    }


def _finding(sentence: Text, told: dict[str, Any], level: str, tone: Tone = "act") -> Finding:
    given = {key: value for key, value in told.items() if key != "values"}
    return Finding("driver", sentence.given(**given), level, "drivers", tone, told["n"], told["values"])


def _area(evidence: Evidence, people: int) -> Finding | None:
    """The area that leads, or the few of which one does."""
    found = evidence.get(Drivers)
    if found is None or found.areas.empty:
        return None
    mine = found.areas[found.areas["method"] == f"lmg_{found.measure}"]
    ordered = mine.sort_values("p_first", ascending=False, kind="stable").to_dict("records")
    told = _told(evidence, ordered[0], "area", ("share", "low", "high"), people)
    if sum(line["p_leads"] > allowance(evidence, "area") for line in ordered) == 1:
        return _finding(AREA_FIRST, told, "significant")
    if round(ordered[0]["p_first"], 2) >= LIKELY_LEAD:
        return _finding(AREA_LIKELY, told, "likely")
    few = _few(ordered)
    if len(few) >= MOST:
        return None
    names = tuple(_likely(evidence, line["area"], line["p_first"]) for line in few)
    return _finding(AREAS_TIED, told | {"names": names}, "unclear")


def _priority(evidence: Evidence, table: pd.DataFrame) -> Iterator[Finding]:
    """Influence above and score below the average: a test (Holm over drivers), hedged from 50 %."""
    doubt = adjusted(table["doubt"], "holm")
    ordered = table.assign(sure=doubt <= allowance(evidence, "priority"))
    ordered = ordered.sort_values("p_concentrate", ascending=False, kind="stable")
    likely = ~ordered["sure"] & (ordered["p_concentrate"].round(2) >= LIKELY_FROM)
    for text, level, lines in (
        (PRIORITY, "significant", ordered[ordered["sure"]]),
        (PRIORITY_LIKELY, "likely", ordered[likely]),
    ):
        told = lines.head(MOST).to_dict("records")
        if told:
            names = tuple(_likely(evidence, line["driver"], line["p_concentrate"]) for line in told)
            n, values = int(told[0]["n"]), {"estimate": float(told[0]["p_concentrate"])}
            yield Finding("priority", text.given(names=names), level, "drivers", "act", n, values)


def _likely(evidence: Evidence, driver: str, chance: float) -> Text:
    return LIKELY.given(name=evidence.questionnaire.label(driver), chance=number_format.chance(chance))
