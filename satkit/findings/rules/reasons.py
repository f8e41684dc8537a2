"""Which reasons the dissatisfied name most often, ties told; and which more or less than before."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding, Tone
from satkit.findings.wording import (
    EVERYBODY,
    REASON,
    REASON_DOWN,
    REASON_SHARE,
    REASON_SMALL,
    REASON_UP,
    REASONS_TIED,
    UNHAPPY,
)
from satkit.language import Text
from satkit.scoring.reasons import OTHER
from satkit.survey.questionnaire import Questionnaire

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The most frequent reason of the last wave, or the few that cannot be told apart; then the changes."""
    yield from _most_frequent(evidence)
    yield from _moved(evidence)


def _most_frequent(evidence: Evidence) -> Iterator[Finding]:
    asked, table = evidence.questionnaire, evidence.reasons.shares
    if table.empty:
        return
    mine = table[(table["wave"] == evidence.latest) & (table["segment"] == "") & (table["withheld"] == "")]
    for item, lines in mine.groupby("item", sort=False):
        labels = {str(point.code): point.title for point in asked.scale(str(item)).points}
        first, tied = lines.iloc[0], lines[lines["tied"]]
        if first["reason"] == OTHER:
            continue
        values = {key: float(first[key]) for key in ("estimate", "low", "high")}
        told = {
            "whom": _whom(asked),
            "name": labels[first["reason"]],
            "share": digits.share(first["estimate"], first["n"]),
            "interval": digits.share_interval(first["low"], first["high"], first["n"]),
            "n": digits.count(first["n"]),
        }
        text, level = REASON.given(**told), "significant"
        if first["n"] < asked.report.min_test:
            text, level = REASON_SMALL.given(**told), "small"
        elif len(tied) > MOST:
            continue
        elif len(tied) > 1:
            names = tuple(
                REASON_SHARE.given(
                    name=labels[line["reason"]], share=digits.share(line["estimate"], line["n"])
                )
                for line in tied.to_dict("records")
            )
            text, level = REASONS_TIED.given(names=names, whom=told["whom"], n=told["n"]), "unclear"
        yield Finding("reasons", text, level, "reasons", "act", int(first["n"]), values)


def _whom(asked: Questionnaire) -> Text:
    """Whose reasons they are: of those at the bottom of the overall question, of all where there is none."""
    return UNHAPPY if any(asked.scale(item).bottom for item in asked.of_role("overall")) else EVERYBODY


def _moved(evidence: Evidence) -> Iterator[Finding]:
    """Reasons named more or less often than in the wave before, the surest first."""
    asked, table = evidence.questionnaire, evidence.reasons.changes
    if table.empty:
        return
    moved = table[(table["evidence"] == "significant") & (table["reason"] != OTHER)]
    for line in moved.sort_values("p", kind="stable").head(MOST).to_dict("records"):
        labels = {str(point.code): point.title for point in asked.scale(str(line["item"])).points}
        more = line["difference"] > 0
        values = {key: 100 * line[key] for key in ("difference", "low", "high")} | {"p": line["p_adjusted"]}
        text = (REASON_UP if more else REASON_DOWN).given(
            whom=_whom(asked),
            name=labels[line["reason"]],
            versus=asked.waves[line["versus"]].title,
            change=digits.signed(values["difference"]),
            interval=digits.signed_interval(values["low"], values["high"]),
        )
        tone: Tone = "bad" if more else "good"
        values["estimate"] = values.pop("difference")
        n = int(min(line["n"], line["n_versus"]))
        yield Finding("reasons_moved", text, "significant", "reasons", tone, n, values)
