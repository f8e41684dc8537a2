"""Where the headline has gone over the whole period."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.whole_period.estimate import Period
from satkit.analyses.whole_period.rows import PeriodRow
from satkit.analyses.whole_period.words import FELL, FELL_LIKELY, NO_DIRECTION, ROSE, ROSE_LIKELY
from satkit.findings.allowance import RISK
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.language import Text
from satkit.stats.contrasts import Strength
from satkit.tables.rows import read_rows


def find(evidence: Evidence) -> Iterator[Finding]:
    """The direction of the headline by the line through all waves: one test, which needs no correction."""
    for row in read_rows(evidence[Period].table, PeriodRow, node=evidence.questionnaire.headline):
        if row["slope_p"] <= RISK:
            yield _directed(evidence, row)
        elif row["slope_p"] > RISK:  # neither where there is no test
            text = NO_DIRECTION.with_values(**_numbers(evidence, row))
            yield _finding(row, text, "unclear", "neutral")


def _directed(evidence: Evidence, row: PeriodRow) -> Finding:
    up, numbers = row["slope"] > 0, _numbers(evidence, row)
    slope = number_format.score(abs(row["slope"]))
    text = (ROSE if up else FELL).with_values(**numbers | {"slope": slope})
    likely = (ROSE_LIKELY if up else FELL_LIKELY).with_values(**numbers)
    if (row["difference"] > 0) != up:  # the ends say otherwise than the line: nothing is claimed
        return _finding(row, NO_DIRECTION.with_values(**numbers), "unclear", "neutral")
    return _finding(row, text, "significant", "good" if up else "bad", likely)


def _finding(
    row: PeriodRow, text: Text, strength: Strength, tone: Tone, likely: Text | None = None
) -> Finding:
    values = {
        "estimate": row["slope"],
        "low": row["slope_low"],
        "high": row["slope_high"],
        "p": row["slope_p"],
    }
    n = int(min(row["n"], row["n_versus"]))
    return Finding("whole_period", text, strength, "whole_period", tone, n, values, likely)


def _numbers(evidence: Evidence, row: PeriodRow) -> dict[str, object]:
    """What the sentences quote."""
    names = evidence.names
    return {
        "first": names.wave(row["versus"]),
        "last": names.wave(row["wave"]),
        "count": row["waves"],
        "name": names.node(row["node"]),
        "points": number_format.score(abs(row["difference"])),
        "change": number_format.signed_score(row["difference"]),
        "interval": number_format.signed_interval(row["low"], row["high"]),
        "slope": number_format.signed_score(row["slope"]),
        "slope_interval": number_format.signed_interval(row["slope_low"], row["slope_high"]),
    }
