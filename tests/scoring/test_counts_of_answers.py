"""Questions without scores are counted, small cells kept back; nothing to score is no accident."""

import numpy as np
import pandas as pd
import pytest

from satkit.study import Study

HEAD = 'version = 1\ntitle = "T"\n[wave.w]\nfile = "waves/w.csv"\n[sample]\nreplicates = { count = 50 }\n'
TOML = """
[scale.used]
kind = "multi"
separator = ";"
points = ["phone", "app", "desk", "letter"]
[scale.way]
kind = "choice"
points = ["road", "rail", "air"]
[scale.rank]
kind = "rank"
[scale.age]
kind = "number"
[scale.free]
kind = "text"
[item]
used = { label = "Used", scale = "used" }
way = { scale = "way" }
price = { label = "Price", scale = "rank" }
speed = { label = "Speed", scale = "rank" }
age = { scale = "age" }
free = { label = "Free words", scale = "free" }
[segment.town]
"""
N = 120


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "waves").mkdir()
    (folder / "survey.toml").write_text(HEAD + TOML, encoding="utf-8")
    rng = np.random.default_rng(1)
    first = rng.choice([1, 2], N, p=[0.7, 0.3])
    frame = pd.DataFrame(
        {
            "used": ["phone" + ";app" * (k % 2) + ";letter" * (k < 4) for k in range(N)],
            "way": ["air"] * 3 + ["rail"] * 30 + ["road"] * (N - 33),
            "price": first,
            "speed": 3 - first,
            "age": rng.integers(18, 80, N),
            "free": "some words",
            "town": rng.choice(["a", "b"], N),
        }
    )
    frame.to_csv(folder / "waves" / "w.csv", index=False)
    return Study.open(folder)


def answers(study, item):
    table = study.counts.answers
    return {line["place"]: line for line in table[table["item"] == item].to_dict("records")}


def test_several_answers_are_shares_of_those_who_answered(study):
    found = answers(study, "used")
    assert (found[0]["estimate"], found[1]["estimate"], found[1]["count"]) == (1.0, 0.5, 60)
    assert found[1]["low"] < 0.5 < found[1]["high"]


def test_an_answer_few_gave_is_not_counted_in_public(study):
    assert answers(study, "used")[3]["withheld"] == "small"
    assert np.isnan(answers(study, "used")[3]["count"])


def test_of_single_answers_a_second_one_is_kept_back_lest_the_few_be_worked_out(study):
    found = answers(study, "way")
    assert [found[k]["withheld"] for k in (0, 1, 2)] == ["", "secret", "small"]


def test_a_ranking_tells_the_mean_place_and_the_share_of_first_places(study):
    price = study.counts.ranks.set_index("item").loc["price"]
    first = (study.responses.answers["price"] == 0).mean()
    assert price["first"] == pytest.approx(first)
    assert price["mean"] == pytest.approx(2 - first)
    assert price["mean_low"] < price["mean"] < price["mean_high"]


def test_a_number_has_its_mean_and_median(study):
    line = study.counts.numbers.iloc[0]
    ages = study.responses.numbers["age"]
    assert line["mean"] == pytest.approx(ages.mean())
    assert line["median"] in ages.to_numpy()


def test_ranks_and_lists_are_never_scores(study):
    assert study.questionnaire.scored_items == ()
    assert study.scores.table.empty
    assert "No question" in str(study.scores)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_survey_without_scores_has_its_page_and_workbook(study, tmp_path, language):
    page, book = tmp_path / "page.html", tmp_path / "book.xlsx"
    written = study.report(page, language, book)
    assert written.warnings == ()
    text = page.read_text(encoding="utf-8")
    for label in ("Used", "Price", "Free words"):
        assert label in text
    assert "“”" not in text
    assert book.stat().st_size > 5000
