"""Where falling short and excelling do not weigh the same."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.words import PENALTY_LARGER, PENALTY_LIKELY, REWARD_LARGER, REWARD_LIKELY
from satkit.findings.allowance import allowance
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import QUOTED


def find(evidence: Evidence) -> Iterator[Finding]:
    """Drivers whose penalty and reward differ significantly, corrected for their number."""
    result = evidence.get(Drivers)
    if result is None or result.contrast.empty:
        return
    table = result.contrast
    told = table[table["evidence"] == "significant"]
    firm, down = told["p_adjusted"] <= allowance(evidence, "penalty"), told["tilt"] < 0
    for text, level, lines in (
        (PENALTY_LARGER, "significant", told[down & firm]),
        (REWARD_LARGER, "significant", told[~down & firm]),
        (PENALTY_LIKELY, "likely", told[down & ~firm]),
        (REWARD_LIKELY, "likely", told[~down & ~firm]),
    ):
        if len(lines):
            names = tuple(QUOTED.given(name=evidence.questionnaire.label(name)) for name in lines["driver"])
            first = lines.iloc[0]
            values = {"estimate": first["tilt"], "low": first["tilt_low"], "high": first["tilt_high"]}
            n = int(first[["n_low", "n_middle", "n_high"]].sum())
            yield Finding("penalty", text.given(names=names), level, "penalties", "neutral", n, values)
