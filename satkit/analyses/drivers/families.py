"""The tests that sentences on drivers, penalties and rewards rest on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from satkit.analyses.drivers.estimate import Drivers
from satkit.findings.evidence import Evidence
from satkit.findings.families import BESIDE, MAIN, NONE, Family, holm_p, p_behind, p_of, smallest_p
from satkit.stats.design import Floats


def _read_table(evidence: Evidence, choose: Callable[[Drivers], pd.DataFrame]) -> pd.DataFrame:
    """A table of the drivers; an empty one where there are none."""
    result = evidence.get(Drivers)
    return pd.DataFrame() if result is None else choose(result)


def _driver_table(evidence: Evidence) -> pd.DataFrame:
    return _read_table(evidence, lambda result: result.table)


def _area_p(evidence: Evidence) -> Floats:
    result = evidence.get(Drivers)
    if result is None or result.areas.empty:
        return NONE
    return p_behind(p_of(result.areas[result.areas["method"] == f"lmg_{result.measure}"], "p_leads"))


def _groups_p(evidence: Evidence) -> Floats:
    """The surest line of every segment, for all segments."""
    table = _read_table(evidence, lambda result: result.groups)
    parts = [smallest_p(lines) for _, lines in table.groupby("segment")] if len(table) else []
    return np.minimum(len(parts) * np.concatenate(parts), 1.0) if parts else NONE


FAMILIES = {
    "driver": Family(lambda e: p_behind(p_of(_driver_table(e), "p_leads")), MAIN),
    "area": Family(_area_p, BESIDE),
    "priority": Family(lambda e: holm_p(_driver_table(e), "doubt")),
    "drivers_moved": Family(lambda e: p_of(_read_table(e, lambda result: result.waves)), BESIDE),
    "drivers_of_groups": Family(_groups_p, BESIDE),
}
PENALTY_FAMILIES = {"penalty": Family(lambda e: p_of(_read_table(e, lambda result: result.contrast)), BESIDE)}
