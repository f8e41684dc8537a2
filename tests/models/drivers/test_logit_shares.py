"""Relative weights of a logit and attributable fractions, each the long way round."""

from itertools import permutations
from math import factorial

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.errors import FitError
from satkit.models.drivers import attributable, logistic_weights, odds
from satkit.models.drivers.attributable import fractions
from satkit.models.drivers.odds import EXACT, fits
from satkit.stats.design import design
from satkit.stats.replicates import replicates

NAMES = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(700, 4)) + rng.normal(size=(700, 1))
    bad = rng.uniform(size=700) < 1 / (1 + np.exp(1.5 - x @ [0.9, 0.5, 0.2, 0.0]))
    weight = rng.uniform(0.5, 2, 700)
    return x, bad, weight, replicates(design(weight), count=150, seed=2)


@pytest.fixture(scope="module")
def failures():
    rng = np.random.default_rng(0)
    failed = rng.uniform(size=(800, 4)) < [0.1, 0.2, 0.3, 0.15]
    bad = rng.uniform(size=800) < 1 / (1 + np.exp(2.5 - failed @ [1.5, 1.0, 0.5, -0.2]))
    weight = rng.uniform(0.5, 2, 800)
    return failed, bad, weight, replicates(design(weight), count=150, seed=2)


def model(x, bad, weight):
    made = sm.GLM(bad.astype(float), sm.add_constant(x), family=sm.families.Binomial(), freq_weights=weight)
    return made.fit(tol=1e-12)


def test_logit_weights_are_those_of_a_logit_of_uncorrelated_drivers(survey):
    x, bad, _, _ = survey
    ones = np.ones(len(x))
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    left, _, right = np.linalg.svd(scaled, full_matrices=False)
    apart = left @ right * np.sqrt(len(x))
    beta = model(apart, bad, ones).params[1:]
    loading = np.linalg.lstsq(apart, scaled, rcond=None)[0]
    expected = loading.T**2 @ beta**2
    once = replicates(design(ones), count=2)
    found = logistic_weights.shares(odds(x, bad, ones, NAMES), once)
    np.testing.assert_allclose(found[0], expected / expected.sum(), rtol=0, atol=1e-9)


def test_logit_weights_of_replicates_follow_separate_fits(survey):
    x, bad, weight, resamples = survey
    found = logistic_weights.shares(odds(x, bad, weight, NAMES), resamples)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    for b in (1, 2, 3):
        heavy = weight * resamples.factors[b, resamples.piece]
        alone = logistic_weights.shares(odds(x, bad, heavy, NAMES), _still(heavy))
        np.testing.assert_allclose(found[b], alone[0], rtol=0, atol=0.02)


def _still(weight):
    return replicates(design(weight[weight > 0]), count=2)


def test_uncorrelated_drivers_share_by_squared_coefficients():
    x = np.array([[i, j] for i in (0, 1) for j in (0, 1)] * 50, float)
    rng = np.random.default_rng(1)
    grade = rng.integers(0, 3, 200) + x[:, 0]
    made = odds(x, grade, np.ones(200), ("a", "b"))
    beta = fits(made, np.ones((1, 2), bool), close=EXACT).beta[0, made.thresholds :]
    found = logistic_weights.shares(made, replicates(design(np.ones(200)), count=2))
    np.testing.assert_allclose(found[0], beta**2 / (beta**2).sum(), rtol=0, atol=1e-12)


def removed(failed, bad, weight):
    """Attributable fraction of removing some failures, by predictions row by row."""
    found = model(failed.astype(float), bad, weight)
    whole = (weight * found.predict()).sum()

    def fraction(some):
        left = failed.astype(float)
        left[:, list(some)] = 0
        return 1 - (weight * found.predict(sm.add_constant(left, has_constant="add"))).sum() / whole

    return fraction


def test_attributable_fractions_are_the_average_over_orders_of_removal(failures):
    failed, bad, weight, resamples = failures
    fraction, expected = removed(failed, bad, weight), np.zeros(4)
    for order in permutations(range(4)):
        for place, driver in enumerate(order):
            gain = fraction(order[: place + 1]) - fraction(order[:place])
            expected[driver] += gain / factorial(4)
    found = fractions(failed, bad, weight, resamples, NAMES)
    np.testing.assert_allclose(found[0], expected, rtol=0, atol=1e-9)
    assert found[0].sum() == pytest.approx(fraction(range(4)), abs=1e-9)


def test_attributable_fractions_of_replicates_follow_separate_fits(failures):
    failed, bad, weight, resamples = failures
    found = fractions(failed, bad, weight, resamples, NAMES)
    spread, apart = found[1:].std(axis=0), []
    for b in range(1, 11):
        heavy = weight * resamples.factors[b, resamples.piece]
        there = heavy > 0
        alone = fractions(failed[there], bad[there], heavy[there], _still(heavy), NAMES)
        apart.append((found[b] - alone[0]) / spread)
    assert np.abs(apart).max() < 0.5
    assert np.sqrt(np.mean(np.square(apart))) < 0.15


@settings(max_examples=10, deadline=None)
@given(turn=st.permutations(range(4)))
def test_the_order_of_attributes_changes_no_fraction(failures, turn):
    failed, bad, weight, resamples = failures
    found = fractions(failed, bad, weight, resamples, NAMES)[0]
    turned = fractions(failed[:, turn], bad, weight, resamples, tuple(NAMES[place] for place in turn))[0]
    np.testing.assert_allclose(turned, found[list(turn)], rtol=0, atol=1e-9)


def test_orders_drawn_for_many_failures_come_near_all_orders(failures, monkeypatch):
    failed, bad, weight, resamples = failures
    exact = fractions(failed, bad, weight, resamples, NAMES)
    monkeypatch.setattr(attributable, "DEEP", 1)
    monkeypatch.setattr(attributable, "NUMBERS", 5000)
    drawn = fractions(failed, bad, weight, resamples, NAMES)
    np.testing.assert_allclose(drawn, exact, rtol=0, atol=0.003)
    np.testing.assert_allclose(drawn.sum(axis=1), exact.sum(axis=1), rtol=0, atol=1e-12)


def test_a_failure_that_only_the_dissatisfied_had_is_refused(failures):
    failed, bad, weight, resamples = failures
    with pytest.raises(FitError, match="'a': these answers tell the outcome without error"):
        fractions(np.column_stack([bad & failed[:, 0], failed[:, 1:]]), bad, weight, resamples, NAMES)


def test_a_logit_where_full_newton_steps_diverge_is_fitted():
    """From the model without drivers Newton's first step overshoots, and the next ones run away."""
    rows = {(0, 0, 0): (272, 14), (0, 0, 1): (30, 1), (0, 1, 0): (28, 5), (0, 1, 1): (5, 3), (1, 0, 0): (14, 16),
            (1, 0, 1): (1, 4), (1, 1, 0): (1, 2), (1, 1, 1): (1, 3)}  # fmt: skip
    x = np.array([row for row, (good, ill) in rows.items() for _ in range(good + ill)], float)
    bad = np.concatenate([[False] * good + [True] * ill for good, ill in rows.values()])
    expected = model(x, bad, np.ones(len(x)))
    made = odds(x, bad, np.ones(len(x)), NAMES[:3])
    found = fits(made, np.ones((1, 3), bool), close=EXACT)
    np.testing.assert_allclose(found.beta[0, 1:] / made.scale, expected.params[1:], rtol=0, atol=1e-8)
    assert found.likelihood[0] == pytest.approx(expected.llf, abs=1e-9)
