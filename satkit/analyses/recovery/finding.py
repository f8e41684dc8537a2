"""What loyalty goes with problems, solved or not, and with delight."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from typing import Any

from satkit import number_format
from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.recovery.words import (
    DELIGHT,
    DELIGHT_LIKELY,
    NO_PARADOX,
    NO_PARADOX_ALIKE,
    NO_PARADOX_LIKELY,
    PARADOX,
    PARADOX_EQUAL,
    PARADOX_LIKELY,
    PARADOX_UNCLEAR,
    SILENT,
    SOLVED,
    SOLVED_LIKELY,
)
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone, tested
from satkit.language import Text

SURE = frozenset(("firm", "significant"))


def find(evidence: Evidence) -> Iterator[Finding]:
    """Silence, the worth of a solution, the recovery paradox and the loyalty of the delighted."""
    yield from _silence(evidence)
    found = evidence[Recovery]
    if not found.contrasts.empty:
        item = found.contrasts["item"].iloc[0]
        lines = {line["contrast"]: line for line in _records(found.contrasts, item)}
        yield from _solved(evidence, lines.get("solution"))
        yield from _paradox(evidence, lines.get("paradox"))
    if not found.steps.empty:
        yield from _delight(evidence, found.steps["item"].iloc[0])


def _records(table: Any, item: str) -> list[dict[str, Any]]:
    return list(table[table["item"] == item].to_dict("records"))


def _silence(evidence: Evidence) -> Iterator[Finding]:
    rates = evidence[Recovery].rates
    if rates.empty:
        return
    mine = rates[
        (rates["wave"] == evidence.latest) & (rates["measure"] == "silence") & (rates["withheld"] == "")
    ]
    for line in mine[mine["n"] >= evidence.questionnaire.report.min_test].to_dict("records"):
        text = SILENT.given(
            silent=number_format.share(line["estimate"], line["n"]),
            interval=number_format.share_interval(line["low"], line["high"], line["n"]),
            n=number_format.count(line["n"]),
        )
        values = {key: line[key] for key in ("estimate", "low", "high")}
        yield Finding("silence", text, "firm", "recovery", "act", int(line["n"]), values)


def _told(evidence: Evidence, line: dict[str, Any], sentence: Text) -> Text:
    return sentence.given(
        name=evidence.questionnaire.label(line["item"]),
        points=number_format.score(abs(line["difference"])),
        change=number_format.signed(line["difference"]),
        interval=number_format.signed_interval(line["low"], line["high"]),
        alike=number_format.signed(line.get("alike", nan)),
        alike_interval=number_format.signed_interval(line.get("alike_low", nan), line.get("alike_high", nan)),
    )


def _finding(kind: str, line: dict[str, Any], text: Text, tone: Tone, likely: Text) -> Finding:
    n = int(min(line["n"], line["n_versus"]))
    return Finding(kind, text, line["evidence"], "recovery", tone, n, tested(line), likely, "loyalty")


def _solved(evidence: Evidence, line: dict[str, Any] | None) -> Iterator[Finding]:
    if line is not None and line["evidence"] in SURE and line["difference"] > 0:
        yield _finding(
            "solution", line, _told(evidence, line, SOLVED), "act", _told(evidence, line, SOLVED_LIKELY)
        )


def _paradox(evidence: Evidence, line: dict[str, Any] | None) -> Iterator[Finding]:
    if line is None or line["evidence"] in {"small", "hidden"}:
        return
    sentence = {"negligible": PARADOX_EQUAL, "unclear": PARADOX_UNCLEAR}.get(
        line["evidence"], PARADOX if line["difference"] > 0 else NO_PARADOX
    )
    if sentence is NO_PARADOX and line.get("alike_low", nan) <= 0 <= line.get("alike_high", nan):
        sentence = NO_PARADOX_ALIKE
    likely = _told(evidence, line, PARADOX_LIKELY if line["difference"] > 0 else NO_PARADOX_LIKELY)
    yield _finding("paradox", line, _told(evidence, line, sentence), "neutral", likely)


def _delight(evidence: Evidence, item: str) -> Iterator[Finding]:
    """The ratio of top-box loyalty of the two best answers, where its interval excludes one."""
    levels = evidence[Recovery].levels
    tops = levels[(levels["item"] == item) & (levels["measure"] == "top")].to_dict("records")
    for line in _records(evidence[Recovery].steps, item)[:1]:
        if not line["ratio_low"] > 1 or line["evidence"] in {"small", "hidden"}:
            continue
        text, likely = (
            sentence.given(
                name=evidence.questionnaire.label(item),
                ratio=number_format.ratio(line["ratio"]),
                one=number_format.share(tops[0]["estimate"], tops[0]["n"]),
                other=number_format.share(tops[1]["estimate"], tops[1]["n"]),
                interval=number_format.ratio_interval(line["ratio_low"], line["ratio_high"]),
            )
            for sentence in (DELIGHT, DELIGHT_LIKELY)
        )
        values = {"estimate": line["ratio"], "low": line["ratio_low"], "high": line["ratio_high"]}
        values["p"] = line["ratio_p"]
        n = int(min(line["n"], line["n_versus"]))
        yield Finding("delight", text, "significant", "recovery", "neutral", n, values, likely)
