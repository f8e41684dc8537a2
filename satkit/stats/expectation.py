"""Moments of answers with gaps by the EM algorithm, replicates in one Newton step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.stats.design import Floats, Ints
from satkit.stats.moments import Rows, totals
from satkit.stats.replicates import Replicates

STILL = 1e-8  # largest change of a standardised moment at which EM stops
STEPS = 1000
FEW = 2000  # patterns times replicates that are iterated to the end
WIDE = 60  # items beyond which the derivative of the map outgrows memory


@dataclass(frozen=True)
class Solution:
    """Means (b + 1, k) and covariances (b + 1, k, k), the steps of the longest way to them."""

    mean: Floats
    cov: Floats
    steps: int


@dataclass(frozen=True)
class _PatternSums:
    """Sums of what respondents of every pattern of gaps said; zero where they said nothing.

    Parameters
    ----------
    seen : ndarray, shape (p, k)
        One where the pattern has an answer.
    mass : ndarray, shape (b, p)
    first : ndarray, shape (b, p, k)
    second : ndarray, shape (b, p, k, k)
    """

    seen: Floats
    mass: Floats
    first: Floats
    second: Floats


@dataclass(frozen=True)
class _Regressions:
    """How every pattern is completed, at some moments; answers are less the mean.

    Parameters
    ----------
    fill : ndarray, shape (b, p, k, k)
        Completes an answer: itself where seen, else its regression on what was.
    solved : ndarray, shape (b, p, k, k)
        Inverse of the covariances of what was seen; zero elsewhere.
    apart : ndarray, shape (b, p, k, k)
        What is left of the unseen after that regression.
    left : ndarray, shape (b, p, k, k)
        Covariances of that.
    """

    fill: Floats
    solved: Floats
    apart: Floats
    left: Floats


def expectation(answers: Floats, weights: Floats, sample: Replicates) -> Solution:
    """Maximum-likelihood moments of normal answers, for the sample and its replicates.

    Parameters
    ----------
    answers : ndarray, shape (n, k)
        About zero and of about unit variance; NaN where there is none.
    weights : ndarray, shape (n,)
    sample : Replicates
        Of these rows.

    Notes
    -----
    The EM map M of a replicate, taken at the sample's solution, needs no more than the replicate's
    moments of the completed answers; what further steps would add is told by the derivative J of the
    sample's map: the solution moves by (I - J)⁻¹ (M(θ) - θ), one Newton step with the information of
    the sample, exact where nothing is missing.  Few patterns and replicates are iterated to the end.

    References
    ----------
    Little and Rubin (2002), section 11.2, for EM; Meng and Rubin (1991) for the derivative of its map;
    Schucany and Wang (1991) for one-step bootstrap estimates.
    """
    pattern, seen = _patterns(answers)
    sums = _sum_patterns(answers, weights, sample, pattern, seen, slice(0, 1))
    k, replicates = answers.shape[1], len(sample.factors) - 1
    mean, cov, steps = _iterate_em(sums, np.zeros((1, k)), np.eye(k)[None])
    if not replicates:
        return Solution(mean, cov, steps)
    if len(seen) * replicates <= FEW or k > WIDE:
        others = _sum_patterns(answers, weights, sample, pattern, seen, slice(1, None))
        means, covs, more = _iterate_em(others, mean, cov)
        steps = max(steps, more)
    else:
        means, covs = _one_step(answers, weights, sample, pattern, sums, (mean[0], cov[0]))
    return Solution(np.concatenate([mean, means]), np.concatenate([cov, covs]), steps)


def _patterns(answers: Floats) -> tuple[Ints, Floats]:
    """The pattern of gaps of every row, shape (n,), and what each has seen, shape (p, k)."""
    there, pattern = np.unique(np.isfinite(answers), axis=0, return_inverse=True)
    return pattern.ravel(), there.astype(float)


def _sum_patterns(
    answers: Floats, weights: Floats, sample: Replicates, pattern: Ints, seen: Floats, which: slice
) -> _PatternSums:
    """Sums of every pattern in some replicates."""
    filled = np.nan_to_num(answers)
    factors = sample.factors[which]
    count, k = seen.shape
    mass, first = np.empty((len(factors), count)), np.empty((len(factors), count, k))
    second = np.empty((len(factors), count, k, k))
    order = np.argsort(pattern, kind="stable")
    for number, rows in enumerate(np.split(order, np.cumsum(np.bincount(pattern))[:-1])):
        own = filled[rows]
        heavy = factors[:, sample.piece[rows]] * weights[rows]
        mass[:, number], first[:, number] = heavy.sum(axis=1), heavy @ own
        square = (own[:, :, None] * own[:, None, :]).reshape(len(rows), -1)
        second[:, number] = (heavy @ square).reshape(-1, k, k)
    return _PatternSums(seen, mass, first, second)


def _regress_unseen(seen: Floats, cov: Floats) -> _Regressions:
    """Regressions of the unseen on the seen, pattern by pattern; ``cov`` has shape (b, k, k)."""
    unit = np.eye(seen.shape[1])
    both = seen[:, :, None] * seen[:, None, :]
    known = cov[:, None] * both + unit * (1 - seen)[:, :, None]
    solved = np.linalg.inv(known + 1e-12 * unit) * both
    slope = (cov[:, None] @ solved) * (1 - seen)[:, :, None]
    apart = unit * (1 - seen)[:, :, None] - slope
    left = (apart @ cov[:, None]) * (1 - seen)[:, None, :]
    return _Regressions(unit * seen[:, :, None] + slope, solved, apart, left)


def _centre_sums(sums: _PatternSums, mean: Floats) -> tuple[Floats, Floats]:
    """First (b, p, k) and second (b, p, k, k) sums about the mean (b, k)."""
    at = mean[:, None] * sums.seen
    first = sums.first - sums.mass[..., None] * at
    cross = sums.first[..., :, None] * at[..., None, :]
    second = sums.second - cross - cross.swapaxes(-1, -2)
    return first, second + sums.mass[..., None, None] * at[..., :, None] * at[..., None, :]


def _em_step(sums: _PatternSums, mean: Floats, cov: Floats) -> tuple[Floats, Floats]:
    """One step of EM: moments of the answers completed by these moments."""
    how = _regress_unseen(sums.seen, cov)
    first, second = _centre_sums(sums, mean)
    square = how.fill @ second @ how.fill.swapaxes(-1, -2) + sums.mass[..., None, None] * how.left
    mass = sums.mass.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = (how.fill @ first[..., None])[..., 0].sum(axis=1) / mass[:, None]
        spread = square.sum(axis=1) / mass[:, None, None] - shift[:, :, None] * shift[:, None, :]
    return mean + shift, spread


def _iterate_em(sums: _PatternSums, mean: Floats, cov: Floats) -> tuple[Floats, Floats, int]:
    """EM until no moment of any replicate moves; the sample alone takes Newton's steps where they help."""
    count, k = len(sums.mass), mean.shape[-1]
    mean, cov = np.broadcast_to(mean, (count, k)), np.broadcast_to(cov, (count, k, k))
    step, moved = 0, np.inf
    while moved > STILL and step < STEPS:
        step += 1
        centre, spread = _em_step(sums, mean, cov)
        moved = max(np.fmax.reduce(np.abs(new - old).ravel()) for new, old in ((centre, mean), (spread, cov)))
        if count == 1 and k <= WIDE and STILL < moved < NEAR:
            shift, change = _extrapolate_steps(sums, mean[0], cov[0], centre - mean, spread - cov)
            bold = cov + change
            if np.linalg.eigvalsh(bold[0])[0] > 0:
                centre, spread = mean + shift, bold
        mean, cov = centre, spread
    return mean, cov, step


NEAR = 0.05  # of a standardised moment: from here on Newton's steps lead to the solution


def _extrapolate_steps(
    sums: _PatternSums, mean: Floats, cov: Floats, shift: Floats, change: Floats
) -> tuple[Floats, Floats]:
    """Where steps of EM lead in the end: (I - J)⁻¹ of shifts (b, k) and changes (b, k, k)."""
    k = len(mean)
    left, right = np.triu_indices(k)
    jacobian = _derivative(sums, mean, cov)
    ways = np.concatenate([shift, change[:, left, right]], axis=1)
    ends = np.linalg.solve(np.eye(len(jacobian)) - jacobian, ways.T).T
    result = np.empty_like(change)
    result[:, left, right] = result[:, right, left] = ends[:, k:]
    return ends[:, :k], result


def _derivative(told: _PatternSums, mean: Floats, cov: Floats) -> Floats:
    """How the EM map moves with the moments, shape (q, q): means first, then covariances of pairs.

    A completed answer moves by A (dμ + dΣ h) with A what is left of the unseen and h the solved answer,
    and its covariance by A dΣ A'; sums over patterns of such products are matrix products.
    """
    k, mass = len(mean), float(told.mass.sum())
    how = _regress_unseen(told.seen, cov[None])
    apart = how.apart[0]
    first, second = (sums[0] for sums in _centre_sums(told, mean[None]))
    done = (how.fill[0] @ first[..., None])[..., 0]
    solved = (how.solved[0] @ first[..., None])[..., 0]
    cross = how.solved[0] @ second @ how.fill[0].swapaxes(-1, -2)
    patterns = len(apart)
    flat = apart.reshape(patterns, -1)
    heavy = flat * told.mass[0][:, None]
    shape = (k, k, k, k)
    one = (flat.T @ cross.reshape(patterns, -1)).reshape(shape).transpose(0, 3, 1, 2)  # [a, b, c, d]
    squares = one + one.swapaxes(0, 1) + (heavy.T @ flat).reshape(shape).transpose(0, 2, 1, 3)
    mixed = (flat.T @ done).reshape(k, k, k).transpose(0, 2, 1)  # [a, b, c]
    mixed = mixed + mixed.swapaxes(0, 1)
    means = heavy.sum(axis=0).reshape(k, k) / mass
    by_cov = (flat.T @ solved).reshape(shape[:3]) / mass  # [a, c, d]
    drift = done.sum(axis=0) / mass
    squares = squares / mass - _outer(by_cov, drift)
    mixed = mixed / mass - _outer(means, drift)
    left, right = np.triu_indices(k)

    def paired(values: Floats) -> Floats:
        """Derivatives to a covariance that stands on both sides of the diagonal."""
        both = values[..., left, right] + values[..., right, left]
        return np.where(left == right, both / 2, both)

    above = np.concatenate([means, paired(by_cov)], axis=1)
    below = np.concatenate([mixed[left, right], paired(squares)[left, right]], axis=1)
    return np.concatenate([above, below])


def _outer(slopes: Floats, drift: Floats) -> Floats:
    """What the square of a moving mean takes off a covariance, shape (k, k, ...)."""
    product = slopes[:, None] * drift.reshape(1, -1, *([1] * (slopes.ndim - 1)))
    return np.asarray(product + product.swapaxes(0, 1))


def _one_step(
    answers: Floats,
    weights: Floats,
    sample: Replicates,
    pattern: Ints,
    sums: _PatternSums,
    found: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Every replicate by its moments of the completed answers, stretched to where EM would lead."""
    mean, cov = found
    k = len(mean)
    how = _regress_unseen(sums.seen, cov[None])
    fill, rest = how.fill[0], how.left[0]
    done = (fill[pattern] @ np.nan_to_num(answers - mean)[..., None])[..., 0].T
    left, right = np.triu_indices(k)
    spare = rest[:, left, right].T

    def products(rows: Rows) -> Floats:
        here, weight = done[:, rows], weights[rows]
        heavy = here * weight
        square = here[left] * heavy[right] + spare[:, pattern[rows]] * weight
        return np.concatenate([weight[None], heavy, square])

    total = totals(products, sample)[:, 1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        shift, second = (part / total[0] for part in np.split(total[1:], [k]))
    change = np.empty((total.shape[1], k, k))
    change[:, left, right] = change[:, right, left] = (second - shift[left] * shift[right]).T - cov[
        left, right
    ]
    moved, stretched = _extrapolate_steps(sums, mean, cov, shift.T, change)
    return mean + moved, cov + stretched
