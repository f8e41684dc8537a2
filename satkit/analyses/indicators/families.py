"""The tests that sentences on the lowest indicator rest on."""

from __future__ import annotations

from satkit.analyses.indicators.estimate import Ranking
from satkit.findings.families import MAIN, Family, p_behind, p_of

FAMILIES = {"lowest": Family(lambda e: p_behind(p_of(e[Ranking].table, "p_lowest")), MAIN)}
