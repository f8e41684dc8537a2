"""Models of ordered categories: lavaan, and second routes."""

import numpy as np
import pandas as pd
import pytest
from lavaan_cases import MEASURES, table
from ordinal_cases import CASES, SCHOOLS_TWO, SIX, TESTS, TWO, answers, fitted, lavaan

from satkit.errors import DataError, DefinitionError, FitError
from satkit.models.sem import (
    factor_scores,
    fit_sem,
    invariance,
    likelihood_ratio_test,
    measurement,
    r_squared,
)
from satkit.models.sem.ordinal_structure import observed_moments, settle_variances, slopes
from satkit.stats.polychoric import polychoric

MENDED = {"cfi.robust", "tli.robust"}  # lavaan forgets the shares of the groups, see docs/semopy.md


@pytest.mark.parametrize("case", CASES)
def test_estimates_and_errors_are_those_of_lavaan(case):
    ours = {}
    for row in fitted(case).parameters.itertuples():
        ours[f"{row.group}|{row.lhs} {row.op} {row.rhs}".strip()] = row
        ours[f"{row.group}|{row.rhs} {row.op} {row.lhs}".strip()] = row
    for name, estimate, error, *_, full in lavaan()[case]["rows"]:
        own = case == "single_last" and name.startswith(("|CUSCO ~", "|CUSCO ~~"))  # its own construct here
        mine = ours[name.replace("CUSCO", "Complaints") if own else name]
        assert mine.estimate == pytest.approx(estimate, abs=1e-5 + 3e-4 * error), name
        assert mine.std_all == pytest.approx(full, abs=2e-5), name
        if error:
            assert mine.std_error == pytest.approx(error, abs=1e-5), name


@pytest.mark.parametrize("case", CASES)
def test_measures_are_those_of_lavaan(case):
    fit = fitted(case)
    theirs = {MEASURES[name]: number for name, number in lavaan()[case]["fit"].items() if name in MEASURES}
    if "group" in CASES[case][1]:
        theirs = {name: number for name, number in theirs.items() if name not in {"cfi_robust", "tli_robust"}}
    assert len(theirs) >= 11
    for name, number in theirs.items():
        assert fit.measure(name) == pytest.approx(number, abs=1e-5, rel=1e-6), name


@pytest.mark.parametrize("case", ["mixed", "scalar", "mixed_scalar", "single_last"])
def test_the_jacobian_of_ordinal_moments_is_that_of_small_steps(case):
    found = fitted(case).ordinal
    rng = np.random.default_rng(1)
    theta = settle_variances(found.layers, found.theta + 0.05 * rng.standard_normal(len(found.theta)))
    exact, _ = slopes(found.layers, theta)
    for number, place in enumerate(found.layers.free):
        step = np.zeros_like(theta)
        step[place] = 1e-6
        ends = [
            observed_moments(found.layers, settle_variances(found.layers, theta + sign * step))[0]
            for sign in (1, -1)
        ]
        assert exact[..., number] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-7)


@pytest.mark.parametrize("case", ["mixed", "scalar", "single_first"])
def test_the_gradient_of_the_discrepancy_is_zero_at_the_optimum(case):
    fit = fitted(case)
    found = fit.ordinal
    target = np.stack([own.vector for own in found.seen])
    rest = (
        (target - observed_moments(found.layers, found.theta)[0])
        * found.weights
        * (fit.sample.size - 1)[:, None]
    )
    pull = np.einsum("gs,gsq->q", rest, slopes(found.layers, found.theta)[0])
    assert np.abs(pull).max() < 1e-5 * fit.sample.n
    assert fit.converged


def test_latent_responses_of_ordered_items_have_unit_variance():
    fit = fitted("scalar")
    told = observed_moments(fit.ordinal.layers, fit.ordinal.theta)[1]
    assert np.diagonal(told.cov, axis1=1, axis2=2) == pytest.approx(1)


def test_the_only_item_of_a_construct_measures_it_without_error_when_ordered():
    last = fitted("single_last").parameters.set_index(["lhs", "op", "rhs"])
    assert last.loc[("Complaints", "=~", "CUSCO"), "std_all"] == 1
    variance = last.loc[("Complaints", "~~", "Complaints"), "estimate"]
    path = last.loc[("Complaints", "~", "Satisfaction"), "std_all"]
    assert variance == pytest.approx(1 - path**2)
    unit = fit_sem(answers("last"), TWO + "Complaints =~ CUSCO", method="WLSMV", scale="unit")
    marker = fit_sem(answers("last"), TWO + "Complaints =~ CUSCO", method="WLSMV")
    assert unit.test.plain == pytest.approx(marker.test.plain, abs=1e-9)
    assert "Heywood" not in " ".join(map(str, unit.notes))


def test_large_samples_of_two_groups_recover_the_difference_between_them():
    rng = np.random.default_rng(4)
    parts = []
    for name, mean, spread, noise in (("a", 0.0, 1.0, 0.6), ("b", 0.5, 1.3, 0.9)):
        factor = mean + spread * rng.standard_normal((20_000, 1))
        behind = factor * [1, 0.8, 0.9, 0.7] + noise * rng.standard_normal((20_000, 4))
        part = pd.DataFrame(np.digitize(behind, [-1, 0.3, 1.2]), columns=list("wxyz"))
        parts.append(part.assign(g=name))
    fit = fit_sem(
        pd.concat(parts), "F =~ w + x + y + z", method="WLSMV", group="g", equal=["loadings", "intercepts"]
    )
    rows = fit.parameters.set_index(["group", "lhs", "op", "rhs"])["estimate"]
    unit = np.sqrt(1.36)  # the marker's standard deviation in the first group is the unit
    assert rows["b", "F", "~1", ""] == pytest.approx(0.5 / unit, abs=0.03)
    assert rows["b", "F", "~~", "F"] == pytest.approx(1.69 / unit**2, rel=0.06)
    assert fit.test.p_value > 0.001


def test_mixed_items_from_one_population_give_its_correlations():
    rng = np.random.default_rng(8)
    true = np.array([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])
    drawn = rng.multivariate_normal(np.zeros(3), true, 20_000)
    data = np.column_stack([np.digitize(drawn[:, 0], [-0.5, 0.5]), 3 * drawn[:, 1] + 10, 0.2 * drawn[:, 2]])
    found = polychoric(data, ["o", "m", "n"], numeric=["m", "n"])
    assert found.correlation == pytest.approx(true, abs=0.02)
    assert found.mean == pytest.approx([0, 10, 0], abs=0.07)
    assert found.variance == pytest.approx([1, 9, 0.04], rel=0.03)
    assert found.correlation[1, 2] == pytest.approx(np.corrcoef(data.T)[1, 2], abs=1e-12)


def test_pairs_of_all_who_answered_both_are_what_the_pair_alone_gives():
    data = answers("gaps")
    whole = polychoric(data.to_numpy(), SIX, missing="pairwise")
    both = data[["IMAG1", "CUSA2"]].dropna()
    thresholds = polychoric(data[["IMAG1"]].assign(x=data["IMAG1"]).to_numpy(), ["a", "b"]).thresholds[0]
    assert whole.thresholds[0] == pytest.approx(thresholds)
    alone = polychoric(both.to_numpy(), ["IMAG1", "CUSA2"])
    assert whole.correlation[0, 4] == pytest.approx(alone.pairs[0], abs=0.02)
    assert whole.n == len(data)


def test_integer_weights_are_repeated_rows_for_mixed_items_with_gaps():
    data = answers("mixed gaps")
    times = np.random.default_rng(1).integers(1, 4, len(data))
    options = {"numeric": SIX[3:], "missing": "pairwise"}
    weighted = polychoric(data.to_numpy(), SIX, times, **options)
    repeated = polychoric(np.repeat(data.to_numpy(), times, axis=0), SIX, **options)
    assert weighted.vector == pytest.approx(repeated.vector, abs=1e-9)


def test_all_items_ordered_by_name_is_the_default():
    named = fit_sem(answers("last"), TWO, method="WLSMV", ordered=SIX)
    assert named.test.plain == pytest.approx(fit_sem(answers("last"), TWO, method="WLSMV").test.plain)


def test_a_category_that_a_group_never_chose_is_told():
    data = answers("schools").copy()
    data.loc[(data["school"] == "Pasteur") & (data["x2"] == 0), "x2"] = 1
    with pytest.raises(DataError, match="group 'Pasteur': nobody chose one of the categories of 'x2'"):
        fit_sem(data, SCHOOLS_TWO, method="WLSMV", group="school")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"ordered": ["IMAG9"]}, "'IMAG9' is to be ordered but is no item"),
        ({"missing": "fiml"}, "gaps are not handled as 'fiml' with WLSMV"),
        ({"method": "MLR", "missing": "pairwise"}, "gaps are not handled as 'pairwise' with MLR"),
        ({"method": "ML", "ordered": SIX}, "ML takes all answers as numbers"),
    ],
)
def test_options_that_exclude_each_other_are_refused(options, said):
    with pytest.raises(DefinitionError, match=said):
        fit_sem(answers("last"), TWO, **{"method": "WLSMV", **options})


@pytest.mark.parametrize(
    ("line", "options", "said"),
    [
        ("IMAG1 ~ 2*1", {}, "'IMAG1' are ordered categories"),
        ("IMAG1 ~~ 0.5*IMAG1", {}, "errors of 'IMAG1' cannot be set"),
        ("C =~ 2*CUSCO", {}, "'C' have the scale of their only item"),
    ],
)
def test_restrictions_that_ordered_categories_do_not_allow_are_refused(line, options, said):
    with pytest.raises(FitError, match=said):
        fit_sem(answers("last"), f"{TWO}{line}", method="WLSMV", **options)


def test_errors_equal_in_all_groups_are_refused():
    with pytest.raises(FitError, match="errors of ordered categories cannot be made equal"):
        fit_sem(answers("schools"), SCHOOLS_TWO, method="WLSMV", group="school", equal=["residuals"])


def test_robust_indices_of_groups_need_the_shares_that_lavaan_forgets():
    fit = fitted("configural")
    cuts = len(fit.ordinal.layers.owner)
    pairs = 2 * 15
    traces = np.array([np.trace(own.gamma[cuts:, cuts:]) for own in fit.ordinal.seen])
    share = fit.sample.share
    null = float(-fit.sample.n * share @ np.linalg.slogdet(fit.sample.cov)[1])
    excess = fit.measure("rmsea_robust") ** 2 * (fit.sample.n - 2) * fit.test.df / 2
    assert 1 - excess / (null - traces.sum()) == pytest.approx(fit.measure("cfi_robust"), abs=1e-9)
    theirs = 1 - excess / (null - (traces / share).sum())
    assert theirs == pytest.approx(lavaan()["configural"]["fit"]["cfi.robust"], abs=1e-6)
    assert len(TESTS) * (len(TESTS) - 1) == pairs


def test_ordered_items_of_one_group_have_the_robust_indices_of_lavaan():
    options = {"method": "WLSMV"}
    fit = fit_sem(
        table("mobi_ord5"),
        "Image =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5\n"
        "Quality =~ PERQ1 + PERQ2 + PERQ3 + PERQ4 + PERQ5 + PERQ6 + PERQ7\n"
        "Satisfaction =~ CUSA1 + CUSA2 + CUSA3",
        **options,
    )  # lavaan 0.6-14 and 0.6-20
    assert fit.measure("cfi_robust") == pytest.approx(0.895599328001092, abs=1e-7)
    assert fit.measure("tli_robust") == pytest.approx(0.873999188966835, abs=1e-7)
    assert fit.measure("rmsea_robust") == pytest.approx(0.106948838660766, abs=1e-7)


def test_an_intercept_of_an_ordered_item_is_its_thresholds():
    free = fit_sem(answers("mixed"), f"{TWO}IMAG1 ~ 1\nCUSA1 ~ 1", method="WLSMV", ordered=SIX[:3])
    plain = fit_sem(answers("mixed"), TWO, method="WLSMV", ordered=SIX[:3])
    assert free.test.plain == pytest.approx(plain.test.plain, abs=1e-9)
    assert free.measure("parameters") == plain.measure("parameters")


@pytest.mark.parametrize(("restricted", "free"), [("metric", "configural"), ("scalar", "metric")])
def test_the_shifted_difference_is_that_of_lavaan(restricted, free):
    theirs = lavaan()["differences"][restricted]
    found = likelihood_ratio_test(fitted(restricted), fitted(free))
    assert found.statistic == pytest.approx(theirs["statistic"], abs=1e-5)
    assert found.df == theirs["df"]


def test_the_difference_of_plain_least_squares_is_the_difference_of_the_statistics():
    free = fit_sem(answers("schools"), SCHOOLS_TWO, method="DWLS", group="school", equal=["loadings"])
    found = likelihood_ratio_test(fitted("scalar_DWLS"), free)
    assert found.statistic == pytest.approx(fitted("scalar_DWLS").test.plain - free.test.plain)


def test_the_difference_to_a_saturated_model_is_the_test_itself():
    text = "F =~ IMAG1 + IMAG2 + IMAG3 + CUSA1"
    fit = fit_sem(answers("last"), text, method="WLSMV")
    all_free = text + "\nIMAG1 ~~ IMAG2\nIMAG1 ~~ IMAG3"  # as many parameters as correlations
    whole = fit_sem(answers("last"), all_free, method="WLSMV")
    assert whole.test.df == 0
    assert likelihood_ratio_test(fit, whole).statistic == pytest.approx(fit.test.statistic, abs=1e-6)


def test_levels_of_invariance_end_before_the_errors_of_ordered_items():
    found = invariance(answers("schools"), SCHOOLS_TWO, "school", method="WLSMV")
    assert found.table["step"].tolist() == ["configural", "metric", "scalar"]
    assert found.table["chi_square_difference"].iloc[2] == pytest.approx(
        lavaan()["differences"]["scalar"]["statistic"], abs=1e-5
    )
    assert found.table["aic"].isna().all()
    assert found.reached == "metric"


def test_robust_indices_of_categories_are_those_of_the_latent_responses_in_large_samples():
    rng = np.random.default_rng(9)
    factor = rng.standard_normal((20_000, 1))
    twist = 0.6 * rng.standard_normal((20_000, 1)) * [1, 1, 0, 0, 0, 0]  # what one factor cannot explain
    behind = pd.DataFrame(factor + twist + rng.standard_normal((20_000, 6)), columns=list("abcdef"))
    chosen = behind.apply(lambda item: np.digitize(item, [-1.5, -0.5, 0.8, 1.6]))
    model = "F =~ a + b + c + d + e + f"
    exact = fit_sem(behind / behind.std(), model, start="plain")
    graded = fit_sem(chosen, model, method="WLSMV")
    assert graded.measure("rmsea_robust") == pytest.approx(exact.measure("rmsea"), abs=0.006)
    assert graded.measure("cfi_robust") == pytest.approx(exact.measure("cfi"), abs=0.006)
    assert abs(graded.measure("cfi") - exact.measure("cfi")) > 0.01  # the plain index is another


def test_ordered_items_have_reliabilities_and_explained_shares():
    fit = fitted("single_last")
    path = fit.parameters.set_index(["lhs", "op", "rhs"]).loc[("Complaints", "~", "Satisfaction"), "std_all"]
    told = r_squared(fit).set_index("variable")["r_squared"]
    assert told["Complaints"] == pytest.approx(path**2)
    assert measurement(fit)["construct"].tolist()[:2] == ["Image", "Satisfaction"]


def test_scores_of_ordered_items_are_refused():
    with pytest.raises(FitError, match=r"ordered categories \(WLSMV\)"):
        factor_scores(fitted("pairwise"))
