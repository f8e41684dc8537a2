"""What the index model says: how the index moved, what goes with it, whether it was measured well."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import number_format
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.words import (
    INDEX_DRIVER,
    INDEX_DRIVER_LIKELY,
    INDEX_DRIVERS,
    INDEX_DRIVERS_ALIKE,
    INDEX_DRIVERS_FEW,
    INDEX_DRIVERS_MANY,
    INDEX_DRIVERS_NONE,
    INDEX_PRIORITY,
    INDEX_PRIORITY_LIKELY,
    INDEX_UNSOUND,
)
from satkit.analyses.trend.finding_change import step
from satkit.findings.allowance import RISK, allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.wording import LIKELY, QUOTED, likelihood
from satkit.language import Text
from satkit.stats.contrasts import adjusted

SURE, LIKELY_LEAD, LIKELY_FROM, MOST = 0.8, 0.6, 0.5, 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """Findings of the last wave, if it could be fitted."""
    found = evidence.get(IndexResult)
    if found is None or evidence.latest not in found.fits:
        return
    yield from _changed(evidence, found)
    yield from _drivers(evidence, found)
    yield from _priority(evidence, found)
    yield from _unsound(evidence, found)


def _n(evidence: Evidence, found: IndexResult) -> int:
    return found.fits[evidence.latest].n


def _changed(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """The index against the wave before, where it is more than the headline question alone."""
    asked, table, own = evidence.questionnaire, found.changes, found.index
    if table.empty or own.repeats(asked.headline):
        return
    mine = (table["wave"] == evidence.latest) & (table["construct"] == own.index)
    for line in table[mine].to_dict("records"):
        if line["evidence"] not in {"hidden", "held"}:
            yield step("index_change", "index_groups", asked, own.name, line)


def _drivers(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """What goes with the index most: one part, or those that cannot be told from it."""
    table = found.priority[found.priority["wave"] == evidence.latest]
    if len(table) < 2:
        return
    n, index = _n(evidence, found), found.index.name
    beyond = table[pd.Series(adjusted(table["p"], "holm"), table.index).lt(RISK) & (table["low"] > 0)]
    if beyond.empty:
        text = INDEX_DRIVERS_NONE.given(index=index)
        yield Finding("index_driver", text, "unclear", "index", "neutral", n)
        return
    leading = beyond.sort_values(["p_leads", "importance"], ascending=False)
    among = table[table["p_leads"] > allowance(evidence, "index_driver")].sort_values(
        "importance", ascending=False
    )
    first, few = leading.iloc[0], _few(found, table)
    told = {
        "name": found.index.labels[first["construct"]],
        "names": _quoted(found, list(among["construct"])),
        "index": index,
        "points": number_format.ratio(first["importance"]),
        "interval": number_format.ratio_interval(first["low"], first["high"]),
        "chance": number_format.chance(first["p_first"]),
        "likely": likelihood(first["p_first"]),
        "among": len(among),
        "count": len(table),
    }
    if len(among) == 1:
        text, level = INDEX_DRIVER.given(**told), "significant"
    elif first["p_first"] >= LIKELY_LEAD:
        text, level = INDEX_DRIVER_LIKELY.given(**told), "likely"
    elif len(among) < len(table) and len(among) <= MOST:
        text, level = INDEX_DRIVERS.given(**told), "unclear"
    elif few:
        text, level = INDEX_DRIVERS_FEW.given(**told | {"names": few}), "unclear"
    else:
        alike = INDEX_DRIVERS_ALIKE if len(among) == len(table) else INDEX_DRIVERS_MANY
        text, level = alike.given(**told), "unclear"
    values = {"estimate": first["importance"], "low": first["low"], "high": first["high"]}
    yield Finding("index_driver", text, level, "index", "neutral", n, values)


def _few(found: IndexResult, table: pd.DataFrame) -> tuple[Text, ...]:
    """Those of which one is the largest with a probability of 80 %, with their probabilities, if they are few."""
    ordered = table.sort_values("p_first", ascending=False, kind="stable")
    count = int((ordered["p_first"].cumsum() < SURE).sum()) + 1
    if count > MOST or count >= len(table):
        return ()
    return tuple(
        LIKELY.given(name=found.index.labels[line["construct"]], chance=number_format.chance(line["p_first"]))
        for line in ordered.head(count).to_dict("records")
    )


def _priority(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """What matters more than most and does less well: a test (Holm over the parts), else its probability."""
    table = found.priority[found.priority["wave"] == evidence.latest]
    doubt = pd.Series(adjusted(table["doubt"], "holm"), table.index)
    told = table.assign(sure=doubt <= allowance(evidence, "index_priority"))
    told = told[told["sure"] | (told["p_priority"] >= LIKELY_FROM)]
    for line in told.sort_values(["sure", "p_priority"], ascending=False).head(1).to_dict("records"):
        text = (INDEX_PRIORITY if line["sure"] else INDEX_PRIORITY_LIKELY).given(
            name=found.index.labels[line["construct"]],
            index=found.index.name,
            score=number_format.score(line["performance"]),
            chance=number_format.chance(line["p_priority"]),
            likely=likelihood(line["p_priority"]),
        )
        values = {
            "estimate": line["performance"],
            "low": line["performance_low"],
            "high": line["performance_high"],
        }
        level = "significant" if line["sure"] else "likely"
        tone: Tone = "act" if line["sure"] else "neutral"
        yield Finding("index_priority", text, level, "index_priority", tone, _n(evidence, found), values)


def _unsound(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """Constructs whose questions do not measure one thing."""
    table = found.constructs
    poor = table[(table["wave"] == evidence.latest) & (table["verdict"] == "poor")]
    if len(poor):
        text = INDEX_UNSOUND.given(names=_quoted(found, list(poor["construct"])))
        yield Finding("index_unsound", text, "firm", "measurement", "neutral", _n(evidence, found))


def _quoted(found: IndexResult, names: list[str]) -> tuple[Text, ...]:
    return tuple(QUOTED.given(name=found.index.labels[name]) for name in names)
