"""Figures that join, subtract and claim only where there is ground for it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DefinitionError, FitError
from satkit.models.sem import factor_scores, fit_sem, invariance, likelihood_ratio_test, measures

TWO = "F =~ a + b + c\nG =~ d + e + f"


def _answers(seed=0, n=300, between=0.4):
    rng = np.random.default_rng(seed)
    both = rng.multivariate_normal([0, 0], [[1, between], [between, 1]], n)
    values = np.repeat(both, 3, axis=1) * 0.8 + 0.6 * rng.normal(size=(n, 6))
    return pd.DataFrame(values, columns=list("abcdef"))


def fitted(text, frame, **options):
    return fit_sem(frame, text, start="plain", **options)


@pytest.mark.parametrize("index", [range(100, 400), [f"p{number}" for number in range(300)]])
@pytest.mark.parametrize("options", [{}, {"missing": "fiml"}, {"group": "g"}])
def test_factor_scores_keep_the_index_of_the_rows_used(index, options):
    frame = _answers().set_index(pd.Index(list(index))).assign(g=np.arange(300) % 2)
    frame.loc[frame.index[::7], "a"] = np.nan
    scores = factor_scores(fitted(TWO, frame, **options))
    used = frame if "missing" in options else frame.dropna()
    assert list(scores.index) == list(used.index)
    joined = frame.join(scores)
    assert joined[["b", "F"]].corr().iloc[0, 1] > 0.7


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            lambda frame: fitted("F =~ a + b + c + d\nd ~~ e\nF =~ e", frame),
            "only one of the fits has the items 'f'",
        ),
        (lambda frame: fitted(TWO, frame.head(200)), "different respondents"),
        (lambda frame: fitted(TWO, frame.iloc[::-1] * 1.001), "different respondents"),
        (lambda frame: fitted(TWO, frame, method="MLM"), "different methods: ML and MLM"),
    ],
)
def test_fits_of_other_items_people_or_methods_are_not_subtracted(other, said):
    frame = _answers()
    restricted = fitted(TWO + "\nF ~~ 0*G", frame)
    with pytest.raises(DefinitionError, match=said):
        likelihood_ratio_test(restricted, other(frame))


def test_fits_of_the_same_items_in_another_order_are_compared():
    frame = _answers()
    restricted = fitted("G =~ d + e + f\nF =~ a + b + c\nF ~~ 0*G", frame)
    found = likelihood_ratio_test(restricted, fitted(TWO, frame))
    assert found.df == 1
    assert found.plain > 0


def test_a_difference_of_models_that_are_not_nested_is_refused():
    frame = _answers(between=0.3)
    wrong = fitted("F =~ " + " + ".join("abcdef") + "\na ~~ d", frame)
    with pytest.raises(DefinitionError, match="cannot lie within it"):
        likelihood_ratio_test(fitted(TWO + "\nF ~~ 0*G", frame), wrong)


def test_a_scaled_difference_with_a_negative_factor_is_refused(monkeypatch):

    frame = _answers()
    free, restricted = fitted(TWO, frame, method="MLM"), fitted(TWO + "\nF ~~ 0*G", frame, method="MLM")
    small = replace(
        restricted, test=measures.Test(restricted.test.plain, restricted.test.df, free.test.factor * 0.5)
    )
    with pytest.raises(FitError, match="does not exist"):
        likelihood_ratio_test(small, free)


def test_a_model_that_does_not_fit_reaches_no_level_of_invariance():
    frame = _answers(1, 500, between=0.2).assign(g=np.arange(500) % 2)
    found = invariance(frame, "F =~ " + " + ".join("abcdef"), "g", method="ML")
    assert found.reached == ""
    assert "the model does not fit in the groups" in str(found.notes[0])
    right = invariance(frame, TWO, "g", method="ML")
    assert right.reached == "strict"
    assert "the model fits in the groups" in str(right.notes[0])


def test_observed_causes_stay_related_in_the_baseline():
    rng = np.random.default_rng(3)
    cause = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 400)
    frame = pd.DataFrame(cause, columns=["u", "v"])
    frame["y"] = 0.4 * frame["u"] + rng.normal(size=400)
    frame["z"] = 0.5 * frame["y"] + 0.3 * frame["v"] + rng.normal(size=400)
    fit = fitted("y ~ u + v\nz ~ y", frame)
    cov = frame.cov(ddof=0).to_numpy()
    apart = np.diag(np.diag(cov))
    apart[:2, :2] = cov[:2, :2]
    expected = 400 * (np.linalg.slogdet(apart)[1] - np.linalg.slogdet(cov)[1])
    assert fit.baseline.df == 5
    assert fit.baseline.plain == pytest.approx(expected)


def test_full_information_without_gaps_takes_the_observed_information():
    frame = _answers(4, 150)
    text = "F =~ a + b + c + d + e"  # a wrong model: both informations differ
    whole, full = fitted(text, frame, means=True), fitted(text, frame, missing="fiml")
    robust = fitted(text, frame, missing="fiml", method="MLR")
    assert full.test.plain == pytest.approx(whole.test.plain)
    assert full.parameters["estimate"].to_numpy() == pytest.approx(
        whole.parameters["estimate"].to_numpy(), abs=1e-6
    )
    gap = np.abs(full.parameters["std_error"] / whole.parameters["std_error"] - 1).max()
    assert 0.002 < gap < 0.5
    assert robust.test.plain == pytest.approx(full.test.plain)


@pytest.mark.parametrize(("size", "share"), [(0.8, 0.5), (1.6, 0.5), (-1.2, 0.3), (0.8, 0.1)])
@pytest.mark.parametrize("method", ["WLSMV", "ULSMV"])
def test_the_path_of_a_cause_of_two_values_is_that_of_the_truth(size, share, method):
    rng = np.random.default_rng(6)
    cause = (rng.random(4000) < share).astype(float)
    trait = size * cause + rng.normal(size=4000)
    items = {f"y{n}": np.digitize(0.8 * trait + 0.6 * rng.normal(size=4000), [-1, 0, 1]) for n in range(4)}
    fit = fit_sem(
        pd.DataFrame(items | {"x": cause}),
        "f =~ y0 + y1 + y2 + y3\nf ~ x",
        method=method,
        ordered=list(items),
    )
    spread = abs(size) * np.sqrt(share * (1 - share))
    row = fit.parameters.query("op == '~'").iloc[0]
    assert row["std_all"] == pytest.approx(np.sign(size) * spread / np.hypot(spread, 1), abs=0.035)
    assert row["std_error"] > 0
    assert "'x' take two values" in str(fit.notes[0])
