"""Causes and items that follow from each other exactly are refused by rank, with their names."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.errors import FitError
from satkit.models.pls import compare_groups, exact_fit, fit_pls, predict, with_products
from satkit.models.pls.assessment import distances, implied_correlations
from satkit.models.pls.predictive import blindfold
from satkit.models.pls.score import index, respondent_index
from satkit.models.syntax import read_model
from satkit.stats.incomplete import answer_moments
from satkit.stats.replicates import replicates_from_rows


def fitted(frame, text, **settings):
    model = read_model(text)
    return fit_pls(answer_moments(frame, model.items), model, **settings)


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    weights=st.lists(st.sampled_from([-2.0, -0.5, 1.0, 3.0]), min_size=2, max_size=4),
    turned=st.booleans(),
)
def test_a_cause_that_is_any_sum_of_others_is_refused_with_all_of_them(seed, weights, turned):
    rng = np.random.default_rng(seed)
    parts = [f"p{number}" for number in range(len(weights))]
    frame = pd.DataFrame(rng.normal(size=(150, len(weights))), columns=parts)
    frame["total"] = frame[parts].to_numpy() @ weights
    frame["other"] = rng.normal(size=150)
    frame["y"] = frame["p0"] + rng.normal(size=150)
    if turned:
        frame = frame.iloc[::-1]
    with pytest.raises(FitError) as told:
        fitted(frame, f"y ~ {' + '.join(parts)} + total + other")
    assert all(f"'{name}'" in str(told.value) for name in (*parts, "total"))
    assert "'other'" not in str(told.value)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.05, 0.2, 0.5]))
def test_a_cause_that_is_nearly_a_sum_is_fitted(seed, share):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(150, 2)), columns=["a", "b"])
    frame["c"] = frame["a"] + frame["b"] + share * rng.normal(size=150)
    frame["y"] = frame["a"] + rng.normal(size=150)
    assert np.isfinite(fitted(frame, "y ~ a + b + c").arrows).all()


def test_dummies_of_every_level_are_refused():
    rng = np.random.default_rng(1)
    level = rng.integers(0, 4, 200)
    frame = pd.DataFrame({f"d{number}": (level == number) * 1.0 for number in range(4)})
    frame["y"] = level + rng.normal(size=200)
    with pytest.raises(FitError, match="'d0', 'd1', 'd2' and 'd3'"):
        fitted(frame, "y ~ d0 + d1 + d2 + d3")
    assert np.isfinite(fitted(frame, "y ~ d0 + d1 + d2").arrows).all()


@pytest.mark.parametrize("consistent", [False, True])
def test_a_construct_and_its_copy_are_refused_with_and_without_correction(consistent):
    rng = np.random.default_rng(2)
    trait = rng.normal(size=200)
    frame = pd.DataFrame({f"a{number}": trait + rng.normal(size=200) for number in range(3)})
    frame[["b0", "b1", "b2"]] = frame[["a0", "a1", "a2"]] * 0.3 + 1
    frame[["c0", "c1"]] = trait[:, None] + rng.normal(size=(200, 2))
    text = "A =~ a0 + a1 + a2\nB =~ b0 + b1 + b2\nC =~ c0 + c1\nC ~ A + B"
    with pytest.raises(FitError, match="causes of 'C' follow from each other: 'A' and 'B'"):
        fitted(frame, text, consistent=consistent)


def test_a_product_beside_the_same_product_in_reverse_is_refused():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "c", "y"])
    model = read_model("y ~ a + c + a:c + c:a")
    values, names = with_products(frame, ["a", "c", "y"], model)
    with pytest.raises(FitError, match="'a:c' and 'c:a'"):
        fit_pls(answer_moments(values, names), model)


def _both_kinds():
    rng = np.random.default_rng(4)
    a = rng.normal(size=250)
    b = 0.6 * a + 0.8 * rng.normal(size=250)
    frame = {f"a{number}": size * a + rng.normal(size=250) for number, size in enumerate((1.0, -0.6, 0.8))}
    return pd.DataFrame(frame | {f"b{number}": b + rng.normal(size=250) for number in range(3)})


def test_a_model_of_factors_and_composites_is_held_against_what_each_implies():
    fit = fitted(_both_kinds(), "A <~ a0 + a1 + a2\nB =~ b0 + b1 + b2\nB ~ A", consistent=["B"])
    by_modes, factors, composites = (
        implied_correlations(fit, within)[0] for within in ("modes", "factor", "composite")
    )
    assert by_modes[:3, :3] == pytest.approx(fit.correlation[0, :3, :3])
    assert by_modes[3:, 3:] == pytest.approx(factors[3:, 3:])
    assert by_modes[:3, 3:] == pytest.approx(composites[:3, 3:])
    srmr = [distances(fit.correlation, each[None])["srmr"][0] for each in (composites, by_modes, factors)]
    assert srmr[0] < srmr[1] < srmr[2]
    with pytest.raises(FitError, match="no 'both'"):
        implied_correlations(fit, "both")


def test_the_mean_over_respondents_is_the_index_also_with_a_negative_weight():
    frame = _both_kinds()
    fit = fitted(frame, "A <~ a0 + a1 + a2\nB =~ b0 + b1 + b2\nB ~ A")
    assert (fit.weights[0, :3] < 0).any()
    for policy in ("keep", "zero"):
        single = respondent_index(fit, frame, (-10, 10), negative=policy)
        assert single.mean(axis=0) == pytest.approx(index(fit, (-10, 10), negative=policy)[0])
    assert np.isnan(respondent_index(fit, frame, (-10, 10))[:, 0]).all()


def test_resamples_with_an_impossible_fit_are_counted_and_left_out():
    rng = np.random.default_rng(5)
    a = rng.normal(size=60)
    b = a + 0.5 * rng.normal(size=60)
    c = (a + b) / 2 + 0.5 * rng.normal(size=60)
    frame = pd.DataFrame(
        {
            f"{k}{n}": v + 0.5 * rng.normal(size=60)
            for k, v in (("a", a), ("b", b), ("c", c))
            for n in range(3)
        }
    )
    model = read_model("A =~ a0 + a1 + a2\nB =~ b0 + b1 + b2\nC =~ c0 + c1 + c2\nB ~ A\nC ~ A + B")
    resamples = replicates_from_rows(rng.integers(0, 60, (200, 60)), 60)
    found = exact_fit(answer_moments(frame, model.items, resamples=resamples), model, consistent=True)
    assert np.isfinite(found[["limit", "p"]].to_numpy()).all()
    assert (found["inadmissible"] > 0).all()
    assert (found["lost"] == 0).all()


def test_what_has_one_stage_refuses_products_and_second_order():
    frame = _both_kinds()
    names = list(frame)
    simple = "A =~ a0 + a1\nB =~ b0 + b1\nC =~ a2 + b2\n"
    for text, said in (("C ~ A + B + A:B", "'A:B'"), ("D =~ A + B\nC ~ D", "'D'")):
        model = read_model(simple + text)
        group = np.arange(len(frame)) % 2
        for call in (
            lambda model=model: predict(frame, model, folds=3),
            lambda model=model: blindfold(frame, model),
            lambda model=model, group=group: compare_groups(frame, model, group, permutations=5),
            lambda model=model: exact_fit(answer_moments(frame, names), model),
        ):
            with pytest.raises(FitError, match=f"neither interactions nor .*{said}"):
                call()


def test_people_without_a_group_are_counted_and_compared_with_nobody():
    frame = _both_kinds()
    group = np.where(np.arange(len(frame)) % 2, "x", "y").astype(object)
    group[:30] = [None, np.nan, ""] * 10
    model = read_model("A =~ a0 + a2\nB =~ b0 + b1 + b2\nB ~ A")
    found = compare_groups(frame, model, group, permutations=19)
    assert found.names == ("x", "y")
    assert "30 respondents belong to no group" in str(found.notes[0])
    assert found.fit.moments.n.sum() == len(frame) - 30
