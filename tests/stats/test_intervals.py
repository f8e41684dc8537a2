"""Likelihood-ratio intervals against brute force, and what must hold for any sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import f, t

from satkit.stats.intervals import effective_size, likelihood_ratio, student

SCALE = np.array([100.0, 90.0, 75.0, 60.0])
counts = st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(sum)


def brute_force(shares, points, n, df, side):
    """The end of the interval as a constrained optimum over all distributions on the points."""
    budget = f.ppf(0.95, 1, df) / (2 * n)
    seen = shares > 0
    fixed = shares[seen] @ np.log(shares[seen])

    def left(p):
        return budget - (fixed - shares[seen] @ np.log(np.maximum(p[seen], 1e-300)))

    rules = [{"type": "ineq", "fun": left}, {"type": "eq", "fun": lambda p: p.sum() - 1}]
    ends = []
    for start in (shares, (shares + 0.05) / (shares + 0.05).sum()):
        found = minimize(
            lambda p: side * (p @ points) / 40,
            start,
            jac=lambda _: side * points / 40,
            bounds=[(1e-12, 1)] * len(points),
            constraints=rules,
            method="SLSQP",
            options={"maxiter": 500, "ftol": 1e-13},
        )
        if left(found.x) > -1e-8:
            ends.append(side * found.x @ points)
    return side * min(ends)


@pytest.mark.filterwarnings("ignore:Values in x were outside bounds:RuntimeWarning")
@pytest.mark.parametrize(
    "answers",
    [(10, 3, 1, 1), (28, 2, 0, 0), (0, 3, 4, 0), (5, 0, 0, 0), (0, 0, 7, 0), (0, 0, 0, 4), (90, 7, 2, 1)],
)
def test_the_interval_ends_where_brute_force_ends(answers):
    n = sum(answers)
    shares = np.array(answers) / n
    low, high = likelihood_ratio(shares, SCALE, n, n - 1)
    assert low == pytest.approx(brute_force(shares, SCALE, n, n - 1, 1), abs=2e-4)
    assert high == pytest.approx(brute_force(shares, SCALE, n, n - 1, -1), abs=2e-4)


def test_a_sample_that_agrees_has_the_interval_of_the_formula():
    # all mass p on the point, 1 - p on the far end, with -2 n log(p) = F
    p = np.exp(-f.ppf(0.95, 1, 11) / 24)
    low, high = likelihood_ratio([1, 0, 0, 0], SCALE, 12, 11)
    assert low == pytest.approx(60 + 40 * p, abs=1e-9)
    assert high == pytest.approx(100, abs=1e-9)


@settings(deadline=None)
@given(counts)
def test_the_interval_lies_inside_the_scale_and_holds_the_estimate(answers):
    n = sum(answers)
    low, high = likelihood_ratio(np.array(answers), SCALE, n, n - 1)
    mean = np.array(answers) @ SCALE / n
    assert 60 - 1e-9 <= low <= mean + 1e-6
    assert mean - 1e-6 <= high <= 100 + 1e-9
    assert high - low > 0.01


@settings(deadline=None)
@given(counts)
def test_a_reversed_scale_gives_the_mirrored_interval(answers):
    n = sum(answers)
    low, high = likelihood_ratio(np.array(answers), SCALE, n, n - 1)
    mirrored_low, mirrored_high = likelihood_ratio(np.array(answers), 160 - SCALE, n, n - 1)
    assert 160 - mirrored_high == pytest.approx(low, abs=1e-7)
    assert 160 - mirrored_low == pytest.approx(high, abs=1e-7)


@settings(deadline=None)
@given(counts, st.integers(2, 400))
def test_fewer_answers_give_a_wider_interval(answers, n):
    low, high = likelihood_ratio(np.array([answers] * 2), SCALE, np.array([n, 2 * n]), n)
    assert low[0] <= low[1] + 1e-9
    assert high[0] >= high[1] - 1e-9
    assert high[0] - low[0] > high[1] - low[1]


@settings(deadline=None)
@given(counts)
def test_a_higher_confidence_level_gives_a_wider_interval(answers):
    n = sum(answers)
    narrow, wide = (likelihood_ratio(np.array(answers), SCALE, n, 9, level) for level in (0.8, 0.99))
    assert wide[0] <= narrow[0]
    assert wide[1] >= narrow[1]


def test_two_points_give_the_likelihood_interval_of_a_share():
    shares, n = np.array([[0.3, 0.7]]), 50
    low, high = likelihood_ratio(shares, [1.0, 0.0], n, 49)
    for end in (low[0], high[0]):
        spent = 2 * n * (0.3 * np.log(0.3 / end) + 0.7 * np.log(0.7 / (1 - end)))
        assert spent == pytest.approx(f.ppf(0.95, 1, 49), rel=1e-8)


def test_large_samples_meet_the_t_interval():
    shares, n = np.array([0.63, 0.2, 0.11, 0.06]), 200_000
    centre = shares @ SCALE
    error = np.sqrt((shares @ SCALE**2 - centre**2) / n)
    found = np.array(likelihood_ratio(shares, SCALE, n, n - 1))
    assert found == pytest.approx(np.array(student(centre, error, n - 1)), abs=5e-4)


def test_the_interval_is_nan_without_answers_and_the_whole_scale_without_degrees_of_freedom():
    low, high = likelihood_ratio(np.array([[0, 0, 0, 0], [1, 1, 0, 0]]), SCALE, [0, 2], [0, 0])
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[1]) == (60, 100)


@settings(max_examples=20, deadline=None)
@given(counts, st.permutations(range(4)))
def test_the_order_of_points_does_not_matter(answers, order):
    n, order = sum(answers), list(order)
    expected = likelihood_ratio(np.array(answers), SCALE, n, n - 1)
    found = likelihood_ratio(np.array(answers)[order], SCALE[order], n, n - 1)
    assert np.array(found) == pytest.approx(np.array(expected), abs=1e-7)


def test_empty_points_between_the_ends_change_nothing():
    few = likelihood_ratio([0.7, 0.0, 0.3, 0.0], SCALE, 20, 19)
    grid = np.linspace(60, 100, 81)
    many = likelihood_ratio(0.7 * (grid == 100) + 0.3 * (grid == 75), grid, 20, 19)
    assert np.array(many) == pytest.approx(np.array(few), abs=1e-9)


def test_student_is_the_textbook_interval():
    assert student(80.0, 1.5, 12) == pytest.approx((80 - t.ppf(0.975, 12) * 1.5, 80 + t.ppf(0.975, 12) * 1.5))
    assert student(80.0, 1.5, 0) == (-np.inf, np.inf)


def test_a_simple_sample_is_worth_its_size():
    size, freedom = effective_size(0.5, 0.5 * 80, 80, 1.0, 80, 79)
    assert (size, freedom) == pytest.approx((80, 79))


def test_no_design_makes_answers_worth_more_than_a_simple_sample():
    size, _ = effective_size(0.01, 0.5 * 80, 80, 1.0, 40, 39)
    assert size == pytest.approx(80)


def test_a_finite_population_makes_answers_worth_more():
    size, _ = effective_size(0.5 * 0.75, 0.5 * 80, 80, 1.0, 80, 79, 0.25)
    assert size == pytest.approx(80 / 0.75)


def test_a_sample_that_agrees_is_worth_what_its_clusters_lead_one_to_expect():
    size, freedom = effective_size(0.0, 0.0, 60, 1.2, 12, 11)
    assert size == pytest.approx(60 / (1.2 * (1 + 4 * 0.05)))
    assert freedom == pytest.approx(11 + 4 * (1 - 12 / 60))


@settings(deadline=None)
@given(st.floats(0.1, 9), st.integers(2, 50), st.integers(1, 30))
def test_the_design_effect_lies_between_what_is_seen_and_what_is_expected(seen, units, each):
    n = units * each
    size, _ = effective_size(seen * 2 / n, 2.0, n, 1.0, units, units - 1)
    expected = 1 + (each - 1) * 0.05
    low, high = sorted([max(seen, 1), expected])
    assert low - 1e-9 <= n / size <= high + 1e-9


def test_a_census_has_no_interval_around_its_mean():
    n, df = effective_size(0, [625, 0], 50, 1, 50, 49, sampled=1)
    low, high = likelihood_ratio([[0.2, 0.3, 0.5], [0, 0, 1]], [0, 50, 100], n, df)
    assert low.tolist() == high.tolist() == [65, 100]
