"""Replicates: every kind against the linearised variance, and what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.stats.design import design, linearised_covariance
from satkit.stats.replicates import LARGEST, mean, ratio, refine_pieces, replicates

ANSWERS = 400


@pytest.fixture(scope="module")
def rows():
    """Answers in 40 clusters of 5 strata, with weights and something that differs by cluster."""
    rng = np.random.default_rng(5)
    cluster = np.arange(ANSWERS) % 40
    x = 80 + 4 * rng.standard_normal(40)[cluster] + 8 * rng.standard_normal(ANSWERS)
    weight = np.exp(0.4 * rng.standard_normal(ANSWERS))
    return {"x": x, "weight": weight, "cluster": cluster, "stratum": cluster % 5}


def plans(rows):
    weight, stratum, cluster = rows["weight"], rows["stratum"], rows["cluster"]
    return {
        "simple": design(np.ones(ANSWERS)),
        "weights": design(weight),
        "strata": design(weight, stratum=stratum),
        "clusters": design(weight, cluster=cluster),
        "clusters in strata": design(weight, stratum, cluster),
        "finite": design(weight, stratum, cluster, population=np.full(ANSWERS, 16)),
    }


def linear_error(x, drawn):
    centre = np.average(x, weights=drawn.weight)
    return np.sqrt(linearised_covariance((x - centre)[:, None] / drawn.weight.sum(), drawn)[0, 0])


def error_of_mean(x, drawn, resamples):
    return resamples.std_error(mean(x[:, None], drawn.weight, resamples))[0]


PLANS = ["simple", "weights", "strata", "clusters", "clusters in strata", "finite"]


@pytest.mark.parametrize("name", PLANS)
def test_bootstrap_errors_are_the_linearised_ones_within_chance(rows, name):
    drawn = plans(rows)[name]
    count = 4000
    found = error_of_mean(rows["x"], drawn, replicates(drawn, "bootstrap", count, 1))
    # the relative error of a standard deviation of b draws is 1 / sqrt(2 b); four of them
    assert found == pytest.approx(linear_error(rows["x"], drawn), rel=4 / np.sqrt(2 * count) + 0.01)


@pytest.mark.parametrize("name", PLANS)
def test_jackknife_errors_of_means_are_close_to_the_linearised_ones(rows, name):
    drawn = plans(rows)[name]
    found = error_of_mean(rows["x"], drawn, replicates(drawn, "jackknife"))
    # exact for equal weights; the ratio of totals differs by a term of order one over units
    tight = 1e-10 if name == "simple" else 0.02
    assert found == pytest.approx(linear_error(rows["x"], drawn), rel=tight)


@pytest.mark.parametrize("name", ["simple", "weights"])
def test_random_groups_of_a_large_stratum_are_unbiased(rows, name):
    drawn = plans(rows)[name]
    found = [error_of_mean(rows["x"], drawn, replicates(drawn, "groups", seed=s)) ** 2 for s in range(40)]
    noise = np.std(found) / np.sqrt(len(found))
    assert np.mean(found) == pytest.approx(linear_error(rows["x"], drawn) ** 2, abs=4 * noise)


@pytest.mark.parametrize("name", ["strata", "clusters", "clusters in strata", "finite"])
def test_random_groups_of_small_strata_are_those_of_kott(rows, name):
    drawn = plans(rows)[name]
    found = [error_of_mean(rows["x"], drawn, replicates(drawn, "groups", seed=s)) ** 2 for s in range(40)]
    noise = np.std(found) / np.sqrt(len(found))
    expected = linear_error(rows["x"], drawn) ** 2
    assert np.mean(found) == pytest.approx(expected, abs=4 * noise + 0.02 * expected)


@pytest.mark.parametrize("method", ["bootstrap", "jackknife", "groups"])
def test_the_only_cluster_of_a_stratum_adds_its_distance_from_the_mean_or_nothing(rows, method):
    stratum = np.where(rows["cluster"] == 0, 9, 0)
    errors = {}
    for lonely in ("adjust", "certainty"):
        drawn = design(np.ones(ANSWERS), stratum, rows["cluster"], lonely=lonely)
        errors[lonely] = np.mean(
            [error_of_mean(rows["x"], drawn, replicates(drawn, method, 2000, seed)) for seed in range(4)]
        )
        assert errors[lonely] == pytest.approx(linear_error(rows["x"], drawn), rel=0.04)
    assert errors["adjust"] > errors["certainty"]


@pytest.mark.parametrize("method", ["bootstrap", "jackknife", "groups"])
def test_a_unit_that_is_all_of_its_stratum_adds_no_variance(method):
    x = np.arange(9.0) ** 2
    drawn = design(np.ones(9), stratum=[0] * 8 + [1], population=[1000] * 8 + [1])
    found = [
        totals.std_error(totals.totals(totals.pieces(x)))
        for totals in (replicates(drawn, method, 4000, seed) for seed in range(3))
    ]
    assert np.mean(found) == pytest.approx(np.sqrt(linearised_covariance(x, drawn)[0, 0]), rel=0.03)


def test_the_jackknife_of_a_total_with_lonely_units_is_exact():
    x = np.arange(9.0) ** 2
    drawn = design(np.ones(9), stratum=[0] * 7 + [1, 2])
    resamples = replicates(drawn, "jackknife")
    spread = 7 * np.var(x[:7], ddof=1) + x[7] ** 2 + x[8] ** 2
    assert resamples.variance(resamples.totals(resamples.pieces(x))) == pytest.approx(spread)


@pytest.mark.parametrize("method", ["bootstrap", "jackknife", "groups"])
def test_one_unit_gives_no_variance_and_no_warning(method):
    drawn = design(np.ones(5), cluster=np.zeros(5), lonely="certainty")
    found = error_of_mean(np.arange(5.0), drawn, replicates(drawn, method, 50))
    assert np.isnan(found) or found == 0


def test_whole_weights_count_as_repeated_rows(rows):
    times = np.arange(ANSWERS) % 3 + 1
    x, cluster = rows["x"], rows["cluster"]
    once = design(times, cluster=cluster)
    often = design(np.ones(times.sum()), cluster=np.repeat(cluster, times))
    one, many = replicates(once, "jackknife"), replicates(often, "jackknife")
    expected = mean(x[:, None], once.weight, one)
    found = mean(np.repeat(x, times)[:, None], often.weight, many)
    assert found == pytest.approx(expected, rel=1e-12)
    assert many.std_error(found) == pytest.approx(one.std_error(expected), rel=1e-10)


@settings(max_examples=15, deadline=None)
@given(st.floats(1e-3, 1e4), st.sampled_from(["bootstrap", "jackknife", "groups"]))
def test_the_unit_of_weights_does_not_matter(constant, method):
    rng = np.random.default_rng(3)
    x, weight, cluster = rng.normal(80, 9, 60), rng.uniform(0.5, 2, 60), np.arange(60) % 12
    errors = []
    for scaled in (weight, weight * constant):
        drawn = design(scaled, cluster=cluster)
        errors.append(error_of_mean(x, drawn, replicates(drawn, method, 100, 4)))
    assert errors[1] == pytest.approx(errors[0], rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(60)))
def test_the_order_of_rows_does_not_matter(order):
    rng = np.random.default_rng(3)
    x, weight, cluster = rng.normal(80, 9, 60), rng.uniform(0.5, 2, 60), np.arange(60) % 12
    errors = []
    for kept in (np.arange(60), np.array(order)):
        drawn = design(weight[kept], cluster[kept] % 3, cluster[kept])
        errors.append(error_of_mean(x[kept], drawn, replicates(drawn, "jackknife")))
        errors.append(linear_error(x[kept], drawn))
    assert errors[2:] == pytest.approx(errors[:2], rel=1e-9)


@pytest.mark.parametrize("method", ["bootstrap", "groups"])
def test_a_seed_brings_back_the_same_replicates(rows, method):
    drawn = plans(rows)["clusters in strata"]
    drawn_thrice = [replicates(drawn, method, 60, seed) for seed in (7, 7, 8)]
    first, again, other = (one.factors[:, one.piece] for one in drawn_thrice)
    assert (first == again).all()
    assert (first != other).any()


def test_bootstrap_factors_have_the_moments_of_rao_and_wu():
    drawn = design(np.ones(20), population=np.full(20, 80))
    factors = replicates(drawn, "bootstrap", 20_000, 2).factors[1:]
    assert factors.sum(axis=1) == pytest.approx(20)
    assert factors.mean(axis=0) == pytest.approx(np.ones(20), abs=0.04)
    # (1 - f) (n / (n - 1))^2 times the variance of a multinomial count of n - 1 draws
    expected = 0.75 * (20 / 19) ** 2 * 19 * (1 / 20) * (19 / 20)
    assert factors.var(axis=0) == pytest.approx(expected, rel=0.06)
    assert (factors >= 0).all()


def test_large_samples_go_into_random_groups_of_themselves():
    units = LARGEST // 1000 + 1
    assert replicates(design(np.ones(units)), "auto", 1000).method == "groups"
    assert replicates(design(np.ones(500)), "auto", 100).method == "bootstrap"


def test_split_pieces_carry_the_factors_of_their_unit(rows):
    drawn = plans(rows)["clusters"]
    whole = replicates(drawn, "jackknife")
    part = np.arange(ANSWERS) % 3
    finer, part_of_piece = refine_pieces(whole, part)
    assert (finer.factors[:, finer.piece] == whole.factors[:, whole.piece]).all()
    assert (part_of_piece[finer.piece] == part).all()
    before = mean(rows["x"][:, None], drawn.weight, whole)
    assert mean(rows["x"][:, None], drawn.weight, finer) == pytest.approx(before, rel=1e-12)


def test_a_mean_is_that_of_the_answers_there_are(rows):
    drawn = plans(rows)["clusters"]
    resamples = replicates(drawn, "jackknife")
    x = np.where(np.arange(ANSWERS) % 4 == 0, np.nan, rows["x"])
    told = np.isfinite(x)
    found = mean(np.stack([x, np.full(ANSWERS, np.nan)], axis=1), drawn.weight, resamples)
    assert found[0, 0] == pytest.approx(np.average(x[told], weights=drawn.weight[told]))
    assert np.isnan(found[:, 1]).all()
    assert ratio(np.where(told, x, 0), told.astype(float), drawn.weight, resamples) == pytest.approx(
        found[:, 0]
    )


def test_replicates_without_the_domain_are_left_out_unless_they_are_most(rows):
    drawn = plans(rows)["clusters"]
    resamples = replicates(drawn, "bootstrap", 400, 1)
    values = np.random.default_rng(0).normal(size=(401, 2))
    values[1:100, 0] = np.nan
    values[1:300, 1] = np.nan
    variance = resamples.variance(values)
    assert variance[0] == pytest.approx(values[100:, 0].var() * 400 / 399, rel=1e-12)
    assert np.isnan(variance[1])


@pytest.mark.parametrize("strata", [1, 6])
def test_random_groups_of_large_samples_are_many_and_their_errors_near_the_linearised(strata):
    rng = np.random.default_rng(5)
    n = 45_000
    drawn = design(rng.uniform(0.5, 2, n), stratum=rng.integers(0, strata, n))
    x = np.clip(np.round(rng.normal(4, 1, (n, 12))), 1, 5)
    found = replicates(drawn, "auto", 1000, 3)
    values = mean(x, drawn.weight, found)
    ratio = found.variance(values) / np.diag(
        linearised_covariance((x - values[0]) / drawn.weight.sum(), drawn)
    )
    assert found.method == "groups"
    assert found.count == 1000
    assert found.factors.shape[1] == 1000 * strata
    assert np.abs(ratio - 1).max() < 0.2  # 100 groups: up to 0.45


def test_random_groups_are_fewer_where_raking_divides_them():
    drawn = design(np.ones(50_000))
    some, many = (replicates(drawn, "auto", 1000, 3, parts=parts) for parts in (1, 400))
    assert 100 <= many.count < some.count
    assert many.count * many.factors.shape[1] * 400 <= 40_000_000
