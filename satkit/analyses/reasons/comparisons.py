"""Where reasons differ: between groups of respondents, and since the wave before."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from satkit.scoring.disclosure import withheld
from satkit.scoring.proportions import Proportions
from satkit.stats.association import rao_scott
from satkit.stats.contrasts import Interval, adjust_p, difference
from satkit.stats.design import Floats
from satkit.survey.questionnaire import Report

GAP = ["difference", "std_error", "low", "high", "p"]


def compare_waves(
    names: tuple[str, ...], now: Proportions, before: Proportions, freedom: int, report: Report
) -> pd.DataFrame:
    """Shares of everyone in one wave less those in another, reason by reason.

    Parameters
    ----------
    names : tuple of str, length q
        Reasons.
    now, before : Proportions
        Of one group and q kinds.
    freedom : int
        Degrees of freedom of the two waves together.

    Returns
    -------
    DataFrame
        ``reason difference std_error low high p n n_versus evidence``, shares between 0 and 1;
        evidence is *hidden* or *small* for want of answers, else empty until p is adjusted.
    """
    ends = [_ends(one, report.level) for one in (now, before)]
    df = np.minimum(now.base.df[0] + before.base.df[0], freedom)
    gap = now.shares[:, 0] - before.shares[:, 0]
    found = difference(gap, now.resamples, df, report.level, (ends[0], ends[1]))
    table = pd.DataFrame({"reason": names, **found})
    table["n"], table["n_versus"] = now.base.n[0].astype(float), before.base.n[0].astype(float)
    fewest = table[["n", "n_versus"]].min(axis=1)
    hidden, small = fewest < report.min_cell, fewest < report.min_test
    table.loc[hidden, [*GAP, "n", "n_versus"]] = np.nan
    table["p"] = table["p"].mask(small)
    return table.assign(evidence=np.select([hidden, small], ["hidden", "small"], ""))


def _ends(one: Proportions, level: float) -> Interval:
    lines = one.lines(level)
    return Interval(*(lines[name].to_numpy() for name in ("estimate", "std_error", "low", "high")))


def between(
    names: tuple[str, ...], levels: tuple[str, ...], proportions: Proportions, freedom: int, smallest: int
) -> pd.DataFrame:
    """Rao-Scott test of every reason: is it named alike in all levels that may be shown.

    Parameters
    ----------
    names : tuple of str, length q
    levels : tuple of str, length g
    found : Proportions
        Of g groups and q kinds; the base of a group is the same for all kinds.
    freedom : int
        Degrees of freedom of the wave.
    smallest : int
        Fewest respondents of a level that may be shown.

    Returns
    -------
    DataFrame
        ``reason chi2 f df p cramer n highest lowest evidence``: the levels that name it most and
        least often; evidence is *small* where too few name it for a test, else empty until p is
        adjusted.  No lines where fewer than two levels may be shown.
    """
    shown = np.flatnonzero(~withheld(proportions.base.n[:, 0], smallest))
    if len(shown) < 2:
        return pd.DataFrame()
    n = float(proportions.base.n[shown, 0].sum())
    lines = []
    for place, name in enumerate(names):
        named = proportions.shares[0, shown, place]
        extremes = {"highest": levels[shown[np.argmax(named)]], "lowest": levels[shown[np.argmin(named)]]}
        test = rao_scott(_cross_tabulate(proportions, shown, place), proportions.resamples, n, freedom)
        evidence = "" if np.isfinite(test.p) else "small"
        lines.append({"reason": name, **asdict(test), "n": n, **extremes, "evidence": evidence})
    return pd.DataFrame(lines)


def _cross_tabulate(proportions: Proportions, shown: np.ndarray, place: int) -> Floats:
    """Weighted counts of who names a reason and who does not, shape (b + 1, g, 2)."""
    whole = proportions.whole[:, shown, place]
    named = np.where(whole > 0, proportions.shares[:, shown, place], 0.0) * whole
    return np.stack([named, whole - named], axis=-1)


def add_evidence(table: pd.DataFrame) -> pd.DataFrame:
    """The table with ``p_adjusted``, Holm over all its lines, and the evidence that follows."""
    p = adjust_p(table["p"], "holm")
    sure = pd.Series(np.where(p < 0.05, "significant", "unclear"), table.index)
    return table.assign(p_adjusted=p, evidence=table["evidence"].mask(table["evidence"] == "", sure))
