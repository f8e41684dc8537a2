"""Intervals that cover, for scores that live between two ends and pile up at one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from satkit.stats.design import Floats

TYPICAL_CORRELATION = 0.05  # of answers within a cluster, before the data speak
PRIOR_DEGREES = 4  # degrees of freedom that this expectation is worth
STEPS = 60  # of a search that settles in eight; enough even if every one only halves the bracket
SETTLED = 1e-10  # of the logarithm of a distance


ENDLESS = 1e15  # degrees of freedom that stand for infinitely many, of which F would be NaN


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
    from scipy.special import fdtri  # the same as scipy.stats.f.ppf, without loading all distributions

    scores = np.asarray(points, float)
    weights = np.asarray(shares, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = weights / weights.sum(axis=-1, keepdims=True)
    answers, freedom, _ = np.broadcast_arrays(np.asarray(n, float), np.asarray(df, float), weights[..., 0])
    weights = np.broadcast_to(weights, (*answers.shape, len(scores)))
    known = (freedom > 0) & (answers > 0)
    cut = np.where(
        known, fdtri(1, np.where(known, np.minimum(freedom, ENDLESS), 1), level), np.inf
    ) / np.where(known, 2 * answers, 1)
    low = _lower_end(weights, scores, cut)
    high = -_lower_end(weights, -scores, cut)
    return low, high


def _lower_end(shares: Floats, scores: Floats, budget: Floats) -> Floats:
    """Smallest mean within ``budget`` of the likelihood, for all cells at once."""
    base = scores.min()
    height = scores - base  # 0 is the end of the scale we tilt towards
    near = np.where(height == 0, shares, 0.0).sum(axis=-1)
    away = np.where(height == 0, 1.0, height)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        touching = (shares / away).sum(axis=-1)
        spent = np.log(touching) + (shares * np.log(away)).sum(axis=-1)
        # once the tilt rests on the end of the scale, what is left of the budget buys mass on it
        ends = np.exp(spent - budget) / touching
    search = np.isfinite(budget) & (budget > 0) & (near < 1) & ((near > 0) | (spent >= budget))
    ends = np.where(near == 1, 0.0, ends)
    ends = np.where(budget == 0, shares @ height, ends)  # a census has nothing to spend
    ends[search] = _tilted_mean(shares[search], height, budget[search])
    return np.where(np.isfinite(shares).all(axis=-1), base + ends, np.nan)


def _tilted_mean(shares: Floats, height: Floats, budget: Floats) -> Floats:
    """Mean of shares tilted by 1 / (height + exp(u)), where that spends the budget.

    Newton's steps for log(spent) in u, within a bracket.
    """
    dot = "...k,...k->..."
    span = np.log(height.max())
    left, right = np.full(budget.shape, span - 300), np.full(budget.shape, span + 30)
    middle = np.einsum(dot, shares, height[None, :])
    spread = np.einsum(dot, shares, (height - middle[:, None]) ** 2)
    u = np.clip(np.log(spread / (2 * budget)) / 2, left, right)  # where spending is still quadratic
    for _ in range(STEPS):
        far = height / np.exp(u)[:, None]
        kept = 1 / (1 + far)
        rest, moved = np.einsum(dot, shares, kept), np.einsum(dot, shares, far * kept)
        shrunk = np.where(moved < 0.5, np.log1p(-np.minimum(moved, 0.5)), np.log(rest))
        spent = np.einsum(dot, shares, np.log1p(far)) + shrunk
        slope = np.einsum(dot, shares, far * kept**2) / rest - moved
        left, right = np.where(spent > budget, u, left), np.where(spent > budget, right, u)
        with np.errstate(invalid="ignore", divide="ignore"):
            step = np.log(spent / budget) * spent / slope
        inside = (u - step > left) & (u - step < right)
        u, before = np.where(inside, u - step, (left + right) / 2), u
        if (np.abs(u - before) < SETTLED).all():
            break
    return np.asarray(np.exp(before) * moved / rest)


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
        known = np.isfinite(observed) & (s2 > 0) & (v > 0)
        doubt = np.where(known, np.minimum(1, prior / observed), 1.0)
        strength = PRIOR_DEGREES * (1 - drawn / size) * doubt
        effect = np.where(known, (nu * observed + strength * prior) / (nu + strength), prior)
        effect = np.maximum(effect, 1 - share)
        return np.where(size > 0, size / effect, 0.0), np.where(nu > 0, nu + strength, 0.0)


def student(
    estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Estimate plus and minus t times its standard error; for differences, which have no near end."""
    from scipy.special import stdtrit

    middle, freedom = np.asarray(estimate, float), np.asarray(df, float)
    with np.errstate(invalid="ignore"):
        reach = np.where(freedom > 0, stdtrit(np.maximum(freedom, 1), (1 + level) / 2), np.inf) * np.asarray(
            std_error, float
        )
    return middle - reach, middle + reach


def on_logits(
    estimate: ArrayLike, std_error: ArrayLike, df: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of a mean between zero and one by Student's t on the logit scale.

    At zero and one themselves, where no error can be seen, both ends are the estimate.
    """
    from scipy.special import expit, logit

    middle = np.asarray(estimate, float)
    inside = (middle > 0) & (middle < 1)
    safe = np.where(inside, middle, 0.5)
    low, high = student(logit(safe), np.asarray(std_error, float) / (safe * (1 - safe)), df, level)
    return np.where(inside, expit(low), middle), np.where(inside, expit(high), middle)
