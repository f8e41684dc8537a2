"""Which reasons the dissatisfied name most often, ties told; and which more or less than before."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.reasons.estimate import Reasons, only_dissatisfied
from satkit.analyses.reasons.rows import OTHER, ReasonChange, ReasonShare
from satkit.analyses.reasons.tables import reason_name
from satkit.analyses.reasons.words import (
    EVERYBODY,
    REASON,
    REASON_DOWN,
    REASON_DOWN_LIKELY,
    REASON_LIKELY,
    REASON_SHARE,
    REASON_SMALL,
    REASON_UP,
    REASON_UP_LIKELY,
    REASONS_TIED,
    REASONS_TIED_LIKELY,
    UNHAPPY,
)
from satkit.findings.allowance import LIKELY, allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.language import Text
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The most frequent reason of the last wave, or the few that cannot be told apart; then the changes."""
    yield from _find_most_frequent(evidence)
    yield from _find_changed(evidence)


def _find_most_frequent(evidence: Evidence) -> Iterator[Finding]:
    questionnaire = evidence.questionnaire
    rows = read_rows(evidence[Reasons].shares, ReasonShare, wave=evidence.latest, segment="", withheld="")
    tested = {row["item"] for row in rows if row["n"] >= questionnaire.report.min_test}
    limit = allowance(evidence, "reasons") / max(len(tested), 1)
    for item in dict.fromkeys(row["item"] for row in rows):
        mine = [row for row in rows if row["item"] == item]
        if mine[0]["reason"] == OTHER:
            continue
        for text, strength in _describe_leaders(mine, evidence.names, limit):
            first = mine[0]
            values = {"estimate": first["estimate"], "low": first["low"], "high": first["high"]}
            yield Finding("reasons", text, strength, "reasons", "act", int(first["n"]), values)


def _describe_leaders(rows: list[ReasonShare], names: Names, certain: float) -> Iterator[tuple[Text, str]]:
    """The reason that is named most often, or the few that hold it: firmly, else as likely."""
    first, whom = rows[0], _whom(names.questionnaire)
    name, n = reason_name(names, first["item"], first["reason"]), number_format.count(first["n"])
    share = number_format.share(first["estimate"], first["n"])
    if first["n"] < names.questionnaire.report.min_test:
        yield REASON_SMALL.with_values(whom=whom, n=n, share=share, name=name), "small"
        return
    for limit, sure, alone, few in (
        (certain, True, REASON, REASONS_TIED),
        (LIKELY, False, REASON_LIKELY, REASONS_TIED_LIKELY),
    ):
        tied = [row for row in rows if row["p_leads"] > limit]
        if len(tied) > MOST or len(tied) == len(rows):
            continue
        if len(tied) == 1:
            interval = number_format.share_interval(first["low"], first["high"], first["n"])
            text = alone.with_values(whom=whom, name=name, share=share, interval=interval, n=n)
        else:
            text = few.with_values(names=tuple(_quote_share(row, names) for row in tied), whom=whom, n=n)
        yield text, "likely" if not sure else "significant" if len(tied) == 1 else "unclear"
        return


def _quote_share(row: ReasonShare, names: Names) -> Words:
    """A reason with its share in brackets."""
    share = number_format.share(row["estimate"], row["n"])
    return REASON_SHARE.with_values(name=reason_name(names, row["item"], row["reason"]), share=share)


def _whom(questionnaire: Questionnaire) -> Text:
    """Whose reasons they are: of those at the bottom of the overall question, of all where there is none."""
    return UNHAPPY if only_dissatisfied(questionnaire) else EVERYBODY


def _find_changed(evidence: Evidence) -> Iterator[Finding]:
    """Reasons named more or less often than in the wave before, the surest first."""
    names = evidence.names
    rows = read_rows(evidence[Reasons].changes, ReasonChange, evidence="significant")
    moved = sorted((row for row in rows if row["reason"] != OTHER), key=lambda row: row["p"])
    for row in moved[:MOST]:
        more = row["difference"] > 0
        change, low, high = (100 * number for number in (row["difference"], row["low"], row["high"]))
        text, likely = (
            sentence.with_values(
                whom=_whom(names.questionnaire),
                name=reason_name(names, row["item"], row["reason"]),
                versus=names.wave(row["versus"]),
                change=number_format.signed_score(change),
                interval=number_format.signed_interval(low, high),
            )
            for sentence in ((REASON_UP, REASON_UP_LIKELY) if more else (REASON_DOWN, REASON_DOWN_LIKELY))
        )
        tone: Tone = "bad" if more else "good"
        values = {"estimate": change, "low": low, "high": high, "p": row["p_adjusted"]}
        n = int(min(row["n"], row["n_versus"]))
        yield Finding("reasons_moved", text, "significant", "reasons", tone, n, values, likely)
