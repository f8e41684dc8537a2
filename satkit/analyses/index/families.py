"""The tests that sentences on the satisfaction index rest on."""

from __future__ import annotations

import pandas as pd

from satkit.analyses.index.result import IndexResult
from satkit.findings.evidence import Evidence
from satkit.findings.families import MAIN, NONE, Family, holm_p, of_latest, p_behind, p_of
from satkit.stats.design import Floats


def _index_moved(evidence: Evidence) -> Floats:
    result = evidence.get(IndexResult)
    if result is None or result.changes.empty or result.index.repeats(evidence.questionnaire.headline):
        return NONE
    table = of_latest(result.changes, evidence)
    return p_of(table[table["construct"] == result.index.index])


def _index_parts(evidence: Evidence) -> pd.DataFrame:
    result = evidence.get(IndexResult)
    return of_latest(result.priority, evidence) if result else pd.DataFrame()


FAMILIES = {
    "index_change": Family(_index_moved),
    "index_driver": Family(lambda e: p_behind(p_of(_index_parts(e), "p_leads")), MAIN),
    "index_priority": Family(lambda e: holm_p(_index_parts(e), "doubt")),
}
