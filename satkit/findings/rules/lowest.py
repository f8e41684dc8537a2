"""Which indicators score lowest, ties told."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import LOWEST, LOWEST_DISSATISFIED, LOWEST_TIED, QUOTED
from satkit.survey.bins import named

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The lowest leaf indicator, or the few that cannot be told apart."""
    asked, ranking = evidence.questionnaire, evidence.ranking
    if len(ranking) < 2:
        return
    tied = ranking[ranking["tied"]]
    first = ranking.iloc[0]
    line = evidence.everyone()[first["node"]]
    values = {key: float(line[key]) for key in ("estimate", "low", "high")}
    if 1 < len(tied) <= MOST:
        text = LOWEST_TIED.given(names=tuple(QUOTED.given(name=asked.label(node)) for node in tied["node"]))
        yield Finding("lowest", text, "unclear", "indicators", "act", int(line["n"]), values)
        return
    if len(tied) > MOST:
        return
    told = {
        "name": asked.label(first["node"]),
        "score": digits.score(line["estimate"]),
        "interval": digits.interval(line["low"], line["high"]),
    }
    text = LOWEST.given(**told)
    items = asked.indicators[first["node"]].items if first["node"] in asked.indicators else (first["node"],)
    boxes = evidence.boxes
    if len(items) == 1:
        chosen = boxes[
            (boxes["wave"] == evidence.latest)
            & (boxes["segment"] == "")
            & (boxes["item"] == items[0])
            & (boxes["measure"] == "bottom")
            & (boxes["withheld"] == "")
        ]
        scale = asked.scale(items[0])
        answers = named(scale, scale.places(scale.bottom))
        for share in chosen.to_dict("records"):
            text = LOWEST_DISSATISFIED.given(
                **told,
                share=digits.share(share["estimate"], share["n"]),
                n=digits.count(share["n"]),
                answers=answers,
            )
    yield Finding("lowest", text, "significant", "indicators", "act", int(line["n"]), values)
