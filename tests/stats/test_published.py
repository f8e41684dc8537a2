"""A published matrix is fitted as the answers behind it are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit import fit_pls, fit_sem, from_covariance, moments, read_model
from satkit.errors import DataError
from satkit.stats.moments import Moments

MODEL = """
Quality =~ a + b + c
Loyalty =~ d + e + f
Loyalty ~ Quality
"""
NAMES = list("abcdef")


@pytest.fixture(scope="module")
def answers():
    draw = np.random.default_rng(5)
    quality = draw.normal(size=400)
    loyalty = 0.6 * quality + 0.8 * draw.normal(size=400)
    both = np.repeat([quality, loyalty], 3, axis=0).T
    return pd.DataFrame(both + draw.normal(size=(400, 6)) * 0.7, columns=NAMES)


def test_the_covariance_model_is_that_of_the_answers(answers):
    ours = fit_sem(from_covariance(answers.cov(), NAMES, len(answers)), MODEL)
    theirs = fit_sem(answers, MODEL)
    pick = ["estimate", "std_error"]
    pd.testing.assert_frame_equal(ours.parameters[pick], theirs.parameters[pick], rtol=1e-6)


def test_the_path_model_is_that_of_the_answers(answers):
    model = read_model(MODEL)
    ours = fit_pls(from_covariance(answers.cov(), NAMES, 400), model)
    theirs = fit_pls(moments(answers, NAMES), model)
    assert ours.arrows[0] == pytest.approx(theirs.arrows[0], abs=1e-10)


def test_the_lower_triangle_is_enough(answers):
    full = answers.cov().to_numpy()
    lower = np.where(np.tri(6, dtype=bool), full, np.nan)
    assert from_covariance(lower, NAMES, 400).cov == pytest.approx(from_covariance(full, NAMES, 400).cov)


@given(st.integers(2, 10_000))
def test_covariances_by_n_and_by_n_less_one_differ_by_their_ratio(n):
    matrix = [[2.0, 0.3], [0.3, 1.0]]
    by_n, by_less = (from_covariance(matrix, "ab", n, divisor=each) for each in ("n", "n-1"))
    assert isinstance(by_n, Moments)
    assert by_less.cov * n == pytest.approx(by_n.cov * (n - 1))


@pytest.mark.parametrize(
    ("matrix", "more", "message"),
    [
        ([[1.0, 0.5]], {}, "does not fit 2 names"),
        ([[1.0, 0.5], [0.4, 1.0]], {}, "not symmetric"),
        ([[1.0, 2.0], [2.0, 1.0]], {}, "smallest eigenvalue"),
        ([[1.0, 0.2], [0.2, -1.0]], {}, "variance is not above zero: 'b'"),
        ([["x", 0.2], [0.2, 1.0]], {}, "does not fit"),
        ([[1.0, 0.2], [0.2, 1.0]], {"n": 1}, "respondents is '1'"),
        ([[1.0, 0.2], [0.2, 1.0]], {"n": 3.5}, "respondents is '3.5'"),
        ([[1.0, 0.2], [0.2, 1.0]], {"names": ["a", "a"]}, "more than one item"),
        ([[1.0, 0.2], [0.2, 1.0]], {"mean": [1.0]}, "no mean for every item"),
        ([[1.0, 0.2], [0.2, 1.0]], {"divisor": "N"}, "divided by"),
    ],
)
def test_a_matrix_that_is_no_covariance_is_refused(matrix, more, message):
    with pytest.raises(DataError, match=message):
        from_covariance(matrix, **({"names": ["a", "b"], "n": 100} | more))
