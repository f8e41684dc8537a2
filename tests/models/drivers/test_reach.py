"""Key dissatisfiers against ShapKa, brute force over all subsets, and their promises."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures
from reference.data_sets import customer_ratings

from satkit.errors import FitError
from satkit.models.drivers.key_dissatisfiers import dissatisfiers, enhancers
from satkit.stats.design import design
from satkit.stats.replicates import replicates
from satkit.stats.sampling import Sampling


@pytest.fixture(scope="module")
def ratings():
    rows = customer_ratings()
    return rows[np.isfinite(rows[:, 0])]


def found(failed, bad, weight, count=4):
    names = tuple(f"a{i:02}" for i in range(failed.shape[1]))
    resamples = replicates(design(weight), count=count)
    return dissatisfiers(failed, bad, weight, resamples, names), resamples


def by_enumeration(failed, bad, weight):
    p = failed.shape[1]

    def success(chosen):
        caught = failed[:, sorted(chosen)].any(axis=1) * weight
        return caught[bad].sum() / weight[bad].sum() - caught[~bad].sum() / weight[~bad].sum()

    shares = np.zeros(p)
    for i in range(p):
        others = [k for k in range(p) if k != i]
        for size in range(p):
            for subset in combinations(others, size):
                chance = factorial(size) * factorial(p - 1 - size) / factorial(p)
                shares[i] += chance * (success({*subset, i}) - success(set(subset)))
    return shares


@pytest.mark.parametrize("key", ["p8", "p10", "p15", "p20", "p8_weighted"])
def test_shares_and_running_reach_agree_with_the_reference(ratings, key):
    theirs = figures("drivers/key_dissatisfiers")[key]
    p = len(theirs["shapley_exact"])
    weight = ratings[:, -1] if "weighted" in key else np.ones(len(ratings))
    fit, _ = found(ratings[:, 1 : p + 1] <= 6, ratings[:, 0] <= 6, weight)
    np.testing.assert_allclose(fit.shares[0], theirs["shapley_exact"], rtol=0, atol=1e-12)
    if "order" in theirs:
        assert [int(name[1:]) for name in fit.sequence] == theirs["order"]
        np.testing.assert_allclose(fit.reach[0], theirs["cumulative_reach"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(fit.noise[0], theirs["cumulative_noise"], rtol=0, atol=1e-12)
        assert len(fit.key) == theirs["n_key_dissatisfiers"]


@pytest.mark.parametrize("key", ["p8", "p10", "p15"])
def test_shapka_1_1_1_agrees_where_it_enumerates_and_does_not_cut_at_zero(ratings, key):
    theirs = np.array(figures("drivers/key_dissatisfiers")[key]["shapka_printed_times100"]) / 100
    fit, _ = found(ratings[:, 1 : len(theirs) + 1] <= 6, ratings[:, 0] <= 6, np.ones(len(ratings)))
    np.testing.assert_allclose(np.maximum(fit.shares[0], 0), theirs, rtol=0, atol=1e-12)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), p=st.integers(1, 6))
def test_the_closed_form_is_the_shapley_value_of_all_subsets(seed, p):
    rng = np.random.default_rng(seed)
    failed = rng.uniform(size=(30, p)) < 0.4
    bad = np.arange(30) % 3 == 0
    weight = rng.uniform(0.2, 3, 30)
    fit, _ = found(failed, bad, weight)
    np.testing.assert_allclose(fit.shares[0], by_enumeration(failed, bad, weight), rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        fit.shares.sum(axis=1), fit.reach[:, -1] - fit.noise[:, -1], rtol=0, atol=1e-12, equal_nan=True
    )


def test_attributable_risk_is_what_would_go_without_failures(ratings):
    failed, bad = ratings[:, 1:5] <= 6, ratings[:, 0] <= 6
    fit, _ = found(failed, bad, np.ones(len(bad)))
    first = failed[:, int(fit.sequence[0][1:])]
    assert fit.risk[0, 0] == pytest.approx((bad.mean() - bad[~first].mean()) / bad.mean(), abs=1e-12)


def test_replicates_are_the_shares_of_the_reweighted_sample(ratings):
    failed, bad = ratings[:200, 1:5] <= 6, ratings[:200, 0] <= 6
    fit, resamples = found(failed, bad, np.ones(200), count=6)
    for replicate in range(7):
        again = by_enumeration(failed, bad, resamples.factors[replicate][resamples.piece])
        np.testing.assert_allclose(fit.shares[replicate], again, rtol=0, atol=1e-12)
    table = replace(fit, sampling=Sampling(resamples)).table
    assert table["driver"].tolist() == list(fit.sequence)
    assert table["key"].sum() == len(fit.key)


def test_enhancers_look_only_at_those_no_key_dissatisfier_hit(ratings):
    failed, excelled = ratings[:, 1:3] <= 6, ratings[:, 1:7] >= 9
    delighted = ratings[:, 0] >= 9
    resamples = replicates(design(np.ones(len(ratings))), count=4)
    names = tuple("abcdef")
    fit = enhancers(excelled, delighted, failed, np.ones(len(ratings)), resamples, names)
    spared = ~failed.any(axis=1)
    alone = by_enumeration(excelled[spared], delighted[spared], np.ones(spared.sum()))
    np.testing.assert_allclose(fit.shares[0], alone, rtol=0, atol=1e-12)


def test_an_attribute_nobody_failed_gets_nothing(ratings):
    failed = np.column_stack([ratings[:, 1] <= 6, np.zeros(len(ratings), bool)])
    fit, _ = found(failed, ratings[:, 0] <= 6, np.ones(len(ratings)))
    assert fit.shares[0, 1] == 0


@pytest.mark.parametrize(("bad", "words"), [(False, "nobody"), (True, "everyone")])
def test_an_outcome_without_two_sides_is_refused(bad, words):
    with pytest.raises(FitError, match=f"{words} is dissatisfied"):
        found(np.eye(5, dtype=bool), np.full(5, bad), np.ones(5))


def test_a_risk_that_no_replicate_gives_does_not_change_the_others(ratings):
    fit, resamples = found(ratings[:, 1:5] <= 6, ratings[:, 0] <= 6, np.ones(len(ratings)), count=50)
    risk = fit.risk.copy()
    risk[:, 1] = np.nan
    whole, table = (
        replace(fit, sampling=Sampling(resamples)).table,
        replace(fit, risk=risk, sampling=Sampling(resamples)).table,
    )
    assert table.loc[1, ["risk_low", "risk_high"]].isna().all()
    others = [0, 2, 3]
    assert (table.loc[others, "risk_low"] == whole.loc[others, "risk_low"]).all()
