"""Long scales: a few supports stand for many points without moving a mean or a share."""

import numpy as np
import pandas as pd
import pytest

from satkit.scoring.differences import segment_gaps
from satkit.scoring.scores import score
from satkit.scoring.support import MOST, support
from satkit.survey.continuous import add_found_points, place
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.sample import draw
from satkit.survey.scale import Scale
from tests import handmade

N = 400
RNG = np.random.default_rng(11)
VALUES = np.round(np.clip(RNG.normal(6.4, 2.1, N), 0, 10), 3)
WEIGHT = RNG.uniform(0.5, 2.0, N)
TOWN = RNG.choice(["east", "west"], N)
SLIDER = add_found_points(Scale(name="slider", low=0.0, high=10.0), VALUES)


@pytest.fixture(scope="module")
def made():
    frame = pd.DataFrame(
        {"q": np.zeros(N, int), "weight": WEIGHT, "town": TOWN, "cluster": np.arange(N) // 8}
    )
    found = handmade.responses(
        frame, segments=("town",), scales={"q": SLIDER}, roles={"q": "overall"},
        sample=Design(weight="w", cluster="c", replicates=Replication(count=200)),
    )  # fmt: skip
    found.answers["q"] = np.array([place(SLIDER, value) for value in VALUES], np.int16)
    sample = draw(found)
    return found, sample, score(found, sample)


def line(scores, level=""):
    table = scores.table
    return table[(table["segment"] == ("town" if level else "")) & (table["level"] == level)].iloc[0]


def test_the_mean_of_a_continuous_scale_is_that_of_its_numbers(made):
    assert line(made[2])["estimate"] == pytest.approx(10 * np.average(VALUES, weights=WEIGHT), abs=1e-9)


@pytest.mark.parametrize("town", ["east", "west"])
def test_the_mean_of_every_group_is_exact_too(made, town):
    inside = town == TOWN
    exact = 10 * np.average(VALUES[inside], weights=WEIGHT[inside])
    assert line(made[2], town)["estimate"] == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "inside"),
    [("satisfied", VALUES >= 8), ("top", VALUES >= 9), ("bottom", VALUES <= 2)],
)
def test_shares_of_the_boxes_are_exact(made, measure, inside):
    boxes = made[2].boxes
    found = boxes[(boxes["segment"] == "") & (boxes["measure"] == measure)].iloc[0]
    assert found["estimate"] == pytest.approx(np.average(inside, weights=WEIGHT), abs=1e-9)


def test_the_error_is_that_of_the_replicates_of_the_mean(made):
    _found, sample, scores = made
    totals = np.zeros((2, sample.replicates.factors.shape[1]))
    np.add.at(totals[0], sample.replicates.piece, WEIGHT)
    np.add.at(totals[1], sample.replicates.piece, WEIGHT * VALUES)
    means = 10 * (sample.replicates.factors @ totals[1]) / (sample.replicates.factors @ totals[0])
    assert line(scores)["std_error"] == pytest.approx(sample.replicates.std_error(means), rel=1e-9)


def test_gaps_are_differences_of_the_exact_means(made):
    _, sample, scores = made
    east, west = (np.average(VALUES[town == TOWN], weights=WEIGHT[town == TOWN]) for town in ("east", "west"))
    found = segment_gaps(scores, sample.replicates, "w")
    assert found.loc[found["level"] == "east", "difference"].iloc[0] == pytest.approx(
        10 * (east - west), abs=1e-9
    )


def test_answers_are_told_by_stretches_whose_counts_add_up(made):
    shown = made[2].distribution
    assert len(shown) == 10
    assert shown["count"].sum() == N
    assert shown["count"].tolist() == np.histogram(VALUES, np.arange(11))[0].tolist()


def test_a_support_keeps_every_score_and_divides_every_answer_wholly():
    found = support(SLIDER)
    assert found.spread is not None
    assert len(SLIDER.points) > 200 > 2 * MOST > len(found)
    assert np.allclose(found.spread.sum(axis=1), 1)
    assert np.allclose(found.spread @ found.scores, SLIDER.scores)
    assert (found.spread >= 0).all()


def test_a_short_scale_is_counted_point_by_point():
    short = add_found_points(Scale(name="s", low=0.0, high=10.0), range(11))
    assert support(short).spread is None
