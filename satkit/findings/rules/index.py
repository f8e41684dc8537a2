"""What the index model says: how the index moved, what goes with it, whether it was measured well."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.rules.change import SENTENCES
from satkit.findings.wording import (
    INDEX_DRIVER,
    INDEX_DRIVERS,
    INDEX_PRIORITY,
    INDEX_PRIORITY_LIKELY,
    INDEX_UNSOUND,
)
from satkit.language import Label
from satkit.scoring.index.result import IndexResult

CERTAIN, LIKELY, MOST = 0.8, 0.5, 3


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
    for line in table[(table["wave"] == evidence.latest) & (table["construct"] == own.index)].to_dict(
        "records"
    ):
        level, up = line["evidence"], line["difference"] >= 0
        text = SENTENCES[level, up].given(
            wave=asked.waves[line["versus"]].title,
            name=own.name,
            points=digits.score(abs(line["difference"])),
            change=digits.signed(line["difference"]),
            interval=digits.signed_interval(line["low"], line["high"]),
            n=digits.count(min(line["n"], line["n_versus"])),
        )
        tone: Tone = "neutral"
        if level in {"firm", "significant"}:
            tone = "good" if up else "bad"
        values = {key: float(line[key]) for key in ("low", "high")}
        values |= {"estimate": float(line["difference"]), "p": float(line["p_adjusted"])}
        n = int(min(line["n"], line["n_versus"]))
        yield Finding("index_change", text, level, "index_groups", tone, n, values)


def _drivers(evidence: Evidence, found: IndexResult) -> Iterator[Finding]:
    """What goes with the index most, alone or among a few that cannot be told apart."""
    table = found.priority
    table = table[(table["wave"] == evidence.latest) & (table["p"] < 0.05) & (table["low"] > 0)]
    table = table.sort_values("importance", ascending=False)
    if table.empty:
        return
    first = table.to_dict("records")[0]
    values = {"estimate": first["importance"], "low": first["low"], "high": first["high"], "p": first["p"]}
    told = {"index": found.index.name, "points": digits.ratio(first["importance"])}
    reach = digits.ratio_interval(first["low"], first["high"])
    if first["p_first"] >= CERTAIN:
        text = INDEX_DRIVER.given(name=found.index.labels[first["construct"]], interval=reach, **told)
    else:
        names = _quoted(found, list(table["construct"].head(MOST)))
        text = INDEX_DRIVERS.given(names=names, interval=reach, **told)
    level = "firm" if first["p"] < 0.01 else "significant"
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
        level = "firm" if sure else "unclear"
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


def _quoted(found: IndexResult, names: list[str]) -> tuple[Label, ...]:
    labels = [found.index.labels[name] for name in names]
    return tuple(Label(f"“{label.into('zh')}”", f"“{label.into('en')}”") for label in labels)
