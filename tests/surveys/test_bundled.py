"""The bundled surveys: they load, they can be drawn again, they say what they should."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reference import figures
from reference.data_sets import airport_survey
from satkit.simulation.survey import simulate_folder
from satkit.survey.definition import load
from satkit.survey.folder import open_survey

ROOT = Path(__file__).parents[2]
SURVEYS = ROOT / "surveys"
BUNDLED = ("power-supply", "sfo-airport", "tobacco-sincerity")
SIMULATED = ("power-supply", "tobacco-sincerity")
DIMENSIONS = ("stability", "safety", "payment", "business", "channels", "communication", "resolution")


@pytest.fixture(scope="module")
def power():
    return open_survey(SURVEYS / "power-supply")


@pytest.fixture(scope="module")
def truth():
    table = pd.read_csv(
        SURVEYS / "power-supply" / "truth" / "items.csv", dtype={"wave": str}, keep_default_na=False
    )
    return table.set_index(["wave", "item", "segment", "level"])


@pytest.fixture(scope="module")
def airport():
    return open_survey(SURVEYS / "sfo-airport", airport_survey())


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_survey_loads_and_names_everything_in_two_languages(name):
    questionnaire = load(SURVEYS / name)
    parts = (questionnaire.items, questionnaire.indicators, questionnaire.departments, questionnaire.segments)
    for part in (part for table in parts for part in table.values()):
        assert part.label.zh, part.name
        assert part.label.en, part.name
    assert questionnaire.report.headline == "overall"
    assert (SURVEYS / name / "SOURCE.md").read_text(encoding="utf-8").startswith("# Where the data come from")


@pytest.mark.parametrize("name", BUNDLED)
def test_every_leaf_of_a_bundled_tree_has_an_owner_and_every_indicator_an_item(name):
    questionnaire = load(SURVEYS / name)
    for node, indicator in questionnaire.indicators.items():
        leaf = not questionnaire.children(node)
        assert bool(indicator.items) == bool(indicator.owner) == leaf, node


@pytest.mark.parametrize("name", SIMULATED)
def test_a_simulated_survey_is_drawn_again_byte_for_byte(name, tmp_path):
    for path in simulate_folder(SURVEYS / name, tmp_path):
        kept = SURVEYS / name / path.relative_to(tmp_path)
        assert path.read_bytes() == kept.read_bytes(), kept


def test_the_published_scores_of_the_sincerity_survey_come_out_to_one_decimal():
    questionnaire, responses = open_survey(SURVEYS / "tobacco-sincerity")
    scores = np.array(questionnaire.scale("overall").scores)
    mean = {name: scores[responses.answers[name]].mean() for name in questionnaire.scored_items}
    printed = {"overall": 90.3, "heart": 97.8, "faith": 89.6, "deeds": 85.7, "delivery": 97.4}
    for name, value in printed.items():
        leaves = [questionnaire.indicators[leaf].items for leaf in questionnaire.children(name)] or [
            ("overall",)
        ]
        found = np.mean([mean[item] for items in leaves for item in items])
        assert f"{found:.1f}" == f"{value:.1f}", name


def test_the_power_survey_has_the_shape_the_requirements_name(power):
    questionnaire, responses = power
    assert [name for root in questionnaire.children("") for name in questionnaire.children(root)] == list(
        DIMENSIONS
    )
    assert all(len(questionnaire.children(name)) == 3 for name in DIMENSIONS)
    assert list(np.bincount(responses.wave) // 1000) == [2, 3, 3]
    assert len({item.kano.attribute for item in questionnaire.items.values() if item.kano}) == 8
    for place in range(3):
        assert 60 <= len(np.unique(responses.cluster[responses.wave == place])) <= 90


def test_weighted_means_of_the_power_survey_lie_near_their_truth(power, truth):
    questionnaire, responses = power
    misses = []
    for place, wave in enumerate(questionnaire.waves):
        rows = responses.wave == place
        for item in questionnaire.scored_items:
            answer = responses.answers[item].to_numpy()
            given = rows & (answer >= 0)
            if not given.any():
                continue
            score = np.array(questionnaire.scale(item).scores)[answer[given]]
            found = np.average(score, weights=responses.weight[given])
            error = 1.7 * score.std() / np.sqrt(given.sum())  # weights and clusters widen it
            misses.append((found - truth.loc[(wave, item, "", ""), "expected"]) / error)
    assert len(misses) == 71
    assert np.abs(misses).max() < 3.5
    assert np.sqrt(np.mean(np.square(misses))) < 1.3


def test_the_power_survey_tells_a_manager_something(truth):
    overall = truth.xs("overall", level="item")["mean"]
    assert list(overall.xs(("", ""), level=("segment", "level"))) == pytest.approx([86.0, 86.4, 88.0])
    classes = overall["2025"]["class"]
    assert classes["commercial"] < classes.drop("commercial").min() - 2
    table = pd.read_csv(
        SURVEYS / "power-supply" / "truth" / "indicators.csv", dtype={"wave": str}, keep_default_na=False
    )
    everybody = table[table["segment"] == ""].pivot_table("mean", "indicator", "wave").loc[list(DIMENSIONS)]
    assert everybody["2025"].between(80, 95).all()
    assert list(everybody.index[everybody["2025"] < everybody["2024"]]) == ["channels"]


def test_comments_of_the_power_survey_hold_no_number_but_placeholders(power):
    words = power[1].texts["comment"].str.cat(sep=" ")
    digits = [part for part in "".join(c if c.isdigit() else " " for c in words).split() if len(part) > 5]
    assert len(digits) == 15
    assert all(number.startswith("1380000") and len(number) == 11 for number in digits)


def test_the_power_survey_stays_small():
    assert sum(path.stat().st_size for path in (SURVEYS / "power-supply").rglob("*.csv")) < 4_000_000


def test_no_answer_of_real_people_is_kept_in_the_project():
    assert sorted(path.name for path in (SURVEYS / "sfo-airport").iterdir()) == ["SOURCE.md", "survey.toml"]


def test_the_airport_survey_gives_the_means_of_r(airport):
    """R 4.2.2, survey 4.1.1: 18 ratings in four years, weighted means and shares of 4 and 5."""
    questionnaire, responses = airport
    reference = figures("survey/airport")
    compared = 0
    for place, wave in enumerate(questionnaire.waves):
        for name, item in questionnaire.items.items():
            known = reference[wave].get(item.column)
            if known is None:
                continue
            answer = responses.answers[name].to_numpy()
            given = (responses.wave == place) & (answer >= 0)
            weight = responses.weight[given]
            assert given.sum() == known["n"]
            assert np.average(answer[given] + 1, weights=weight) == pytest.approx(known["mean"], rel=1e-10)
            assert np.average(answer[given] >= 3, weights=weight) == pytest.approx(known["top2"], rel=1e-10)
            compared += 1
    assert compared == 72


def test_respondents_of_2014_without_a_run_are_clusters_of_their_own(airport):
    _, responses = airport
    assert len(np.unique(responses.cluster[responses.wave == 0])) == 177


def test_hardly_any_passenger_has_no_known_segment(airport):
    _, responses = airport
    assert (responses.segments[responses.wave > 0] >= 0).mean().min() > 0.94
    assert (responses.segments.drop(columns="first") >= 0).mean().min() > 0.94
    assert (responses.segments["first"][responses.wave == 0] == -1).all()  # 2014 did not ask it
    assert (responses.segments["age"] == 0).sum() == 11 + 49 + 15 + 16
