"""Logit models and their Shapley shares against R, statsmodels and brute force."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures
from reference.data_sets import customer_ratings

from satkit.errors import FitError
from satkit.models.drivers import complete, conditional, lmg, mcfadden, sampling
from satkit.models.drivers.correlations import correlations
from satkit.models.drivers.logit import Logit, logit
from satkit.models.drivers.odds import Odds, odds
from satkit.models.drivers.parallel import brant
from satkit.stats.design import Floats, design
from satkit.stats.replicates import replicates

COLUMNS = {
    "InflMedium": ("Infl", "Medium"),
    "InflHigh": ("Infl", "High"),
    "TypeApartment": ("Type", "Apartment"),
    "TypeAtrium": ("Type", "Atrium"),
    "TypeTerrace": ("Type", "Terrace"),
    "ContHigh": ("Cont", "High"),
}
QUESTIONS = [[0, 1], [2, 3, 4], [5]]


@pytest.fixture(scope="module")
def housing():
    found = figures("drivers/housing")
    cells = pd.DataFrame(found["counts"], columns=found["columns"])
    x = np.array([cells[name] == level for name, level in COLUMNS.values()], float).T
    freq = cells[["Low", "Medium", "High"]].to_numpy(float)
    return found, np.repeat(x, 3, axis=0), np.tile(np.arange(3), len(cells)), freq.ravel()


@pytest.fixture(scope="module")
def ratings():
    rows = customer_ratings()
    rows = rows[np.isfinite(rows).all(axis=1)]
    return rows[:, 1:-1], rows[:, 0]


def invented(seed, n=150, p=3, grades=2):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) + 0.7 * rng.normal(size=(n, 1))
    line = x @ rng.uniform(0.2, 0.8, p) + rng.logistic(size=n)
    cut = np.quantile(line, np.arange(1, grades) / grades)
    return x, np.digitize(line, cut), tuple(f"x{i}" for i in range(p))


def test_ordinal_logit_agrees_with_polr_of_mass_7_3_58_2(housing):
    found, x, grade, freq = housing
    fit = logit(odds(x, grade, freq, tuple(COLUMNS)))
    theirs = found["polr_logistic"]
    assert fit.deviance == pytest.approx(3479.149, abs=5e-4)
    assert fit.deviance == pytest.approx(theirs["deviance"], abs=1e-7)
    np.testing.assert_allclose(fit.coefficient, [theirs["coef"][name] for name in COLUMNS], rtol=0, atol=1e-6)
    np.testing.assert_allclose(fit.std_error, [theirs["se"][name] for name in COLUMNS], rtol=0, atol=1e-7)
    np.testing.assert_allclose(fit.threshold, list(theirs["zeta"].values()), rtol=0, atol=1e-6)
    assert fit.nothing == pytest.approx(theirs["logLik_null"], abs=3e-6)  # polr stops 2.8e-6 short


def test_mcfadden_shares_of_three_grades_agree_with_domir_1_2_0(housing):
    found, x, grade, freq = housing
    given = odds(x, grade, freq, tuple(COLUMNS))
    shares = mcfadden.shares(given, QUESTIONS)
    np.testing.assert_allclose(shares, list(found["domir_general_mcfadden"].values()), rtol=0, atol=1e-9)
    assert shares.sum() == pytest.approx(found["mcfadden_full"], abs=2e-9)


def test_mcfadden_shares_of_two_grades_agree_with_domir_1_2_0(housing):
    found, x, grade, freq = housing
    theirs = found["binary_low_logit"]
    given = odds(x, grade == 0, freq, tuple(COLUMNS))
    fit = logit(given)
    assert fit.deviance == pytest.approx(theirs["deviance"], abs=1e-8)
    assert -2 * fit.nothing == pytest.approx(theirs["null_deviance"], abs=1e-8)
    np.testing.assert_allclose(fit.coefficient, [theirs["coef"][name] for name in COLUMNS], rtol=0, atol=1e-8)
    np.testing.assert_allclose(
        mcfadden.shares(given, QUESTIONS), list(theirs["domir_general"].values()), rtol=0, atol=1e-9
    )


@pytest.mark.parametrize("outcome", ["graded", "binary"])
def test_dominance_in_explained_deviance_agrees_with_domir_1_2_0(housing, outcome):
    found, x, grade, freq = housing
    theirs = found if outcome == "graded" else found["binary_low_logit"]
    given = odds(x, grade if outcome == "graded" else grade == 0, freq, tuple(COLUMNS))
    likelihood = mcfadden.likelihoods(given, mcfadden.subsets(given, QUESTIONS)).likelihood
    table = 1 - likelihood / logit(given).nothing
    np.testing.assert_allclose(conditional(table), theirs["domir_conditional"], rtol=0, atol=2e-9)
    if outcome == "graded":
        order = np.array([[0.0 if cell == "NA" else cell for cell in row] for row in found["domir_complete"]])
        np.testing.assert_array_equal(complete(table), order)


@pytest.mark.parametrize(
    ("worth", "column"),
    [
        (mcfadden.mcfadden, "r2.m"),
        (mcfadden.cox_snell, "r2.cs"),
        (mcfadden.nagelkerke, "r2.n"),
        (mcfadden.estrella, "r2.e"),
    ],
)
def test_shares_of_four_measures_agree_with_dominanceanalysis_2_1_0(ratings, worth, column):
    theirs = figures("drivers/ratings_importance")["logit_p6_mcfadden"]
    drivers, overall = ratings
    given = odds(drivers[:, :6], overall <= 6, np.ones(len(overall)), tuple(f"a{i:02}" for i in range(6)))
    shares = mcfadden.shares(given, worth=worth)
    np.testing.assert_allclose(shares, theirs["dominanceanalysis"][column], rtol=0, atol=1e-9)
    if column == "r2.m":
        coefficients = list(theirs["coef"].values())
        np.testing.assert_allclose(logit(given).coefficient, coefficients[1:], rtol=0, atol=1e-8)
        assert logit(given).mcfadden == pytest.approx(theirs["full"], abs=1e-9)


@pytest.mark.parametrize("grades", [2, 3, 4])
def test_statsmodels_gives_the_same_model(grades):
    x, grade, names = invented(grades, grades=grades)
    given = odds(x, grade, np.ones(len(x)), names)
    own, other = logit(given), by_statsmodels(given)
    assert own.likelihood == pytest.approx(other.likelihood, abs=1e-7)
    assert own.nothing == pytest.approx(other.nothing, abs=1e-7)
    np.testing.assert_allclose(own.coefficient, other.coefficient, rtol=0, atol=1e-5)
    np.testing.assert_allclose(own.std_error, other.std_error, rtol=0, atol=1e-4)
    np.testing.assert_allclose(own.threshold, other.threshold, rtol=0, atol=1e-5)


@pytest.mark.parametrize("grades", [2, 4])
def test_shares_are_the_average_over_orders_of_separate_fits(grades):
    x, grade, names = invented(7, p=4, grades=grades)
    weight = np.random.default_rng(1).uniform(0.5, 2, len(x))
    given = odds(x, grade, weight, names)

    def worth(chosen):
        if not chosen:
            return 0.0
        part = sorted(chosen)
        return logit(odds(x[:, part], grade, weight, tuple(names[i] for i in part))).mcfadden

    slow = np.zeros(4)
    for i in range(4):
        others = [k for k in range(4) if k != i]
        for size in range(4):
            for subset in combinations(others, size):
                chance = factorial(size) * factorial(3 - size) / factorial(4)
                slow[i] += chance * (worth({*subset, i}) - worth(set(subset)))
    np.testing.assert_allclose(mcfadden.shares(given), slow, rtol=0, atol=1e-10)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000), grades=st.integers(2, 4))
def test_units_order_and_repeated_rows_change_no_share(seed, grades):
    x, grade, names = invented(seed, grades=grades)
    turn = np.random.default_rng(seed).permutation(3)
    plain = mcfadden.shares(odds(x, grade, np.ones(len(x)), names))
    other = mcfadden.shares(odds(x[:, turn] * 3 - 40, grade * 10, np.full(len(x), 2.0), names))
    np.testing.assert_allclose(other, plain[turn], rtol=0, atol=1e-8)
    twice = np.concatenate([x, x]), np.concatenate([grade, grade])
    np.testing.assert_allclose(
        mcfadden.shares(odds(*twice, np.ones(2 * len(x)), names)), plain, rtol=0, atol=1e-8
    )


@pytest.mark.parametrize("grades", [2, 3])
def test_replicate_shares_follow_separate_fits(grades):
    x, grade, names = invented(5, n=600, grades=grades)
    resamples = replicates(design(np.ones(600)), count=40)
    given = odds(x, grade, np.ones(600), names)
    shares, total = mcfadden.replicate_shares(given, resamples)
    np.testing.assert_allclose(shares[0], mcfadden.shares(given), rtol=0, atol=1e-9)
    np.testing.assert_allclose(shares.sum(axis=1), total, rtol=0, atol=1e-12)
    slow = np.array([mcfadden.shares(odds(x, grade, factor, names)) for factor in resamples.factors[1:]])
    assert np.abs(shares[1:] - slow).max() < 0.15 * slow.std(axis=0).max()
    np.testing.assert_allclose(shares[1:].std(axis=0), slow.std(axis=0), rtol=0.05)


def test_sampled_orders_meet_the_exact_shares_within_their_error(ratings):
    drivers, overall = ratings
    names = tuple(f"a{i:02}" for i in range(8))
    bad = overall <= 6
    given = odds(drivers[:, :8], bad, np.ones(len(bad)), names)
    proxy = correlations(np.cov(np.column_stack([drivers[:, :8], bad]).T), names)
    exact = mcfadden.shares(given)
    shares, error = sampling.sampled_mcfadden(given, proxy, count=120, seed=1)
    assert (np.abs(shares - exact) < 4 * error).all()
    assert np.abs(shares - exact).max() < 0.015 * exact.sum()
    assert shares.sum() == pytest.approx(exact.sum(), abs=1e-9)


def test_sampled_linear_shares_meet_lmg_within_their_error():
    x, _, names = invented(2, p=6)
    proxy = correlations(np.cov(np.column_stack([x, x.sum(axis=1) ** 2]).T), names)
    shares, error = sampling.sampled_linear(proxy, 2000)
    assert (np.abs(shares - lmg.shares(proxy)) < 4 * error).all()


def test_brant_accepts_proportional_odds_and_finds_a_driver_that_is_not(housing):
    _, x, grade, freq = housing
    table = brant(x, grade, freq, tuple(COLUMNS))
    assert table["df"].tolist() == [6, 1, 1, 1, 1, 1, 1]
    assert table["p"].iloc[0] > 0.05
    rng = np.random.default_rng(0)
    z = rng.normal(size=(3000, 2))
    first, second = rng.uniform(size=(2, 3000))
    above = first < 1 / (1 + np.exp(-1.5 * z[:, 0] - z[:, 1]))
    top = above & (second < 1 / (1 + np.exp(-z[:, 1])))
    found = brant(z, above.astype(int) + top, np.ones(3000), ("uneven", "even")).set_index("term")["p"]
    assert found["uneven"] < 1e-6


def test_brant_by_replicates_is_near_the_formula_and_does_not_depend_on_the_scale_of_weights():
    rng = np.random.default_rng(8)
    x = rng.normal(size=(1500, 2))
    grade = np.digitize(x @ [0.8, 0.4] + rng.logistic(size=1500), [-1, 1])
    resamples = replicates(design(np.ones(1500)), "bootstrap", 1000)
    plain = brant(x, grade, np.ones(1500), ("a", "b"))
    tables = [brant(x, grade, np.full(1500, each), ("a", "b"), resamples, 1499) for each in (1.0, 1e4)]
    np.testing.assert_allclose(tables[0]["chi2"], plain["chi2"], rtol=0.2)
    np.testing.assert_allclose(tables[0]["p"], plain["p"], rtol=0, atol=0.08)
    np.testing.assert_allclose(tables[1]["p"], tables[0]["p"], rtol=1e-6)


def test_brant_is_nan_where_the_design_leaves_no_degrees_of_freedom():
    rng = np.random.default_rng(8)
    x = rng.normal(size=(300, 3))
    grade = np.digitize(x.sum(axis=1) + rng.logistic(size=300), [-1, 0, 1])
    resamples = replicates(design(np.ones(300), cluster=np.arange(300) % 4), "jackknife")
    assert np.isnan(brant(x, grade, np.ones(300), tuple("abc"), resamples, 3)["p"].iloc[0])


def test_brant_holds_its_level_under_proportional_odds():
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(300, 2))
        grade = np.digitize(x @ [0.5, -0.4] + rng.logistic(size=300), [-1, 0, 1])
        p.append(brant(x, grade, np.ones(300), ("a", "b"))["p"].iloc[0])
    assert np.mean(np.array(p) < 0.1) < 0.25
    assert 0.35 < np.mean(p) < 0.65


@pytest.mark.parametrize("quasi", [False, True])
def test_separation_is_refused_with_the_name_of_the_driver(quasi):
    x, grade, _ = invented(3)
    perfect = np.where(grade == 1, 2.0, 1.0)
    if quasi:
        perfect[np.flatnonzero(grade == 1)[:20]] = 1.0
    with pytest.raises(FitError, match="'telltale': these answers tell the outcome without error"):
        odds(np.column_stack([x[:, 0], perfect]), grade, np.ones(len(x)), ("x0", "telltale"))


@pytest.mark.parametrize("verdict", [0, 1])
def test_an_outcome_of_a_single_grade_is_refused(verdict):
    x, _, names = invented(3)
    with pytest.raises(FitError, match="the outcome is the same for everyone"):
        odds(x, np.full(len(x), verdict), np.ones(len(x)), names)


def test_more_drivers_than_answers_are_refused_before_any_fit():
    rng = np.random.default_rng(0)
    with pytest.raises(FitError, match="6 drivers, but only 7 answers"):
        odds(rng.normal(size=(7, 6)), np.arange(7) % 2, np.ones(7), tuple("abcdef"))


def by_statsmodels(given: Odds) -> Logit:
    """The same model by statsmodels: a binomial GLM, or its ordered model on repeated rows.

    Weights of more than two grades are taken as counts, because the ordered model knows none.
    """
    drivers = given.standard * given.scale + given.centre
    return _binomial(given, drivers) if given.thresholds == 1 else _ordered(given, drivers)


def _binomial(given: Odds, drivers: Floats) -> Logit:
    import statsmodels.api as sm

    model = sm.GLM(
        given.grade, sm.add_constant(drivers), family=sm.families.Binomial(), freq_weights=given.weight
    )
    found = model.fit(tol=1e-12)
    return Logit(given.names, found.params[1:], found.bse[1:], -found.params[:1], found.llf, found.llnull)


def _ordered(given: Odds, drivers: Floats) -> Logit:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    times = np.round(given.weight).astype(int)
    model = OrderedModel(np.repeat(given.grade, times), np.repeat(drivers, times, axis=0), distr="logit")
    found = model.fit(method="bfgs", disp=False, gtol=1e-8, maxiter=500)
    p = len(given.names)
    threshold = model.transform_threshold_params(found.params)[1:-1]
    return Logit(given.names, found.params[:p], found.bse[:p], threshold, found.llf, found.llnull)
