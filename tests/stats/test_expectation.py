"""EM with replicates in one Newton step: against EM in a plain loop, and against replicates iterated to the end.

Up to 2,000 patterns of gaps times replicates are iterated to the end, more are taken in one step; the tests get
both from the same replicates, all at once and in small parts.
"""

from dataclasses import replace

import numpy as np
import pytest

from satkit.stats.design import design
from satkit.stats.incomplete import em_moments
from satkit.stats.replicates import Replicates, replicates

NAMES = tuple("abcde")


def with_gaps(n, seed=1, lost=0.25):
    """Answers that depend on each other, in 16 patterns of gaps; who is low on the first has more gaps."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    values = common + rng.normal(size=(n, 5)) * 0.8
    gone = rng.random((n, 5)) < lost * (1 + (values[:, :1] < 0))
    gone[:, 0] = False
    values[gone] = np.nan
    assert len(np.unique(gone, axis=0)) == 16
    return values


def moments_by_plain_em(values):
    """Mean and covariance by EM, respondent by respondent, until nothing moves."""
    mean, cov = np.nanmean(values, axis=0), np.diag(np.nanvar(values, axis=0))
    moved = 1.0
    while moved > 1e-9:
        filled, spare = values.copy(), np.zeros_like(cov)
        for row in filled:
            gap = np.isnan(row)
            slope = np.linalg.solve(cov[np.ix_(~gap, ~gap)], cov[np.ix_(~gap, gap)])
            row[gap] = mean[gap] + (row[~gap] - mean[~gap]) @ slope
            spare[np.ix_(gap, gap)] += cov[np.ix_(gap, gap)] - cov[np.ix_(gap, ~gap)] @ slope
        centre = filled.mean(axis=0)
        spread = (filled - centre).T @ (filled - centre) / len(values) + spare / len(values)
        moved = max(np.abs(centre - mean).max(), np.abs(spread - cov).max())
        mean, cov = centre, spread
    return mean, cov


def iterated(values, resamples):
    """Means and covariances of all replicates, 100 at a time, so that each is iterated to the end."""
    parts = []
    for begin in range(1, len(resamples.factors), 100):
        rows = [0, *range(begin, min(begin + 100, len(resamples.factors)))]
        few = replace(resamples, factors=resamples.factors[rows], scales=np.ones(len(rows) - 1))
        found = em_moments(values, NAMES, resamples=few)
        parts.append((found.mean[bool(begin > 1) :], found.cov[bool(begin > 1) :]))
    means, covs = zip(*parts, strict=True)
    return np.concatenate(means), np.concatenate(covs)


def test_the_moments_of_the_sample_are_those_of_plain_em():
    values = with_gaps(150)
    found = em_moments(values, NAMES)
    mean, cov = moments_by_plain_em(values)
    assert found.mean[0] == pytest.approx(mean, abs=1e-6)
    assert found.cov[0] == pytest.approx(cov, abs=1e-6)


def test_the_error_of_one_step_falls_with_the_square_of_the_change_of_weights():
    """As Newton's does where its derivative is right; with another derivative it would fall in proportion."""
    values = with_gaps(200)
    change = np.random.default_rng(2).uniform(-1, 1, (150, 200))
    errors = []
    for size in (0.1, 0.05):
        factors = np.vstack([np.ones(200), 1 + size * change])
        near = Replicates("groups", np.arange(200), factors, np.ones(150))
        quick = em_moments(values, NAMES, resamples=near)
        mean, cov = iterated(values, near)
        errors.append((np.abs(quick.mean - mean)[1:].mean(), np.abs(quick.cov - cov)[1:].mean()))
    assert np.divide(*errors) == pytest.approx(4, rel=0.1)


def test_one_step_gives_the_errors_of_replicates_iterated_to_the_end():
    values, n = with_gaps(600), 600
    cluster = np.arange(n) % 60
    weight = np.random.default_rng(3).uniform(0.5, 2, n)
    resamples = replicates(design(weight, cluster=cluster), "bootstrap", 130)
    quick = em_moments(values, NAMES, resamples=resamples)
    mean, cov = iterated(values, resamples)
    for mine, theirs in ((quick.mean, mean), (quick.cov, cov)):
        assert mine[0] == pytest.approx(theirs[0], abs=1e-7)
        error = resamples.std_error(theirs)
        assert resamples.std_error(mine) == pytest.approx(error, rel=0.03)
        assert (np.abs(mine - theirs) < 0.4 * error).all()


def test_a_replicate_without_the_gap_is_that_of_its_complete_rows():
    values = np.random.default_rng(4).normal(size=(50, 5))
    values[0, 1:3] = np.nan  # one gap, so that there is something to complete
    resamples = replicates(design(np.ones(50)), "bootstrap", 1100)
    resamples.factors[1:, 0] = 0  # and no replicate that holds it
    found = em_moments(values, NAMES, resamples=resamples)
    for number in (1, 30):
        weight = resamples.factors[number]
        mean = np.average(values[1:], weights=weight[1:], axis=0)
        assert found.mean[number] == pytest.approx(mean, abs=0.02)
