"""The tests that sentences on change rest on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from satkit.analyses.trend.estimate import Changes
from satkit.findings.evidence import Evidence
from satkit.findings.families import (
    BESIDE,
    MAIN,
    NEXT,
    NONE,
    Family,
    of_headline,
    of_latest,
    p_of,
    smallest_p,
)
from satkit.stats.design import Floats
from satkit.survey.questionnaire import Role


def _everyone(evidence: Evidence) -> pd.DataFrame:
    """The changes of everyone since the wave before."""
    table = of_latest(evidence[Changes].table, evidence)
    return table[table["segment"] == ""] if len(table) else table


def _share(role: Role, measure: str) -> Callable[[Evidence], Floats]:
    def claims(evidence: Evidence) -> Floats:
        table = of_latest(evidence[Changes].shares, evidence)
        if table.empty:
            return NONE
        mine = table["item"].isin(evidence.questionnaire.of_role(role)) & (table["measure"] == measure)
        return p_of(table[mine])

    return claims


FAMILIES = {
    "change": Family(lambda e: p_of(of_headline(_everyone(e), e), "p"), MAIN),
    "moved": Family(lambda e: smallest_p(_everyone(e)), whole=False),
    "satisfied_change": Family(_share("overall", "satisfied"), after="change"),
    "recommend_change": Family(_share("recommend", "nps"), NEXT),
    "mix": Family(lambda e: p_of(of_headline(of_latest(e[Changes].composition, e), e), "mix_p"), BESIDE),
}
