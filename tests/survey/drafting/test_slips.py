"""What strangers' files hold beside their scale: slips, letters, numbers in words, a second language, pairs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.continuous import value
from satkit.survey.drafting.columns import guesses
from satkit.survey.drafting.evidence import MOST_TEXTS, examine_column
from satkit.survey.drafting.ratings import find_range
from satkit.survey.drafting.wordings import numeral
from satkit.survey.drafting.write import draft
from satkit.survey.scale import Scale, fold
from satkit.survey.table import Table

ENGLISH = [
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
]
GERMAN = ["Sehr unzufrieden", "Unzufrieden", "Neutral", "Zufrieden", "Sehr zufrieden"]


def table(columns):
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()})
    return Table(frame, np.arange(len(frame)) + 2, "a.csv", "0" * 64)


def spread(cells, n=100):
    return [cells[(k + k // len(cells)) % len(cells)] for k in range(n)]


def guess(cells, name="Satisfaction with the service"):
    return guesses(table({name: cells}))[0]


def scores(found):
    return {fold(point.code): point.score for point in found.scale.points}


def test_a_few_values_between_the_points_make_the_scale_continuous_and_lose_nothing():
    found = guess(["3.962", "2.5", *spread([1, 2, 3, 4, 5, 6, 7])])
    assert (found.kind, found.scale.low, found.scale.high) == ("score", 1, 7)
    assert found.doubts


def test_a_mistyped_number_far_beyond_the_scale_is_no_answer_and_does_not_cost_the_column():
    found = guess([55, *spread([1, 2, 3, 4, 5])])
    assert [point.code for point in found.scale.points] == [1, 2, 3, 4, 5]
    assert [each.code for each in found.scale.missing] == [55]


def test_large_numbers_that_several_gave_are_no_slips():
    assert find_range({1: 20, 2: 20, 3: 20, 4: 20, 5: 20, 55: 8}) is None


@given(st.integers(4, 10), st.integers(5, 40))
def test_no_point_of_a_scale_is_ever_taken_for_a_slip(last, times):
    found = find_range(dict.fromkeys(range(1, last + 1), times) | {99: 1})
    assert (found.first, found.last, found.missing) == (1, last, (99,))


def test_letters_of_agreement_are_in_order_and_letters_of_groups_are_groups():
    found = guess(spread(["SD", "D", "N", "A", "SA"]), "Teaching")
    assert scores(found) == {"sd": 0, "d": 25, "n": 50, "a": 75, "sa": 100}
    assert guess(spread(["A", "D", "N"]), "Hall").kind == "segment"


@pytest.mark.parametrize(
    "words",
    [
        ["one", "two", "three", "four", "five"],
        ["eins", "zwei", "drei", "vier", "fünf"],
        ["un", "deux", "trois", "quatre", "cinq"],
        ["一", "二", "三", "四", "五"],
    ],
)
def test_numbers_written_as_words_are_numbers(words):
    assert [numeral(word) for word in words] == [1, 2, 3, 4, 5]
    found = guess(spread(words))
    places = found.scale.positions
    assert [found.scale.points[places[fold(word)]].score for word in words] == [0, 25, 50, 75, 100]


def test_percentages_with_their_sign_are_a_scale_to_100():
    found = guess(spread([f"{n}%" for n in range(0, 101, 10)]))
    assert found.kind == "score"
    assert found.scale.points[found.scale.positions["50%"]].score == 50


def test_a_decimal_comma_that_reads_the_same_either_way_is_no_riddle():
    scale = Scale.model_validate({"name": "s", "from": 0.0, "to": 100.0})
    assert (value(scale, "0,0"), value(scale, "99,5"), value(scale, "1,5")) == (0.0, 99.5, None)


def test_two_languages_in_a_column_are_one_scale():
    found = guess(spread([*ENGLISH, *GERMAN]))
    places = found.scale.positions
    for words in (ENGLISH, GERMAN):
        assert [found.scale.points[places[fold(word)]].score for word in words] == [0, 25, 50, 75, 100]
    assert len(found.scale.points) == 5
    assert found.doubts


def test_a_middle_that_is_worded_unusually_is_no_missing_answer():
    found = guess(spread(["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"]))
    assert scores(found)["neither"] == 50


def test_a_middle_that_nobody_answered_is_marked_or_taken_from_the_other_questions():
    four = [word for word in ENGLISH if not word.startswith("Neither")]
    assert guess(spread(four)).doubts
    columns = {
        "Service one: satisfaction": spread(ENGLISH),
        "Service two: satisfaction": [*four, *[None] * 96],
    }
    assert scores(guesses(table(columns))[1])["satisfied"] == 75


def test_a_comma_inside_a_published_wording_parts_no_answers():
    words = [
        "Ни удовлетворен, ни неудовлетворен",
        "Удовлетворен",
        "Неудовлетворен",
        "Очень удовлетворен",
        "Очень недоволен",
    ]
    assert guess(spread(words)).kind == "score"


def test_bare_codes_in_pairs_called_k_stay_outside_the_score_tree():
    rng = np.random.default_rng(4)
    columns = {f"K{i}{side}": rng.integers(1, 6, 80).tolist() for i in (1, 2) for side in "ab"}
    found = guesses(table({**columns, "Overall satisfaction": spread(ENGLISH, 80)}))
    assert all(each.apart and each.remarks for each in found if each.column.startswith("K"))


def test_names_that_come_again_are_set_aside_under_a_heading_for_people():
    first, last = ["Ann", "Bob", "Cleo", "Dan", "Eva"], ["Frost", "Green", "Hill", "Irwin"]
    names = spread([f"{one} {other}" for one in first for other in last], 60)
    assert guess(names, "Customer").kind == "aside"


def test_yes_and_no_to_a_judgement_is_marked():
    assert guess(spread(["Yes", "No"]), "Are you satisfied with the price?").remarks


def test_three_bare_codes_that_nothing_calls_a_rating_are_groups_to_be_confirmed():
    columns = {
        "instr": spread([1, 2, 3]),
        **{f"Q{i}": spread([1, 2, 3, 4, 5][i:] + [1, 2, 3, 4, 5][:i]) for i in range(4)},
    }
    found = guesses(table(columns))[0]
    assert (found.kind, bool(found.remarks)) == ("segment", True)


def test_words_that_strengthen_one_another_are_drafted_as_an_order_to_be_confirmed():
    found = guess(spread(["Très long", "Long", "Acceptable", "Court"]), "Temps d'attente")
    assert (found.kind, found.apart, bool(found.doubts)) == ("score", True, True)


def test_of_a_column_of_comments_no_more_texts_are_read_than_are_needed():
    found = examine_column(table({"Why": [f"text number {i}" for i in range(3 * MOST_TEXTS)]}), "Why")
    assert len(found.answers) == MOST_TEXTS
    assert found.cells == 3 * MOST_TEXTS


def test_an_untouched_draft_of_imputed_values_has_something_to_score():
    text = draft(table({f"q{i}": ["3.96", *spread([1, 2, 3, 4, 5])] for i in range(1, 5)}), "x", "en")
    assert "from = 1.0" in text
    assert "PLEASE CONFIRM" in text


def test_whole_numbers_written_with_a_point_are_whole_numbers():
    found = guess(spread(["1.0", "2.0", "3.0", "4.0", "5.0"]))
    assert [point.code for point in found.scale.points] == [1, 2, 3, 4, 5]
