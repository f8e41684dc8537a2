"""Which indicators score lowest, ties told."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import number_format
from satkit.analyses.indicators.estimate import Ranking
from satkit.analyses.indicators.words import (
    LOWEST,
    LOWEST_DISSATISFIED,
    LOWEST_LIKELY,
    LOWEST_TIED,
    LOWEST_TIED_LIKELY,
)
from satkit.findings.allowance import LIKELY, allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import QUOTED
from satkit.language import Text
from satkit.survey.bins import named

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The lowest leaf indicator, or the few that hold it: firmly, else as likely."""
    ranking = evidence[Ranking].table
    if len(ranking) < 2:
        return
    for level, certain in ((allowance(evidence, "lowest"), True), (LIKELY, False)):
        tied = ranking[ranking["p_lowest"] > level]
        if len(tied) <= min(MOST, len(ranking) - 1):
            yield _finding(evidence, list(tied["node"]), certain=certain)
            return


def _finding(evidence: Evidence, nodes: list[str], *, certain: bool) -> Finding:
    """One that is the lowest, or the few of which some are."""
    asked, line = evidence.questionnaire, evidence.everyone()[nodes[0]]
    values = {key: float(line[key]) for key in ("estimate", "low", "high")}
    told = {
        "name": asked.label(nodes[0]),
        "names": tuple(QUOTED.given(name=asked.label(node)) for node in nodes),
        "score": number_format.score(line["estimate"]),
        "interval": number_format.interval(line["low"], line["high"]),
    }
    if len(nodes) > 1:
        text = (LOWEST_TIED if certain else LOWEST_TIED_LIKELY).given(**told)
    else:
        text = _alone(evidence, nodes[0], told) if certain else LOWEST_LIKELY.given(**told)
    level = "likely" if not certain else "significant" if len(nodes) == 1 else "unclear"
    return Finding("lowest", text, level, "indicators", "act", int(line["n"]), values)


def _alone(evidence: Evidence, node: str, told: dict[str, object]) -> Text:
    """The lowest with the share dissatisfied, where it is one question."""
    asked, text = evidence.questionnaire, LOWEST.given(**told)
    items = asked.indicators[node].items if node in asked.indicators else (node,)
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
                share=number_format.share(share["estimate"], share["n"]),
                n=number_format.count(share["n"]),
                answers=answers,
            )
    return text
