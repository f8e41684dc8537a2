"""Stability selection: the bound of stabs, the lasso on rows, mistakes counted."""

import numpy as np
import pytest

from satkit.models.drivers import correlations
from satkit.models.drivers.stability import expected_wrong, halves, stability

NAMES = tuple(f"x{place}" for place in range(12))


def survey(seed, n=400, effects=(0.6, 0.4, 0.0)):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 12)) + 0.7 * rng.normal(size=(n, 1))
    slopes = np.append(effects, np.zeros(12 - len(effects)))
    return x, x @ slopes + 1.5 * rng.normal(size=n)


def halved(x, y, split):
    rows = np.column_stack([x, y])
    return correlations(np.stack([np.cov(rows.T, aweights=half) for half in split]), NAMES)


@pytest.mark.parametrize(
    ("first", "p", "often", "pairs", "printed"), [(20, 88, 0.8, 50, 3.743316), (15, 32, 0.97, 100, 0.975)]
)
def test_the_bound_on_mistakes_is_the_one_that_stabs_prints(first, p, often, pairs, printed):
    digits = len(str(printed).split(".")[1])
    assert round(expected_wrong(first, p, often, pairs), digits) == printed


@pytest.mark.parametrize("often", [0.55, 0.6, 0.75, 0.9, 1.0])
def test_the_bound_never_exceeds_that_of_meinshausen_and_buehlmann(often):
    for first in (1, 5, 11, 12):
        assert expected_wrong(first, 12, often, 50) <= first**2 / 12 / (2 * often - 1) + 1e-12


def test_halves_are_disjoint_and_alike_in_every_stratum():
    stratum = np.repeat([0, 1, 2], [10, 7, 1])
    split = halves(stratum, pairs=20, seed=1)
    np.testing.assert_array_equal(split[::2] + split[1::2], 1)
    inside = np.stack([split[:, stratum == one].sum(axis=1) for one in (0, 1)])
    assert (inside[0] == 5).all()
    assert set(inside[1]) == {3, 4}
    assert 0 < split[:, -1].mean() < 1


def test_each_half_picks_what_the_lasso_on_its_rows_takes_first():
    from sklearn.linear_model import lasso_path

    x, y = survey(3)
    split = halves(np.zeros(len(y), np.int64), pairs=4, seed=0)
    picked = np.zeros(12)
    found = stability(halved(x, y, split))
    for half in split > 0:
        inside = (x[half] - x[half].mean(axis=0)) / x[half].std(axis=0)
        grid = np.geomspace(2, 0.02, 3000)
        _, path, _ = lasso_path(inside, y[half] - y[half].mean(), alphas=grid)
        held = np.abs(path) > 0
        picked += held[:, int(np.argmax(held.sum(axis=0) >= found.first))]
    np.testing.assert_allclose(found.probability, picked / len(split))


def test_real_drivers_are_selected_and_mistakes_stay_below_the_bound():
    wrong, right = [], []
    for seed in range(8):
        x, y = survey(seed)
        found = stability(halved(x, y, halves(np.zeros(len(y), np.int64), pairs=25, seed=seed)))
        wrong.append(len(set(found.selected_drivers) - {"x0", "x1"}))
        right.append("x0" in found.selected_drivers)
    assert np.mean(wrong) <= found.wrong
    assert all(right)


def test_a_half_sample_without_a_fit_selects_no_driver():
    x, y = survey(1)
    split = halves(np.zeros(len(y), np.int64), pairs=2)
    given = halved(x, y, split)
    given.outcome[1] = np.nan
    assert stability(given).probability.max() <= 0.75
