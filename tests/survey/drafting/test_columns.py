"""What columns are taken for: by their values, their kin, their words, and never without a word."""

import numpy as np
import pandas as pd
import pytest

from satkit.survey.drafting.columns import guesses
from satkit.survey.drafting.write import draft, draft_definition
from satkit.survey.table import Table

N = 60
DRAWN = np.random.default_rng(7)


def table(columns, **more):
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()})
    return Table(frame, np.arange(len(frame)) + 2, "2025.csv", "0" * 64, **more)


def spread(values, n=N):
    return [values[i % len(values)] for i in range(n)]


def found(columns, **more):
    return {guess.column: guess for guess in guesses(table(columns, **more))}


def scores(guess):
    return {str(point.label.en or point.code): round(point.score, 1) for point in guess.scale.points}


def test_one_block_has_one_range():
    guess = found({"Q3_1": spread([1, 2, 3, 4]), "Q3_2": spread([2, 3, 4, 5]), "Q3_3": spread([1, 2, 3])})
    assert {len(each.scale.points) for each in guess.values()} == {5}


def test_the_codes_of_groups_are_no_ratings_whatever_stands_beside_them():
    columns = {
        "Branch": spread([1, 2, 3, 4, 5]),
        "marital_status": spread([1, 2, 3, 4]),
        "您的学历": spread([1, 2, 3, 4, 5]),
        "Which region do you live in?": spread([3, 1, 2, 5, 4]),
        "Satisfaction with staff": spread([1, 2, 3, 4, 5]),
        "Satisfaction with price": spread([5, 2, 3, 4, 5]),
    }
    kinds = {name: guess.kind for name, guess in found(columns).items()}
    assert list(kinds.values()) == ["segment"] * 4 + ["score"] * 2


@pytest.mark.parametrize(
    "title",
    [
        "Electricity supply quality",
        "How satisfied are you with the type of room?",
        "How satisfied are you with our e-mail replies?",
        "您对手机银行的满意程度",
        "对本地区环境的评价",
        "How easy was the duration of the course to manage?",
    ],
)
def test_a_rating_is_a_rating_whatever_words_its_question_has(title):
    assert found({title: spread([1, 2, 3, 4, 5])})[title].kind == "score"


def test_a_group_by_its_title_that_looks_like_a_rating_is_told():
    text = draft(
        table({"Class": spread([1, 2, 3, 4, 5]), "Satisfaction": spread([1, 2, 3, 4, 5])}), "s", "en"
    )
    assert "PLEASE CONFIRM: taken for groups by its title" in text


def test_a_number_nothing_is_known_of_stays_outside_the_tree_and_is_told():
    draft_ = draft_definition(
        table({"Zorb": spread([1, 2, 3, 4, 5]), "Note": ["words of one's own"] * N}), "s", "en"
    )
    assert draft_.apart == ("Zorb",)
    assert not draft_.scored_items
    assert "nothing but its numbers says so" in draft_.text


def test_permutations_are_a_ranking():
    places = np.array([DRAWN.permutation(4) + 1 for _ in range(N)]).T
    columns = {
        f"Order of importance [{name}]": list(map(int, row)) for name, row in zip("abcd", places, strict=True)
    }
    columns["Overall satisfaction"] = spread([1, 2, 3, 4])
    kinds = [guess.kind for guess in found(columns).values()]
    assert kinds == ["rank"] * 4 + ["score"]


def test_a_question_to_recommend_has_the_range_of_its_answers():
    guess = found({"Would you recommend us?": spread([1, 2, 3, 4, 5])})["Would you recommend us?"]
    assert len(guess.scale.points) == 5
    assert any("no NPS" in str(remark) for remark in guess.remarks)


def test_labels_tell_the_direction():
    labels = {"v": {1: "Excellent", 2: "Very good", 3: "Good", 4: "Fair", 5: "Poor"}}
    guess = found({"v": spread([1, 2, 3, 4, 5])}, value_labels=labels)["v"]
    assert scores(guess) == {"Excellent": 100, "Very good": 75, "Good": 50, "Fair": 25, "Poor": 0}
    assert not guess.doubts


def test_labels_at_the_ends_are_enough():
    labels = {f"v{i}": {1: "Fully disagree", 7: "Fully agree"} for i in (1, 2)}
    guess = found({"v1": spread([2, 3, 4]), "v2": spread([1, 5, 6])}, value_labels=labels)["v1"]
    assert len(guess.scale.points) == 7
    assert not guess.doubts


def test_codes_from_one_with_labels_from_nought_are_nought_to_ten():
    labels = {"nps": {code: str(code - 1) for code in range(1, 12)}}
    guess = found({"nps": spread(range(1, 12))}, value_labels=labels, texts={"nps": "Likely to recommend?"})[
        "nps"
    ]
    assert [point.code for point in guess.scale.points] == list(range(1, 12))
    assert [point.label.en for point in guess.scale.points] == [str(number) for number in range(11)]
    assert not guess.remarks


def test_an_odd_text_costs_no_column():
    words = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]
    guess = found({"Lift": [*spread(words, 56), *["Broken that day"] * 4]})["Lift"]
    assert guess.kind == "score"
    assert guess.scale.missings.keys() == {"broken that day"}


def test_a_sign_beside_numbers_costs_no_column():
    guess = found({"Q1": [*spread([1, 2, 3, 4, 5], 55), *["X"] * 5]})["Q1"]
    assert guess.kind == "score"
    assert "x" in guess.scale.missings


def test_counts_are_numbers():
    title = "How many days a week do you come?"
    assert found({title: spread(range(8))})[title].kind == "number"


def test_decimals_are_a_continuous_scale_to_be_confirmed():
    guess = found({"Rate the stay from 1 to 10": [1 + i * 0.15 for i in range(N)]})[
        "Rate the stay from 1 to 10"
    ]
    assert guess.scale.continuous
    assert (guess.scale.low, guess.scale.high) == (1, 10)
    assert guess.doubts


def test_a_misspelt_answer_is_no_point_of_its_own():
    words = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]
    guess = found({"Rooms": [*spread(words), "Very satsified"]})["Rooms"]
    assert len(guess.scale.points) == 5
    assert any("misspelt" in str(doubt) for doubt in guess.doubts)


def test_bands_are_drafted_for_the_scale_drafted():
    even = draft(table({"Q1": spread([1, 2, 3, 4, 5])}), "s", "en")
    four = draft(table({"Q1": spread(["非常满意", "满意", "基本满意", "不满意"])}), "s", "en")
    assert "bands = [" in even
    assert "bands" not in four


def test_a_file_without_ratings_is_drafted_and_says_so():
    draft_ = draft_definition(table({"Area": spread(["North", "South", "East"])}), "s", "en")
    assert not draft_.scored_items
    assert draft_.text.count("no column was recognised as a rating") == 1
    assert "look at these, should one of them be a rating: Area" in draft_.text
    assert draft_.marks >= 1


def test_codes_of_things_with_a_letter_are_no_rating():
    assert found({"booth": spread(["K01", "K02", "K03", "K04"])})["booth"].kind == "segment"


def test_numbered_columns_of_one_name_share_their_fate():
    guess = found({"sd1": spread(range(-3, 4)), "sd2": spread([3, 1, -2, -3, 0, 2, -1])})
    assert [(each.kind, each.apart) for each in guess.values()] == [("score", False)] * 2


def test_words_that_no_list_knows_are_a_scale_to_be_put_in_order():
    columns = {"How fast was our service?": spread(["Like a hare", "Like a cow", "Like a snail"])}
    draft_ = draft_definition(table(columns), "s", "en")
    assert draft_.apart == ("How fast was our service?",)
    assert "PLEASE CONFIRM: the order is a guess" in draft_.text
