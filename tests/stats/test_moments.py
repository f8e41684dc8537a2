"""Moments: they add, they weigh, they resample; gaps are handled as said."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures
from reference.data_sets import pupils_with_gaps

from satkit.errors import DataError
from satkit.stats.design import design
from satkit.stats.incomplete import ROUTES, answer_moments, em_moments, mean_replaced, pairwise
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates, replicates_from_rows

NAMES = ("a", "b", "c", "d")


def answers(n=60, seed=1, k=4):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    return np.clip(np.round(6 + 2 * common + rng.normal(size=(n, k)) * 1.5), 1, 10)


def with_gaps(n=80, seed=2):
    rng = np.random.default_rng(seed)
    values = answers(n, seed)
    values[rng.random(values.shape) < 0.12] = np.nan
    return values


def same(left, right, rel=1e-12):
    assert left.mass == pytest.approx(right.mass, rel=rel)
    assert left.mean == pytest.approx(right.mean, rel=rel)
    assert left.cov == pytest.approx(right.cov, rel=rel, abs=rel)


def test_moments_are_the_mean_and_the_population_covariance():
    values = answers()
    found = complete(values, NAMES)
    assert found.n == 60
    assert found.mean[0] == pytest.approx(values.mean(axis=0), rel=1e-14)
    assert found.cov[0] == pytest.approx(np.cov(values.T, ddof=0), rel=1e-13)


@given(st.integers(0, 10_000), st.integers(1, 59))
@settings(max_examples=20, deadline=None)
def test_moments_of_two_halves_add_up_to_the_whole(seed, cut):
    values = answers(seed=seed)
    weight = np.random.default_rng(seed).uniform(0.3, 3, len(values))
    halves = complete(values[:cut], NAMES, weight[:cut]) + complete(values[cut:], NAMES, weight[cut:])
    same(halves, complete(values, NAMES, weight), rel=1e-10)


def test_a_replicate_that_drew_only_from_one_half_is_that_half():
    values = answers(40)
    rows = np.array([np.arange(20).repeat(2), np.arange(20, 40).repeat(2), np.arange(40)])
    whole = replicates_from_rows(rows, 40)
    halves = [
        complete(values[part], list("abcd"), resamples=replace(whole, piece=whole.piece[part]))
        for part in (slice(0, 20), slice(20, 40))
    ]
    together, everybody = halves[0] + halves[1], complete(values, list("abcd"), resamples=whole)
    assert together.mean == pytest.approx(everybody.mean)
    assert together.cov == pytest.approx(everybody.cov)


def test_moments_of_different_items_do_not_add():
    with pytest.raises(DataError, match="different items"):
        complete(answers(), NAMES) + complete(answers(), tuple("wxyz"))


@pytest.mark.parametrize("route", ROUTES)
@given(st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_integer_weights_are_repeated_rows(route, seed):
    values = answers(seed=seed) if route == "complete" else with_gaps(seed=seed)
    times = np.random.default_rng(seed).integers(0, 4, len(values))
    weighted = ROUTES[route](values, NAMES, times)
    repeated = ROUTES[route](np.repeat(values, times, axis=0), NAMES)
    same(weighted, repeated, rel=1e-12 if route != "em" else 1e-6)


@pytest.mark.parametrize("route", ROUTES)
def test_scaled_weights_change_neither_means_nor_covariances(route):
    values, weight = with_gaps(), np.random.default_rng(3).uniform(0.2, 4, 80)
    once, more = (ROUTES[route](values, NAMES, weight * factor) for factor in (1, 37.5))
    assert more.mean == pytest.approx(once.mean, rel=1e-12)
    assert more.cov == pytest.approx(once.cov, rel=1e-11)


@pytest.mark.parametrize("route", ROUTES)
def test_every_replicate_is_the_sample_it_drew(route):
    values = answers() if route == "complete" else with_gaps(60)
    rows = np.random.default_rng(4).integers(0, 60, (3, 60))
    found = ROUTES[route](values, NAMES, resamples=replicates_from_rows(rows, 60))
    for number, taken in enumerate(rows, start=1):
        alone = ROUTES[route](values[taken], NAMES)
        tight = 1e-12 if route != "em" else 1e-6
        assert found.mean[number] == pytest.approx(alone.mean[0], rel=tight)
        assert found.cov[number] == pytest.approx(alone.cov[0], rel=tight, abs=tight)


@pytest.mark.parametrize("route", ROUTES)
def test_without_gaps_all_routes_agree(route):
    same(ROUTES[route](answers(), NAMES), complete(answers(), NAMES), rel=1e-11)


def test_clusters_are_drawn_whole():
    values, cluster = answers(), np.random.default_rng(5).integers(0, 12, 60)
    weight = np.random.default_rng(6).uniform(0.5, 2, 60)
    resamples = replicates(design(weight, cluster=cluster), "bootstrap", count=20, seed=7)
    found = complete(values, NAMES, weight, resamples)
    for number in (1, 13):
        same_rows = weight * resamples.factors[number, resamples.piece]
        alone = complete(values, NAMES, same_rows)
        assert found.cov[number] == pytest.approx(alone.cov[0], rel=1e-12)


def test_blocks_of_rows_do_not_change_the_sums():
    values = answers(5000)
    cluster = np.random.default_rng(8).integers(0, 40, 5000)
    resamples = replicates(design(np.ones(5000), cluster=cluster), "jackknife")
    found = complete(values, NAMES, resamples=resamples)
    kept = cluster != 0
    assert found.cov[1] == pytest.approx(np.cov(values[kept].T, ddof=0), rel=1e-11)
    assert complete(values, NAMES).cov[0] == pytest.approx(np.cov(values.T, ddof=0), rel=1e-12)


def test_a_constant_item_has_exactly_no_variance():
    values = answers()
    values[:, 2] = np.pi
    rows = np.zeros((1, 60), int)
    found = complete(values, NAMES, resamples=replicates_from_rows(rows, 60))
    assert found.cov[0, 2, 2] == 0
    assert (np.diagonal(found.cov[1]) == 0).all()
    assert np.isnan(found.standardise().cov[0, 2, 0])


def test_items_are_selected_in_the_order_asked_for():
    whole = complete(answers(), NAMES)
    part = whole.select(("d", "a"))
    assert part.names == ("d", "a")
    assert part.cov[0, 0, 1] == whole.cov[0, 3, 0]
    with pytest.raises(DataError, match=r"no item 'bb'"):
        whole.select(("a", "bb"))


def test_standardised_moments_are_correlations():
    values = answers()
    found = complete(values, NAMES).standardise()
    assert found.cov[0] == pytest.approx(np.corrcoef(values.T), rel=1e-12)


def test_listwise_deletion_is_told():
    values = with_gaps()
    found = complete(values, NAMES)
    kept = np.isfinite(values).all(axis=1)
    assert found.n == kept.sum()
    assert str(found.notes[0]).startswith(f"{(~kept).sum()} of 80 respondents")
    assert found.cov[0] == pytest.approx(np.cov(values[kept].T, ddof=0), rel=1e-12)


def test_pairwise_moments_use_every_pair():
    values = with_gaps()
    found = pairwise(values, NAMES)
    both = np.isfinite(values[:, 0]) & np.isfinite(values[:, 3])
    assert found.cov[0, 0, 3] == pytest.approx(np.cov(values[both][:, [0, 3]].T, ddof=0)[0, 1], rel=1e-12)
    assert found.mean[0] == pytest.approx(np.nanmean(values, axis=0), rel=1e-13)


def test_an_impossible_pairwise_matrix_is_repaired_and_told():
    a, b = np.array([1.0, 2, 3, 4, 5] * 2), np.array([5.0, 4, 3, 2, 1] * 2)
    gap = np.full(10, np.nan)
    values = np.concatenate([np.c_[a, a, gap], np.c_[gap, a, a], np.c_[a, gap, b]])
    found = pairwise(values, NAMES[:3])
    roots = np.linalg.eigvalsh(found.standardise().cov[0])
    assert roots[0] == pytest.approx(1e-8, rel=1)
    assert np.diagonal(found.cov[0]) == pytest.approx(np.nanvar(values, axis=0), rel=1e-10)
    assert any("repaired" in str(note) for note in found.notes)


def test_mean_replacement_fills_the_gaps_with_the_mean():
    values = with_gaps()
    filled = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    same(mean_replaced(values, NAMES), complete(filled, NAMES), rel=1e-12)


def test_em_reaches_the_unrestricted_likelihood_of_lavaan():
    items = [f"x{j}" for j in range(1, 10)]
    table = pupils_with_gaps()[items].to_numpy(float)
    reported = figures("sem/lavaan")["HS_cfa_FIML_missing"]
    found = em_moments(table, items)
    mean, cov = found.mean[0], found.cov[0]
    loglik = 0.0
    for row in table:
        seen = np.isfinite(row)
        apart, part = row[seen] - mean[seen], cov[np.ix_(seen, seen)]
        loglik -= 0.5 * (
            seen.sum() * np.log(2 * np.pi) + np.linalg.slogdet(part)[1] + apart @ np.linalg.solve(part, apart)
        )
    assert loglik == pytest.approx(reported["fit"]["unrestricted.logl"], abs=1e-6)


@pytest.mark.parametrize(
    ("weight", "words"),
    [(np.zeros(60), "all case weights are zero"), (np.r_[-1, np.ones(59)], "the first in row 1")],
)
@pytest.mark.parametrize("route", ROUTES)
def test_impossible_weights_are_refused(route, weight, words):
    with pytest.raises(DataError, match=words):
        ROUTES[route](answers(), NAMES, weight)


@pytest.mark.parametrize("route", ["pairwise", "mean", "em"])
def test_an_item_without_answers_is_named(route):
    values = answers()
    values[:, 1] = np.nan
    with pytest.raises(DataError, match="nobody answered 'b'"):
        ROUTES[route](values, NAMES)


def test_listwise_deletion_that_leaves_nobody_is_refused():
    values = answers(4)
    np.fill_diagonal(values, np.nan)
    with pytest.raises(DataError, match="no respondent is left"):
        complete(values, NAMES)


def test_an_unknown_treatment_of_gaps_is_refused():
    with pytest.raises(DataError, match="did you mean 'pairwise'"):
        answer_moments(answers(), NAMES, missing="pairwize")


def test_a_replicate_that_drew_nobody_disturbs_no_other():
    gaps = with_gaps()
    some = replicates_from_rows(np.random.default_rng(4).integers(0, len(gaps), (5, len(gaps))), len(gaps))
    with_none = replace(
        some, factors=np.vstack([some.factors, np.zeros(len(gaps))]), scales=np.full(6, 1 / 5)
    )
    alone, beside = (em_moments(gaps, list("abcd"), resamples=each) for each in (some, with_none))
    assert np.isnan(beside.mean[-1]).all()
    assert beside.cov[:-1] == pytest.approx(alone.cov, rel=1e-6)
