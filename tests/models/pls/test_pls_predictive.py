"""Prediction of answers that the fit has not seen."""

import numpy as np
import pytest
from reference import figures

from satkit.errors import FitError
from satkit.models.pls.predictive import blindfold, compare_predictions, draw_folds, predict

TIGHT = 1e-13


@pytest.fixture(scope="module")
def left_out(mobi, ecsi):
    def run(technique):
        return predict(
            mobi, ecsi(), folds=np.arange(250), technique=technique, regressors="others", tolerance=TIGHT
        )

    return run


@pytest.mark.parametrize(("technique", "key"), [("direct", "DA"), ("earliest", "EA")])
def test_leaving_one_out_is_that_of_seminr(left_out, technique, key):
    told = figures("pls/prediction")[f"seminr_R_2.3.4:{key}:LOOCV"]
    table = left_out(technique).table.set_index("item")
    for mine, theirs in (("", "PLS_out"), ("_linear", "LM_out")):
        expected = np.array(told[theirs]["values"])
        items = told[theirs]["cols"]
        assert table.loc[items, f"rmse{mine}"].to_numpy() == pytest.approx(expected[0], abs=1e-6)
        assert table.loc[items, f"mae{mine}"].to_numpy() == pytest.approx(expected[1], abs=1e-6)


@pytest.mark.parametrize(("technique", "key"), [("earliest", "earliest"), ("direct", "direct")])
def test_leaving_one_out_is_that_of_csem(left_out, technique, key):
    told = figures("pls/prediction")[f"cSEM_0.6.1:{key}:250 folds"]
    found = left_out(technique)
    table = found.table.set_index("item").loc[told["Name"]]
    assert table["rmse"].to_numpy() == pytest.approx(told["RMSE_target"], abs=1e-6)
    assert table["mae"].to_numpy() == pytest.approx(told["MAE_target"], abs=1e-6)
    centred = (found.actual - found.model).var(axis=0) / (found.actual - found.mean).var(axis=0)
    here = dict(zip(found.items, 1 - centred, strict=True))  # the peer takes the mean error out first
    assert [here[name] for name in told["Name"]] == pytest.approx(told["Q2_predict"], abs=1e-6)


def test_a_fold_is_predicted_by_the_fit_of_the_others(mobi, ecsi):
    """The second route: fit on the rows of the other folds, predict by hand."""
    from satkit.models.pls import fit_pls
    from satkit.stats.moments import complete

    fold = draw_folds(250, 5, seed=2)
    assert np.bincount(fold).tolist() == [50] * 5
    found = predict(mobi, ecsi(), folds=fold, tolerance=TIGHT)
    train, test = mobi[fold != 3], mobi[fold == 3]
    fit = fit_pls(complete(train.to_numpy(), list(mobi.columns)), ecsi(), tolerance=TIGHT)
    quality, expectation = fit.blocks[2], fit.blocks[1]
    z = (test - train.mean()) / train.std(ddof=0)
    score = z[list(fit.model.items[expectation])].to_numpy() @ fit.weights[0, expectation]
    item = fit.model.items[quality][0]
    guess = (
        score * fit.paths[0, 2, 1] * fit.loadings[0, quality][0] * train[item].std(ddof=0)
        + train[item].mean()
    )
    column = found.items.index(item)
    assert found.model[fold == 3, column] == pytest.approx(guess, abs=1e-9)


def test_the_model_beats_the_mean_but_not_yet_a_regression_on_all_items(left_out):
    table = compare_predictions(left_out("direct")).set_index("benchmark")
    assert table.loc["mean", "difference"] < 0
    assert table.loc["mean", "p"] < 0.001
    assert table.loc["linear", "difference"] > 0
    rival = compare_predictions(left_out("direct"), left_out("earliest")).set_index("benchmark")
    assert rival.loc["model", "loss"] == pytest.approx(table.loc["mean", "loss"])
    gap = (left_out("direct").actual - left_out("direct").model) ** 2
    gap = gap.mean(axis=1) - ((left_out("direct").actual - left_out("earliest").model) ** 2).mean(axis=1)
    assert rival.loc["model", "t"] == pytest.approx(gap.mean() / (gap.std(ddof=1) / np.sqrt(250)))


def test_blindfolding_is_near_that_of_sempls(mobi, ecsi):
    """semPLS omits a random seventh of the respondents, so that only its level can agree."""
    told = figures("pls/assessment")["semPLS"]["q2_blindfolding_d7"]
    found = blindfold(mobi, ecsi())
    assert found["q2"].to_list() == pytest.approx(told[1:], abs=0.01)


def test_integer_weights_leave_predictions_of_the_mean_alone(mobi, ecsi):
    fold = draw_folds(250, 10)
    weight = np.random.default_rng(1).integers(1, 4, 250)
    found = predict(mobi, ecsi(), folds=fold, weight=weight)
    kept = fold != fold[0]
    column = list(mobi.columns).index(found.items[0])
    expected = np.average(mobi.to_numpy()[kept, column], weights=weight[kept])
    assert found.mean[0, 0] == pytest.approx(expected)


def test_gaps_are_refused(mobi, ecsi):
    values = mobi.copy()
    values.iloc[3, 4] = np.nan
    with pytest.raises(FitError, match="1 answers are missing"):
        predict(values, ecsi(), folds=5)
    with pytest.raises(FitError, match="1 answers are missing"):
        blindfold(values, ecsi())
