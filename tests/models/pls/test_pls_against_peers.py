"""PLS against seminr, cSEM, semPLS and plspm on the ECSI data."""

from dataclasses import replace

import numpy as np
import pytest
from reference import figures, matrix, table
from reference.data_sets import corporate_reputation

from satkit.models.effects import indirect, routes, specific, total
from satkit.models.paths import path_model
from satkit.models.pls import fit_pls
from satkit.models.pls.admissible import admissibility, corrected_rho
from satkit.models.pls.assessment import (
    adjusted_r2,
    cause_vif,
    distances,
    effect_sizes,
    fornell_larcker,
    implied_correlations,
    information,
    item_vif,
)
from satkit.models.pls.priority import priority
from satkit.models.pls.score import index, index_weights, respondent_index, respondent_scores
from satkit.stats.incomplete import mean_replaced
from satkit.stats.reliability import alpha, ave, htmt, htmt2, rho_a, rho_c

TIGHT = 1e-14
BASE_TEN = np.log(10) ** 2  # cSEM takes logarithms to the base of ten
SCHEMES = ("path", "factorial", "centroid")


def by_item(fit, told):
    return np.array([told[item] for item in fit.model.items])


def by_path(fit, told):
    return np.array([told[f"{source}->{target}"] for source, target in fit.model.paths])


def by_construct(fit, told):
    return np.array([np.nan if told.get(name) is None else told[name] for name in fit.model.names], float)


def refitted_sizes(fit, moments):
    """f2 as seminr has it: the whole model fitted again without the path."""
    sizes = []
    for source, target in fit.model.paths:
        paths = tuple(path for path in fit.model.paths if path != (source, target))
        place, explained = fit.model.names.index(target), 0.0
        if any(end == target for _, end in paths):
            less = fit_pls(moments, replace(fit.model, paths=paths), tolerance=TIGHT)
            explained = less.r2[0, place]
        sizes.append((fit.r2[0, place] - explained) / (1 - fit.r2[0, place]))
    return sizes


def agrees(fit, told, tolerance):
    assert fit.weights[0] == pytest.approx(by_item(fit, told["weights"]), abs=tolerance)
    assert fit.loadings[0] == pytest.approx(by_item(fit, told["loadings"]), abs=tolerance)
    assert fit.arrows[0] == pytest.approx(by_path(fit, told["paths"]), abs=tolerance)
    explained = np.array([bool(fit.model.causes(name)) for name in fit.model.names])
    assert fit.r2[0][explained] == pytest.approx(by_construct(fit, told["r2"])[explained], abs=tolerance)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mode_a_is_that_of_four_programs(ecsi, moments, mobi, scheme):
    fit = fit_pls(moments, ecsi(), scheme=scheme, tolerance=TIGHT)
    scores = respondent_scores(fit, mobi[list(fit.model.items)]) * np.sqrt(249 / 250)
    peers = {name: told for name, told in figures("pls/mode_a")["results"].items() if name.endswith(scheme)}
    assert len(peers) >= 3
    for name, told in peers.items():
        agrees(fit, told, 5e-9 if "plspm" in name else 1e-10)
        if "plspm" not in name and "scores_first5" in told:
            assert scores[:5] == pytest.approx(np.array(told["scores_first5"]), abs=1e-10)
            sums = np.abs(scores).sum(axis=0)
            assert sums == pytest.approx(by_construct(fit, told["scores_sum_abs"]), abs=1e-8)


@pytest.mark.parametrize("scheme", ["path", "factorial"])
def test_mode_a_is_that_of_the_python_port_of_seminr(ecsi, moments, scheme):
    told = figures("pls/mode_a_python")["results"]
    fit = fit_pls(moments, ecsi(), scheme=scheme, tolerance=TIGHT)
    agrees(fit, told[f"seminr_py_0.2.1:{scheme}"], 1e-12)
    wrong = by_item(fit, told[f"plspm_py_0.5.7:{scheme}"]["weights"])
    assert np.abs(wrong - fit.weights[0]).max() > 0.15  # one pooled deviation for all items


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mode_b_is_that_of_three_programs(ecsi, moments, scheme):
    fit = fit_pls(moments, ecsi({"Image": "B", "Expectation": "B"}), scheme=scheme, tolerance=TIGHT)
    for name, told in figures("pls/mode_b")["results"].items():
        if name.endswith(scheme):
            agrees(fit, told, 1e-8)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_consistent_pls_is_that_of_csem(ecsi, moments, scheme):
    told = figures("pls/consistent")["results"][f"cSEM_0.6.1:{scheme}"]
    fit = fit_pls(moments, ecsi(), scheme=scheme, consistent=True, tolerance=TIGHT)
    agrees(fit, told, 1e-9)
    names = list(fit.corrected)
    assert "Complaints" not in names
    reliabilities = told["reliabilities_rhoA"]
    assert corrected_rho(fit)[0] == pytest.approx([reliabilities[name] for name in names], abs=1e-9)
    between = matrix(told["construct_vcv"]).loc[list(fit.model.names), list(fit.model.names)]
    assert fit.between[0] == pytest.approx(between.to_numpy(), abs=1e-9)
    for found, key in ((ave, "AVE"),):
        here = found(fit.loadings, fit.blocks)[0]
        assert [here[fit.model.names.index(name)] for name in names] == pytest.approx(
            [told[key][name] for name in names], abs=1e-9
        )
    here = distances(fit.correlation, implied_correlations(fit))
    for mine, theirs in (("srmr", "srmr"), ("d_uls", "dl")):
        assert here[mine][0] == pytest.approx(told[theirs], abs=1e-9)
    assert here["d_g"][0] == pytest.approx(told["dg"] * BASE_TEN, abs=1e-8)


def test_consistent_pls_is_that_of_seminr(ecsi, moments):
    told = figures("pls/consistent")["results"]["seminr_R_2.3.4:path"]
    fit = fit_pls(moments, ecsi(), consistent=True, tolerance=TIGHT)
    agrees(fit, told, 1e-9)
    for name in fit.corrected:
        place = fit.model.names.index(name)
        assert rho_c(fit.loadings, fit.blocks)[0, place] == pytest.approx(told["rhoC"][name], abs=1e-9)


def test_consistent_pls_on_these_data_is_said_to_be_inadmissible(ecsi, moments):
    found = admissibility(fit_pls(moments, ecsi(), consistent=True))
    assert found.correlations[0]
    assert not found.loading[0]
    assert not found.reliability[0]
    assert "inadmissible" in str(found.remarks[0])
    assert not admissibility(fit_pls(moments, ecsi())).remarks


def test_the_assessment_is_that_of_seminr(ecsi, moments):
    told = figures("pls/assessment")["seminr"]
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    names, arrows = list(fit.model.names), fit.model.paths
    table = matrix(told["reliability"]).loc[names]
    found = {
        "alpha": alpha(fit.correlation, fit.blocks),
        "rhoA": rho_a(fit.correlation, fit.weights, fit.blocks),
        "rhoC": rho_c(fit.loadings, fit.blocks),
        "AVE": ave(fit.loadings, fit.blocks),
    }
    for column, values in found.items():
        assert values[0] == pytest.approx(table[column].to_numpy(), abs=1e-9)
    below = np.tril_indices(len(names), -1)
    expected = matrix(told["htmt"]).loc[names, names].to_numpy()
    assert htmt(fit.correlation, fit.blocks)[0][below] == pytest.approx(expected[below], abs=1e-9)
    lower = np.tril_indices(len(names))
    expected = matrix(told["fl"]).loc[names, names].to_numpy()
    assert fornell_larcker(fit)[0][lower] == pytest.approx(expected[lower], abs=1e-9)
    expected = matrix(told["cross_loadings"]).loc[list(fit.model.items), names].to_numpy()
    assert fit.cross_loadings[0] == pytest.approx(expected, abs=1e-9)
    expected = matrix(told["fsquare"])
    assert refitted_sizes(fit, moments) == pytest.approx([expected.loc[a, b] for a, b in arrows], abs=1e-9)
    inflation = [told["vif_antecedents"][target][source] or 1.0 for source, target in arrows]
    assert cause_vif(fit)[0] == pytest.approx(inflation, abs=1e-9)
    inflation = [value for block in names for value in told["vif_items"][block].values()]
    assert item_vif(fit)[0] == pytest.approx(inflation, abs=1e-9)
    expected = matrix(told["it_criteria"])
    for mine, theirs in (("aic", "AIC"), ("bic", "BIC")):
        explained = [names.index(name) for name in expected.columns]
        assert information(fit)[mine][0, explained] == pytest.approx(
            expected.loc[theirs].to_numpy(), abs=1e-9
        )


@pytest.mark.parametrize("source", ["seminr", "semPLS"])
def test_total_effects_are_those_of_peers(ecsi, moments, source):
    told = figures("pls/assessment")[source]
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    names = list(fit.model.names)
    expected = matrix(told["total_effects"]).loc[names, names].to_numpy().T
    assert total(fit.paths, fit.model)[0] == pytest.approx(expected, abs=1e-9)
    if source == "seminr":
        expected = matrix(told["total_indirect"]).loc[names, names].to_numpy().T
        assert indirect(fit.paths, fit.model)[0] == pytest.approx(expected, abs=1e-9)


def test_the_assessment_is_that_of_csem(ecsi, moments):
    told = figures("pls/assessment")
    factor, composite = told["cSEM_common_factor"], told["cSEM_composite"]
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    names = list(fit.model.names)
    below = np.tril_indices(len(names), -1)
    for mine, key in (
        (htmt(fit.correlation, fit.blocks, absolute=False), "htmt"),
        (htmt2(fit.correlation, fit.blocks), "htmt2"),
    ):
        expected = matrix(factor[key]).loc[names, names].to_numpy()
        assert mine[0][below] == pytest.approx(expected[below], abs=1e-9, nan_ok=True)
    expected = matrix(factor["f2"])
    sizes = [expected.loc[target, source] for source, target in fit.model.paths]
    assert effect_sizes(fit)[0] == pytest.approx(sizes, abs=1e-9)
    explained = list(factor["r2adj"])
    here = adjusted_r2(fit)[0, [names.index(name) for name in explained]]
    assert here == pytest.approx([factor["r2adj"][name] for name in explained], abs=1e-9)
    for within, expected in (("factor", factor), ("composite", composite)):
        found = distances(fit.correlation, implied_correlations(fit, within))
        for mine, theirs in (("srmr", "srmr"), ("d_uls", "dl")):
            assert found[mine][0] == pytest.approx(expected[theirs], abs=1e-9)
        assert found["d_g"][0] == pytest.approx(expected["dg"] * BASE_TEN, abs=1e-8)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_index_is_that_of_csem(ecsi, moments, mobi, scheme):
    told = figures("pls/index")["results"][f"cSEM_0.6.1:{scheme}"]
    fit = fit_pls(moments, ecsi(), scheme=scheme, tolerance=TIGHT)
    assert index_weights(fit)[0] == pytest.approx(by_item(fit, told["w_used"]), abs=1e-9)
    assert index(fit, (1, 10))[0] == pytest.approx(by_construct(fit, told["index_mean"]), abs=1e-9)
    each = respondent_index(fit, mobi[list(fit.model.items)], (1, 10))
    assert each[:5] == pytest.approx(np.array(told["index_first5"]), abs=1e-9)
    assert each.std(axis=0, ddof=1) == pytest.approx(by_construct(fit, told["index_sd"]), abs=1e-9)


def test_scores_and_index_of_every_respondent_are_those_of_csem(ecsi, moments, mobi):
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    answers, names = mobi[list(fit.model.items)], list(fit.model.names)
    expected = table("pls/respondent_index")[names].to_numpy()
    assert respondent_index(fit, answers, (1, 10)) == pytest.approx(expected, abs=1e-9)
    expected = table("pls/respondent_scores")[names].to_numpy()
    assert respondent_scores(fit, answers) * np.sqrt(249 / 250) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_other_metrics_of_the_index_are_those_of_plspm(ecsi, moments, scheme):
    told = figures("pls/index")["results"]
    scaled = fit_pls(moments, ecsi(), scheme=scheme, tolerance=TIGHT)
    expected = told[f"plspm_R_0.5.1:{scheme}:rescale(scaled=TRUE) UNCORRECTED weights"]["index_mean"]
    assert index(scaled, (1, 10), "standardised")[0] == pytest.approx(
        by_construct(scaled, expected), abs=1e-7
    )
    raw = fit_pls(moments, ecsi(), scheme=scheme, metric="raw", tolerance=TIGHT)
    expected = told[f"plspm_R_0.5.1:{scheme}:rescale(scaled=FALSE)"]["index_mean"]
    assert index(raw, (1, 10))[0] == pytest.approx(by_construct(raw, expected), abs=1e-7)


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("Satisfaction", "importance_unstd_total_effects_on_Satisfaction"),
        ("Loyalty", "importance_on_Loyalty"),
    ],
)
def test_importance_and_performance_are_those_of_csem(ecsi, moments, target, key):
    told = figures("pls/index")["ipma"]
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    found = priority(fit, target, (1, 10))
    assert found.importance[0] == pytest.approx(by_construct(fit, told[key]), abs=1e-9)
    assert found.performance[0] == pytest.approx(by_construct(fit, told["construct_performance"]), abs=1e-9)
    assert found.item_performance[0] == pytest.approx(by_item(fit, told["indicator_performance"]), abs=1e-9)
    expected = matrix(told["indicator_importance_matrix"]).loc[target, list(fit.model.items)].to_numpy()
    own = fit.blocks[fit.model.names.index(target)]
    others = [place for place in range(24) if not own.start <= place < own.stop]
    assert found.item_importance[0][others] == pytest.approx(expected[others], abs=1e-9)


CORPORATE = {
    "simple": (
        [("COMP", "CUSA"), ("COMP", "CUSL"), ("LIKE", "CUSA"), ("LIKE", "CUSL"), ("CUSA", "CUSL")],
        {},
    ),
    "extended": (
        [(cause, end) for cause in ("QUAL", "PERF", "CSOR", "ATTR") for end in ("COMP", "LIKE")]
        + [("COMP", "CUSA"), ("COMP", "CUSL"), ("LIKE", "CUSA"), ("LIKE", "CUSL"), ("CUSA", "CUSL")],
        dict.fromkeys(("QUAL", "PERF", "CSOR", "ATTR"), "B"),
    ),
}


@pytest.fixture(scope="module")
def corporate():
    """The corporate reputation models on mean-replaced answers, with what seminr prints."""
    rows = corporate_reputation()

    def fit(kind):
        told = figures("pls/corporate_reputation")[kind]
        loads = matrix(told["weights"])
        constructs = {name: list(loads.index[loads[name] != 0]) for name in loads.columns}
        paths, modes = CORPORATE[kind]
        items = [item for block in constructs.values() for item in block]
        moments = mean_replaced(rows[items].to_numpy(), items)
        return fit_pls(moments, path_model(constructs, paths, modes), tolerance=TIGHT), told

    return fit


@pytest.mark.parametrize("kind", CORPORATE)
def test_corporate_reputation_is_that_of_seminr(corporate, kind):
    fit, told = corporate(kind)
    names, items = list(fit.model.names), list(fit.model.items)
    own = fit.model.names.index
    for mine, key in ((fit.weights, "weights"), (fit.loadings, "loadings")):
        expected = matrix(told[key]).loc[items, names].to_numpy().sum(axis=1)
        assert mine[0] == pytest.approx(expected, abs=1e-8)
    expected = matrix(told["paths"]).loc[names, names].to_numpy().T
    assert fit.paths[0] == pytest.approx(expected, abs=1e-8)
    expected = matrix(told["total"]).loc[names, names].to_numpy().T
    assert total(fit.paths, fit.model)[0] == pytest.approx(expected, abs=1e-8)
    explained = matrix(told["r2"])
    places = [own(name) for name in explained.columns]
    assert fit.r2[0, places] == pytest.approx(explained.loc["Rsq"].to_numpy(), abs=1e-8)
    assert adjusted_r2(fit)[0, places] == pytest.approx(explained.loc["AdjRsq"].to_numpy(), abs=1e-8)
    below = np.tril_indices(len(names), -1)
    assert htmt(fit.correlation, fit.blocks)[0][below] == pytest.approx(
        matrix(told["htmt"]).loc[names, names].to_numpy()[below], abs=1e-8
    )
    sizes = matrix(told["fsquare"])
    assert refitted_sizes(fit, fit.moments) == pytest.approx(
        [sizes.loc[a, b] for a, b in fit.model.paths], abs=1e-8
    )
    criteria = matrix(told["it"])
    places = [own(name) for name in criteria.columns]
    assert information(fit)["bic"][0, places] == pytest.approx(criteria.loc["BIC"].to_numpy(), abs=1e-7)
    assert information(fit)["aic"][0, places] == pytest.approx(criteria.loc["AIC"].to_numpy(), abs=1e-7)
    table = matrix(told["reliability"]).loc[names]
    assert alpha(fit.correlation, fit.blocks)[0] == pytest.approx(table["alpha"].to_numpy(), abs=1e-8)
    assert rho_c(fit.loadings, fit.blocks)[0] == pytest.approx(table["rhoC"].to_numpy(), abs=1e-8)
    assert ave(fit.loadings, fit.blocks)[0] == pytest.approx(table["AVE"].to_numpy(), abs=1e-8)
    reflective = [own(c.name) for c in fit.model.constructs if c.mode == "A"]
    assert rho_a(fit.correlation, fit.weights, fit.blocks)[0, reflective] == pytest.approx(
        table["rhoA"].to_numpy()[reflective], abs=1e-8
    )


def test_corporate_reputation_is_that_of_csem(corporate):
    fit, _ = corporate("extended")
    told = figures("pls/corporate_reputation")["extended_cSEM"]
    names, items = list(fit.model.names), list(fit.model.items)
    assert fit.paths[0] == pytest.approx(matrix(told["paths"]).loc[names, names].to_numpy(), abs=1e-8)
    expected = matrix(told["weights"]).loc[names, items].to_numpy().sum(axis=0)
    assert fit.weights[0] == pytest.approx(expected, abs=1e-8)
    for name, value in told["r2"].items():
        assert fit.r2[0, names.index(name)] == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize("kind", CORPORATE)
def test_the_workbook_of_hair_and_others_is_rebuilt(corporate, kind):
    fit, _ = corporate(kind)
    told, near = figures("pls/published")["Hair_et_al_2021_R_workbook"][kind], 5.1e-4
    place = fit.model.names.index
    assert fit.arrows[0] == pytest.approx(by_path(fit, told["paths"]), abs=near)
    for key, values in (("r2", fit.r2), ("r2adj", adjusted_r2(fit))):
        assert {n: values[0, place(n)] for n in told[key]} == pytest.approx(told[key], abs=near)
    columns = [
        alpha(fit.correlation, fit.blocks), rho_c(fit.loadings, fit.blocks), ave(fit.loadings, fit.blocks),
        rho_a(fit.correlation, fit.weights, fit.blocks),
    ]  # fmt: skip
    for name, values in told["reliability_alpha_rhoC_AVE_rhoA"].items():
        found = [column[0, place(name)] for column in columns]
        several = slice(3) if fit.model.constructs[place(name)].mode == "B" else slice(4)
        assert found[several] == pytest.approx(values[several], abs=near)
    overlap = htmt(fit.correlation, fit.blocks)[0]
    for pair, value in told["htmt"].items():
        one, other = sorted((place(name) for name in pair.split("-")), reverse=True)
        assert overlap[one, other] == pytest.approx(value, abs=near)
    for item, value in told.get("weights", {}).items():
        assert fit.weights[0, fit.model.items.index(item)] == pytest.approx(value, abs=near)


def test_specific_effects_are_those_of_the_workbook(corporate):
    fit, _ = corporate("extended")
    told = figures("pls/published")["Hair_et_al_2021_R_workbook"]["extended"]["specific_indirect"]
    found = dict(zip(routes(fit.model), specific(fit.paths, fit.model)[0], strict=True))
    for route, value in told.items():
        assert found[tuple(route.split("->"))] == pytest.approx(value, abs=5e-9)


def test_the_published_table_of_monecke_and_leisch_is_rebuilt(ecsi, moments):
    told = figures("pls/published")["Monecke_Leisch_2012_JSS_48_3"]
    fit = fit_pls(moments, ecsi(), scheme="centroid")
    assert fit.arrows[0] == pytest.approx(by_path(fit, told["paths"]), abs=5.1e-4)
    assert fit.loadings[0] == pytest.approx(by_item(fit, told["loadings"]), abs=5.1e-4)
    whole = total(fit.paths, fit.model)[0]
    for source, ends in told["total_effects"].items():
        for target, value in ends.items():
            places = fit.model.names.index(target), fit.model.names.index(source)
            assert whole[places] == pytest.approx(value, abs=5.1e-4)
