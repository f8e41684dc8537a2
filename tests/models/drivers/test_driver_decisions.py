"""What is done with importances: maps, what-if, and segments compared."""

from __future__ import annotations

import numpy as np
import pytest

from satkit.errors import FitError
from satkit.models.drivers import importance, matrix, segments
from satkit.models.drivers.logit import logit
from satkit.models.drivers.odds import odds
from satkit.models.drivers.what_if import score_change, share_change
from satkit.stats.design import design
from satkit.stats.replicates import replicates


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(6)
    x = np.clip(np.round(rng.normal(3.5, 1, (600, 3)) + rng.normal(0, 0.6, (600, 1))), 1, 5)
    score = x @ [1.0, 0.5, 0.1] + rng.normal(size=600)
    return x, score, rng.uniform(0.5, 1.5, 600)


@pytest.fixture(scope="module")
def resamples(survey):
    return replicates(design(survey[2]), count=150)


def covariances(columns, weight, resamples):
    return np.stack([np.cov(columns.T, aweights=weight * row[resamples.piece]) for row in resamples.factors])


def test_a_rise_of_the_score_is_slope_times_what_people_can_rise(survey, resamples):
    x, score, weight = survey
    cov = covariances(np.column_stack([x, score]), weight, resamples)
    found = score_change(cov, ("a", "b", "c"), "a", x[:, 0], weight, resamples, 1.0)
    rows = np.column_stack([np.ones(600), x]) * np.sqrt(weight)[:, None]
    slope = np.linalg.lstsq(rows, score * np.sqrt(weight), rcond=None)[0][1]
    assert found.change == pytest.approx(slope * np.average(x[:, 0] < 5, weights=weight), abs=1e-10)
    assert found.low < found.change < found.high
    assert found.reached == pytest.approx(np.average(x[:, 0] < 5, weights=weight))


@pytest.mark.parametrize("cuts", [[4.0], [4.0, 5.5, 7.0]])
def test_a_rise_of_a_driver_moves_the_predicted_share(survey, resamples, cuts):
    x, score, weight = survey
    given = odds(x, np.digitize(score, cuts), weight, ("a", "b", "c"))
    found = share_change(given, "b", x[:, 1], resamples, 2.0)
    model = logit(given)
    raised = np.column_stack([x[:, 0], np.minimum(x[:, 1] + 2, 5), x[:, 2]])
    shares = [
        np.average(1 / (1 + np.exp(-(model.threshold[0] - rows @ model.coefficient))), weights=weight)
        for rows in (x, raised)
    ]
    assert found.change == pytest.approx(shares[1] - shares[0], abs=1e-9)
    assert found.low < found.change < found.high < 0


def test_replicates_of_the_moved_share_follow_separate_fits(survey):
    x, score, weight = survey
    few = replicates(design(weight), count=40, seed=3)
    bad = score < 4
    given = odds(x, ~bad, weight, ("a", "b", "c"))
    found = share_change(given, "a", x[:, 0], few, 1.0)
    slow = []
    for factor in few.factors[1:]:
        mass = weight * factor
        model = logit(odds(x, ~bad, mass, ("a", "b", "c")))
        lines = [
            model.threshold[0] - rows @ model.coefficient
            for rows in (x, np.column_stack([np.minimum(x[:, 0] + 1, 5), x[:, 1:]]))
        ]
        shares = [np.average(1 / (1 + np.exp(-line)), weights=mass) for line in lines]
        slow.append(shares[1] - shares[0])
    low, high = np.quantile(slow, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.15 * (high - low))


@pytest.mark.parametrize("points", [0.0, -1.0, 4.5])
def test_a_rise_beyond_the_data_is_refused(survey, resamples, points):
    x, score, weight = survey
    given = odds(x, score > 4, weight, ("a", "b", "c"))
    with pytest.raises(FitError, match=r"'a' cannot rise by .*\n.*up to 4"):
        share_change(given, "a", x[:, 0], resamples, points)


def test_the_map_places_drivers_and_follows_its_line(survey, resamples):
    x, score, weight = survey
    shares = importance(covariances(np.column_stack([x, score]), weight, resamples), ("a", "b", "c")).shares
    performance = np.array([60.0, 90, 85]) + np.random.default_rng(0).normal(0, 1, (151, 3))
    performance[0] = [60, 90, 85]
    table = matrix.matrix(performance, shares, resamples, ("a", "b", "c"))
    assert table["zone"].tolist() == ["concentrate", "possible overkill", "possible overkill"]
    np.testing.assert_allclose(table[list(matrix.ZONES)].sum(axis=1), 1)
    assert table["probability"].iloc[0] > 0.99
    assert table["priority"].idxmax() == 0
    fixed = matrix.matrix(performance, shares, resamples, ("a", "b", "c"), line=95.0)
    assert fixed["zone"].tolist() == ["concentrate", "low priority", "low priority"]


def test_drivers_of_two_segments_are_told_apart_where_they_differ():
    rng = np.random.default_rng(9)
    x, group = rng.normal(size=(800, 3)), np.arange(800) % 2 == 0
    score = np.where(group, x[:, 0], x[:, 1]) + 0.5 * x[:, 2] + rng.normal(size=800)
    resamples = replicates(design(np.ones(800)), count=200)
    rows = np.column_stack([x, score])
    cov = np.stack(
        [
            np.stack([np.cov(rows.T, aweights=row[resamples.piece] * side) for side in (group, ~group)])
            for row in resamples.factors
        ]
    )
    names = ("first", "second", "both")
    table = segments.differences(importance(cov, names).shares, resamples, names, ("x", "y"), 799)
    found = table.set_index("driver")
    assert (found.loc[["first", "second"], "p_adjusted"] < 0.001).all()
    assert found.loc["both", "p_adjusted"] > 0.05
    assert found["probability_larger"].tolist() == pytest.approx([1, 0, 0.5], abs=0.5)
    shuffled = segments.permute_groups(x, score, group, count=199)
    np.testing.assert_allclose(shuffled[0, 0], np.cov(rows[group].T, bias=True), rtol=0, atol=1e-10)
    p = segments.shuffled_p(importance(shuffled, names).shares)
    assert p[:2].tolist() == [1 / 200, 1 / 200]
    assert p[2] > 0.05


def test_shuffled_p_values_are_even_where_segments_are_alike():
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(120, 2))
        cov = segments.permute_groups(
            x, x.sum(axis=1) + rng.normal(size=120), np.arange(120) < 50, count=99, seed=seed
        )
        p.append(segments.shuffled_p(importance(cov, ("a", "b")).shares)[0])
    assert 0.35 < np.mean(p) < 0.65
    assert np.mean(np.array(p) <= 0.1) < 0.25
