"""Orders and quadrants from replicates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from satkit.models.rank_certainty import (
    centre_line,
    draws,
    expand_level,
    frequency,
    interval,
    order,
    pairwise,
    quadrants,
    ranks,
)
from satkit.stats.design import design
from satkit.stats.replicates import mean, replicates


@pytest.fixture
def means():
    rng = np.random.default_rng(3)
    rows = rng.normal([0.0, 0.0, 3.0], 1.0, (60, 3))
    sample = design(np.ones(60))
    return {
        method: (mean(rows, sample.weight, resamples), resamples)
        for method in ("bootstrap", "jackknife")
        for resamples in [replicates(sample, method, 1500)]
    }


def test_ranks_begin_with_the_largest():
    assert ranks(np.array([[0.1, 0.7, 0.4], [3.0, 2.0, 1.0]])).tolist() == [[3, 1, 2], [1, 2, 3]]


def test_a_clear_leader_is_first_with_probability_one(means):
    for values, resamples in means.values():
        table = order(values, resamples, ("a", "b", "c")).set_index("term")
        assert table.loc["c", "probability_first"] > 0.995
        assert table.loc["c", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
        assert table.loc["a", "rank_low"] == 2
        assert table.loc["a", "rank_high"] == 3


def test_jackknife_draws_spread_like_bootstrap_ones(means):
    spread = {method: draws(*pair).std(axis=0) for method, pair in means.items()}
    np.testing.assert_allclose(spread["jackknife"], spread["bootstrap"], rtol=0.1)
    low, high = interval(*means["jackknife"])
    assert ((low < means["jackknife"][0][0]) & (means["jackknife"][0][0] < high)).all()


def test_differences_are_corrected_over_all_pairs(means):
    values, resamples = means["bootstrap"]
    table = pairwise(values, resamples, ("a", "b", "c"), 59)
    assert list(zip(table["term"], table["versus"], strict=True)) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert (table["p_adjusted"] >= table["p"]).all()
    assert table["probability_larger"].iloc[1] == 0
    np.testing.assert_allclose(table["difference"], values[0][[0, 0, 1]] - values[0][[1, 2, 2]])


def test_quadrant_probabilities_add_up_and_follow_a_moving_line(means):
    values, resamples = means["bootstrap"]
    chances = quadrants(values, values, resamples, centre_line(values), 1.5)
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert chances[2, 0] > 0.995
    assert chances[0, 2] > 0.995
    shifted = quadrants(values + 7, values, resamples, centre_line(values + 7), 1.5)
    np.testing.assert_array_equal(shifted, chances)


def test_replicates_without_a_value_are_left_out(means):
    values, resamples = means["bootstrap"]
    broken = values.copy()
    broken[5:9, 1] = np.nan
    assert len(draws(broken, resamples)) == resamples.count - 4


def test_where_no_replicate_is_whole_nothing_is_drawn(means):
    for values, resamples in means.values():
        assert draws(np.full_like(values, np.nan), resamples).shape == (0, 3)


def test_without_draws_there_is_no_interval(means):
    for values, resamples in means.values():
        found = interval(np.full_like(values, np.nan), resamples)
        assert np.isnan(found).all()
        assert np.shape(found) == (2, 3)


@pytest.mark.parametrize("method", ["bootstrap", "jackknife"])
def test_a_quantity_that_few_replicates_give_does_not_change_the_others(means, method):
    values, resamples = means[method]
    broken = values.copy()
    broken[2:, 1] = np.nan
    found, whole = interval(broken, resamples), interval(values, resamples)
    assert np.isnan(np.array(found)[:, 1]).all()
    np.testing.assert_allclose(np.array(found)[:, [0, 2]], np.array(whole)[:, [0, 2]])


def test_jackknife_replicates_that_failed_are_made_up_for_by_the_others(means):
    values, resamples = means["jackknife"]
    broken = values.copy()
    broken[1:31] = np.nan
    kept = resamples.std_error(broken)
    np.testing.assert_allclose(draws(broken, resamples).std(axis=0), kept, rtol=0.06)


def test_without_replicates_every_rank_is_possible_and_no_probability_known(means):
    values, resamples = means["jackknife"]
    none = replace(resamples, factors=resamples.factors[:1], scales=resamples.scales[:0])
    table = order(values[:1], none, ("a", "b", "c"))
    assert table["estimate"].to_numpy() == pytest.approx(values[0])
    assert (table["rank_low"].tolist(), table["rank_high"].tolist()) == ([1] * 3, [3] * 3)
    assert table[["low", "high", "probability_first"]].isna().all(axis=None)
    assert np.isnan(quadrants(values[:1], values[:1], none, 0.0, 0.0)).all()


def test_an_interval_holds_its_estimate_where_replicates_lie_all_on_one_side(means):
    values, resamples = means["bootstrap"]
    lower = np.concatenate([values[:1], values[1:] - 9])
    low, high = interval(lower, resamples)
    np.testing.assert_array_equal(high, values[0])
    assert (low < values[0] - 8).all()


def test_the_frequency_of_an_empty_set_of_draws_is_nan():
    assert frequency(np.array([[True, False], [True, True]])).tolist() == [1, 0.5]
    assert np.isnan(frequency(np.zeros((0, 2), bool))).all()


@pytest.mark.parametrize("df", [20, 60, 1000])
def test_percentiles_of_small_samples_are_read_further_out_and_of_large_ones_where_they_are(df):
    with_many, with_few = (expand_level(0.95, df + 1, slopes, df) for slopes in (8, 2))
    assert 0.95 < with_few < with_many < 1
    assert expand_level(0.95, 1e7, 8, 1e7) == pytest.approx(0.95, abs=1e-5)


def test_the_expanded_level_is_that_of_t_and_of_residual_degrees_of_freedom():
    # the figure is that of pnorm and qt in R
    assert expand_level(0.95, 60, 6, 59) == pytest.approx(0.96674, abs=2e-4)
    assert expand_level(0.95, 5, 9, 4) <= 1  # more slopes than answers
