"""The tests that sentences on recovery and delight rest on."""

from __future__ import annotations

from satkit.analyses.recovery.estimate import Recovery
from satkit.findings.evidence import Evidence
from satkit.findings.families import BESIDE, NONE, Family, bonferroni_p, p_of
from satkit.stats.design import Floats


def _solution_and_paradox(evidence: Evidence) -> Floats:
    table = evidence[Recovery].contrasts
    return p_of(table[table["contrast"].isin(["solution", "paradox"])]) if len(table) else NONE


FAMILIES = {
    "loyalty": Family(_solution_and_paradox, whole=False),
    "loyalty_alike": Family(lambda e: bonferroni_p(e[Recovery].contrasts, "alike_p"), BESIDE),
    "delight": Family(lambda e: p_of(e[Recovery].steps, "ratio_p"), BESIDE),
    "best_step": Family(lambda e: bonferroni_p(e[Recovery].steps, "versus_last_p"), BESIDE),
}
