"""Linear importances against R packages, brute force, and what they promise."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures
from reference.data_sets import customer_ratings, swiss_provinces

from satkit.errors import FitError
from satkit.models.drivers import (
    METHODS,
    affordable,
    complete,
    conditional,
    correlations,
    explained_variance,
    holding,
    importance,
    levels,
    lmg_calibrated,
    owen,
    shapley,
    together,
)
from satkit.models.drivers import lmg as lmg_room
from satkit.models.drivers.standardised import inflation
from satkit.stats.design import design
from satkit.stats.replicates import replicates
from satkit.stats.sampling import Sampling


def covariance(found):
    """Covariance of the drivers and the outcome, which stands last; names of the drivers."""
    return np.array(found["covariance"]), tuple(found["variables"][:-1])


def numbers(named, names):
    return [named[name] for name in names]


def invented(seed, p, replicates=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(replicates, 40, p + 1)) + rng.normal(size=(replicates, 40, 1))
    return np.stack([np.cov(part.T) for part in x]), tuple(f"x{i}" for i in range(p))


def r_squared(cov, chosen):
    """By least squares, one subset at a time: the slow road."""
    chosen = list(chosen)
    if not chosen:
        return 0.0
    return cov[-1, chosen] @ np.linalg.solve(cov[np.ix_(chosen, chosen)], cov[chosen, -1]) / cov[-1, -1]


def by_definition(p, worth):
    shares = np.zeros(p)
    for i in range(p):
        others = [k for k in range(p) if k != i]
        for size in range(p):
            weight = factorial(size) * factorial(p - 1 - size) / factorial(p)
            for subset in combinations(others, size):
                shares[i] += weight * (worth({*subset, i}) - worth(set(subset)))
    return shares


@pytest.mark.parametrize("data", ["drivers/attitude", "drivers/swiss"])
@pytest.mark.parametrize(
    ("method", "column"),
    [
        ("lmg", "lmg"),
        ("relative_weights", "genizi"),
        ("pratt", "pratt"),
        ("car", "car"),
        ("first", "first"),
        ("last", "last"),
        ("beta_squared", "betasq"),
    ],
)
def test_shares_agree_with_relaimpo_2_2_7(data, method, column):
    found = figures(data)
    cov, names = covariance(found)
    fit = importance(cov, names, method)
    np.testing.assert_allclose(fit.shares[0], numbers(found[column], names), rtol=0, atol=1e-10)
    np.testing.assert_allclose(fit.total[0], found["R2"], rtol=0, atol=1e-10)


def test_signs_inflation_and_johnson_weights_agree_with_yhat_and_rwa():
    found = figures("drivers/attitude")
    cov, names = covariance(found)
    fit = importance(cov, names, "relative_weights")
    np.testing.assert_allclose(fit.coefficient[0], numbers(found["std_beta"], names), rtol=0, atol=1e-10)
    np.testing.assert_allclose(fit.correlation[0], numbers(found["pearson"], names), rtol=0, atol=1e-10)
    np.testing.assert_allclose(
        inflation(correlations(cov, names)), numbers(found["vif"], names), rtol=0, atol=1e-10
    )
    for program in ("johnson_yhat", "rwa"):
        np.testing.assert_allclose(fit.shares[0], numbers(found[program], names), rtol=0, atol=1e-10)


def test_lmg_agrees_with_dominance_analysis_1_1_9():
    data = figures("drivers/attitude")
    cov, names = covariance(data)
    other = data["dominance_analysis_1.1.9"]
    np.testing.assert_allclose(importance(cov, names).shares[0], numbers(other, names), rtol=0, atol=1e-10)


def test_dominance_agrees_with_domir_1_2_0_and_dominanceanalysis_2_1_0():
    found = figures("drivers/attitude")
    cov, names = covariance(found)
    table = explained_variance(correlations(cov, names))
    np.testing.assert_allclose(conditional(table), found["domir_conditional"], rtol=0, atol=1e-10)
    theirs = np.array([[np.nan if x == "NA" else x for x in row] for row in found["domir_complete"]], float)
    np.fill_diagonal(theirs, 0)
    np.testing.assert_allclose(complete(table), theirs, rtol=0, atol=1e-12)
    level = levels(table)
    for strongest, matrix in ((3, "complete_matrix"), (2, "conditional_matrix"), (1, "general_matrix")):
        np.testing.assert_array_equal(level >= strongest, np.array(found[matrix]) == 1)


def test_groups_and_drivers_held_agree_with_relaimpo_2_2_7():
    found = figures("drivers/swiss")
    cov, names = covariance(found)
    given = correlations(cov, names)
    table = explained_variance(given)
    grouped = [[1, 2], [0], [3], [4]]
    theirs = [found["lmg_group_EducExam"][n] for n in ("G1", "Agriculture", "Catholic", "Infant.Mortality")]
    np.testing.assert_allclose(together(table, grouped), theirs, rtol=0, atol=1e-10)
    rest = holding(given, ("Agriculture",))
    always = numbers(found["lmg_always_Agriculture"], rest.names)
    np.testing.assert_allclose(lmg_room.shares(rest), always, rtol=0, atol=1e-10)


@pytest.mark.parametrize(("p", "key"), [(8, "p8"), (12, "p12"), (8, "p8_weighted")])
def test_lmg_of_1506_ratings_agrees_with_relaimpo_2_2_7(p, key):
    rows = customer_ratings()
    rows = rows[np.isfinite(rows).all(axis=1)]
    weight = rows[:, -1] if "weighted" in key else np.ones(len(rows))
    cov = np.cov(rows[:, [*range(1, p + 1), 0]].T, aweights=weight)
    names = tuple(f"a{i:02}" for i in range(p))
    theirs = figures("drivers/ratings_importance")["lmg"][key]
    assert len(rows) == figures("drivers/ratings_importance")["n"]
    np.testing.assert_allclose(importance(cov, names).shares[0], numbers(theirs, names), rtol=0, atol=1e-10)


@pytest.mark.parametrize("p", [1, 2, 3, 5, 8])
def test_lmg_is_the_average_over_orders_of_entry(p):
    cov, names = invented(p, p)
    slow = by_definition(p, lambda subset: r_squared(cov[0], subset))
    np.testing.assert_allclose(importance(cov, names).shares[0], slow, rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        shapley(explained_variance(correlations(cov[0], names))), slow, rtol=0, atol=1e-12
    )


def test_theil_is_the_shapley_value_of_information():
    cov, names = invented(3, 5)
    slow = by_definition(5, lambda subset: -0.5 * np.log2(1 - r_squared(cov[0], subset)))
    np.testing.assert_allclose(importance(cov, names, "theil").shares[0], slow, rtol=0, atol=1e-12)


@pytest.mark.parametrize("states", [1, 8, 64])
def test_lmg_does_not_depend_on_the_number_of_subsets_kept_at_once(states, monkeypatch):
    cov, names = invented(4, 9, replicates=3)
    expected = shapley(explained_variance(correlations(cov, names)))
    monkeypatch.setattr(lmg_room, "STATES", states)
    np.testing.assert_allclose(lmg_room.shares(correlations(cov, names)), expected, rtol=0, atol=1e-12)


def test_every_replicate_gets_what_it_would_alone():
    cov, names = invented(5, 6, replicates=7)
    for method in set(METHODS) - {"lmg_once"}:
        every = importance(cov, names, method).shares
        alone = [importance(one, names, method).shares[0] for one in cov]
        np.testing.assert_allclose(every, alone, rtol=0, atol=1e-12, err_msg=method)


def test_replicates_moved_by_relative_weights_follow_lmg_of_every_replicate(monkeypatch):
    rows = customer_ratings()
    rows = rows[np.isfinite(rows).all(axis=1)][:, [*range(1, 13), 0]]
    resamples = replicates(design(np.ones(len(rows))), count=300, seed=1)
    cov = np.stack([np.cov(rows.T, aweights=row[resamples.piece]) for row in resamples.factors])
    names = tuple(f"a{place}" for place in range(12))
    exact, moved = (importance(cov, names, method) for method in ("lmg", "lmg_once"))
    np.testing.assert_allclose(moved.shares[0], exact.shares[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(moved.shares.sum(axis=1), exact.total, rtol=0, atol=1e-10)
    spread = (exact.shares / exact.total[:, None])[1:].std(axis=0)
    np.testing.assert_allclose((moved.shares / moved.total[:, None])[1:].std(axis=0), spread, rtol=0.12)
    monkeypatch.setattr(lmg_calibrated, "FEWEST", 1000)
    plain = importance(cov, names, "lmg_once")
    np.testing.assert_allclose((plain.shares / plain.total[:, None])[1:].std(axis=0), spread, rtol=0.3)


def test_the_method_for_many_drivers_is_the_best_that_takes_about_a_second():
    assert [affordable(p, 1000) for p in (2, 17, 18, 27, 28)] == [
        "lmg", "lmg", "lmg_once", "lmg_once", "relative_weights",
    ]  # fmt: skip
    assert affordable(20, 60) == "lmg"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), p=st.integers(2, 7))
def test_the_order_of_drivers_and_their_units_change_nothing(seed, p):
    cov, names = invented(seed, p)
    rng = np.random.default_rng(seed)
    turn = [*rng.permutation(p), p]
    unit = rng.uniform(0.1, 10, p + 1)
    other = (cov[0] * np.outer(unit, unit))[np.ix_(turn, turn)]
    for method in METHODS:
        left = importance(cov, names, method).shares[0][turn[:-1]]
        right = importance(other, tuple(names[i] for i in turn[:-1]), method).shares[0]
        np.testing.assert_allclose(left, right, rtol=0, atol=1e-9, err_msg=method)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), p=st.integers(1, 7))
def test_shares_add_up_to_r_squared(seed, p):
    cov, names = invented(seed, p)
    for method in ("lmg", "relative_weights", "pratt", "car"):
        fit = importance(cov, names, method)
        np.testing.assert_allclose(fit.shares.sum(axis=1), fit.total, rtol=0, atol=1e-10)
    bits = importance(cov, names, "theil")
    np.testing.assert_allclose(bits.shares.sum(axis=1), -0.5 * np.log2(1 - bits.total), rtol=0, atol=1e-10)


def test_interchangeable_drivers_share_equally_and_an_unrelated_one_gets_nothing():
    cov = np.eye(4)
    cov[0, 3] = cov[3, 0] = cov[1, 3] = cov[3, 1] = 0.5
    cov[0, 1] = cov[1, 0] = 0.4
    shares = importance(cov, ("a", "b", "idle")).shares[0]
    assert shares[0] == pytest.approx(shares[1], abs=1e-14)
    assert shares[2] == pytest.approx(0, abs=1e-14)


def test_owen_values_of_single_groups_are_lmg_and_members_add_up_to_their_group():
    cov, names = invented(6, 5)
    given = correlations(cov, names)
    table = explained_variance(given)
    np.testing.assert_allclose(
        owen(table, [[i] for i in range(5)]), lmg_room.shares(given), rtol=0, atol=1e-12
    )
    np.testing.assert_allclose(owen(table, [list(range(5))]), lmg_room.shares(given), rtol=0, atol=1e-12)
    groups = [[0, 3], [1], [2, 4]]
    members, whole = owen(table, groups), together(table, groups)
    for place, group in enumerate(groups):
        np.testing.assert_allclose(members[..., group].sum(axis=-1), whole[..., place], rtol=0, atol=1e-12)


def test_a_suppressor_is_named_in_a_note():
    found = figures("drivers/attitude")
    cov, names = covariance(found)
    note = str(importance(cov, names).notes[0])
    assert "'privileges' and 'advance'" in note
    assert "opposite signs" in note


def test_a_constant_driver_is_refused_by_name():
    cov = np.diag([1.0, 0.0, 1.0])
    with pytest.raises(FitError, match="driver 'b' is the same for everyone"):
        importance(cov, ("a", "b"))


def test_unknown_covariances_are_refused_by_name():
    cov = np.eye(3)
    cov[1, 1] = np.nan
    with pytest.raises(FitError, match="driver 'b': its covariance is not known"):
        importance(cov, ("a", "b"))
    cov = np.eye(3)
    cov[2, 2] = np.nan
    with pytest.raises(FitError, match="the outcome: its covariance is not known"):
        importance(cov, ("a", "b"))


def test_a_constant_outcome_is_refused():
    with pytest.raises(FitError, match="the outcome is the same for everyone"):
        importance(np.diag([1.0, 1.0, 0.0]), ("a", "b"))


def test_collinear_drivers_are_refused_together_and_others_are_not_named():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 3))
    cov = np.cov(np.column_stack([x, x[:, 0] + x[:, 1], rng.normal(size=50)]).T)
    with pytest.raises(FitError, match="repeat each other exactly: 'a', 'b' and 'sum'"):
        importance(cov, ("a", "b", "free", "sum"))


def test_more_drivers_than_answers_are_refused():
    cov, names = invented(1, 6)
    with pytest.raises(FitError, match="6 drivers, but only 7 answers"):
        importance(cov, names, n=7)


def test_an_unknown_method_is_met_with_the_nearest():
    cov, names = invented(1, 2)
    with pytest.raises(FitError, match="did you mean 'lmg'"):
        importance(cov, names, "lmgg")


def test_a_replicate_without_spread_is_nan_and_the_others_stand():
    cov, names = invented(2, 3, replicates=4)
    cov[2, 1] = cov[2, :, 1] = 0
    cov[3, 1], cov[3, :, 1] = cov[3, 0], cov[3, :, 0]
    for method in METHODS:
        shares = importance(cov, names, method).shares
        assert np.isnan(shares).any(axis=1).tolist() == [False, False, True, True], method


def test_bootstrap_intervals_and_ranks_come_near_those_of_relaimpo_2_2_7():
    found = figures("drivers/swiss")
    rows = swiss_provinces()[found["variables"]].to_numpy(float)
    names = tuple(found["variables"][:-1])
    resamples = replicates(design(np.ones(len(rows))), count=2000)
    drawn = [np.cov(rows.T, aweights=row[resamples.piece]) for row in resamples.factors]
    table = replace(importance(np.stack(drawn), names), sampling=Sampling(resamples)).table
    theirs = found["boot_b1000_seed1"]
    np.testing.assert_allclose(table["low"], theirs["lmg_lower95"][0], rtol=0, atol=0.02)
    np.testing.assert_allclose(table["high"], theirs["lmg_upper95"][0], rtol=0, atol=0.03)
    assert np.abs(table["rank_low"] - theirs["rank_lower"][0]).max() <= 1
    assert np.abs(table["rank_high"] - theirs["rank_upper"][0]).max() <= 1
    assert table["driver"].iloc[table["probability_first"].argmax()] == "Education"
    assert table["share"].sum() == pytest.approx(1)
