"""What the index model says: how the index moved, what goes with it, whether it was measured well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from satkit import number_format
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.rows import PriorityRow
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
from satkit.findings.cutoffs import LEADS, MORE_LIKELY, SURE
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.wording import LIKELY, QUOTED, likelihood
from satkit.language import Text
from satkit.stats.contrasts import adjust_p

MOST = 4  # parts that a sentence names
ACT: Tone = "act"
NEUTRAL: Tone = "neutral"


def fitted_index(evidence: Evidence) -> IndexResult | None:
    """The index, if the wave of the report could be fitted."""
    result = evidence.get(IndexResult)
    return result if result is not None and evidence.latest in result.fits else None


def find(evidence: Evidence) -> Iterator[Finding]:
    """Findings of the last wave, if it could be fitted."""
    result = fitted_index(evidence)
    if result is None:
        return
    yield from _find_change(evidence, result)
    yield from _find_drivers(evidence, result)
    yield from _find_priority(evidence, result)
    yield from _find_unsound(evidence, result)


def _find_change(evidence: Evidence, result: IndexResult) -> Iterator[Finding]:
    """The index against the wave before, where it is more than the headline question alone."""
    questionnaire, own = evidence.questionnaire, result.index
    if own.repeats(questionnaire.headline):
        return
    for row in result.change_rows():
        mine = row["wave"] == evidence.latest and row["construct"] == own.index
        if mine and row["evidence"] not in {"hidden", "held"}:
            yield step("index_change", "index_groups", questionnaire, own.name, row)


def _find_drivers(evidence: Evidence, result: IndexResult) -> Iterator[Finding]:
    """What goes with the index most: one part, or those that cannot be told from it."""
    rows = result.priority_rows(evidence.latest)
    if len(rows) < 2:
        return
    n, index = result.fits[evidence.latest].n, result.index.name
    p = adjust_p(np.array([row["p"] for row in rows]), "holm")
    beyond = [row for row, risk in zip(rows, p, strict=True) if risk < RISK and row["low"] > 0]
    if not beyond:
        text = INDEX_DRIVERS_NONE.with_values(index=index)
        yield Finding("index_driver", text, "unclear", "index", "neutral", n)
        return
    first = max(beyond, key=lambda row: (row["p_leads"], row["importance"]))
    among = [row for row in rows if row["p_leads"] > allowance(evidence, "index_driver")]
    text, level = _word_drivers(result, rows, first, among)
    values = {"estimate": first["importance"], "low": first["low"], "high": first["high"]}
    yield Finding("index_driver", text, level, "index", "neutral", n, values)


def _word_drivers(
    result: IndexResult, rows: Sequence[PriorityRow], first: PriorityRow, among: Sequence[PriorityRow]
) -> tuple[Text, str]:
    """The sentence on what goes with the index most, and how sure it is.

    Parameters
    ----------
    rows : sequence of PriorityRow
        Every part that leads to the index, the most important first.
    first : PriorityRow
        What most likely goes with it most.
    among : sequence of PriorityRow
        Those that may.
    """
    few = _few_leaders(result, rows)
    words = {
        "name": result.index.labels[first["construct"]],
        "names": _quote(result, [row["construct"] for row in among]),
        "index": result.index.name,
        "points": number_format.ratio(first["importance"]),
        "interval": number_format.ratio_interval(first["low"], first["high"]),
        "chance": number_format.chance(first["probability_first"]),
        "likely": likelihood(first["probability_first"]),
        "among": len(among),
        "count": len(rows),
    }
    if len(among) == 1:
        return INDEX_DRIVER.with_values(**words), "significant"
    if LEADS.is_reached(first["probability_first"]):
        return INDEX_DRIVER_LIKELY.with_values(**words), "likely"
    if len(among) < len(rows) and len(among) <= MOST:
        return INDEX_DRIVERS.with_values(**words), "unclear"
    if few:
        return INDEX_DRIVERS_FEW.with_values(**words | {"names": few}), "unclear"
    alike = INDEX_DRIVERS_ALIKE if len(among) == len(rows) else INDEX_DRIVERS_MANY
    return alike.with_values(**words), "unclear"


def _few_leaders(result: IndexResult, rows: Sequence[PriorityRow]) -> tuple[Text, ...]:
    """Those of which one is the largest with a probability of 80 %, with their probabilities, if they are few."""
    ordered = sorted(rows, key=lambda row: -row["probability_first"])
    sums = np.cumsum([row["probability_first"] for row in ordered])
    count = int((sums < SURE.value).sum()) + 1
    if count > MOST or count >= len(rows):
        return ()
    return tuple(
        LIKELY.with_values(
            name=result.index.labels[row["construct"]], chance=number_format.chance(row["probability_first"])
        )
        for row in ordered[:count]
    )


def _find_priority(evidence: Evidence, result: IndexResult) -> Iterator[Finding]:
    """What matters more than most and does less well: a test (Holm over the parts), else its probability."""
    rows = result.priority_rows(evidence.latest)
    doubt = adjust_p(np.array([row["doubt"] for row in rows]), "holm")
    sure = [bool(risk <= allowance(evidence, "index_priority")) for risk in doubt]
    likely = [
        (is_sure, row)
        for is_sure, row in zip(sure, rows, strict=True)
        if is_sure or MORE_LIKELY.is_reached(row["probability_priority"])
    ]
    if not likely:
        return
    is_sure, row = max(likely, key=lambda pair: (pair[0], pair[1]["probability_priority"]))
    text = (INDEX_PRIORITY if is_sure else INDEX_PRIORITY_LIKELY).with_values(
        name=result.index.labels[row["construct"]],
        index=result.index.name,
        score=number_format.score(row["performance"]),
        chance=number_format.chance(row["probability_priority"]),
        likely=likelihood(row["probability_priority"]),
    )
    values = {
        "estimate": row["performance"],
        "low": row["performance_low"],
        "high": row["performance_high"],
    }
    level, tone = ("significant", ACT) if is_sure else ("likely", NEUTRAL)
    n = result.fits[evidence.latest].n
    yield Finding("index_priority", text, level, "index_priority", tone, n, values)


def _find_unsound(evidence: Evidence, result: IndexResult) -> Iterator[Finding]:
    """Constructs whose questions do not measure one thing."""
    rows = result.construct_rows(evidence.latest)
    poor = [row["construct"] for row in rows if row["verdict"] == "poor"]
    if poor:
        text = INDEX_UNSOUND.with_values(names=_quote(result, poor))
        n = result.fits[evidence.latest].n
        yield Finding("index_unsound", text, "firm", "measurement", "neutral", n)


def _quote(result: IndexResult, names: Sequence[str]) -> tuple[Text, ...]:
    return tuple(QUOTED.with_values(name=result.index.labels[name]) for name in names)
