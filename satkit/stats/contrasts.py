"""Differences of estimates: test, correction for many, and how sure one may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates

HAIR = 1e-9  # an error below it is rounding

Strength = Literal["firm", "significant", "likely", "negligible", "unclear", "small", "hidden", "held"]
"""How sure a difference is, see :func:`add_evidence`; a finding is also *likely*."""


@dataclass(frozen=True)
class Interval:
    """Estimates with their errors and the ends of their intervals, all of one shape."""

    estimate: Floats
    std_error: Floats
    low: Floats
    high: Floats


def difference(
    values: Floats,
    resamples: Replicates,
    df: ArrayLike,
    level: float = 0.95,
    sides: tuple[Interval, Interval] | None = None,
) -> dict[str, NDArray[np.float64]]:
    """A replicated difference with its error, interval and two-sided p.

    Parameters
    ----------
    values : ndarray, shape (b + 1, ...)
        One estimate less the other, replicate by replicate, so that their covariance counts.
    df : array, shape (...)
    sides : pair of Interval, optional
        The two estimates with their own intervals at ``level``, which give the difference its
        shape; without them it is Student's.

    Notes
    -----
    Scores pile up at one end, and a few people who all agree have no error: against many others
    Student's interval then calls 17 to 50 of 100 differences that are none significant.  The
    interval recovered from those of the two estimates calls about 5 (``docs/validation.md``).

    References
    ----------
    Zou and Donner (2008) for the interval, Zou (2007) for the covariance in it.
    """
    from scipy.special import stdtr, stdtrit

    error = resamples.std_error(values)
    error = np.where(error < HAIR, 0.0, error)
    freedom = np.broadcast_to(np.asarray(df, float), error.shape)
    if sides is None:
        low, high = student(values[0], error, freedom, level)
    else:
        low, high = _mover_ends(values[0], error, *sides)
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = np.where(values[0] > 0, values[0] - low, high - values[0])
        steps = stdtrit(np.maximum(freedom, 1), (1 + level) / 2) * np.abs(values[0]) / reach
        p = 2 * stdtr(np.maximum(freedom, 1), -steps)
    p = np.where((freedom > 0) & (reach > 0), p, np.nan)
    return {"difference": values[0], "std_error": error, "low": low, "high": high, "p": p}


def _mover_ends(gap: Floats, error: Floats, one: Interval, other: Interval) -> tuple[Floats, Floats]:
    """Ends of a difference from the ends of its sides (method of variance estimates recovery)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shared = (one.std_error**2 + other.std_error**2 - error**2) / (2 * one.std_error * other.std_error)
    shared = np.clip(np.nan_to_num(shared, posinf=0, neginf=0), -1, 1)

    def reach(first: Floats, second: Floats) -> Floats:
        return np.sqrt(np.maximum(first**2 + second**2 - 2 * shared * first * second, 0))

    down = reach(one.estimate - one.low, other.high - other.estimate)
    return gap - down, gap + reach(one.high - one.estimate, other.estimate - other.low)


def quotient(
    above: Floats, below: Floats, resamples: Replicates, df: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of a ratio of two replicated estimates, infinite where the lower one may be zero.

    Parameters
    ----------
    above, below : ndarray, shape (b + 1, ...)
    df : array, shape (...)

    References
    ----------
    Fieller (1954): the ratios r for which ``above - r below`` cannot be told from zero.
    """
    from scipy.special import stdtrit

    reach = np.asarray(stdtrit(np.maximum(np.asarray(df, float), 1), (1 + level) / 2)) ** 2
    one, other = resamples.variance(above), resamples.variance(below)
    both = (resamples.variance(above + below) - one - other) / 2
    square = below[0] ** 2 - reach * other
    cross = above[0] * below[0] - reach * both
    root = np.sqrt(np.maximum(cross**2 - square * (above[0] ** 2 - reach * one), 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        ends = np.where(square > 0, [(cross - root) / square, (cross + root) / square], [[-np.inf], [np.inf]])
    return ends[0], ends[1]


def adjust_p(p: ArrayLike, method: str = "bh") -> Floats:
    """P values corrected for a family; NaN stands outside it.

    Parameters
    ----------
    p : array, shape (m,)
    method : {"bh", "holm"}
        Benjamini and Hochberg (1995) for the false discovery rate, Holm (1979) for any error.
    """
    values = np.asarray(p, float)
    result = np.full(values.shape, np.nan)
    known = np.flatnonzero(np.isfinite(values))
    m = len(known)
    if not m:
        return result
    order = known[np.argsort(values[known], kind="stable")]
    result[order] = np.minimum(CORRECTIONS[method](values[order], m), 1)
    return result


def _benjamini_hochberg(ascending: Floats, m: int) -> Floats:
    raised = ascending * m / np.arange(1, m + 1)
    return np.asarray(np.minimum.accumulate(raised[::-1])[::-1])


def _holm(ascending: Floats, m: int) -> Floats:
    return np.asarray(np.maximum.accumulate(ascending * np.arange(m, 0, -1)))


CORRECTIONS = {"bh": _benjamini_hochberg, "holm": _holm}


def add_evidence(table: pd.DataFrame, family: list[str], smallest: float, min_test: int) -> pd.DataFrame:
    """Add ``p_adjusted`` and ``evidence`` to a table of differences.

    Parameters
    ----------
    table : DataFrame
        With ``p low high n n_versus hidden``; a hidden line loses its numbers, and so does one that is ``held``,
        where there is such a column.
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
    otherwise; *small* below ``min_test`` answers; *hidden* below the cell limit; *held* where the two sides may not
    be comparable.
    """
    judged = table.copy()
    held = judged["held"].to_numpy(bool) if "held" in judged else np.zeros(len(judged), bool)
    small = judged[["n", "n_versus"]].min(axis=1) < min_test
    judged["p"] = judged["p"].mask(small | judged["hidden"] | held)
    judged["p_adjusted"] = judged.groupby(family, sort=False, dropna=False)["p"].transform(adjust_p)
    beyond = (judged["low"] > smallest) | (judged["high"] < -smallest)
    # two groups that agree to a man have no error: that is no proof of no difference
    within = (judged["low"] > -smallest) & (judged["high"] < smallest) & judged["p"].notna()
    judged["evidence"] = np.select(
        [
            judged["hidden"],
            held,
            small,
            (judged["p_adjusted"] < 0.01) & beyond,
            judged["p_adjusted"] < 0.05,
            within,
        ],
        ["hidden", "held", "small", "firm", "significant", "negligible"],
        "unclear",
    )
    numbers = ["difference", "std_error", "low", "high", "p", "p_adjusted", "n", "n_versus"]
    judged.loc[judged["hidden"], numbers] = np.nan
    judged.loc[held, numbers[:-2]] = np.nan  # how many answered is no comparison
    return judged.drop(columns=["hidden", "held"], errors="ignore")
