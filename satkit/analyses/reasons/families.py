"""The tests that sentences on reasons rest on."""

from __future__ import annotations

import numpy as np

from satkit.analyses.reasons.estimate import Reasons
from satkit.analyses.reasons.rows import OTHER
from satkit.findings.evidence import Evidence
from satkit.findings.families import BESIDE, NONE, Family, of_latest, p_behind, p_of
from satkit.stats.design import Floats


def _leader_p(evidence: Evidence) -> Floats:
    table = of_latest(evidence[Reasons].shares, evidence)
    if table.empty:
        return NONE
    enough = table["n"] >= evidence.questionnaire.report.min_test
    mine = table[(table["segment"] == "") & (table["withheld"] == "") & enough]
    sets = [p_behind(p_of(lines, "p_leads")) for _, lines in mine.groupby("item")]
    return np.minimum(len(sets) * np.concatenate(sets), 1.0) if sets else NONE


def _changed_p(evidence: Evidence) -> Floats:
    table = evidence[Reasons].changes
    return p_of(table[table["reason"] != OTHER]) if len(table) else NONE


FAMILIES = {
    "reasons": Family(_leader_p),
    "reasons_moved": Family(_changed_p),
    "reasons_of_groups": Family(lambda e: p_of(e[Reasons].association), BESIDE),
}
