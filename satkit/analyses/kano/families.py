"""The tests that sentences on kinds of quality rest on."""

from __future__ import annotations

from satkit.analyses.kano.estimate import Kano
from satkit.findings.evidence import Evidence
from satkit.findings.families import BESIDE, NONE, Family, holm_p, p_of
from satkit.stats.design import Floats


def _category_p(evidence: Evidence) -> Floats:
    result = evidence.get(Kano)
    if result is None:
        return NONE
    table = result.table
    return holm_p(table[(table["wave"] == result.wave) & (table["segment"] == "")], "p_category")


def _changed_p(evidence: Evidence) -> Floats:
    result = evidence.get(Kano)
    if result is None or result.changes.empty:
        return NONE
    table = result.changes
    mine = (table["wave"] == evidence.latest) & (table["measure"] == "better")
    return p_of(table[mine], "p_moved_adjusted")


def _groups_p(evidence: Evidence) -> Floats:
    result = evidence.get(Kano)
    return p_of(result.association) if result else NONE


FAMILIES = {
    "kano": Family(_category_p),
    "kano_moved": Family(_changed_p),
    "kano_of_groups": Family(_groups_p, BESIDE),
}
