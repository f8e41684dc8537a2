"""The tests that sentences on drivers, penalties and rewards rest on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from satkit.analyses.drivers.estimate import Drivers
from satkit.findings.evidence import Evidence
from satkit.findings.families import BESIDE, MAIN, NONE, Family, holm_p, p_behind, p_of, smallest_p
from satkit.stats.design import Floats


def _drivers(name: str) -> Callable[[Evidence], pd.DataFrame]:
    def table(evidence: Evidence) -> pd.DataFrame:
        result = evidence.get(Drivers)
        return getattr(result, name) if result else pd.DataFrame()

    return table


_driver_table, _driver_groups = _drivers("table"), _drivers("groups")


def _area(evidence: Evidence) -> Floats:
    result = evidence.get(Drivers)
    if result is None or result.areas.empty:
        return NONE
    return p_behind(p_of(result.areas[result.areas["method"] == f"lmg_{result.measure}"], "p_leads"))


def _drivers_of_groups(evidence: Evidence) -> Floats:
    """The surest line of every segment, for all segments."""
    table = _driver_groups(evidence)
    parts = [smallest_p(lines) for _, lines in table.groupby("segment")] if len(table) else []
    return np.minimum(len(parts) * np.concatenate(parts), 1.0) if parts else NONE


FAMILIES = {
    "driver": Family(lambda e: p_behind(p_of(_driver_table(e), "p_leads")), MAIN),
    "area": Family(_area, BESIDE),
    "priority": Family(lambda e: holm_p(_driver_table(e), "doubt")),
    "drivers_moved": Family(lambda e: p_of(_drivers("waves")(e)), BESIDE),
    "drivers_of_groups": Family(_drivers_of_groups, BESIDE),
}
PENALTY_FAMILIES = {"penalty": Family(lambda e: p_of(_drivers("contrast")(e)), BESIDE)}
