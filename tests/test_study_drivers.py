"""A study explains its overall answer otherwise where it is asked to, by an argument."""

import numpy as np
import pandas as pd
import pytest

from satkit import DefinitionError, FitError, Study


@pytest.fixture(scope="module")
def study():
    rng = np.random.default_rng(4)
    liking = rng.normal(size=240)
    answers = {
        name: np.clip(np.round(3.2 + weight * liking + rng.normal(size=240)), 1, 5).astype(int)
        for name, weight in (("overall", 1.0), ("staff", 0.9), ("price", 0.3), ("wait", 0.6))
    }
    return Study.from_frame(pd.DataFrame(answers))


def test_drivers_named_in_the_call_take_the_place_of_those_of_the_definition(study):
    assert set(study.fitted_drivers(["staff", "wait"]).table["driver"]) == {"staff", "wait"}


def test_the_measure_is_swapped_by_an_argument(study):
    assert study.fitted_drivers(measure="grade").measure == "grade"
    assert study.questionnaire.drivers.measure == "dissatisfied"


def test_without_arguments_the_drivers_are_those_of_the_study(study):
    pd.testing.assert_frame_equal(study.fitted_drivers().table, study.drivers.table)


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"drivers": ["staf"]}, "'staf'"),
        ({"drivers": ["staff", "wait"], "measure": "scores"}, "'scores'"),
        ({"wave": "1999"}, "'1999'"),
    ],
)
def test_unknown_drivers_measures_and_waves_are_complained_of(study, arguments, wanted):
    with pytest.raises(FitError) as caught:
        study.fitted_drivers(**arguments)
    assert wanted in str(caught.value)


def test_a_rise_presents_itself_in_both_languages(study):
    rises = study.drivers_if_raised({"staff": 10, "wait": 5})
    assert list(rises.tidy()["points"]) == [10, 10, 5, 5]
    assert "提升" in str(rises.summary("zh"))
    labels = [tick.get_text() for tick in rises.plot(language="zh").get_yticklabels()]
    assert any("提高10分" in label for label in labels)


def test_a_rise_beyond_the_spread_of_the_answers_is_refused(study):
    with pytest.raises(FitError):
        study.drivers_if_raised({"staff": 150})


def test_scores_are_drawn_with_every_question_and_their_intervals(study):
    labels = [tick.get_text() for tick in study.scores.plot().get_yticklabels()]
    assert {"overall", "staff", "price", "wait"} <= set(labels)


def test_changes_are_drawn_around_no_change_and_a_single_wave_has_none(study):
    answers = study.to_frame()[["overall", "staff"]].div(25).add(1).round()
    two = Study.from_frame({"2024": answers, "2025": answers.assign(staff=answers["staff"].clip(upper=3))})
    axes = two.changes.plot(language="zh")
    assert axes.get_xlabel() == "变化（分）"
    with pytest.raises(DefinitionError):
        study.changes.plot()
