"""The test that the sentence on the whole period rests on."""

from __future__ import annotations

from satkit.analyses.whole_period.estimate import Period
from satkit.findings.families import BESIDE, Family, of_headline, p_of

FAMILIES = {"whole_period": Family(lambda e: p_of(of_headline(e[Period].table, e), "slope_p"), BESIDE)}
