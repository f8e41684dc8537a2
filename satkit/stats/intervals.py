"""Intervals that cover, for scores that live between two ends and pile up at one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from satkit.stats.design import Floats

TYPICAL_CORRELATION = 0.05  # of answers within a cluster, before the data speak
PRIOR_DEGREES = 4  # degrees of freedom that this expectation is worth
STEPS = 60  # halvings of a bracket; 2^-60 of its width is below rounding


def likelihood_ratio(
    shares: ArrayLike, points: ArrayLike, n: ArrayLike, df: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    r"""Profile-likelihood interval of a mean score on a scale with known points.

    The interval holds every mean :math:`\sum_j p_j s_j` of distributions p on the points with

    .. math:: 2 n \sum_j \hat p_j \log(\hat p_j / p_j) \le F_{level}(1, df).

    All points of the scale may carry mass, also those nobody chose, so a sample that agrees to a
    man still has an interval of positive width.  The distribution at an end of the interval is
    :math:`p_j \propto \hat p_j / |s_j - t|` for a t beyond the end of the scale, plus, once t has
    reached that end, a mass on it: one number to search for, not k.

    Parameters
    ----------
    shares : array, shape (..., k)
        Shares of the points; they are scaled to sum to one.
    points : array, shape (k,)
        Scores of the points, in any order.
    n : array, shape (...)
        Effective number of answers.
    df : array, shape (...)
        Degrees of freedom of the variance: answers less one, or clusters less strata.

    Returns
    -------
    low, high : ndarray, shape (...)
        NaN where there is no answer; the whole scale where ``df`` is not positive.

    References
    ----------
    Owen (1988) for the F cut-off; Korn and Graubard (1998) for the effective n under a design.
    """
    from scipy.stats import f

    scores = np.asarray(points, float)
    weights = np.asarray(shares, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = weights / weights.sum(axis=-1, keepdims=True)
    answers, freedom = np.broadcast_arrays(np.asarray(n, float), np.asarray(df, float))
    known = (freedom > 0) & (answers > 0)
    cut = np.where(known, f.ppf(level, 1, np.where(known, freedom, 1)), np.inf) / np.where(
        known, 2 * answers, 1
    )
    low = _lower_end(weights, scores, cut)
    high = -_lower_end(weights, -scores, cut)
    return low, high


def _lower_end(shares: Floats, scores: Floats, budget: Floats) -> Floats:
    """Smallest mean within ``budget`` of the likelihood: one bisection for all cells at once."""
    base = scores.min()
    height = scores - base  # 0 is the end of the scale we tilt towards
    span = height.max()
    at_end = np.where(height == 0, shares, 0.0).sum(axis=-1)
    rest = np.where(height == 0, 0.0, shares)
    spent_at_end, mean_at_end = _tilted(rest, height, np.zeros(budget.shape))
    beyond = (at_end == 0) & (spent_at_end < budget)
    # once the tilt rests on the end of the scale, what is left of the budget buys mass on it
    with np.errstate(invalid="ignore"):
        moved = mean_at_end * np.exp(-(budget - spent_at_end))
    left, right = np.full(budget.shape, -30.0), np.full(budget.shape, 20.0)
    for _ in range(STEPS):
        middle = (left + right) / 2
        spent, _ = _tilted(shares, height, span * np.exp(middle))
        left, right = np.where(spent > budget, middle, left), np.where(spent > budget, right, middle)
    _, mean = _tilted(shares, height, span * np.exp((left + right) / 2))
    ends = np.where(beyond, moved, mean)
    ends = np.where(np.isinf(budget), 0.0, ends)
    return np.where(np.isfinite(shares).all(axis=-1), base + ends, np.nan)


def _tilted(shares: Floats, height: Floats, distance: Floats) -> tuple[Floats, Floats]:
    """Likelihood spent and mean of shares tilted by one over (height + distance)."""
    stretch = height + distance[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        tilted = np.where(shares > 0, shares / stretch, 0.0)
        total = tilted.sum(axis=-1)
        spent = np.log(total) + np.where(shares > 0, shares * np.log(stretch), 0.0).sum(axis=-1)
        mean = (tilted * height).sum(axis=-1) / total
    return spent, mean


def effective_size(
    variance: ArrayLike,
    spread: ArrayLike,
    n: ArrayLike,
    kish: ArrayLike,
    units: ArrayLike,
    df: ArrayLike,
    sampled: ArrayLike = 0.0,
) -> tuple[Floats, Floats]:
    r"""What n answers of a complex sample are worth as a simple one, and its degrees of freedom.

    The design effect :math:`V / (s^2 / n)` is shrunk towards what clusters of this size and these
    weights lead one to expect,

    .. math:: d_0 = d_{Kish} (1 + (\bar m - 1) \rho_0), \qquad
              d = \frac{\nu \hat d + \nu_0 d_0}{\nu + \nu_0}, \qquad
              \nu_0 = 4 (1 - \text{units} / n) \min(1, d_0 / \hat d),

    with :math:`\rho_0 = 0.05`, and never below that of a simple sample.  Without clusters nothing
    is shrunk.  Clusters that are more alike than expected are believed before the expectation.
    Where all answers agree, :math:`d_0` stands alone.  The constants were chosen by simulated
    coverage (``docs/validation.md``).

    Parameters
    ----------
    variance : array, shape (...)
        Design-based variance of the mean.
    spread : array, shape (...)
        Variance of the answers.
    n, units, df : array, shape (...)
        Answers, units that gave them, and units less strata.
    kish : array, shape (...)
        Kish's effect of unequal weights, :math:`n \sum w^2 / (\sum w)^2`.
    sampled : array, shape (...)
        Sampling fraction; a finite population makes answers worth more.

    Returns
    -------
    effective, freedom : ndarray, shape (...)
        ``freedom`` is 0 where the design leaves none.

    References
    ----------
    Kish (1965); Korn and Graubard (1998).
    """
    v, s2, size, weights, drawn, nu, share = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (variance, spread, n, kish, units, df, sampled))
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        prior = weights * (1 + (size / drawn - 1) * TYPICAL_CORRELATION) * (1 - share)
        observed = v * size / s2
        told = np.isfinite(observed) & (s2 > 0) & (v > 0)
        doubt = np.where(told, np.minimum(1, prior / observed), 1.0)
        strength = PRIOR_DEGREES * (1 - drawn / size) * doubt
        effect = np.where(told, (nu * observed + strength * prior) / (nu + strength), prior)
        effect = np.maximum(effect, 1 - share)
        return np.where(size > 0, size / effect, 0.0), np.where(nu > 0, nu + strength, 0.0)


def student(
    estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Estimate plus and minus t times its standard error; for differences, which have no near end."""
    from scipy.stats import t

    middle, freedom = np.asarray(estimate, float), np.asarray(df, float)
    with np.errstate(invalid="ignore"):
        reach = np.where(freedom > 0, t.ppf((1 + level) / 2, np.maximum(freedom, 1)), np.inf) * np.asarray(
            std_error, float
        )
    return middle - reach, middle + reach
