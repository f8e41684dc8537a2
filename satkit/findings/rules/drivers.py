"""What goes with dissatisfaction most, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import (
    AREA_FIRST,
    AREAS_TIED,
    DRIVER_FIRST,
    DRIVER_FIRST_SCORE,
    DRIVERS_SILENT,
    DRIVERS_TIED,
    DRIVERS_TIED_SCORE,
    DRIVERS_UNCLEAR,
    LIKELY,
    PRIORITY,
    PRIORITY_LIKELY,
)
from satkit.language import Text

SURE, LIKELY_FROM, MOST = 0.8, 0.5, 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The largest driver or those it is among; what matters much and scores low."""
    found = evidence.drivers
    if found is None or found.table.empty:
        return
    if not found.telling:
        told = dict(zip(("estimate", "low", "high"), found.explained, strict=True))
        text = DRIVERS_SILENT.given(count=len(found.table))
        yield Finding("driver", text, "unclear", "drivers", "neutral", found.n, told)
        return
    yield _first(evidence, found.table, score=found.measure == "score")
    yield from _priority(evidence, found.table)


def _first(evidence: Evidence, table: pd.DataFrame, *, score: bool) -> Finding:
    asked, n = evidence.questionnaire, len(table)
    ordered = table.sort_values("p_first", ascending=False, kind="stable").to_dict("records")
    first = ordered[0]
    values = {"estimate": first["share"], "low": first["share_low"], "high": first["share_high"]}
    people = int(evidence.drivers.n) if evidence.drivers else 0
    if round(first["p_first"], 2) >= SURE:
        text = (DRIVER_FIRST_SCORE if score else DRIVER_FIRST).given(
            name=asked.label(first["driver"]),
            share=digits.share(first["share"], people),
            interval=digits.share_interval(first["share_low"], first["share_high"], people),
            chance=digits.chance(first["p_first"]),
        )
        return Finding("driver", text, "significant", "drivers", "act", people, values)
    among, total = [], 0.0
    for line in ordered:
        among.append(line)
        total += line["p_first"]
        if total >= SURE:
            break
    if len(among) > MOST:
        return _area(evidence, people) or Finding(
            "driver", DRIVERS_UNCLEAR.given(count=n), "unclear", "drivers", "neutral", people, values
        )
    names = tuple(_likely(evidence, line["driver"], line["p_first"]) for line in among)
    text = (DRIVERS_TIED_SCORE if score else DRIVERS_TIED).given(names=names)
    return Finding("driver", text, "unclear", "drivers", "act", people, values)


def _area(evidence: Evidence, people: int) -> Finding | None:
    """The area that leads, or the few of which one does."""
    asked, found = evidence.questionnaire, evidence.drivers
    if found is None or found.areas.empty:
        return None
    mine = found.areas[found.areas["method"] == f"lmg_{found.measure}"]
    ordered = mine.sort_values("p_first", ascending=False, kind="stable").to_dict("records")
    first = ordered[0]
    values = {"estimate": first["share"], "low": first["low"], "high": first["high"]}
    if round(first["p_first"], 2) >= SURE:
        text = AREA_FIRST.given(
            name=asked.label(first["area"]),
            share=digits.share(first["share"], people),
            interval=digits.share_interval(first["low"], first["high"], people),
            chance=digits.chance(first["p_first"]),
        )
        return Finding("driver", text, "significant", "drivers", "act", people, values)
    chances = [line["p_first"] for line in ordered]
    among = next(k for k in range(1, len(chances) + 1) if sum(chances[:k]) >= SURE or k == len(chances))
    if among >= MOST:
        return None
    names = tuple(_likely(evidence, line["area"], line["p_first"]) for line in ordered[:among])
    return Finding("driver", AREAS_TIED.given(names=names), "unclear", "drivers", "act", people, values)


def _priority(evidence: Evidence, table: pd.DataFrame) -> Iterator[Finding]:
    """Influence above and score below the average: named from 80 %, hedged from 50 %."""
    ordered = table.sort_values("p_concentrate", ascending=False, kind="stable").to_dict("records")
    for text, level, low, high in (
        (PRIORITY, "significant", SURE, 2.0),
        (PRIORITY_LIKELY, "unclear", LIKELY_FROM, SURE),
    ):
        told = [line for line in ordered if low <= round(line["p_concentrate"], 2) < high][:MOST]
        if told:
            names = tuple(_likely(evidence, line["driver"], line["p_concentrate"]) for line in told)
            n, values = int(told[0]["n"]), {"estimate": float(told[0]["p_concentrate"])}
            yield Finding("priority", text.given(names=names), level, "drivers", "act", n, values)


def _likely(evidence: Evidence, driver: str, chance: float) -> Text:
    return LIKELY.given(name=evidence.questionnaire.label(driver), chance=digits.chance(chance))
