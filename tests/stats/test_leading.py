"""Which estimates may be the largest: against other routes to the same, and what it promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from satkit.findings.families import p_behind
from satkit.stats.leading import maybe_largest
from satkit.stats.replicates import Replicates

B = 4000


def replicated(estimate, covariance, seed=0):
    """Replicates whose covariance is the given one exactly."""
    rng = np.random.default_rng(seed)
    raw = rng.normal(size=(B, len(estimate)))
    raw -= raw.mean(axis=0)
    raw = raw @ np.linalg.inv(np.linalg.cholesky(raw.T @ raw / (B - 1))).T
    values = np.asarray(estimate, float) + raw @ np.linalg.cholesky(covariance).T
    scales = np.full(B, 1 / (B - 1))
    resamples = Replicates("bootstrap", np.zeros(0, int), np.ones((B + 1, 0)), scales)
    return np.vstack([estimate, values]), resamples


def test_the_test_of_the_largest_of_two_is_the_two_sided_t_test():
    values, resamples = replicated([3.0, 1.0], np.array([[1.0, 0.3], [0.3, 0.8]]))
    t = 2 / np.sqrt(1 + 0.8 - 0.6)
    assert maybe_largest(values, resamples, 12) == pytest.approx([1, 2 * stats.t.sf(t, 12)], abs=0.01)


def test_that_all_are_equal_is_tested_as_tukey_does():
    estimate = np.array([0.4, -1.1, 0.2, 1.9, 0.0])
    values, resamples = replicated(estimate, np.eye(5))
    expected = stats.studentized_range.sf(np.ptp(estimate), 5, 20)
    assert maybe_largest(values, resamples, 20).min() == pytest.approx(expected, abs=0.012)


def test_the_elimination_is_that_of_hansen_lunde_and_nason_step_by_step():
    rng = np.random.default_rng(5)
    root = rng.normal(size=(6, 6)) + 2 * np.eye(6)
    covariance, estimate = root @ root.T / 6, 1.5 * rng.normal(size=6)
    values, resamples = replicated(estimate, covariance)
    draws = rng.multivariate_normal(np.zeros(6), covariance, 40_000)
    error = np.sqrt(np.add.outer(np.diag(covariance), np.diag(covariance)) - 2 * covariance)
    left, expected, highest = list(range(6)), np.ones(6), 0.0
    while len(left) > 1:
        pairs = [(i, j) for i in left for j in left if i != j]
        t = {(i, j): (estimate[j] - estimate[i]) / error[i, j] for i, j in pairs}
        null = np.max([np.abs(draws[:, j] - draws[:, i]) / error[i, j] for i, j in pairs], axis=0)
        highest = max(highest, (null >= max(t.values())).mean())
        worst = max(t, key=t.get)[0]
        expected[worst] = highest
        left.remove(worst)
    assert maybe_largest(values, resamples) == pytest.approx(expected, abs=0.015)


def test_equal_quantities_are_seldom_told_apart_and_a_largest_one_is_found():
    rng, parted, named, right = np.random.default_rng(1), 0, 0, 0
    covariance = 0.6 * np.eye(4) + 0.4
    for _ in range(80):
        noise = np.linalg.cholesky(covariance) @ rng.normal(size=4)
        values, resamples = replicated(noise, covariance)
        parted += maybe_largest(values, resamples).min() <= 0.05
        p = maybe_largest(values + np.array([5.0, 0, 0, 0]), resamples)
        named += p_behind(p).max() <= 0.05
        right += p_behind(p).max() <= 0.05 and p[0] == 1
    assert parted <= 9
    assert named == right >= 73


@given(st.integers(0, 10_000), st.permutations(range(5)))
@settings(max_examples=15)
def test_the_order_of_the_columns_does_not_matter(seed, order):
    rng = np.random.default_rng(seed)
    values, resamples = replicated(2 * rng.normal(size=5), np.diag(rng.uniform(0.5, 2, 5)), seed)
    p = maybe_largest(values, resamples)
    assert maybe_largest(values[:, order], resamples) == pytest.approx(p[list(order)], abs=0.03)
    assert maybe_largest(values + 7, resamples) == pytest.approx(p, abs=0.03)


def test_quantities_that_no_replicate_moves_are_tied():
    values, resamples = (
        np.tile([1.0, 2.0], (5, 1)),
        Replicates("bootstrap", np.zeros(0, int), np.ones((5, 0)), np.full(4, 1 / 3)),
    )
    assert maybe_largest(values, resamples).tolist() == [1, 1]
