"""The tests that sentences on gaps between groups rest on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.segments.estimate import Gaps
from satkit.findings.evidence import Evidence
from satkit.findings.families import NEXT, NONE, Family, of_headline, of_latest, p_of
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats


def corrected_gaps(headline: pd.DataFrame) -> pd.DataFrame:
    """The gaps of the headline with p corrected for all levels of all segments (Holm).

    The claim is that a level is *lower*, which is one-sided.  Of two levels each is the other's
    complement: that is one test, and as either may be the lower one it has two sides.
    """
    twins = headline.groupby("segment")["level"].transform("size") == 2
    up = headline["difference"] > 0
    p = headline["p"].where(twins, headline["p"] / 2).mask(~twins & up, 1 - headline["p"] / 2)
    return headline.assign(p_adjusted=adjust_p(np.where(twins & up, np.nan, p), "holm"))


def _gap(evidence: Evidence) -> Floats:
    headline = of_headline(of_latest(evidence[Gaps].table, evidence), evidence)
    return p_of(corrected_gaps(headline)) if "p" in headline else NONE


FAMILIES = {"gap": Family(_gap, NEXT)}
