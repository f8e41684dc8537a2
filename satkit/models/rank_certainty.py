"""How sure an order is: ranks, who leads, differences and quadrants from replicates."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.models.shrinkage import shrink_to_tie
from satkit.stats.contrasts import adjust_p, difference
from satkit.stats.design import Floats, Ints
from satkit.stats.leading import maybe_largest
from satkit.stats.replicates import Replicates

DRAWS = 2000  # of the normal distribution that stands for a jackknife


def draws(values: Floats, resamples: Replicates, seed: int = 0) -> Floats:
    """Draws from the sampling distribution of estimates: bootstrap replicates, or normal ones.

    A jackknife's replicates lie too close together to be draws; a normal distribution with their
    covariance stands in.  What is drawn is drawn together, as ranks and verdicts need it: a replicate
    with a NaN anywhere is left out, and the others stand for it.

    Parameters
    ----------
    values : ndarray, shape (b + 1, ...)

    Returns
    -------
    ndarray, shape (d, ...)
        None (d = 0) where no replicate is whole.
    """
    usable = np.asarray(np.isfinite(values[1:]).all(axis=tuple(range(1, values.ndim))))
    kept = values[1:][usable]
    if resamples.method == "bootstrap" or not len(kept):
        return kept
    whole = np.where(usable.reshape(-1, *([1] * (values.ndim - 1))), values[1:], np.nan)
    deviations = resamples.deviations(np.concatenate([values[:1], whole]))[usable]
    noise = np.random.default_rng(seed).standard_normal((DRAWS, len(kept)))
    return np.asarray(values[0] + np.tensordot(noise, deviations, axes=1))


def interval(values: Floats, resamples: Replicates, level: float = 0.95) -> tuple[Floats, Floats]:
    """Percentile interval of every quantity, from its own draws.

    Parameters
    ----------
    values : ndarray, shape (b + 1, ...)
        A replicate that cannot give one quantity still tells of the others.

    Returns
    -------
    low, high : ndarray, shape (...)
        NaN where there are no replicates, or fewer than half of them give a value.  A share that
        replicates can only lower may lie beyond nearly all of them: the interval then ends at it.
    """
    flat = values.reshape(len(values), -1)
    ends = np.full((2, flat.shape[1]), np.nan)
    there = np.isfinite(flat[1:])
    whole = there.all(axis=0)
    told = 2 * there.sum(axis=0) >= max(resamples.count, 1)
    for columns in (np.flatnonzero(told & whole), *np.flatnonzero(told & ~whole)[:, None]):
        if not len(columns):
            continue
        drawn = draws(flat[:, columns], resamples)
        ends[:, columns] = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    low, high = ends.reshape(2, *values.shape[1:])
    return np.minimum(low, values[0]), np.maximum(high, values[0])


def expand_level(level: float, n: float, slopes: int, df: float) -> float:
    r"""The level at which percentiles are read, so that a small sample's interval covers as it says.

    Percentiles are too near to each other twice: residuals are smaller than errors by the root of
    (n - p - 1)/n, and a normal quantile stands where one of t belongs.

    .. math:: 1 - 2 \Phi\left(-\sqrt{n / (n - p - 1)}\; t_{(1 + level) / 2, df}\right)

    Parameters
    ----------
    n : float
        Answers.
    slopes : int
        Regressors, p.
    df : float
        Degrees of freedom of the design.

    References
    ----------
    Hesterberg (2015), section 5.3, for the expanded percentile interval.
    """
    from scipy.special import ndtr, stdtrit

    left = max(n - slopes - 1, 1.0)
    reach = np.sqrt(n / left) * stdtrit(max(df, 1.0), (1 + level) / 2)
    return float(1 - 2 * ndtr(-reach))


def frequency(seen: NDArray[np.bool_]) -> Floats:
    """Share of the draws (first axis) that show something, shape (...); NaN without draws."""
    return seen.mean(axis=0) if len(seen) else np.full(seen.shape[1:], np.nan)


def ranks(drawn: Floats) -> Ints:
    """Rank of every column in every draw, 1 for the largest, shape (d, p)."""
    order = np.argsort(-drawn, axis=-1, kind="stable")
    places = np.empty(order.shape, np.int64)
    np.put_along_axis(places, order, np.arange(1, drawn.shape[-1] + 1)[None, :], axis=-1)
    return places


def order(
    values: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    level: float = 0.95,
    read_at: float | None = None,
    df: float = np.inf,
) -> pd.DataFrame:
    """Every quantity with its interval, its rank with an interval, and the probability that it leads.

    Parameters
    ----------
    values : ndarray, shape (b + 1, p)
    names : tuple of str, length p
    read_at : float, optional
        The level at which the percentiles of the intervals are read, see :func:`expand_level`; that of
        the interval by default.
    df : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``term estimate std_error low high rank rank_low rank_high probability_first p_leads``; ranks rise from
        the largest, and their interval holds the draws' ranks with ``level`` probability.  ``probability_first``
        is the probability that the quantity is the largest, that of the leader shrunk for being chosen.
        ``p_leads`` is the p of the test that it is one of the largest, see
        :func:`satkit.stats.leading.maybe_largest`; one that leads firmly leaves all others below a level.
    """
    low, high = interval(values, resamples, read_at or level)
    placed = ranks(draws(values, resamples))
    # without draws a rank may be any
    likely = placed if len(placed) else np.repeat([[1], [len(names)]], len(names), axis=1)
    tail = (1 - level) / 2
    return pd.DataFrame(
        {
            "term": names,
            "estimate": values[0],
            "std_error": resamples.std_error(values) if resamples.count else np.nan,
            "low": low,
            "high": high,
            "rank": ranks(values[:1])[0],
            "rank_low": np.quantile(likely, tail, axis=0, method="inverted_cdf").astype(int),
            "rank_high": np.quantile(likely, 1 - tail, axis=0, method="inverted_cdf").astype(int),
            "probability_first": first(placed),
            "p_leads": maybe_largest(values, resamples, df) if resamples.count else np.nan,
        }
    )


def first(placed: Ints) -> Floats:
    """Probability of each quantity's being the largest, from its ranks in draws, shape (p,).

    The share of draws, shrunk for the leader: see :func:`satkit.models.shrinkage.shrink_to_tie`.

    Parameters
    ----------
    placed : ndarray of int, shape (d, p)
        Of :func:`ranks`.
    """
    seen = frequency(placed == 1)
    return np.asarray(shrink_to_tie(seen[None], np.argmax(seen[None], axis=1), len(placed))[0])


def pairwise(
    values: Floats, resamples: Replicates, names: tuple[str, ...], df: float, level: float = 0.95
) -> pd.DataFrame:
    """Every quantity less every later one, Holm over all pairs.

    Parameters
    ----------
    df : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``term versus difference std_error low high p p_adjusted probability_larger``.
    """
    left, right = (np.array(side) for side in zip(*combinations(range(len(names)), 2), strict=True))
    gap = values[:, left] - values[:, right]
    found = difference(gap, resamples, df, level)
    drawn = draws(gap, resamples)
    table = pd.DataFrame({"term": np.array(names)[left], "versus": np.array(names)[right], **found})
    return table.assign(p_adjusted=adjust_p(found["p"], "holm"), probability_larger=frequency(drawn > 0))


def quadrants(
    across: Floats, up: Floats, resamples: Replicates, line_across: ArrayLike, line_up: ArrayLike
) -> NDArray[np.float64]:
    """Probability that a point of a map lies in each quadrant, shrunk where it is near a line.

    Parameters
    ----------
    across, up : ndarray, shape (b + 1, p)
        Coordinates of the points.
    line_across, line_up : float or array, shape (b + 1,)
        Where the map is cut; a line that follows the data moves with the replicates.

    Returns
    -------
    ndarray, shape (p, 4)
        High across and up, low across and high up, low both, high across and low up.
    """
    lines = [np.broadcast_to(line, len(across))[:, None] for line in map(np.asarray, (line_across, line_up))]
    place = draws(np.stack([across - lines[0], up - lines[1]]).swapaxes(0, 1), resamples)
    right, above = place[:, 0] >= 0, place[:, 1] >= 0
    cases = (right & above, ~right & above, ~right & ~above, right & ~above)
    seen = np.stack([frequency(case) for case in cases], axis=-1)
    return shrink_to_tie(seen, np.argmax(seen, axis=1), len(place))


def doubt(
    across: Floats, up: Floats, resamples: Replicates, line_across: ArrayLike, line_up: ArrayLike, df: float
) -> NDArray[np.float64]:
    """P of the test that a point does not lie to the left of one line and above the other, shape (p,).

    Both must hold: the larger of two one-sided p counts (intersection-union test, Berger 1982).

    Parameters
    ----------
    across, up : ndarray, shape (b + 1, p)
    line_across, line_up : float or array, shape (b + 1,)
    df : float
    """
    from scipy.special import stdtr

    lines = [np.broadcast_to(line, len(across))[:, None] for line in map(np.asarray, (line_across, line_up))]
    p = []
    for distance in (lines[0] - across, up - lines[1]):
        error = resamples.std_error(distance)
        with np.errstate(invalid="ignore", divide="ignore"):
            steps = np.where(error > 0, distance[0] / error, 0.0)
        p.append(stdtr(max(df, 1), -steps))
    return np.asarray(np.maximum(*p))


def centre_line(values: Floats) -> Floats:
    """The data-centred line of a map: the mean over points, replicate by replicate, shape (b + 1,)."""
    return np.asarray(values.mean(axis=-1))
