"""Covariance models by second routes: numbers, simulation, repeated rows, replicates."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lavaan_cases import CASES, HS, fitted, table, text

from satkit.models.paths import path_model
from satkit.models.sem import (
    covariance_model,
    equivalence_test,
    factor_scores,
    fit_sem,
    invariance,
    modification_indices,
    replicate_fit,
)
from satkit.models.sem.discrepancy import curvature, discrepancy_gradient, information, value
from satkit.models.sem.result import alone, unbiased_sample
from satkit.models.sem.robust import scores
from satkit.models.sem.sample import Sample, of_moments
from satkit.models.sem.solve import fisher_scoring
from satkit.models.sem.start import plain
from satkit.models.sem.structure import implied_moments, structure
from satkit.stats.design import design
from satkit.stats.moments import complete
from satkit.stats.replicates import Replicates, replicates

NAMES = [f"x{number}" for number in range(1, 10)]
KINDS = {
    "one group": "HS_cfa_ML",
    "gaps": "HS_cfa_FIML_missing",
    "groups": "HS_multigroup_scalar",
    "generalised least squares": "HS_cfa_GLS",
    "unweighted least squares": "HS_cfa_ULS",
    "paths": "PoliticalDemocracy_ML",
}


def away(case):
    """A fit, its sample, and a point beside its optimum."""
    fit = fitted(case)
    sample = alone(fit.sample)
    sample = sample if fit.estimator == "ML" else unbiased_sample(sample)
    point = fit.theta + 0.03 * np.random.default_rng(1).standard_normal(len(fit.theta)) * np.abs(fit.theta)
    return fit, sample, point


@pytest.mark.parametrize("case", KINDS.values(), ids=KINDS)
def test_the_gradient_is_the_slope_of_the_discrepancy(case):
    fit, sample, point = away(case)
    steps = 1e-5 * np.eye(len(point))
    numeric = [
        (
            value(fit.structure, sample, point + step, fit.estimator)
            - value(fit.structure, sample, point - step, fit.estimator)
        )
        / 2e-5
        for step in steps
    ]
    assert discrepancy_gradient(fit.structure, sample, point, fit.estimator) == pytest.approx(
        np.array(numeric), abs=1e-6
    )


@pytest.mark.parametrize("case", KINDS.values(), ids=KINDS)
def test_the_curvature_is_the_slope_of_the_gradient(case):
    fit, sample, point = away(case)
    steps = 1e-5 * np.eye(len(point))
    numeric = np.array(
        [
            (
                discrepancy_gradient(fit.structure, sample, point + step, fit.estimator)
                - discrepancy_gradient(fit.structure, sample, point - step, fit.estimator)
            )
            / 2e-5
            for step in steps
        ]
    )
    exact = curvature(fit.structure, sample, point, fit.estimator)
    assert exact == pytest.approx(numeric, abs=1e-5 * np.abs(exact).max())


def test_expected_and_observed_information_agree_where_the_model_is_true():
    fit = fitted("HS_cfa_ML_meanstructure")
    told = implied_moments(fit.structure, fit.theta)
    true = replace(alone(fit.sample), cov=told.cov, mean=told.mean)
    observed = curvature(fit.structure, true, fit.theta, "ML")
    assert observed == pytest.approx(information(fit.structure, true, fit.theta, "ML"), abs=1e-10)


@pytest.mark.parametrize("case", ["HS_cfa_MLR", "HS_cfa_FIML_MLR_missing", "HS_multigroup_MLR_metric"])
def test_scores_of_the_respondents_add_up_to_the_gradient(case):
    fit, sample, point = away(case)
    total = np.zeros(len(point))
    for score, rows in scores(fit.structure, sample, point):
        total += (score * sample.weight[rows, None]).sum(axis=0)
    assert total / sample.n == pytest.approx(
        -discrepancy_gradient(fit.structure, sample, point, "ML"), abs=1e-9
    )


@pytest.fixture(scope="module")
def truth():
    """A model of two constructs with a path, and its covariance at known values."""
    model = covariance_model("A =~ a1 + a2 + a3\nB =~ b1 + b2 + b3\nB ~ A")
    given = structure(model)
    known = {"=~": 0.9, "~": 0.5, "~~": 0.6}
    theta = np.zeros(given.free)
    for row, place in zip(given.rows[0], given.place[0], strict=True):
        if place >= 0:
            theta[place] = known[row.op]
    return given, theta, implied_moments(given, theta).cov[0]


def test_simulated_samples_give_the_truth_with_the_errors_that_the_information_tells(truth):
    given, theta, cov = truth
    rng = np.random.default_rng(5)
    n, count = 400, 600
    drawn = rng.multivariate_normal(np.zeros(6), cov, (count, n))
    apart = drawn - drawn.mean(axis=1, keepdims=True)
    sample = Sample(
        given.model.items,
        ("",),
        np.zeros(1, int),
        np.ones((1, 6), bool),
        np.full((count, 1), float(n)),
        np.zeros((count, 1, 6)),
        (apart.swapaxes(1, 2) @ apart / n)[:, None],
    )
    found = fisher_scoring(given, sample, np.tile(theta, (count, 1)), "ML")
    assert found.converged.all()
    at_truth = replace(sample, size=np.array([float(n)]), mean=np.zeros((1, 6)), cov=cov[None])
    error = np.sqrt(np.diagonal(np.linalg.inv(information(given, at_truth, theta, "ML"))) / n)
    assert np.abs(found.theta.mean(axis=0) - theta).max() < 4 * (error / np.sqrt(count)).max() + 0.01
    assert found.theta.std(axis=0) == pytest.approx(error, rel=0.12)
    chi = 2 * n * (found.value - 0.5 * (np.linalg.slogdet(sample.cov[:, 0])[1] + 6))
    assert chi.mean() == pytest.approx(8, abs=0.6)


def test_every_replicate_is_fitted_as_if_it_were_the_sample():
    answers = table("HS")[NAMES].to_numpy()
    resamples = replicates(design(np.ones(len(answers))), count=5, seed=2)
    fit = fitted("HS_cfa_ML")
    found = replicate_fit(fit, complete(answers, NAMES, resamples=resamples), resamples)
    for number in (1, 4):
        weight = resamples.factors[number][resamples.piece]
        alone_ = fit_sem(complete(answers, NAMES, weight), HS)
        assert found.theta[number] == pytest.approx(alone_.theta, abs=1e-5)


def test_integer_weights_are_repeated_rows():
    answers = table("HS")
    times = np.random.default_rng(3).integers(0, 4, len(answers))
    weighted = fit_sem(answers.assign(w=times.astype(float)), HS, weight="w", method="MLR")
    repeated = fit_sem(answers.loc[answers.index.repeat(times)], HS, method="MLR")
    assert weighted.theta == pytest.approx(repeated.theta, abs=1e-9)


def test_scaling_the_weights_changes_no_estimate():
    answers = table("HS")
    weight = np.random.default_rng(4).uniform(0.5, 2, len(answers))
    one, other = (
        fit_sem(answers.assign(w=weight * factor), HS, weight="w", method="MLR") for factor in (1, 37.0)
    )
    assert one.theta == pytest.approx(other.theta, abs=1e-12)
    assert one.errors == pytest.approx(other.errors, abs=1e-12)


def test_bootstrap_errors_are_near_the_robust_ones():
    answers = table("HS")[NAMES].to_numpy()
    resamples = replicates(design(np.ones(len(answers))), count=300, seed=1)
    fit = fitted("HS_cfa_MLR")
    found = replicate_fit(fit, complete(answers, NAMES, resamples=resamples), resamples).table
    free = found["free"] & (found["op"] == "=~")
    ratio = found.loc[free, "std_error"] / fit.parameters.loc[free, "std_error"]
    assert ratio.median() == pytest.approx(1, abs=0.12)
    inside = (found["low"] <= found["estimate"]) & (found["estimate"] <= found["high"])
    assert inside[found["free"]].all()


def test_a_cluster_drawn_whole_widens_the_errors():
    half = table("HS")[NAMES].to_numpy()
    answers = np.concatenate([half, half])
    cluster = np.tile(np.arange(len(half)), 2)
    fit = fit_sem(complete(answers, NAMES), HS)
    errors = []
    for units in (None, cluster):
        resamples = replicates(design(np.ones(len(answers)), cluster=units), count=200, seed=1)
        moments = complete(answers, NAMES, resamples=resamples)
        found = replicate_fit(fit, moments, resamples).table
        errors.append(found.loc[found["free"], "std_error"].to_numpy())
    assert np.median(errors[1] / errors[0]) == pytest.approx(np.sqrt(2), rel=0.1)


def test_gaps_that_depend_on_other_answers_do_not_bias_full_information():
    rng = np.random.default_rng(8)
    factor = rng.standard_normal(4000)
    answers = pd.DataFrame({f"q{item}": factor * 0.8 + 0.6 * rng.standard_normal(4000) for item in range(4)})
    answers.loc[answers["q0"] > 0, "q3"] = np.nan
    full = fit_sem(answers, "F =~ q0 + q1 + q2 + q3", missing="fiml").parameters
    mean = full[(full["op"] == "~1") & (full["lhs"] == "q3")]["estimate"].item()
    assert mean == pytest.approx(0, abs=0.08)
    assert answers["q3"].mean() < -0.3


def test_full_information_without_gaps_is_plain_maximum_likelihood():
    plain_ = fit_sem(table("HS"), HS, means=True)
    full = fit_sem(table("HS"), HS, missing="fiml")
    assert full.theta == pytest.approx(plain_.theta, abs=1e-9)


def test_a_scale_by_unit_variance_fits_the_same():
    one, other = fitted("HS_cfa_MLR"), fitted("HS_cfa_MLR_stdlv")
    assert one.test.statistic == pytest.approx(other.test.statistic, abs=1e-7)
    columns = ["std_all"]
    assert one.parameters[columns].to_numpy() == pytest.approx(other.parameters[columns].to_numpy(), abs=1e-8)


def test_standard_errors_of_standardised_figures_do_not_depend_on_the_scale():
    one, other = fitted("HS_cfa_MLR").parameters, fitted("HS_cfa_MLR_stdlv").parameters
    both = one["std_error_all"].notna() & other["std_error_all"].notna() & (one["std_error_all"] > 1e-9)
    assert both.sum() > 15
    assert one["std_error_all"][both].to_numpy() == pytest.approx(
        other["std_error_all"][both].to_numpy(), abs=1e-7
    )


def test_plain_starting_values_lead_to_the_same_optimum_as_those_of_semopy():
    for case in ("HS_cfa_ML", "mobi_core_sem_ML", "PoliticalDemocracy_ML"):
        fit = fitted(case)
        sample = alone(fit.sample)
        start = plain(fit.structure, sample.cov, sample.mean)
        assert fisher_scoring(fit.structure, sample, start[None], "ML").theta[0] == pytest.approx(
            fit.theta, abs=1e-5
        )


def test_plain_starting_values_are_used_where_semopy_fails(monkeypatch):
    import semopy

    def broken(text):
        raise np.linalg.LinAlgError(text)

    monkeypatch.setattr(semopy, "Model", broken)
    assert fit_sem(table("HS"), HS).theta == pytest.approx(fitted("HS_cfa_ML").theta, abs=1e-8)


def test_a_modification_index_is_about_the_fall_of_the_chi_square():
    fit = fitted("HS_cfa_ML")
    first = modification_indices(fit).iloc[0]
    freer = fit_sem(table("HS"), f"{HS}\n{first['lhs']} =~ {first['rhs']}")
    fall = fit.test.plain - freer.test.plain
    assert fall == pytest.approx(first["mi"], rel=0.1)


def test_defined_quantities_have_errors_by_the_delta_method():
    text = "A =~ x1 + x2 + x3\nB =~ x4 + x5 + x6\nC =~ x7 + x8 + x9\nB ~ a*A\nC ~ b*B + A\nindirect := a * b"
    fit = fit_sem(table("HS"), text)
    rows = fit.parameters.set_index("label")
    a, b = rows.loc["a"], rows.loc["b"]
    got = rows.loc["indirect"]
    assert got["estimate"] == pytest.approx(a["estimate"] * b["estimate"])
    places = {
        row.label: place
        for row, place in zip(fit.structure.rows[0], fit.structure.place[0], strict=True)
        if row.label
    }
    slope = np.zeros(len(fit.theta))
    slope[places["a"]], slope[places["b"]] = b["estimate"], a["estimate"]
    assert got["std_error"] == pytest.approx(np.sqrt(slope @ fit.errors @ slope))


def test_equal_labels_are_one_parameter():
    fit = fit_sem(table("HS"), "A =~ x1 + l*x2 + l*x3\nB =~ x4 + x5 + x6")
    loadings = fit.parameters[fit.parameters["label"] == "l"]["estimate"]
    assert len(loadings) == 2
    assert loadings.iloc[0] == loadings.iloc[1]
    assert fit.test.df == 9


def test_a_path_model_is_fitted_as_its_text():
    model = path_model(
        {"A": ["x1", "x2", "x3"], "B": ["x4", "x5", "x6"], "C": "x9"}, [("A", "B"), ("B", "C"), ("A", "C")]
    )
    fit = fit_sem(table("HS"), model)
    residual = fit.parameters[(fit.parameters["lhs"] == "x9") & (fit.parameters["op"] == "~~")]
    assert residual["estimate"].item() == 0  # the only item of a construct has no error of its own


def test_factor_scores_with_gaps_are_the_expected_values():
    fit = fitted("HS_cfa_FIML_missing")
    found = factor_scores(fit)
    assert found.notna().all(axis=None)
    assert len(found) == 301
    full = factor_scores(fitted("HS_cfa_ML_meanstructure"))
    assert np.corrcoef(found["visual"], full["visual"])[0, 1] > 0.95


def test_bartlett_scores_of_the_true_model_are_unbiased():
    rng = np.random.default_rng(2)
    constructs = rng.standard_normal((3000, 2))
    loading = np.array([1, 0.9, 0.9])
    items = np.concatenate(
        [constructs[:, [side]] * loading + 0.5 * rng.standard_normal((3000, 3)) for side in (0, 1)], axis=1
    )
    answers = pd.DataFrame(items, columns=["a1", "a2", "a3", "b1", "b2", "b3"])
    fit = fit_sem(answers, "A =~ a1 + a2 + a3\nB =~ b1 + b2 + b3")
    slope = np.polyfit(constructs[:, 0], factor_scores(fit, "bartlett")["A"], 1)[0]
    shrunken = np.polyfit(constructs[:, 0], factor_scores(fit)["A"], 1)[0]
    assert slope == pytest.approx(1, abs=0.05)
    assert shrunken < slope


def test_the_t_size_is_the_value_whose_test_would_just_reject():
    from scipy.stats import ncx2

    fit = fitted("HS_cfa_ML")
    found = equivalence_test(fit).set_index("measure")
    n, df = fit.sample.n - 1, fit.test.df
    largest = found.loc["rmsea", "value"]
    assert ncx2.cdf(fit.test.plain, df, largest**2 * df * n) == pytest.approx(0.05, abs=1e-9)
    assert found.loc["rmsea", "value"] > fit.measure("rmsea")
    assert found.loc["cfi", "value"] < fit.measure("cfi")
    assert found.loc["rmsea", "excellent"] < found.loc["rmsea", "close"] < found.loc["rmsea", "mediocre"]


def test_the_ends_of_the_rmsea_interval_are_tests():
    from scipy.stats import ncx2

    fit = fitted("HS_cfa_ML")
    unit = fit.sample.n * fit.test.df
    for name, chance in (("rmsea_low", 0.95), ("rmsea_high", 0.05)):
        assert ncx2.cdf(fit.test.plain, fit.test.df, fit.measure(name) ** 2 * unit) == pytest.approx(chance)
    assert fit.measure("rmsea_not_close") == pytest.approx(
        ncx2.cdf(fit.test.plain, fit.test.df, 0.0064 * unit)
    )


def test_invariance_stops_at_the_first_level_that_fails():
    found = invariance(table("HS"), HS, "school", method="ML")
    assert found.reached == "metric"
    assert not found.table.set_index("step").loc["scalar", "holds"]
    assert "the model fits in the groups" in str(found.notes[0])
    assert "means of constructs may not" in str(found.notes[1])


def test_replicates_of_groups_are_fitted_together():
    answers = table("HS")
    fit = fitted("HS_multigroup_metric")
    parts, factors = [], None
    for name in fit.sample.groups:
        own = answers[answers["school"] == name][NAMES].to_numpy()
        factors = replicates(design(np.ones(len(own))), count=20, seed=3)
        parts.append(complete(own, NAMES, resamples=factors))
    found = replicate_fit(fit, parts, factors)
    assert found.theta[0] == pytest.approx(fit.theta, abs=1e-5)
    assert np.isfinite(found.theta).all()
    assert isinstance(factors, Replicates)


def test_moments_keep_their_replicates_but_the_fit_is_of_the_sample():
    answers = table("HS")[NAMES].to_numpy()
    resamples = replicates(design(np.ones(len(answers))), count=3)
    moments = complete(answers, NAMES, resamples=resamples)
    assert of_moments(moments, NAMES).cov.shape == (4, 1, 9, 9)
    assert fit_sem(moments, HS).theta == pytest.approx(fitted("HS_cfa_ML").theta, abs=1e-9)


@pytest.mark.parametrize("case", ["HS_cfa_ML", "mobi_ord5_cfa3_WLSMV"])
def test_a_fit_says_method_and_fit_in_its_first_lines_and_fills_at_most_a_screen(case):
    method = CASES[case][2].get("method", "ML")
    assert repr(fitted(case)).startswith(f"Covariance model, {method}: n ")
    assert "CFI" in repr(fitted(case)).split("\n")[0]
    assert len(repr(fitted(case)).split("\n")) <= 25


@pytest.mark.parametrize(
    "case", ["mobi_core_sem_ML", "mobi_ecsi_sem_ML", "HS_cfa_FIML_missing", "HS_cfa_GLS"]
)
def test_the_solution_does_not_depend_on_the_starting_values(case):
    model, data, options = CASES[case]
    plainly = fit_sem(table(data), text(model), start="plain", **options)
    assert plainly.theta == pytest.approx(fitted(case).theta, abs=1e-7)
    assert plainly.converged
