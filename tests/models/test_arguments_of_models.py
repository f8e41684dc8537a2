"""A wrong argument of an engine ends in satkit's own words too; for the public functions see test_family."""

import numpy as np
import pandas as pd
import pytest

from satkit import fit_pls, fit_sem, moments, read_model
from satkit.errors import SatkitError
from satkit.models.drivers import importance
from satkit.models.kano import classify
from satkit.models.pls import index, with_products
from satkit.models.pls.score import respondent_index
from satkit.models.sem import replicate_fit
from satkit.stats.design import design
from satkit.stats.replicates import replicates

NAMES = [f"x{number}" for number in range(1, 7)]
TEXT = "A =~ x1 + x2 + x3\nB =~ x4 + x5 + x6"
WRONG = {
    "nothing": None,
    "a text": "zz",
    "a number": 95,
    "below zero": -1,
    "not a number": float("nan"),
    "a list": ["x9"],
    "an empty list": [],
    "a dict": {},
    "a nested list": [[1]],
    "true": True,
}


def _frame():
    rng = np.random.default_rng(0)
    trait = rng.normal(size=120)
    frame = {name: np.round(3 + trait + rng.normal(size=120)) for name in NAMES}
    return pd.DataFrame(frame).assign(g=np.arange(120) % 2)


FRAME = _frame()
MODEL = read_model(TEXT + "\nB ~ A")
MOMENTS = moments(FRAME, NAMES)
PLS = fit_pls(MOMENTS, MODEL)
SEM = fit_sem(FRAME, TEXT, start="plain")
TEN = replicates(design(np.ones(6)), "bootstrap", 10)
CALLS = {
    "with_products": (with_products, {"values": FRAME, "names": NAMES, "model": MODEL}, ("values", "model")),
    "index": (index, {"fit": PLS, "ends": (1, 10)}, ("fit", "ends", "metric", "negative")),
    "respondent_index": (
        respondent_index,
        {"fit": PLS, "values": FRAME, "ends": (1, 10)},
        ("fit", "values", "ends"),
    ),
    "importance": (importance, {"cov": np.eye(3), "names": ("a", "b")}, ("cov", "names", "method")),
    "classify": (
        classify,
        {"counts": np.ones((11, 1, 6)), "resamples": TEN, "names": ("a",)},
        ("counts", "resamples", "names", "rule"),
    ),
    "replicated": (
        replicate_fit,
        {"fit": SEM, "given": FRAME, "resamples": TEN},
        ("fit", "given", "resamples"),
    ),
}
RIGHT = {("classify", "names", "a list")}  # what stands in the table of wrong values and is right


@pytest.mark.parametrize(
    ("function", "argument"), [(name, one) for name, (_, _, own) in CALLS.items() for one in own]
)
def test_every_wrong_argument_is_refused_without_a_traceback(function, argument):
    call, given, _ = CALLS[function]
    for name, wrong in WRONG.items():
        if (function, argument, name) not in RIGHT:
            with pytest.raises(SatkitError):
                call(**(given | {argument: wrong}))


def test_a_misspelt_option_is_met_with_the_nearest():
    with pytest.raises(SatkitError, match="did you mean 'orthogonal'"):
        fit_pls(MOMENTS, MODEL, moderation="orthogonl")


@pytest.mark.parametrize(
    "text",
    [
        "f =~ g\ng =~ f",
        "f =~ 1*x1 + 1*x2\nf ~~ 1*f\nx1 ~~ 1*x1\nx2 ~~ 1*x2",
        "f =~ x1 + zz",
        "",
        "f =~ x1 + x2 + x3\nq := zz",
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(text):
    with pytest.raises(SatkitError):
        fit_sem(FRAME, text, start="plain")


def test_two_items_never_answered_together_are_named_by_full_information():
    apart = FRAME.astype(float)
    apart.loc[::2, "x1"] = np.nan
    apart.loc[1::2, "x4"] = np.nan
    with pytest.raises(SatkitError, match="nobody answered both items of x1 - x4"):
        fit_sem(apart, TEXT, missing="fiml", start="plain")
    with pytest.raises(SatkitError, match="nobody answered both items of x1 - x4"):
        fit_pls(moments(apart, NAMES, missing="pairwise"), MODEL)


def test_binary_items_with_an_empty_combination_are_refused_by_pair():
    pattern = np.r_[np.tile([0, 0, 0], (60, 1)), np.tile([1, 1, 0], (30, 1)), np.tile([0, 1, 1], (20, 1))]
    bits = pd.DataFrame(np.r_[pattern, np.tile([1, 1, 1], (40, 1))], columns=list("abc"))
    with pytest.raises(SatkitError, match="nobody gave some combination of answers to a - b"):
        fit_sem(bits, "f =~ a + b + c", method="WLSMV")
