"""Which reasons the dissatisfied name most often, ties told."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import REASON, REASON_SHARE, REASON_SMALL, REASONS_TIED
from satkit.scoring.reasons import OTHER

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The most frequent reason of the last wave, or the few that cannot be told apart."""
    asked, table = evidence.questionnaire, evidence.reasons
    if table.empty:
        return
    mine = table[(table["wave"] == evidence.latest) & (table["segment"] == "") & (table["withheld"] == "")]
    for item, lines in mine.groupby("item", sort=False):
        labels = {str(point.code): point.label for point in asked.scale(str(item)).points}
        first, tied = lines.iloc[0], lines[lines["tied"]]
        if first["reason"] == OTHER:
            continue
        values = {key: float(first[key]) for key in ("estimate", "low", "high")}
        told = {
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
            text, level = REASONS_TIED.given(names=names), "unclear"
        yield Finding("reasons", text, level, "reasons", "act", int(first["n"]), values)
