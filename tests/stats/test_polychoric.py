"""Polychoric correlations: known truths, second routes, tables without a choice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from satkit.errors import DataError
from satkit.stats.binormal import cells, density_cells, normal_corner
from satkit.stats.polychoric import polychoric


def answers(n, rho, cuts, seed=0):
    rng = np.random.default_rng(seed)
    drawn = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], n)
    return np.stack([np.searchsorted(cut, drawn[:, item]) for item, cut in enumerate(cuts)], axis=1)


@settings(deadline=None, max_examples=60)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.98, 0.98))
def test_corners_are_those_of_the_bivariate_normal(a, b, rho):
    exact = multivariate_normal.cdf([a, b], cov=[[1, rho], [rho, 1]], abseps=1e-12, releps=1e-12)
    assert normal_corner(np.array(a), np.array(b), np.array(rho)) == pytest.approx(exact, abs=1e-9)


def test_the_derivative_of_the_cells_is_their_slope():
    first = np.array([-np.inf, -0.8, 0.3, np.inf])
    second = np.array([-np.inf, -0.1, np.inf])
    rho = np.array(0.45)
    numeric = (cells(first, second, rho + 1e-6) - cells(first, second, rho - 1e-6)) / 2e-6
    assert density_cells(first, second, rho) == pytest.approx(numeric, abs=1e-8)
    assert cells(first, second, rho).sum() == pytest.approx(1)


@pytest.mark.parametrize("rho", [-0.7, 0.0, 0.35, 0.9])
def test_the_correlation_behind_the_answers_is_found(rho):
    found = polychoric(answers(40_000, rho, ([-1, 0.2, 1], [0.5])), ["a", "b"])
    assert found.correlation[0, 1] == pytest.approx(rho, abs=0.025)
    assert found.cuts == pytest.approx([-1, 0.2, 1, 0.5], abs=0.03)


def test_the_sampling_covariance_is_that_of_repeated_samples():
    cuts = ([-0.5, 0.7], [-0.2, 0.4, 1.2])
    drawn = [polychoric(answers(400, 0.5, cuts, seed), ["a", "b"]) for seed in range(200)]
    estimates = np.array([np.append(found.cuts, found.pairs) for found in drawn])
    told = np.mean([found.gamma for found in drawn], axis=0) / 400
    assert estimates.std(axis=0) == pytest.approx(np.sqrt(np.diagonal(told)), rel=0.13)
    correlation = np.corrcoef(estimates.T)
    width = np.sqrt(np.diagonal(told))
    assert told / np.outer(width, width) == pytest.approx(correlation, abs=0.17)


def test_integer_weights_are_repeated_rows():
    data = answers(200, 0.4, ([-0.5, 0.7], [0.0]))
    times = np.random.default_rng(1).integers(1, 4, 200)
    weighted = polychoric(data, ["a", "b"], times)
    repeated = polychoric(np.repeat(data, times, axis=0), ["a", "b"])
    assert weighted.correlation == pytest.approx(repeated.correlation, abs=1e-10)
    assert weighted.cuts == pytest.approx(repeated.cuts, abs=1e-12)


def test_codes_may_be_any_ordered_numbers():
    data = answers(300, 0.4, ([-0.5, 0.7], [0.0]))
    other = np.array([-3.0, 10, 99])[data]
    assert polychoric(other, ["a", "b"]).gamma == pytest.approx(polychoric(data, ["a", "b"]).gamma)


def test_a_reversed_item_reverses_the_correlation():
    data = answers(300, 0.4, ([-0.5, 0.7], [0.0]))
    turned = data.copy()
    turned[:, 1] = 1 - turned[:, 1]
    assert polychoric(turned, ["a", "b"]).pairs == pytest.approx(-polychoric(data, ["a", "b"]).pairs)


def test_answers_that_agree_wholly_lie_at_the_edge_and_it_is_told():
    data = np.repeat([[0, 0], [1, 1]], 50, axis=0)
    found = polychoric(data, ["a", "b"])
    assert found.pairs[0] > 0.99
    assert "a - b lie at the edge" in str(found.notes[0])


def test_rows_with_gaps_are_left_out_and_counted():
    data = answers(300, 0.4, ([-0.5, 0.7], [0.0])).astype(float)
    data[:7, 0] = np.nan
    found = polychoric(data, ["a", "b"])
    assert "7 of 300" in str(found.notes[0])
    assert found.pairs == pytest.approx(polychoric(data[7:], ["a", "b"]).pairs)


def test_a_constant_item_is_named():
    with pytest.raises(DataError, match="everybody gave the same answer to 'b'"):
        polychoric([[1, 2], [2, 2], [3, 2]], ["a", "b"])
