"""EM with replicates in one Newton step: against its own map, and against replicates iterated to the end."""

import numpy as np
import pytest

from satkit.stats import expectation as room
from satkit.stats.design import design
from satkit.stats.incomplete import expected
from satkit.stats.replicates import replicates

NAMES = tuple("abcde")


def with_gaps(n, seed=1, lost=0.25):
    """Answers that depend on each other; whoever is low on the first is asked fewer of the others."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    values = common + rng.normal(size=(n, 5)) * 0.8
    gone = rng.random((n, 5)) < lost * (1 + (values[:, :1] < 0))
    gone[:, 0] = False
    values[gone] = np.nan
    return values


def told_of(values):
    pattern, seen = room._patterns(values)
    alone = room.Replicates("groups", np.arange(len(values)), np.ones((1, len(values))), np.zeros(0))
    return room._told(values, np.ones(len(values)), alone, pattern, seen, slice(0, 1))


def test_the_derivative_of_the_map_is_that_of_small_steps():
    told, k = told_of(with_gaps(200)), 5
    rng = np.random.default_rng(2)
    root = rng.normal(size=(k, k)) * 0.2 + np.eye(k)
    mean, cov = rng.normal(size=k) * 0.3, root @ root.T  # no fixed point: the map moves the mean
    left, right = np.triu_indices(k)

    def mapped(place):
        spread = np.empty((k, k))
        spread[left, right] = spread[right, left] = place[k:]
        centre, found = room._mapped(told, place[None, :k], spread[None])
        return np.concatenate([centre[0], found[0][left, right]])

    place = np.concatenate([mean, cov[left, right]])
    steps = 1e-5 * np.eye(len(place))
    numeric = np.stack([(mapped(place + step) - mapped(place - step)) / 2e-5 for step in steps], axis=1)
    assert room._derivative(told, mean, cov) == pytest.approx(numeric, abs=1e-7)


def test_newton_leads_the_sample_to_where_em_rests(monkeypatch):
    values = with_gaps(300)
    quick = expected(values, NAMES)
    monkeypatch.setattr(room, "NEAR", 0.0)
    slow = expected(values, NAMES)
    assert quick.mean == pytest.approx(slow.mean, abs=1e-6)
    assert quick.cov == pytest.approx(slow.cov, abs=1e-6)


def test_one_step_gives_the_errors_of_replicates_iterated_to_the_end(monkeypatch):
    values, n = with_gaps(600), 600
    cluster = np.arange(n) % 60
    resamples = replicates(
        design(np.random.default_rng(3).uniform(0.5, 2, n), cluster=cluster), "bootstrap", 120
    )
    monkeypatch.setattr(room, "FEW", 0)
    quick = expected(values, NAMES, resamples=resamples)
    monkeypatch.setattr(room, "FEW", 10**9)
    whole = expected(values, NAMES, resamples=resamples)
    for mine, theirs in ((quick.mean, whole.mean), (quick.cov, whole.cov)):
        assert mine[0] == pytest.approx(theirs[0], abs=1e-7)
        error = resamples.std_error(theirs)
        assert resamples.std_error(mine) == pytest.approx(error, rel=0.03)
        assert (np.abs(mine - theirs) < 0.4 * error).all()


def test_a_replicate_without_the_gap_is_that_of_its_complete_rows(monkeypatch):
    values = np.random.default_rng(4).normal(size=(50, 5))
    values[0, 1:3] = np.nan  # one gap, so that there is something to complete
    resamples = replicates(design(np.ones(50)), "bootstrap", 60)
    resamples.factors[1:, 0] = 0  # and no replicate that holds it
    monkeypatch.setattr(room, "FEW", 0)
    found = expected(values, NAMES, resamples=resamples)
    for number in (1, 30):
        weight = resamples.factors[number]
        mean = np.average(values[1:], weights=weight[1:], axis=0)
        assert found.mean[number] == pytest.approx(mean, abs=0.02)
