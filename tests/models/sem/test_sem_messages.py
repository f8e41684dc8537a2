"""What is said of models that cannot be read, answers that cannot be used, solutions not to believe."""

import numpy as np
import pandas as pd
import pytest
from lavaan_cases import HS, fitted, table

from satkit.errors import DataError, DefinitionError, FitError
from satkit.models.sem import (
    covariance_model,
    factor_scores,
    fit_sem,
    invariance,
    modification_indices,
    replicate_fit,
)
from satkit.stats.design import design
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates

NAMES = [f"x{number}" for number in range(1, 10)]
ONE = "F =~ q1 + q2 + q3 + q4"


@pytest.fixture
def answers():
    rng = np.random.default_rng(0)
    factor = rng.standard_normal(300)
    return pd.DataFrame({f"q{item}": factor + rng.standard_normal(300) for item in range(1, 5)})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("F = q1 + q2", "line 1  this line of the model cannot be read: F = q1 + q2"),
        ("F =~ q1 + 2q2", "'2q2' is neither a name"),
        ("F <~ q1 + q2", "'F' is formed by its items"),
        ("F =~ q1 + q1", "'F =~ q1' is given twice"),
        ("q1 ~~ q2\nq2 ~~ q1\nF =~ q1", "'q2 ~~ q1' is given twice"),
        ("F =~ q1 + q2\nF ~ F", "'F' is to explain itself"),
        ("q1 ~~ q2", "neither loadings nor paths"),
    ],
)
def test_an_impossible_line_of_a_model_is_quoted(text, said):
    with pytest.raises(DefinitionError) as told:
        covariance_model(text)
    assert said in str(told.value)


def test_all_mistakes_of_a_model_are_told_at_once():
    with pytest.raises(DefinitionError) as told:
        covariance_model("F = q1\nG <~ q2\nH =~ q3 + *q4")
    assert len(told.value.complaints) == 3


def test_the_file_and_line_of_a_mistake_are_named():
    with pytest.raises(DefinitionError, match=r"model\.txt:2"):
        covariance_model("F =~ q1 + q2\nG ? q3", where="model.txt")


def test_a_missing_column_is_named_with_its_near_match(answers):
    with pytest.raises(DataError, match="no column 'q44'") as told:
        fit_sem(answers, "F =~ q1 + q2 + q44")
    assert "did you mean" in str(told.value)


def test_answers_in_words_are_counted_but_not_shown(answers):
    words = answers.astype(object)
    words.loc[3, "q2"] = "very secret"
    with pytest.raises(
        DataError, match="column 'q2' holds 1 answers that are no numbers, the first in row 4"
    ) as told:
        fit_sem(words, ONE)
    assert "secret" not in str(told.value)


def test_an_unknown_method_is_named(answers):
    with pytest.raises(DefinitionError, match="no method 'WLS'"):
        fit_sem(answers, ONE, method="WLS")


def test_a_constant_item_is_named(answers):
    with pytest.raises(DataError, match="the same answer to 'q3'"):
        fit_sem(answers.assign(q3=7.0), ONE)


def test_items_that_are_linearly_dependent_are_named(answers):
    with pytest.raises(DataError, match="'q2' and 'q4' follow from each other"):
        fit_sem(answers.assign(q4=2 * answers["q2"] + 1), ONE)


def test_a_group_with_fewer_respondents_than_items_is_named(answers):
    groups = np.where(np.arange(300) < 4, "few", "many")
    with pytest.raises(DataError, match="group 'few' has 4 respondents, too few for 4 items"):
        fit_sem(answers.assign(g=groups), ONE, group="g")


def test_an_item_that_a_group_never_answered_is_named(answers):
    groups = np.where(np.arange(300) < 100, "north", "south")
    silent = answers.assign(g=groups)
    silent.loc[silent["g"] == "north", "q2"] = np.nan
    with pytest.raises(DataError, match="nobody of group 'north' answered 'q2'"):
        fit_sem(silent, ONE, group="g", missing="fiml")


def test_weights_that_are_all_zero_leave_nobody(answers):
    with pytest.raises(DataError, match="no respondent is left"):
        fit_sem(answers.assign(w=0.0), ONE, weight="w")


def test_negative_weights_are_refused(answers):
    with pytest.raises(DataError, match="negative"):
        fit_sem(answers.assign(w=-1.0), ONE, weight="w")


def test_a_model_with_more_parameters_than_moments_is_refused(answers):
    with pytest.raises(FitError, match="4 parameters for 3 moments"):
        fit_sem(answers, "F =~ q1 + q2")


def test_respondents_left_out_are_counted(answers):
    answers.loc[:9, "q1"] = np.nan
    assert "10 of 300 respondents left an item unanswered" in str(fit_sem(answers, ONE).notes[0])


def test_respondents_without_a_group_are_counted(answers):
    groups = np.where(np.arange(300) % 2, "a", "b").astype(object)
    groups[:5] = None
    fit = fit_sem(answers.assign(g=groups), ONE, group="g")
    assert "5 respondents belong to no group" in str(fit.notes[0])


def test_a_negative_residual_variance_is_a_heywood_case():
    matrix = np.array([[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1.0]])
    rng = np.random.default_rng(1)
    drawn = rng.multivariate_normal(np.zeros(3), matrix, 400)
    fit = fit_sem(pd.DataFrame(drawn, columns=["a", "b", "c"]), "F =~ a + b + c")
    assert any("residual variance of 'a' is negative" in str(note) for note in fit.notes)


def test_the_full_ecsi_model_is_almost_undetermined_and_says_so():
    notes = " ".join(str(note) for note in fitted("mobi_ecsi_sem_ML").notes)
    assert "Value ~ Expectation" in notes
    assert "almost undetermined" in notes
    assert "'Expectation' and 'Quality' correlate at 0.995" in notes
    assert not fitted("mobi_core_sem_ML").notes


def test_correlations_of_constructs_that_contradict_each_other_are_told():
    assert any("not positive definite" in str(note) for note in fitted("mobi_cfa6_ML").notes)


def test_a_path_that_the_answers_cannot_determine_is_told(answers):
    free = "F =~ NA*q1 + q2 + q3 + q4"  # neither a marker nor a variance fixes the scale
    fit = fit_sem(answers, free)
    assert any("cannot be determined" in str(note) for note in fit.notes)
    assert fit.parameters["std_error"].isna().all()


def test_samples_in_which_the_ecsi_model_has_no_optimum_are_counted():
    answers = table("mobi")
    fit = fitted("mobi_ecsi_sem_ML")
    items = list(fit.model.items)
    resamples = replicates(design(np.ones(len(answers))), count=12)
    found = replicate_fit(fit, complete(answers[items], items, resamples=resamples), resamples)
    assert "of 12 replicates gave no proper solution" in str(found.notes[0])
    assert "do not determine the model" in str(found.notes[1])
    assert found.table["std_error"].isna().all()


def test_robust_errors_and_scores_need_the_answers():
    moments = complete(table("HS")[NAMES], NAMES)
    with pytest.raises(FitError, match="need the answers of every respondent"):
        fit_sem(moments, HS, method="MLR")
    with pytest.raises(FitError, match="scores need the answers"):
        factor_scores(fit_sem(moments, HS))


@pytest.mark.parametrize("option", [{"group": "school"}, {"weight": "w"}, {"missing": "fiml"}])
def test_options_that_need_respondents_are_refused_for_moments(option):
    moments = complete(table("HS")[NAMES], NAMES)
    with pytest.raises(DefinitionError, match="moments know no groups"):
        fit_sem(moments, HS, **option)


def test_bartletts_scores_need_an_error_in_every_item(answers):
    fit = fit_sem(answers, "F =~ q1 + q2 + q3\nG =~ q4")
    with pytest.raises(FitError, match="an error in every item"):
        factor_scores(fit, "bartlett")


def test_an_unknown_equality_between_groups_is_refused():
    with pytest.raises(DefinitionError, match="'loading' cannot be made equal") as told:
        fit_sem(table("HS"), HS, group="school", equal=["loading"])
    assert "did you mean 'loadings'?" in str(told.value)


def test_an_unknown_level_of_invariance_is_named():
    with pytest.raises(DefinitionError, match="no level of invariance 'weak'"):
        invariance(table("HS"), HS, "school", levels=["weak"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("C := a + b", "uses the label 'a'"),
        ("C := 3 +", "is not arithmetic"),
        ("C := exp(1)", "is not arithmetic"),
    ],
)
def test_a_defined_quantity_must_be_arithmetic_with_labels(text, said, answers):
    with pytest.raises(DefinitionError, match=said):
        fit_sem(answers, f"{ONE}\n{text}")


class TestOrderedCategories:
    @pytest.fixture
    def ordered(self, answers):
        return (answers * 1.2).round().clip(-2, 2)

    def test_moments_are_refused(self, ordered):
        moments = complete(ordered, list(ordered))
        with pytest.raises(FitError, match="need the answers"):
            fit_sem(moments, ONE, method="DWLS")

    def test_continuous_answers_are_refused(self, answers):
        with pytest.raises(DataError, match="more than 30 different answers"):
            fit_sem(answers, ONE, method="WLSMV")

    def test_a_constant_item_is_named(self, ordered):
        with pytest.raises(DataError, match="the same answer to 'q2'"):
            fit_sem(ordered.assign(q2=1), ONE, method="WLSMV")

    def test_modification_indices_are_not_to_be_had(self, ordered):
        with pytest.raises(FitError, match=r"ordered categories \(WLSMV\)"):
            modification_indices(fit_sem(ordered, ONE, method="WLSMV"))
