"""Which reasons the dissatisfied name most often, ties told; and which more or less than before."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from satkit import number_format
from satkit.analyses.reasons.estimate import OTHER, Reasons
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
from satkit.language import Label, Text
from satkit.survey.questionnaire import Questionnaire

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The most frequent reason of the last wave, or the few that cannot be told apart; then the changes."""
    yield from _most_frequent(evidence)
    yield from _moved(evidence)


def _most_frequent(evidence: Evidence) -> Iterator[Finding]:
    asked, table = evidence.questionnaire, evidence[Reasons].shares
    if table.empty:
        return
    mine = table[(table["wave"] == evidence.latest) & (table["segment"] == "") & (table["withheld"] == "")]
    items = max(mine.loc[mine["n"] >= asked.report.min_test, "item"].nunique(), 1)
    for item, lines in mine.groupby("item", sort=False):
        labels = {str(point.code): point.title for point in asked.scale(str(item)).points}
        first = lines.iloc[0]
        if first["reason"] == OTHER:
            continue
        values = {key: float(first[key]) for key in ("estimate", "low", "high")}
        told = {
            "whom": _whom(asked),
            "name": labels[first["reason"]],
            "share": number_format.share(first["estimate"], first["n"]),
            "interval": number_format.share_interval(first["low"], first["high"], first["n"]),
            "n": number_format.count(first["n"]),
        }
        if first["n"] < asked.report.min_test:
            text, level = REASON_SMALL.given(**told), "small"
            yield Finding("reasons", text, level, "reasons", "act", int(first["n"]), values)
            continue
        for text, level in _leading(lines, labels, told, allowance(evidence, "reasons") / items):
            yield Finding("reasons", text, level, "reasons", "act", int(first["n"]), values)


def _leading(
    lines: pd.DataFrame, labels: dict[str, Label], told: dict[str, object], certain: float
) -> Iterator[tuple[Text, str]]:
    """The reason that is named most often, or the few that hold it: firmly, else as likely."""
    for limit, sure, alone, few in (
        (certain, True, REASON, REASONS_TIED),
        (LIKELY, False, REASON_LIKELY, REASONS_TIED_LIKELY),
    ):
        tied = lines[lines["p_leads"] > limit]
        if len(tied) > MOST or len(tied) == len(lines):
            continue
        names = tuple(
            REASON_SHARE.given(
                name=labels[line["reason"]], share=number_format.share(line["estimate"], line["n"])
            )
            for line in tied.to_dict("records")
        )
        text = (
            alone.given(**told) if len(tied) == 1 else few.given(names=names, whom=told["whom"], n=told["n"])
        )
        yield text, "likely" if not sure else "significant" if len(tied) == 1 else "unclear"
        return


def _whom(asked: Questionnaire) -> Text:
    """Whose reasons they are: of those at the bottom of the overall question, of all where there is none."""
    return UNHAPPY if any(asked.scale(item).bottom for item in asked.of_role("overall")) else EVERYBODY


def _moved(evidence: Evidence) -> Iterator[Finding]:
    """Reasons named more or less often than in the wave before, the surest first."""
    asked, table = evidence.questionnaire, evidence[Reasons].changes
    if table.empty:
        return
    moved = table[(table["evidence"] == "significant") & (table["reason"] != OTHER)]
    for line in moved.sort_values("p", kind="stable").head(MOST).to_dict("records"):
        labels = {str(point.code): point.title for point in asked.scale(str(line["item"])).points}
        more = line["difference"] > 0
        values = {key: 100 * line[key] for key in ("difference", "low", "high")} | {"p": line["p_adjusted"]}
        text, likely = (
            sentence.given(
                whom=_whom(asked),
                name=labels[line["reason"]],
                versus=asked.waves[line["versus"]].title,
                change=number_format.signed(values["difference"]),
                interval=number_format.signed_interval(values["low"], values["high"]),
            )
            for sentence in ((REASON_UP, REASON_UP_LIKELY) if more else (REASON_DOWN, REASON_DOWN_LIKELY))
        )
        tone: Tone = "bad" if more else "good"
        values["estimate"] = values.pop("difference")
        n = int(min(line["n"], line["n_versus"]))
        yield Finding("reasons_moved", text, "significant", "reasons", tone, n, values, likely)
