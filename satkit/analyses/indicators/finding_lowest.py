"""Which indicators score lowest, ties told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
from satkit.scoring.rows import BoxRow
from satkit.survey.bins import name_points
from satkit.tables.rows import read_rows

MOST = 4


def find(evidence: Evidence) -> Iterator[Finding]:
    """The lowest leaf indicator, or the few that hold it: firmly, else as likely."""
    ranking = evidence[Ranking].table
    if len(ranking) < 2:
        return
    for level, certain in ((allowance(evidence, "lowest"), True), (LIKELY, False)):
        tied = ranking[ranking["p_lowest"] > level]
        if len(tied) <= min(MOST, len(ranking) - 1):
            yield _word_lowest(evidence, list(tied["node"]), certain=certain)
            return


def _word_lowest(evidence: Evidence, nodes: list[str], *, certain: bool) -> Finding:
    """One that is the lowest, or the few of which some are."""
    questionnaire, row = evidence.questionnaire, evidence.everyone()[nodes[0]]
    values = {"estimate": row["estimate"], "low": row["low"], "high": row["high"]}
    known: dict[str, object] = {
        "name": questionnaire.label(nodes[0]),
        "names": tuple(QUOTED.with_values(name=questionnaire.label(node)) for node in nodes),
        "score": number_format.score(row["estimate"]),
        "interval": number_format.interval(row["low"], row["high"]),
    }
    if len(nodes) > 1:
        text = (LOWEST_TIED if certain else LOWEST_TIED_LIKELY).with_values(**known)
    else:
        text = _add_dissatisfied(evidence, nodes[0], known) if certain else LOWEST_LIKELY.with_values(**known)
    level = "likely" if not certain else "significant" if len(nodes) == 1 else "unclear"
    return Finding("lowest", text, level, "indicators", "act", int(row["n"]), values)


def _add_dissatisfied(evidence: Evidence, node: str, known: Mapping[str, object]) -> Text:
    """The lowest with the share dissatisfied, where it is one question."""
    questionnaire, text = evidence.questionnaire, LOWEST.with_values(**known)
    items = questionnaire.indicators[node].items if node in questionnaire.indicators else (node,)
    if len(items) == 1:
        wanted = {"segment": "", "item": items[0], "measure": "bottom", "withheld": ""}
        scale = questionnaire.scale(items[0])
        answers = name_points(scale, scale.places(scale.bottom))
        for share in read_rows(evidence.boxes, BoxRow, wave=evidence.latest, **wanted):
            text = LOWEST_DISSATISFIED.with_values(
                **known,
                share=number_format.share(share["estimate"], share["n"]),
                n=number_format.count(share["n"]),
                answers=answers,
            )
    return text
