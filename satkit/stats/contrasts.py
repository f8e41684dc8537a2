"""Differences of estimates: test, correction for many, and how sure one may be."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates

EVIDENCE = ("firm", "significant", "negligible", "unclear", "small", "hidden")


def difference(
    values: Floats, resamples: Replicates, df: ArrayLike, level: float = 0.95
) -> dict[str, NDArray[np.float64]]:
    """A replicated difference with its error, interval and two-sided p.

    Parameters
    ----------
    values : ndarray, shape (b + 1, ...)
        One estimate less the other, replicate by replicate, so that their covariance counts.
    df : array, shape (...)
    """
    from scipy.stats import t

    error = resamples.std_error(values)
    low, high = student(values[0], error, df, level)
    freedom = np.broadcast_to(np.asarray(df, float), error.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * t.sf(np.abs(values[0] / error), np.maximum(freedom, 1))
    p = np.where((freedom > 0) & (error > 0), p, np.nan)
    return {"difference": values[0], "std_error": error, "low": low, "high": high, "p": p}


def adjusted(p: ArrayLike, method: str = "bh") -> Floats:
    """P values corrected for a family; NaN stands outside it.

    Parameters
    ----------
    p : array, shape (m,)
    method : {"bh", "holm"}
        Benjamini and Hochberg (1995) for the false discovery rate, Holm (1979) for any error.
    """
    values = np.asarray(p, float)
    result = np.full(values.shape, np.nan)
    told = np.flatnonzero(np.isfinite(values))
    m = len(told)
    if not m:
        return result
    order = told[np.argsort(values[told], kind="stable")]
    if method == "holm":
        result[order] = np.minimum(np.maximum.accumulate(values[order] * np.arange(m, 0, -1)), 1)
    else:
        raised = values[order] * m / np.arange(1, m + 1)
        result[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1)
    return result


def judged(table: pd.DataFrame, family: list[str], smallest: float, min_test: int) -> pd.DataFrame:
    """Add ``p_adjusted`` and ``evidence`` to a table of differences.

    Parameters
    ----------
    table : DataFrame
        With ``p low high n n_versus hidden``; a hidden line loses its numbers.
    family : list of str
        Columns whose values name a family of tests, corrected together (Benjamini-Hochberg).
    smallest : float
        Smallest difference of interest, points.
    min_test : int
        Fewest answers on either side for a test.

    Notes
    -----
    *firm*: adjusted p < .01 and the whole interval beyond the smallest difference; *significant*:
    adjusted p < .05; *negligible*: the whole interval within it, and a test was possible; *unclear*
    otherwise; *small* below ``min_test`` answers; *hidden* below the cell limit.
    """
    judged = table.copy()
    small = judged[["n", "n_versus"]].min(axis=1) < min_test
    judged["p"] = judged["p"].mask(small | judged["hidden"])
    judged["p_adjusted"] = judged.groupby(family, sort=False, dropna=False)["p"].transform(adjusted)
    beyond = (judged["low"] > smallest) | (judged["high"] < -smallest)
    # two groups that agree to a man have no error: that is no proof of no difference
    within = (judged["low"] > -smallest) & (judged["high"] < smallest) & judged["p"].notna()
    judged["evidence"] = np.select(
        [
            judged["hidden"],
            small,
            (judged["p_adjusted"] < 0.01) & beyond,
            judged["p_adjusted"] < 0.05,
            within,
        ],
        ["hidden", "small", "firm", "significant", "negligible"],
        "unclear",
    )
    numbers = ["difference", "std_error", "low", "high", "p", "p_adjusted", "n", "n_versus"]
    judged.loc[judged["hidden"], numbers] = np.nan
    return judged.drop(columns="hidden")
