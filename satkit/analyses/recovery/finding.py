"""What loyalty goes with problems, solved or not, and with delight."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.recovery.rows import LevelLoyalty, LoyaltyContrast, LoyaltyStep, ProblemRate
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
from satkit.findings.finding import Finding, Tone, collect_numbers
from satkit.language import Text
from satkit.survey.names import Names
from satkit.tables.rows import read_rows

SURE = frozenset(("firm", "significant"))
UNTESTED = frozenset(("small", "hidden"))


def find(evidence: Evidence) -> Iterator[Finding]:
    """Silence, the worth of a solution, the recovery paradox and the loyalty of the delighted."""
    result = evidence[Recovery]
    yield from _find_silence(evidence, read_rows(result.rates, ProblemRate, wave=evidence.latest))
    contrasts = read_rows(result.contrasts, LoyaltyContrast)
    first = [row for row in contrasts if row["item"] == contrasts[0]["item"]]
    for row in (one for one in first if one["contrast"] == "solution"):
        yield from _find_solution(evidence.names, row)
    for row in (one for one in first if one["contrast"] == "paradox"):
        yield from _find_paradox(evidence.names, row)
    for step in read_rows(result.steps, LoyaltyStep)[:1]:
        levels = read_rows(result.levels, LevelLoyalty, item=step["item"], measure="top")
        yield from _find_delight(evidence.names, step, levels)


def _find_silence(evidence: Evidence, rows: list[ProblemRate]) -> Iterator[Finding]:
    fewest = evidence.questionnaire.report.min_test
    for row in rows:
        if row["measure"] != "silence" or row["withheld"] or not row["n"] >= fewest:
            continue
        text = SILENT.with_values(
            silent=number_format.share(row["estimate"], row["n"]),
            interval=number_format.share_interval(row["low"], row["high"], row["n"]),
            n=number_format.count(row["n"]),
        )
        values = {"estimate": row["estimate"], "low": row["low"], "high": row["high"]}
        yield Finding("silence", text, "firm", "recovery", "act", int(row["n"]), values)


def _state(names: Names, row: LoyaltyContrast, sentence: Text) -> Text:
    return sentence.with_values(
        name=names.node(row["item"]),
        points=number_format.score(abs(row["difference"])),
        change=number_format.signed_score(row["difference"]),
        interval=number_format.signed_interval(row["low"], row["high"]),
        alike=number_format.signed_score(row["alike"]),
        alike_interval=number_format.signed_interval(row["alike_low"], row["alike_high"]),
    )


def _finding(kind: str, row: LoyaltyContrast, text: Text, tone: Tone, likely: Text) -> Finding:
    n = int(min(row["n"], row["n_versus"]))
    return Finding(kind, text, row["evidence"], "recovery", tone, n, collect_numbers(row), likely, "loyalty")


def _find_solution(names: Names, row: LoyaltyContrast) -> Iterator[Finding]:
    if row["evidence"] in SURE and row["difference"] > 0:
        text, likely = (_state(names, row, sentence) for sentence in (SOLVED, SOLVED_LIKELY))
        yield _finding("solution", row, text, "act", likely)


def _find_paradox(names: Names, row: LoyaltyContrast) -> Iterator[Finding]:
    if row["evidence"] in UNTESTED:
        return
    higher = row["difference"] > 0
    sentence = {"negligible": PARADOX_EQUAL, "unclear": PARADOX_UNCLEAR}.get(
        row["evidence"], PARADOX if higher else NO_PARADOX
    )
    if sentence is NO_PARADOX and row["alike_low"] <= 0 <= row["alike_high"]:
        sentence = NO_PARADOX_ALIKE
    likely = _state(names, row, PARADOX_LIKELY if higher else NO_PARADOX_LIKELY)
    yield _finding("paradox", row, _state(names, row, sentence), "neutral", likely)


def _find_delight(names: Names, row: LoyaltyStep, tops: list[LevelLoyalty]) -> Iterator[Finding]:
    """The ratio of top-box loyalty of the two best answers, where its interval excludes one."""
    if not row["ratio_low"] > 1 or row["evidence"] in UNTESTED:
        return
    best, next_best = tops[:2]
    text, likely = (
        sentence.with_values(
            name=names.node(row["item"]),
            ratio=number_format.ratio(row["ratio"]),
            one=number_format.share(best["estimate"], best["n"]),
            other=number_format.share(next_best["estimate"], next_best["n"]),
            interval=number_format.ratio_interval(row["ratio_low"], row["ratio_high"]),
        )
        for sentence in (DELIGHT, DELIGHT_LIKELY)
    )
    values = {
        "estimate": row["ratio"], "low": row["ratio_low"], "high": row["ratio_high"], "p": row["ratio_p"],
    }  # fmt: skip
    n = int(min(row["n"], row["n_versus"]))
    yield Finding("delight", text, "significant", "recovery", "neutral", n, values, likely)
