"""A right model passes the test of exact fit, a wrong one does not."""

import numpy as np
import pytest

from satkit.errors import FitError
from satkit.models.paths import path_model
from satkit.models.pls import exact_fit, fit_pls
from satkit.models.pls.assessment import distances, implied_correlations
from satkit.models.pls.exact import _root
from satkit.stats.design import design
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates

CONSTRUCTS = {name: [f"{name}{i}" for i in range(3)] for name in "ABC"}
ITEMS = [item for items in CONSTRUCTS.values() for item in items]
RIGHT, WRONG = [("A", "B"), ("A", "C"), ("B", "C")], [("A", "B"), ("B", "C")]


def factors(n=400, seed=0):
    """Three factors, the third led by both others."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=n)
    b = 0.4 * a + np.sqrt(1 - 0.16) * rng.normal(size=n)
    c = 0.5 * a + 0.3 * b + 0.7 * rng.normal(size=n)
    return np.stack([f for f in (a, b, c) for _ in range(3)], axis=1) + 0.6 * rng.normal(size=(n, 9))


def judged(paths, values):
    resamples = replicates(design(np.ones(len(values))), "bootstrap", 199, seed=3)
    moments = complete(values, ITEMS, resamples=resamples)
    return exact_fit(moments, path_model(CONSTRUCTS, paths), consistent=True).set_index("measure")


def test_the_exact_test_accepts_a_right_model_and_rejects_a_wrong_one():
    values = factors()
    assert (judged(RIGHT, values)["p"] > 0.05).all()
    assert (judged(WRONG, values)["p"] < 0.05).all()


def test_transformed_answers_have_the_correlations_that_the_model_implies():
    moments = complete(factors(), ITEMS)
    fit = fit_pls(moments, path_model(CONSTRUCTS, WRONG), consistent=True, tolerance=1e-13)
    wanted = implied_correlations(fit)
    turn = _root(wanted[0]) @ np.linalg.inv(_root(fit.correlation[0])) / moments.sd[0]
    turned = fit_pls(moments.combine_items(ITEMS, turn), fit.model, consistent=True, tolerance=1e-13)
    assert turned.correlation == pytest.approx(wanted, abs=1e-12)
    assert distances(turned.correlation, implied_correlations(turned))["d_uls"][0] < 1e-6


def test_the_exact_test_of_a_saturated_structure_accepts_a_right_measurement():
    resamples = replicates(design(np.ones(400)), "bootstrap", 99, seed=3)
    moments = complete(factors(), ITEMS, resamples=resamples)
    found = exact_fit(moments, path_model(CONSTRUCTS, WRONG), saturated=True, consistent=True)
    assert (found["p"] > 0.05).all()


def test_resamples_are_needed(ecsi, moments):
    with pytest.raises(FitError, match="0 resamples could be fitted"):
        exact_fit(moments, ecsi())


def test_an_implied_matrix_that_is_not_positive_definite_is_reported():
    """Eight respondents: loadings beyond one, and correlations that nobody could have."""
    with pytest.raises(FitError, match="its fit cannot be tested"):
        exact_fit(complete(factors(8, seed=1), ITEMS), path_model(CONSTRUCTS, RIGHT), consistent=True)
