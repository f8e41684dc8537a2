"""Replicate counts against a plain table."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses

from satkit.scoring.tally import tally
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.sample import draw

ITEMS = ("q1", "q2", "q3")


def survey(method="bootstrap", clustered=True):
    rng = np.random.default_rng(8)
    n = 240
    frame = pd.DataFrame(rng.choice([-1, 0, 1, 2, 3], (n, 3), p=[0.1, 0.5, 0.2, 0.1, 0.1]), columns=ITEMS)
    frame["area"] = rng.choice(["a", "b", "c", None], n, p=[0.5, 0.3, 0.1, 0.1])
    frame["weight"] = np.exp(0.4 * rng.standard_normal(n))
    frame["stratum"] = np.arange(n) % 3
    if clustered:
        frame["cluster"] = np.arange(n) % 24
    plan = Design(replicates=Replication(method=method, count=40))
    return frame, responses(frame, segments=("area",), sample=plan)


@pytest.mark.parametrize("method", ["bootstrap", "jackknife", "groups"])
@pytest.mark.parametrize("clustered", [True, False])
def test_counts_are_those_of_a_plain_table(method, clustered):
    frame, made = survey(method, clustered)
    sample = draw(made)
    rows = np.arange(len(frame)) % 5 != 0
    group = made.segments["area"].to_numpy(np.int64)
    counted = tally(made, sample, rows, group, 3, ITEMS)
    units = sample.design.unit
    for place, item in enumerate(ITEMS):
        for g, area in enumerate("abc"):
            inside = rows & (frame["area"] == area).to_numpy() & (frame[item] >= 0).to_numpy()
            weight = frame["weight"].to_numpy()[inside]
            assert counted.n[g, place] == inside.sum()
            assert counted.units[g, place] == len(np.unique(units[inside]))
            assert counted.df[g, place] == sample.design.degrees(inside)
            assert counted.kish[g, place] == pytest.approx(
                inside.sum() * (weight**2).sum() / weight.sum() ** 2
            )
            for point in range(4):
                chosen = inside & (frame[item] == point).to_numpy()
                assert counted.answered[item][g, point] == chosen.sum()
                for replicate in (0, 1, 7):
                    factor = sample.replicates.factors[replicate, sample.replicates.piece]
                    expected = (frame["weight"] * factor)[chosen].sum()
                    assert counted.counts[item][replicate, g, point] == pytest.approx(expected, abs=1e-9)


def test_means_are_weighted_means_of_scores_in_every_replicate():
    frame, made = survey()
    sample = draw(made)
    counted = tally(made, sample, np.ones(len(frame), bool), np.zeros(len(frame), np.int64), 1, ITEMS)
    scores = np.array([100.0, 90, 75, 60])
    means = counted.means()
    for replicate in (0, 3):
        weight = frame["weight"] * sample.replicates.factors[replicate, sample.replicates.piece]
        for place, item in enumerate(ITEMS):
            told = frame[item] >= 0
            expected = np.average(scores[frame[item][told]], weights=weight[told])
            assert means[replicate, 0, place] == pytest.approx(expected)


def test_the_others_of_a_group_are_the_same_whatever_the_weights_add_up_to():
    frame, _ = survey()
    counted = []
    for factor in (1.0, 1e-12):
        made = responses(frame.assign(weight=factor * frame["weight"]), segments=("area",))
        sample, everyone = draw(made), np.ones(len(frame), bool)
        group = np.where(made.segments["area"].to_numpy(np.int64) < 0, 0, made.segments["area"])
        own = tally(made, sample, everyone, group, 3, ITEMS)
        whole = tally(made, sample, everyone, np.zeros(len(frame), np.int64), 1, ITEMS)
        counted.append(own.others(whole).counts["q1"])
    np.testing.assert_allclose(counted[1] * 1e12, counted[0], rtol=1e-6, atol=1e-6)


def test_a_group_without_answers_counts_nobody():
    frame, made = survey()
    sample = draw(made)
    counted = tally(made, sample, np.zeros(len(frame), bool), np.zeros(len(frame), np.int64), 2, ITEMS)
    assert (counted.n == 0).all()
    assert (counted.df == 0).all()
    assert np.isnan(counted.functionals(np.array([0]), np.ones((4, 1)))).all()
