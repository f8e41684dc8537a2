"""What the index model says: how the index moved, what goes with it, whether it was measured well."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.rules.change import step
from satkit.findings.wording import (
    INDEX_DRIVER,
    INDEX_DRIVERS,
    INDEX_PRIORITY,
    INDEX_PRIORITY_LIKELY,
    INDEX_UNSOUND,
    QUOTED,
)
from satkit.language import Text
from satkit.scoring.index.result import IndexResult

CERTAIN, LIKELY, MOST = 0.8, 0.5, 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """Findings of the last wave, if it could be fitted."""
    found = evidence.index
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
    """What goes with the index most: one part, or the few of which one most likely does."""
    table = found.priority
    table = table[(table["wave"] == evidence.latest) & (table["p"] < 0.05) & (table["low"] > 0)]
    if table.empty:
        return
    lines = table.sort_values(["p_first", "importance"], ascending=False).to_dict("records")
    sure = np.cumsum([line["p_first"] for line in lines]) >= CERTAIN
    among, first = lines[: int(sure.argmax()) + 1 if sure.any() else len(lines)], lines[0]
    if len(among) > MOST:
        return
    text = (INDEX_DRIVER if len(among) == 1 else INDEX_DRIVERS).given(
        name=found.index.labels[first["construct"]],
        names=_quoted(found, [line["construct"] for line in among]),
        index=found.index.name,
        points=digits.ratio(first["importance"]),
        interval=digits.ratio_interval(first["low"], first["high"]),
    )
    values = {"estimate": first["importance"], "low": first["low"], "high": first["high"], "p": first["p"]}
    level = "significant" if len(among) == 1 else "unclear"
    yield Finding("index_driver", text, level, "index", "neutral", _n(evidence, found), values)


def _priority(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """What matters more than most and does less well, with its probability."""
    table = found.priority
    table = table[(table["wave"] == evidence.latest) & (table["p_priority"] >= LIKELY)]
    for line in table.sort_values("p_priority", ascending=False).head(1).to_dict("records"):
        sure = line["p_priority"] >= CERTAIN
        text = (INDEX_PRIORITY if sure else INDEX_PRIORITY_LIKELY).given(
            name=found.index.labels[line["construct"]],
            index=found.index.name,
            score=digits.score(line["performance"]),
            chance=digits.chance(line["p_priority"]),
        )
        values = {
            "estimate": line["performance"],
            "low": line["performance_low"],
            "high": line["performance_high"],
        }
        level = "significant" if sure else "unclear"
        n = _n(evidence, found)
        yield Finding(
            "index_priority", text, level, "index_priority", "act" if sure else "neutral", n, values
        )


def _unsound(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """Constructs whose questions do not measure one thing."""
    table = found.constructs
    poor = table[(table["wave"] == evidence.latest) & (table["verdict"] == "poor")]
    if len(poor):
        text = INDEX_UNSOUND.given(names=_quoted(found, list(poor["construct"])))
        yield Finding("index_unsound", text, "firm", "measurement", "neutral", _n(evidence, found))


def _quoted(found: IndexResult, names: list[str]) -> tuple[Text, ...]:
    return tuple(QUOTED.given(name=found.index.labels[name]) for name in names)
