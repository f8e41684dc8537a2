"""Which of several estimates may be the largest: those that cannot be told from it, as a set."""

from __future__ import annotations

import numpy as np

from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates

DRAWS = 20_000  # of the null distribution: the smallest p is one in so many
HAIR = 1e-9  # an error below it is rounding


def covariance(values: Floats, resamples: Replicates) -> Floats:
    """Covariance of estimates from the replicates that give all of them, shape (p, p).

    Parameters
    ----------
    values : ndarray, shape (b + 1, p)
    """
    usable = np.isfinite(values[1:]).all(axis=1)
    kept = values[1:][usable]
    if not len(kept):
        return np.full((values.shape[1], values.shape[1]), np.nan)
    scales = resamples.scales[usable] * resamples.count / len(kept)
    deviations = np.sqrt(scales)[:, None] * (kept - kept.mean(axis=0))
    return np.asarray(deviations.T @ deviations)


def maybe_largest(values: Floats, resamples: Replicates, df: float = np.inf, seed: int = 0) -> Floats:
    """For every estimate the p of its being one of the largest; those above a level are a confidence set.

    The set of all with p above alpha holds *every* one that is truly largest with a probability of at
    least 1 - alpha, ties included: where one alone is left it is larger than each of the others, and
    where all are equal nobody is excluded.  Of two estimates it is the two-sided t test.

    Parameters
    ----------
    values : ndarray, shape (b + 1, p)
        Estimates that are compared, replicate by replicate; negate them for the smallest.
    resamples : Replicates
    df : float
        Degrees of freedom of the design.
    seed : int
        Of the draws of the null distribution.

    Returns
    -------
    ndarray, shape (p,)
        1 for the largest estimate; 1 for all where nothing is known of their errors.

    Notes
    -----
    Equality of all that are left is tested by the largest t of a pair, whose distribution follows
    from the replicates' covariance (multivariate t); while it is rejected the worst one goes.  Two
    estimates without an error of their difference are a tie.

    References
    ----------
    Hansen, Lunde and Nason (2011), the model confidence set with the range statistic; Hsu (1996)
    and Mogstad, Romano, Shaikh and Wilhelm (2024) for sets of the best.
    """
    count = values.shape[1]
    spread = covariance(values, resamples)
    if count < 2 or not np.isfinite(spread).all():
        return np.ones(count)
    steps = _t_statistics(values[0], spread)
    order = _worst_first(steps)
    drawn = _null(spread, min(df, resamples.count - 1), seed)  # the errors are estimates too
    return _p_values(steps, order, drawn, _errors(spread))


def _errors(spread: Floats) -> Floats:
    """Standard error of every difference, infinite where there is none, shape (p, p)."""
    own = np.diag(spread)
    squared = own[:, None] + own[None, :] - 2 * spread
    floor = (HAIR * max(float(np.sqrt(own.max())), HAIR)) ** 2
    return np.where(squared > floor, np.sqrt(np.maximum(squared, floor)), np.inf)


def _t_statistics(estimate: Floats, spread: Floats) -> Floats:
    """How far the column is above the row, in standard errors, shape (p, p)."""
    return np.asarray((estimate[None, :] - estimate[:, None]) / _errors(spread))


def _worst_first(steps: Floats) -> list[int]:
    """In which order the estimates are left behind."""
    left, order = list(range(len(steps))), []
    while len(left) > 1:
        behind = steps[np.ix_(left, left)].max(axis=1)
        order.append(left.pop(int(behind.argmax())))
    return [*order, *left]


def _null(spread: Floats, df: float, seed: int) -> Floats:
    """Draws of the estimates around nothing, multivariate t, shape (DRAWS, p)."""
    rng = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0))
    drawn = rng.standard_normal((DRAWS, len(spread))) @ root.T
    if np.isfinite(df):
        drawn /= np.sqrt(rng.chisquare(max(df, 1.0), (DRAWS, 1)) / max(df, 1.0))
    return np.asarray(drawn)


def _p_values(steps: Floats, order: list[int], drawn: Floats, errors: Floats) -> Floats:
    """P of every step of the elimination, never smaller than that of a step before, shape (p,)."""
    best, p = order[-1], np.ones(len(order))
    inside, largest = [best], np.zeros(len(drawn))
    for place in reversed(order[:-1]):  # the null statistic of a set grows with the set
        gaps = np.abs(drawn[:, [place]] - drawn[:, inside]) / errors[place, inside]
        largest = np.maximum(largest, gaps.max(axis=1))
        inside.append(place)
        seen = steps[np.ix_(inside, inside)].max()
        p[place] = (1 + (largest >= seen).sum()) / (1 + len(drawn)) if seen > 0 else 1.0
    p[order] = np.maximum.accumulate(p[order])
    return p
