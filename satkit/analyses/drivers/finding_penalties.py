"""Where falling short and excelling do not weigh the same."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.rows import PenaltyReward
from satkit.analyses.drivers.words import PENALTY_LARGER, PENALTY_LIKELY, REWARD_LARGER, REWARD_LIKELY
from satkit.findings.allowance import allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import QUOTED
from satkit.tables.rows import read_rows


def find(evidence: Evidence) -> Iterator[Finding]:
    """Drivers whose penalty and reward differ significantly, corrected for their number."""
    result = evidence.get(Drivers)
    if result is None:
        return
    rows = read_rows(result.contrast, PenaltyReward, evidence="significant")
    limit = allowance(evidence, "penalty")
    for text, strength, costly, firm in (
        (PENALTY_LARGER, "significant", True, True),
        (REWARD_LARGER, "significant", False, True),
        (PENALTY_LIKELY, "likely", True, False),
        (REWARD_LIKELY, "likely", False, False),
    ):
        mine = [row for row in rows if (row["tilt"] < 0, row["p_adjusted"] <= limit) == (costly, firm)]
        if mine:
            names = tuple(QUOTED.with_values(name=evidence.names.node(row["driver"])) for row in mine)
            first = mine[0]
            values = {"estimate": first["tilt"], "low": first["tilt_low"], "high": first["tilt_high"]}
            n = first["n_low"] + first["n_middle"] + first["n_high"]
            yield Finding(
                "penalty", text.with_values(names=names), strength, "penalties", "neutral", n, values
            )
