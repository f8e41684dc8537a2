"""Penalty and reward, grids, bends, and how segments differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import figures
from scipy.stats import chi2_contingency

from satkit.errors import FitError
from satkit.models.kano import grids, moderated, penalty_reward, segments
from satkit.models.kano.answers import CATEGORIES
from satkit.stats.design import design
from satkit.stats.replicates import replicates
from satkit.stats.sampling import Sampling


def covariances(columns, resamples):
    """Covariance matrix of every replicate: the slow road."""
    return np.stack([np.cov(columns.T, aweights=row[resamples.piece]) for row in resamples.factors])


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(2)
    x = rng.integers(1, 6, (500, 3)).astype(float)
    low, high = x <= 2, x >= 4
    overall = low @ [-1.0, -0.6, -0.05] + high @ [0.05, 0.5, 1.0] + rng.normal(size=500)
    return x, overall, replicates(design(np.ones(500)), count=200)


def test_asymmetries_and_types_of_wang_2024_are_met():
    found = figures("kano/wang_2024")
    kinds = {"Base": "dissatisfier", "Performance": "hybrid", "Excitement": "satisfier"}
    for row in found["rows"]:
        reach, lean = penalty_reward.impact(np.array(row["penalty"]), np.array(row["reward"]))
        assert lean == pytest.approx(row["IA_printed"], abs=0.02)
        assert reach == pytest.approx(row["range_of_impact"], abs=1e-12)
        place = penalty_reward.classify_asymmetry(lean, (-0.2, 0.2))
        assert penalty_reward.CLASSES[place] == kinds[row["type"]]


def test_penalties_and_rewards_are_those_of_least_squares(answers):
    x, overall, resamples = answers
    sides = penalty_reward.indicators(x, 2, 4)
    found = penalty_reward.contrast(
        covariances(np.column_stack([sides, overall]), resamples), ("must", "both", "wow")
    )
    slopes = np.linalg.lstsq(np.column_stack([np.ones(500), sides]), overall, rcond=None)[0][1:]
    np.testing.assert_allclose(found.penalty[0], slopes[::2], rtol=0, atol=1e-10)
    np.testing.assert_allclose(found.reward[0], slopes[1::2], rtol=0, atol=1e-10)
    table = replace(found, sampling=Sampling(resamples)).table.set_index("attribute")
    assert table.loc["must", "class"] in {"frustrator", "dissatisfier"}
    assert table.loc["must", "asymmetry_high"] < table.loc["both", "asymmetry"]
    assert table.loc["wow", "class"] in {"satisfier", "delighter"}
    assert (table["asymmetry_low"] <= table["asymmetry"]).all()
    assert table["probability"].between(0, 1).all()
    np.testing.assert_allclose(penalty_reward.chances(found, resamples).sum(axis=1), 1)


def test_other_cut_points_are_compared(answers):
    x, overall, resamples = answers
    contrasts = {
        f"{low}/{high}": penalty_reward.contrast(
            covariances(np.column_stack([penalty_reward.indicators(x, low, high), overall]), resamples),
            ("must", "both", "wow"),
        )
        for low, high in ((1, 5), (2, 4))
    }
    table = penalty_reward.sensitivity(contrasts)
    assert table.columns.tolist() == ["attribute", "1/5", "2/4", "stable"]
    assert (table["stable"] == (table["1/5"] == table["2/4"])).all()


def test_effects_of_the_wrong_sign_count_as_zero_and_are_named():
    sides = np.array([[0, 0], [1, 0], [0, 1], [1, 0], [0, 1], [0, 0.0]])
    overall = np.array([3.0, 4, 5, 4, 5, 3])
    found = penalty_reward.contrast(np.cov(np.column_stack([sides, overall]).T), ("odd",))
    assert "'odd'" in str(found.notes[0])
    assert penalty_reward.impact(found.penalty, found.reward)[1][0, 0] == 1


def test_an_asymmetry_on_a_cut_belongs_to_the_milder_class_on_either_side():
    lean = np.array([-0.9, -0.7, -0.5, -0.2, 0.0])
    assert penalty_reward.classify_asymmetry(lean).tolist() == [0, 1, 1, 2, 2]
    assert penalty_reward.classify_asymmetry(-lean).tolist() == [4, 3, 3, 2, 2]
    assert penalty_reward.classify_asymmetry(np.array([np.nan])).tolist() == [-1]
    # a penalty of .10 and a reward of .15 lean by .2, which no float is
    assert penalty_reward.classify_asymmetry(
        penalty_reward.impact(np.array([-0.1]), np.array([0.15]))[1]
    ).tolist() == [2]


@given(st.floats(0, 5), st.floats(0, 5))
def test_penalty_and_reward_exchanged_mirror_the_class(one, other):
    there, back = (
        int(penalty_reward.classify_asymmetry(penalty_reward.impact(np.array(-p), np.array(r))[1]))
        for p, r in ((one, other), (other, one))
    )
    assert there == back == -1 or there + back == 4


def test_an_attribute_that_is_never_low_is_refused_by_name():
    sides = np.column_stack([np.zeros(9), np.arange(9) % 2.0])
    with pytest.raises(FitError, match="attribute 'lift': no low answers, or nothing else"):
        penalty_reward.contrast(np.cov(np.column_stack([sides, np.arange(9.0)]).T), ("lift",))


def test_slopes_below_and_above_neutral_are_those_of_least_squares(answers):
    x, _, resamples = answers
    rng = np.random.default_rng(0)
    overall = np.where(x[:, 0] < 3, 1.5, 0.2) * (x[:, 0] - 3) + rng.normal(size=500)
    terms = moderated.terms(x[:, 0], 3)
    cov = covariances(np.column_stack([terms, overall]), resamples)[:, None]
    table = moderated.slopes(cov, resamples, ("a",), df=499).iloc[0]
    direct = np.linalg.lstsq(np.column_stack([np.ones(500), terms]), overall, rcond=None)[0]
    assert table["below"] == pytest.approx(direct[1], abs=1e-10)
    assert table["above"] == pytest.approx(direct[1] + direct[3], abs=1e-10)
    assert table["below_low"] < 1.5 < table["below_high"]
    assert table["p_adjusted"] < 0.01


def test_grids_classify_attributes_with_a_probability():
    rng = np.random.default_rng(1)
    resamples = replicates(design(np.ones(80)), count=100)
    noise = 0.05 * rng.normal(size=(2, 101, 4))
    noise[:, 0] = 0
    stated, derived = np.array([[1.0, 0, 0, 1], [1, 1, 0, 0]])[:, None] + noise
    axes = {"stated": grids.standardise_attributes(stated), "derived": grids.standardise_attributes(derived)}
    found = grids.place_attributes(axes, grids.DUAL, tuple("abcd"), Sampling(resamples))
    table = found.table
    assert table["class"].tolist() == list(grids.DUAL)
    assert (table["probability"] > 0.95).all()
    assert found.correlation == pytest.approx(0)
    axes = {
        "gap": grids.standardise_attributes(2 + stated),
        "dissatisfaction": grids.standardise_attributes(derived),
    }
    gap = grids.place_attributes(axes, grids.GAP, tuple("abcd"), Sampling(resamples)).table
    assert gap["class"].tolist() == ["critical", "keep", "neutral", "attractive"]


def grouped(kind, group, resamples, attributes=1):
    held = (kind[:, None, :, None] == np.arange(len(CATEGORIES))) & (
        group[:, None, None, None] == [[[0]], [[1]]]
    )
    return resamples.totals(resamples.pieces(held.astype(float)))


def test_a_simple_sample_gives_pearsons_chi_square():
    rng = np.random.default_rng(5)
    group = np.arange(600) % 2
    kind = np.where(
        group == 0, rng.choice(4, 600, p=[0.4, 0.3, 0.2, 0.1]), rng.choice(4, 600, p=[0.3, 0.3, 0.2, 0.2])
    )
    resamples = replicates(design(np.ones(600)), count=2000)
    table = segments.association(
        grouped(kind[:, None], group, resamples), resamples, ("a",), np.array([600.0]), 599
    )
    crossed = np.array([[(kind[group == g] == k).sum() for k in range(4)] for g in range(2)])
    pearson = chi2_contingency(crossed)
    assert table["chi2"].iloc[0] == pytest.approx(pearson.statistic, abs=1e-9)
    assert table["df"].iloc[0] == pytest.approx(3, abs=0.2)
    assert table["p"].iloc[0] == pytest.approx(pearson.pvalue, rel=0.35)


def test_clusters_take_away_false_differences_between_segments():
    rejected = {"alone": 0, "together": 0}
    for seed in range(40):
        rng = np.random.default_rng(seed)
        cluster = np.repeat(np.arange(40), 10)
        kind = np.where(rng.uniform(size=400) < 0.6, rng.choice(3, 40)[cluster], rng.choice(3, 400))
        group = cluster % 2
        for name, drawn in (("alone", None), ("together", cluster)):
            sample = design(np.ones(400), cluster=drawn)
            resamples = replicates(sample, count=150, seed=seed)
            table = segments.association(
                grouped(kind[:, None], group, resamples),
                resamples,
                ("a",),
                np.array([400.0]),
                sample.degrees(np.ones(400, bool)),
            )
            rejected[name] += table["p"].iloc[0] < 0.1
    assert rejected["alone"] > 15
    assert rejected["together"] <= 9


def test_rare_categories_are_joined_before_testing():
    kind = np.array([0] * 50 + [1] * 48 + [2, 4])
    resamples = replicates(design(np.ones(100)), count=50)
    table = segments.association(
        grouped(kind[:, None], np.arange(100) % 2, resamples), resamples, ("a",), np.array([100.0]), 99
    )
    assert table["df"].iloc[0] == pytest.approx(1, abs=0.05)


def test_one_category_only_has_no_test():
    resamples = replicates(design(np.ones(40)), count=20)
    counts = grouped(np.zeros((40, 1), int), np.arange(40) % 2, resamples)
    table = segments.association(counts, resamples, ("a",), np.array([40.0]), 39)
    assert np.isnan(table["p"].iloc[0])


def test_a_small_unanimous_group_seldom_differs_significantly_from_a_nearly_unanimous_one():
    called = []
    for seed in range(60):
        kind = np.random.default_rng(seed).choice(4, (312, 1), p=[0.02, 0.02, 0.94, 0.02])
        resamples = replicates(design(np.ones(312)), count=100, seed=seed)
        counts = grouped(kind, np.arange(312) // 12 > 0, resamples)
        table = segments.differences(counts, resamples, ("a",), ("few", "many"), (11, 299, 310))
        called.append(table["p"] < 0.05)
    assert np.mean(called) < 0.1


def test_better_and_worse_of_two_groups_are_compared_with_holm():
    rng = np.random.default_rng(8)
    group = np.arange(800) % 2
    kind = np.column_stack(
        [
            np.where(group == 0, rng.choice(4, 800, p=[0.6, 0.1, 0.1, 0.2]), rng.choice(4, 800)),
            rng.choice(4, 800),
        ]
    )
    resamples = replicates(design(np.ones(800)), count=400)
    table = segments.differences(
        grouped(kind, group, resamples), resamples, ("moved", "still"), ("new", "old"), (399, 399, 798)
    )
    assert len(table) == 4
    found = table.set_index(["attribute", "measure"])["p_adjusted"]
    assert found["moved", "worse"] < 0.01
    assert found["still", "better"] > 0.05
