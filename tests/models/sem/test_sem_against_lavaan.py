"""Every covariance model that lavaan fitted to the same answers; 0.6-14 and 0.6-20 print the same figures.

lavaan stops a little before the optimum (``test_lavaan_stops_short_of_the_optimum``), so estimates
may differ by 1e-5 or a ten-thousandth of a standard error, whichever is more.
"""

import numpy as np
import pytest
from lavaan_cases import BANK, CASES, HS, MEASURES, fitted, lavaan, table
from reference import figures

from satkit.models.sem import (
    factor_scores,
    fit_sem,
    invariance,
    likelihood_ratio_test,
    measurement,
    modification_indices,
    r_squared,
)
from satkit.models.sem.discrepancy import discrepancy_gradient, value
from satkit.models.sem.result import alone
from satkit.stats.reliability import htmt, htmt2

FRAGILE = ("mobi_ecsi_sem", "mobi_reduced_sem")  # nearly undetermined: figures relative to their size


def rows(entry, fit):
    """Our row of every parameter that lavaan lists, and lavaan's estimate, error and standardised figures."""
    ours = {}
    for row in fit.parameters.itertuples():
        group = row.group if len(fit.sample.groups) > 1 else ""
        ours[f"{group}|{row.lhs} {row.op} {row.rhs}".strip()] = row
        if row.op == "~~":
            ours[f"{group}|{row.rhs} {row.op} {row.lhs}"] = row
    for name, *theirs in entry["rows"]:
        yield ours[name], dict(zip(("est", "se", "std.lv", "std.all"), theirs, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_estimates_are_those_of_lavaan(case):
    fit = fitted(case)
    for ours, theirs in rows(lavaan()[case], fit):
        close = 1e-5 + 1e-4 * (theirs["se"] or 0)
        assert ours.estimate == pytest.approx(theirs["est"], abs=close)
        fragile = case.startswith(FRAGILE)
        assert ours.std_lv == pytest.approx(theirs["std.lv"], abs=1e-3 if fragile else 5e-5, rel=2e-5)
        assert ours.std_all == pytest.approx(theirs["std.all"], abs=1e-3 if fragile else 5e-5, rel=2e-5)


@pytest.mark.parametrize("case", CASES)
def test_standard_errors_are_those_of_lavaan(case):
    fragile = case.startswith(FRAGILE)
    for ours, theirs in rows(lavaan()[case], fitted(case)):
        if not theirs["se"]:
            assert not ours.free or ours.op == "~~"
            continue
        assert ours.std_error == pytest.approx(theirs["se"], abs=1e-4, rel=2e-3 if fragile else 1e-6)


@pytest.mark.parametrize("case", CASES)
def test_tests_and_measures_of_fit_are_those_of_lavaan(case):
    ours = fitted(case).measures.set_index("measure")["value"]
    theirs = lavaan()[case]["fit"]
    compared = 0
    for name, number in theirs.items():
        mine = MEASURES.get(name)
        if mine is None or number is None:
            continue
        fragile = case.startswith(FRAGILE)
        assert ours[mine] == pytest.approx(number, abs=1e-4, rel=1e-5 if fragile else 1e-7), name
        compared += 1
    assert compared >= 15


@pytest.mark.parametrize("case", ["mobi_cfa6_ML", "mobi_cfa3_ML", "mobi_ecsi_sem_ML", "HS_cfa_ML"])
def test_lavaan_stops_short_of_the_optimum(case):
    fit = fitted(case)
    theirs = np.zeros_like(fit.theta)
    for ours, row in rows(lavaan()[case], fit):
        number = next(
            place
            for parameter, place in zip(fit.structure.rows[0], fit.structure.place[0], strict=True)
            if (parameter.lhs, parameter.op, parameter.rhs) == (ours.lhs, ours.op, ours.rhs)
        )
        if number >= 0:
            theirs[number] = row["est"]
    sample = alone(fit.sample)
    ours_slope = np.abs(discrepancy_gradient(fit.structure, sample, fit.theta, "ML")).max()
    their_slope = np.abs(discrepancy_gradient(fit.structure, sample, theirs, "ML")).max()
    assert ours_slope < 1e-11
    assert their_slope > 1e3 * ours_slope
    assert value(fit.structure, sample, fit.theta, "ML") <= value(fit.structure, sample, theirs, "ML") + 1e-15


@pytest.mark.parametrize("case", ["HS_cfa_ML", "mobi_core_sem_ML"])
def test_modification_indices_are_those_of_lavaan(case):
    ours = {}
    for row in modification_indices(fitted(case)).itertuples():
        ours[f"{row.lhs} {row.op} {row.rhs}"] = row
        if row.op == "~~":
            ours[f"{row.rhs} {row.op} {row.lhs}"] = row
    theirs = lavaan()[case]["mi"]
    for name, index, change, scaled in theirs:
        row = ours[name]
        assert row.mi == pytest.approx(index, abs=5e-4)
        assert row.epc == pytest.approx(change, abs=5e-5)
        assert row.epc_all == pytest.approx(scaled, abs=5e-5)


@pytest.mark.parametrize(
    ("case", "kind", "key"),
    [
        ("HS_cfa_ML", "regression", "factor_scores_regression_first3"),
        ("HS_cfa_ML", "bartlett", "factor_scores_bartlett_first3"),
        ("PoliticalDemocracy_ML", "regression", "factor_scores_first3"),
        ("mobi_core_sem_ML", "regression", "scores3"),
    ],
)
def test_factor_scores_are_those_of_lavaan(case, kind, key):
    theirs = np.array(lavaan()[case][key])
    assert factor_scores(fitted(case), kind).head(3).to_numpy() == pytest.approx(theirs, abs=1e-5)


@pytest.mark.parametrize(
    ("model", "data", "group", "key"),
    [(HS, "HS", "school", "HS_multigroup_LRT"), (BANK, "bank", "gender", "satgender_LRT")],
    ids=["schools", "bank"],
)
def test_likelihood_ratio_tests_of_invariance_are_those_of_lavaan(model, data, group, key):
    theirs = lavaan()[key]
    levels = ["configural", "metric", "scalar", "strict"][: len(theirs["Df"])]
    ours = invariance(table(data), model, group, method="ML", levels=levels).table
    assert ours["df"].tolist() == theirs["Df"]
    for mine, name in (
        ("chi_square", "Chisq"),
        ("aic", "AIC"),
        ("bic", "BIC"),
        ("chi_square_difference", "Chisq diff"),
        ("p_difference", "Pr(>Chisq)"),
    ):
        assert ours[mine].iloc[1:].tolist() == pytest.approx(theirs[name][1:], abs=1e-4)


def test_the_scaled_difference_is_that_of_satorra_and_bentler_in_lavaan():
    theirs = figures("sem/schools")["differences"]["MLR_metric"]
    step = likelihood_ratio_test(fitted("HS_multigroup_MLR_metric"), fitted("HS_multigroup_MLR_configural"))
    assert step.statistic == pytest.approx(theirs["statistic"], abs=1e-4)
    assert step.p_value == pytest.approx(theirs["p"], abs=1e-5)


def test_correlations_of_constructs_are_those_of_lavaan():
    theirs = lavaan()["mobi_cfa6_ML"]["lv_cor"]
    table_ = fitted("mobi_cfa6_MLR_stdlv").parameters
    ours = {
        frozenset((row.lhs, row.rhs)): row.estimate
        for row in table_.itertuples()
        if row.op == "~~" and row.lhs in theirs["rows"] and row.lhs != row.rhs
    }
    for row, name in enumerate(theirs["rows"]):
        for column, other in enumerate(theirs["cols"][:row]):
            assert ours[frozenset((name, other))] == pytest.approx(theirs["values"][row][column], abs=1e-5)


@pytest.mark.parametrize(("case", "key"), [("mobi_ecsi_sem_ML", "r2"), ("HS_cfa_ML", "rsquare")])
def test_explained_shares_are_those_of_lavaan(case, key):
    ours = r_squared(fitted(case)).set_index("variable")["r_squared"]
    theirs = lavaan()[case][key]
    assert ours.index.symmetric_difference(list(theirs)).empty
    for name, number in theirs.items():
        assert ours[name] == pytest.approx(number, abs=1e-3 if case.startswith(FRAGILE) else 1e-5)


def test_reliabilities_are_those_of_semtools():
    theirs = lavaan()["mobi_cfa6_semTools"]
    ours = measurement(fitted("mobi_cfa6_ML")).set_index("construct")
    for mine, name in (("alpha", "alpha"), ("omega_observed", "omega"), ("ave", "AVE")):
        assert ours[mine].to_dict() == pytest.approx(theirs[name], abs=1e-5)


def test_heterotrait_monotrait_ratios_are_those_of_semtools():
    theirs = lavaan()["mobi_cfa6_semTools"]
    model = fitted("mobi_cfa6_ML").model
    sizes = [sum(row.op == "=~" and row.lhs == name for row in model.parameters) for name in model.constructs]
    ends = np.cumsum(sizes)
    blocks = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    correlation = np.corrcoef(table("mobi")[list(model.items)].to_numpy().T)
    for ratio, name in ((htmt(correlation, blocks), "htmt"), (htmt2(np.abs(correlation), blocks), "htmt2")):
        assert ratio == pytest.approx(np.array(theirs[name]["values"]), abs=1e-6)


def test_every_reference_fit_has_a_case():
    compared_elsewhere = {"HS_multigroup_LRT", "satgender_LRT", "mobi_cfa6_semTools"}
    assert lavaan().keys() - CASES.keys() == compared_elsewhere


def test_moments_alone_give_the_same_fit_as_the_answers():
    from satkit.stats.moments import complete

    answers = table("HS")
    names = [f"x{number}" for number in range(1, 10)]
    fit = fit_sem(complete(answers[names], names), HS)
    assert fit.theta == pytest.approx(fitted("HS_cfa_ML").theta, abs=1e-9)
