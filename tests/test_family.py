"""The public functions are one family: same names in the same order, and every wrong argument is said in our words."""

import inspect

import numpy as np
import pandas as pd
import pytest

import satkit
from satkit.errors import SatkitError

ITEMS = [f"x{number}" for number in range(1, 7)]
MODEL = "A =~ x1 + x2 + x3\nB =~ x4 + x5 + x6\nB ~ A"
SHARED = ("weight", "design", "resamples", "seed", "level")


def _frame(n=120):
    rng = np.random.default_rng(0)
    trait = rng.normal(size=n)
    frame = pd.DataFrame({name: np.round(3 + trait + rng.normal(size=n)) for name in ITEMS})
    for name in ("with", "without"):
        frame[name] = rng.integers(1, 6, n)
    return frame.assign(
        grade=(trait + rng.logistic(size=n) > 0).astype(int),
        weight=rng.uniform(0.5, 2, n),
        region=np.arange(n) % 2,
        branch=np.arange(n) // 6,
        words="good",
        nothing=np.nan,
    )


FRAME = _frame()
SHARES = pd.DataFrame(
    np.random.default_rng(1).dirichlet(np.ones(5), (60, 2)).reshape(60, 10), columns=list("abcdefghij")
)
PLS = satkit.fit_pls(FRAME, MODEL, resamples=50)
SEM = satkit.fit_sem(FRAME, MODEL, start="plain")
PREDICTION = satkit.predict(FRAME, MODEL, folds=3)
PARTS = pd.DataFrame({"name": ["A"], "estimate": [70.0], "std_error": [1.0], "low": [68.0], "high": [72.0]})
HOUSE = pd.DataFrame({"attribute": ["a"], "importance": [1], "ratio": [1.2], "category": ["M"]})
FEW = {"resamples": 50}
EXPLAINED = {"data": FRAME, "outcome": "x6", "drivers": ["x1", "x2", "x3"]}

# By name: the least that makes the function work.
CALLS = {
    "moments": {"data": FRAME, "names": ITEMS},
    "draw_replicates": {"data": FRAME, **FEW},
    "from_covariance": {"matrix": np.eye(2), "names": ["a", "b"], "n": 50},
    "read_model": {"text": MODEL},
    "index_model": {"name": "ecsi"},
    "fit_pls": {"data": FRAME, "model": MODEL, **FEW},
    "path_estimates": {"fit": PLS},
    "construct_scores": {"fit": PLS, "data": FRAME},
    "admissibility": {"fit": PLS},
    "slope_changes": {"fit": PLS},
    "compare_groups": {"data": FRAME, "model": MODEL, "group": "region", "permutations": 5, **FEW},
    "exact_fit": {"data": FRAME, "model": MODEL, "resamples": 120},
    "predict": {"data": FRAME, "model": MODEL, "folds": 3},
    "compare_predictions": {"prediction": PREDICTION},
    "blindfold": {"data": FRAME, "model": MODEL},
    "fit_sem": {"data": FRAME, "model": MODEL, "start": "plain"},
    "factor_scores": {"fit": SEM},
    "modification_indices": {"fit": SEM},
    "likelihood_ratio_test": {
        "restricted": SEM,
        "free": satkit.fit_sem(FRAME, MODEL + "\nx1 ~~ x4", start="plain"),
    },
    "equivalence_test": {"fit": SEM},
    "invariance": {"data": FRAME, "model": MODEL, "group": "region", "method": "ML", "start": "plain"},
    "driver_importance": {**EXPLAINED, **FEW},
    "dominance": {**EXPLAINED, **FEW},
    "group_importance": {"data": FRAME, "outcome": "x6", "groups": {"a": ["x1"], "b": ["x2", "x3"]}, **FEW},
    "fit_logit": {"data": FRAME, "outcome": "grade", "drivers": ["x1", "x2"]},
    "kano": {"data": FRAME, "pairs": {"repair": ("with", "without")}, **FEW},
    "fuzzy_kano": {"data": SHARES, "pairs": {"repair": (list("abcde"), list("fghij"))}, **FEW},
    "penalty_reward": {"data": FRAME, "outcome": "x6", "attributes": ["x1"], "low": 2, "high": 4, **FEW},
    "moderated_slopes": {"data": FRAME, "outcome": "x6", "attributes": ["x1"], "neutral": 3, **FEW},
    "improvement_gap": {"data": FRAME, "attributes": {"a": ITEMS[:3], "b": ITEMS[3:]}, **FEW},
    "dual_importance": {"data": FRAME, "outcome": "x6", "stated": {"x1": "x3", "x2": "x4"}, **FEW},
    "quality_weights": {"data": HOUSE},
    "aggregate": {"parts": PARTS, "shares": {"A": 1.0}},
}
OF_ANSWERS = [
    name for name, given in CALLS.items() if "weight" in inspect.signature(getattr(satkit, name)).parameters
]
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
    "an array": np.zeros((2, 2)),
    "a frame": pd.DataFrame({"q": [1.0, 2.0]}),
    "moments": satkit.moments(FRAME, ITEMS),
    "a model": satkit.read_model(MODEL),
    "a function": len,
}


def outcome(name, /, **arguments):
    """What a call ends in: nothing, or the words of a complaint; anything else is a fault and rises."""
    try:
        getattr(satkit, name)(**(CALLS[name] | arguments))
    except SatkitError as error:
        return str(error)
    return ""


def columns(name):
    """The arguments of a function that are, or hold, names of columns, and what they become without one."""
    wrong = {
        "names": ["zz"], "drivers": ["zz", "x1"], "attributes": ["zz"], "outcome": "zz", "group": "zz",
        "model": MODEL.replace("x2", "zz"), "stated": {"zz": "x1", "x2": "x4"}, "weight": "zz",
        "groups": {"a": ["zz"], "b": ["x1"]}, "pairs": {"repair": ("zz", "without")}, "design": {"cluster": "zz"},
    }  # fmt: skip
    if name == "improvement_gap":
        wrong["attributes"] = {"a": ["zz", "x1", "x2"], "b": ITEMS[3:]}
    if name == "fuzzy_kano":
        wrong["pairs"] = {"repair": (["zz", *"bcde"], list("fghij"))}
    known = inspect.signature(getattr(satkit, name)).parameters
    return {argument: value for argument, value in wrong.items() if argument in known}


def test_every_public_function_is_called_here():
    functions = {name for name in satkit.__all__ if inspect.isroutine(getattr(satkit, name))}
    assert functions - CALLS.keys() == {"chart_style", "export", "say"}


@pytest.mark.parametrize("name", CALLS)
def test_the_least_that_is_asked_for_is_enough(name):
    assert outcome(name) == ""


@pytest.mark.parametrize("name", OF_ANSWERS)
def test_shared_arguments_have_one_name_one_order_and_come_by_name(name):
    parameters = inspect.signature(getattr(satkit, name)).parameters
    by_name = [one for one, told in parameters.items() if told.kind is told.KEYWORD_ONLY]
    shared = [one for one in by_name if one in SHARED]
    assert shared == [one for one in SHARED if one in shared]
    assert by_name[: len(shared)] == shared, "what is a method's own comes after what all share"
    assert next(iter(parameters)) == "data"
    assert parameters.get("seed", parameters["data"]).default in (0, inspect.Parameter.empty)
    assert parameters.get("level", parameters["data"]).default in (0.95, inspect.Parameter.empty)


@pytest.mark.parametrize("name", CALLS)
def test_no_wrong_argument_ends_in_a_traceback(name):
    for argument, told in inspect.signature(getattr(satkit, name)).parameters.items():
        if told.kind is not told.VAR_KEYWORD:
            said = [outcome(name, **{argument: value}) for value in WRONG.values()]
            assert sum(map(bool, said)) >= len(WRONG) / 3, f"{argument} takes nearly anything"


@pytest.mark.parametrize("name", OF_ANSWERS)
@pytest.mark.parametrize(
    "data",
    ["answers.csv", None, 5, FRAME.to_numpy(), {"x1": [1, 2]}, PLS.model, FRAME.head(0)],
    ids=["a text", "nothing", "a number", "an array", "a dict", "a model", "no rows"],
)
def test_what_is_no_frame_of_answers_is_refused(name, data):
    assert outcome(name, data=data)


@pytest.mark.parametrize("name", OF_ANSWERS)
def test_unknown_columns_are_named(name):
    for argument, value in columns(name).items():
        more = {"method": "MLM"} if (name, argument) == ("fit_sem", "design") else {}
        assert "zz" in outcome(name, **{argument: value}, **more), argument


@pytest.mark.parametrize("name", OF_ANSWERS)
@pytest.mark.parametrize(
    "weight", ["words", "nothing", [1.0, 2.0], np.full(len(FRAME), -1.0), np.zeros(len(FRAME))]
)
def test_weights_that_are_none_are_refused(name, weight):
    assert outcome(name, weight=weight)


@pytest.mark.parametrize("name", OF_ANSWERS)
@pytest.mark.parametrize("column", ["words", "nothing"])
def test_columns_of_words_and_columns_without_an_answer_are_refused(name, column):
    data = CALLS[name]["data"]
    spoiled = data.assign(
        **{
            old: FRAME[column].iloc[: len(data)].to_numpy()
            for old in data
            if old not in {"weight", "region", "branch"}
        }
    )
    if name != "draw_replicates":  # which looks at no answers
        assert outcome(name, data=spoiled)


@pytest.mark.parametrize("name", ["fit_pls", "fit_sem", "exact_fit", "predict", "blindfold"])
def test_data_and_model_the_wrong_way_round_are_refused(name):
    given = CALLS[name]
    assert "as 'data'" in outcome(name, data=given["model"], model=given["data"])


@pytest.mark.parametrize("name", ["compare_groups", "exact_fit", "predict", "blindfold"])
def test_a_setting_that_is_unknown_is_refused_with_what_was_meant(name):
    assert "did you mean 'scheme'" in outcome(name, shceme="path")


def _of_arrow(frame):
    return pytest.importorskip("pyarrow").Table.from_pandas(frame)


def _of_polars(frame):
    return pytest.importorskip("polars").DataFrame(frame.to_dict("list"))


@pytest.mark.parametrize("made", [_of_arrow, _of_polars], ids=["Arrow", "polars"])
@pytest.mark.parametrize("name", ["fit_pls", "fit_sem", "driver_importance", "kano"])
def test_frames_of_other_libraries_give_the_same(name, made):
    plain = CALLS[name]["data"].drop(columns=["nothing"])
    here, there = (getattr(satkit, name)(**(CALLS[name] | {"data": data})) for data in (plain, made(plain)))
    told = {"fit_pls": "arrows", "fit_sem": "theta", "driver_importance": "shares", "kano": "counts"}[name]
    assert np.array_equal(getattr(here, told), getattr(there, told))


def test_a_column_and_its_numbers_are_the_same_weight():
    by_column = satkit.fit_pls(FRAME, MODEL, weight="weight", resamples=50)
    by_numbers = satkit.fit_pls(FRAME, MODEL, weight=FRAME["weight"].to_list(), resamples=50)
    assert np.array_equal(by_column.arrows, by_numbers.arrows)
    sem = [
        satkit.fit_sem(FRAME, MODEL, method="MLR", weight=weight, start="plain")
        for weight in ("weight", FRAME["weight"])
    ]
    assert np.array_equal(sem[0].theta, sem[1].theta)


def test_clusters_widen_errors_where_answers_of_a_cluster_are_alike():
    rng = np.random.default_rng(3)
    alike = FRAME.assign(
        **{name: FRAME[name] + 2 * rng.normal(size=20)[FRAME["branch"]] for name in ITEMS[:4]}
    )
    alike["x6"] = alike["x4"] + 2 * rng.normal(size=20)[FRAME["branch"]]
    plain, clustered = (
        satkit.driver_importance(alike, "x6", ["x1", "x4"], design=design, resamples=400).sampling
        for design in (None, {"strata": ["region"], "cluster": "branch"})
    )
    assert plain.df == len(FRAME) - 1
    assert clustered.df == 40 - 2  # a branch is a cluster within each region
    mean = [satkit.moments(alike, ["x4"], resamples=400, design=one) for one in (None, {"cluster": "branch"})]
    error = [one.mean[1:].std() for one in mean]
    assert error[1] > 1.5 * error[0]


def test_shared_replicates_are_used_as_they_are():
    shared = satkit.draw_replicates(FRAME, resamples=60, seed=4)
    one = satkit.fit_pls(FRAME, MODEL, resamples=shared)
    two = satkit.fit_pls(FRAME, MODEL, resamples=60, seed=4)
    assert np.array_equal(one.arrows, two.arrows)
    assert "the replicates are of 120 respondents, and there are 60" in outcome(
        "fit_pls", data=FRAME.head(60), resamples=shared
    )


def test_moments_are_fitted_as_the_answers_they_are_of():
    found = satkit.moments(FRAME, ITEMS, resamples=50)
    assert np.array_equal(
        satkit.fit_pls(found, MODEL).arrows, satkit.fit_pls(FRAME, MODEL, resamples=50).arrows
    )
    shares = [
        satkit.driver_importance(data, "x6", ["x1", "x2"], resamples=50).shares for data in (found, FRAME)
    ]
    assert shares[0] == pytest.approx(shares[1], abs=1e-12)
    assert "moments know no groups, weights" in outcome("fit_pls", data=found, weight="weight")


def test_printed_counts_are_classified_as_the_answers_they_count():
    found = satkit.kano(FRAME, {"repair": ("with", "without")}, resamples=50)
    counts = pd.DataFrame(found.counts[0], columns=list("MOARIQ".replace("RI", "IR")), index=["repair"])
    assert satkit.kano(counts).verdict == found.verdict
    with pytest.raises(SatkitError, match="printed counts have no 'weight'"):
        satkit.kano(counts.assign(w=1.0), weight="w")


def test_answers_in_words_are_placed_as_named():
    words = ["like", "must", "neutral", "live with", "dislike"]
    spoken = FRAME.assign(**{name: [words[code - 1] for code in FRAME[name]] for name in ("with", "without")})
    pairs = {"repair": ("with", "without")}
    by_code, by_word = (
        satkit.kano(FRAME, pairs, resamples=50),
        satkit.kano(spoken, pairs, resamples=50, answers=words),
    )
    assert np.array_equal(by_code.counts, by_word.counts)
    assert "name what was offered" in outcome("kano", data=spoken)
