"""Thresholds meet the mean they were solved for; quotas meet it with whole people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.errors import DefinitionError
from satkit.simulation.answers import Ladder, Law, ladder, quotas, rung, solve, tick
from satkit.simulation.facts import Recovery, Styles
from satkit.simulation.recovery import GROUPS, by_group, failures
from satkit.simulation.recovery import mixture as loyal_mixture
from satkit.simulation.styles import manner, mixture, straight_points, straight_rung
from satkit.survey.scale import SATISFACTION, Point, Scale

SHARE = np.array([0.5, 0.3, 0.2])
SHIFT = np.array([0.0, -0.4, 0.9])


def drawn(law: Law, share: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    cell = rng.choice(len(share), count, p=share)
    steps = law.share.cumsum(axis=1)[cell, :-1]
    part = (rng.random(count)[:, None] > steps).sum(axis=1)
    return rng.normal(law.mean[cell, part], law.sd[cell, part])


@given(
    place=st.floats(0.02, 0.98), extreme=st.floats(0, 0.5), points=st.integers(2, 11), gap=st.floats(0.1, 1.5)
)
@settings(max_examples=60, deadline=None)
def test_the_expected_score_is_the_mean_asked_for(place, extreme, points, gap):
    scale = Scale(name="s", points=tuple(Point(code=k, score=100 * k / (points - 1)) for k in range(points)))
    rungs, law = ladder(scale, gap), mixture(Styles(extreme=extreme), SHIFT)
    chance = rungs.points(law, solve(rungs, law, SHARE, 100 * place, "q"))
    assert chance.min() >= 0
    assert chance.sum(axis=1) == pytest.approx(1.0)
    assert SHARE @ chance @ rungs.score == pytest.approx(100 * place, abs=1e-8)


def test_a_large_sample_has_the_mean_asked_for():
    rungs, law, rng = ladder(SATISFACTION), mixture(Styles(extreme=0.2), SHIFT), np.random.default_rng(1)
    shift = solve(rungs, law, SHARE, 86.0, "q")
    scores = rungs.score[rung(drawn(law, SHARE, 400_000, rng), rungs, shift)]
    assert scores.mean() == pytest.approx(86.0, abs=4 * scores.std() / np.sqrt(scores.size))


def test_a_large_sample_of_loyalty_has_the_mean_asked_for_in_every_group():
    rng, count, r = np.random.default_rng(2), 400_000, 0.6
    styles, recovery = Styles(extreme=0.1), Recovery()
    failing = failures(recovery, 0.2, SHIFT, SHARE)
    law = loyal_mixture(failing, styles, SHIFT, 0.5 * SHIFT, r)
    rungs = ladder(Scale(name="s", points=tuple(Point(code=k, score=10 * k) for k in range(11))))
    shift = solve(rungs, law, SHARE, 72.0, "q")
    cell = rng.choice(3, count, p=SHARE)
    content = rng.standard_normal(count)
    group = failing.draw(SHIFT[cell] + content, rng)
    stretch = np.where(rng.random(count) < styles.extreme, styles.stretch, 1.0)
    own = r * content + np.sqrt(1 - r**2) * rng.standard_normal(count)
    latent = 0.5 * SHIFT[cell] + failing.effect[group] + stretch * own
    scores = rungs.score[rung(latent, rungs, shift)]
    assert (group > 0).mean() == pytest.approx(0.2, abs=0.003)
    assert scores.mean() == pytest.approx(72.0, abs=4 * scores.std() / np.sqrt(count))
    for place in range(len(GROUPS)):
        inside = by_group(law, place)
        steps = np.hstack([inside.below(rungs.shape + shift), inside.share.sum(axis=1)[:, None]])
        chance = SHARE @ np.diff(steps, axis=1, prepend=0.0)
        mine = scores[group == place]
        assert mine.mean() == pytest.approx(
            chance @ rungs.score / chance.sum(), abs=4 * mine.std() / np.sqrt(mine.size)
        )


@pytest.mark.parametrize("mean", [60, 100, 101, -3])
def test_a_mean_at_or_beyond_the_ends_of_its_scale_is_refused(mean):
    law = mixture(Styles(), SHIFT)
    with pytest.raises(DefinitionError, match="between 60 and 100"):
        solve(ladder(SATISFACTION), law, SHARE, mean, "q01")


def test_points_without_a_score_are_never_drawn():
    points = (*SATISFACTION.points, Point(code=5))
    assert list(ladder(Scale(name="s", points=points)).place) == [3, 2, 1, 0]


@given(mean=st.floats(62, 98), count=st.integers(60, 2000))
@settings(deadline=None)
def test_quotas_meet_a_mean_as_closely_as_whole_people_can(mean, count):
    rungs, law = ladder(SATISFACTION), mixture(Styles(), np.zeros(1))
    chance = rungs.points(law, solve(rungs, law, np.ones(1), mean, "q"))[0]
    counts = quotas(chance, rungs.score, mean, count)
    assert counts.sum() == count
    assert counts.min() >= 0
    assert abs(counts @ rungs.score / count - mean) <= 2.5 / count + 1e-9  # steps of five points


def test_a_respondent_who_would_tick_nothing_ticks_exactly_one_answer():
    ticked = tick(np.zeros((500, 3)), [-9.0, -9.0, -9.0], [0, 0, 0], np.random.default_rng(3))
    assert (ticked.sum(axis=1) == 1).all()
    assert ticked.any(axis=0).all()


def test_dissatisfied_respondents_tick_more_answers():
    felt = np.repeat([[-1.5], [1.5]], 4000, axis=0)
    ticked = tick(np.hstack([felt, 0 * felt]), [-1.0, 5.0], [0.6, 0.0], np.random.default_rng(4))[:, 0]
    assert ticked[:4000].mean() > 3 * ticked[4000:].mean()


def test_straight_lines_are_drawn_at_the_points_of_the_scale_that_are_given():
    rungs = ladder(SATISFACTION)
    assert list(straight_rung(np.array([1.0, 0.67, 0.33, 0.0]), rungs)) == [3, 2, 1, 0]
    assert straight_points(Styles(straight_at=((1.0, 3), (0.0, 1))), rungs) == pytest.approx(
        [0.25, 0, 0, 0.75]
    )


def test_straight_lines_and_short_durations_are_as_frequent_as_the_truth_says():
    styles = Styles(straight=0.1, haste=0.05, seconds=400)
    found = manner(styles, 50_000, np.random.default_rng(5))
    hasty = found.seconds < 400 / 3
    straight = ~np.isnan(found.straight)
    assert straight.mean() == pytest.approx(0.1, abs=0.006)
    assert hasty[straight].mean() == pytest.approx(0.525, abs=0.03)
    assert hasty[~straight].mean() == pytest.approx(0.05, abs=0.005)


def test_shapes_of_a_scale_with_equal_steps_are_symmetric():
    assert isinstance(ladder(SATISFACTION, 1.0), Ladder)
    assert list(ladder(SATISFACTION, 1.0).shape) == [-1.0, 0.0, 1.0]
