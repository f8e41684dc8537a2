"""What a column is before any scale is looked for: several answers, Kano pairs, waves, weights, persons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.binding import bind
from satkit.survey.definition import load
from satkit.survey.drafting.cells import cells_of
from satkit.survey.drafting.columns import guesses
from satkit.survey.drafting.pairs import rank
from satkit.survey.drafting.personal import by_heading, by_look, explain_codes
from satkit.survey.drafting.write import draft
from satkit.survey.table import Table


def table(columns, **more):
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()})
    return Table(frame, np.arange(len(frame)) + 2, "a.csv", "0" * 64, **more)


def spread(cells, n=60):
    return [cells[k % len(cells)] for k in range(n)]


def kinds(columns, **more):
    return {guess.column: guess.kind for guess in guesses(table(columns, **more))}


@pytest.fixture
def drafted(tmp_path):
    def load_draft(columns, **more):
        text = draft(table(columns, **more), "x", "en")
        (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
        return load(tmp_path), text

    return load_draft


# several answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["┋", ";", ", ", "|", "、", "\n"])
def test_answers_in_one_cell_are_parted_by_the_sign_whose_parts_repeat(drafted, sign):
    cells = spread(
        [sign.join(some) for some in (["Phone", "App"], ["Phone"], ["Hall", "Phone", "App"], ["Hall"])]
    )
    found, _ = drafted({"Q1": spread([1, 2, 3, 4, 5]), "used": cells})
    scale = found.scale("used")
    assert {point.code for point in scale.points} == {"Phone", "App", "Hall"}
    assert scale.separator == sign
    answers = bind(found, {"a": table({"Q1": spread([1]), "used": cells})})
    assert dict(zip([p.code for p in scale.points], answers.options["used"].sum(axis=0), strict=True)) == {
        "Phone": 45,
        "App": 30,
        "Hall": 30,
    }


def test_a_sign_at_the_end_of_every_cell_parts_options(drafted):
    found, _ = drafted({"Q1": spread([1, 2, 3, 4, 5]), "used": spread(["Phone;", "Phone;App;", "App;"])})
    assert [point.code for point in found.scale("used").points] == ["Phone", "App"]


def test_an_option_that_holds_the_sign_stays_whole(drafted):
    long = "Slides, short and long"
    cells = spread([long, f"Videos, {long}", "Videos", "Videos, Books", "Books"])
    found, _ = drafted({"Q1": spread([1, 2, 3, 4, 5]), "used": cells})
    assert {point.code for point in found.scale("used").points} == {long, "Videos", "Books"}


@pytest.mark.parametrize(
    "cells",
    [
        ["Neither, nor", "Yes, fully", "No, not at all"],
        ["Smith, Ann", "Jones, Bob", "Smith, Bob"],
        [f"It was fine, though number {k} was late, as ever" for k in range(60)],
    ],
)
def test_commas_in_single_answers_and_comments_part_nothing(cells):
    assert kinds({"x": spread(cells)})["x"] != "options"


def test_rare_words_of_ones_own_are_counted_under_other(drafted):
    cells = [
        *spread(["Phone, App", "Phone", "App"], 57),
        "Phone, my neighbour",
        "App, a sign",
        "Phone, television",
    ]
    found, _ = drafted({"Q1": spread([1, 2, 3, 4, 5]), "used": cells})
    assert {point.code for point in found.scale("used").points} >= {"Phone", "App"}
    assert found.scale("used").other or any(point.other for point in found.scale("used").points)


def test_reasons_of_the_dissatisfied_are_given_their_role_to_confirm(drafted):
    cells = spread(["Price;Queue", "Price", "Queue"])
    found, text = drafted({"Q1": spread([1, 2, 3, 4, 5]), "Why were you not satisfied?": cells})
    assert len(found.of_role("reason")) == 1
    assert all(point.label.en for point in found.scale(found.of_role("reason")[0]).points)
    assert "PLEASE CONFIRM: taken for the reasons of those who are dissatisfied" in text


@pytest.mark.parametrize(
    "words", [("Oui", "Non"), ("Ja", "Nein"), ("Sí", "No"), ("Да", "Нет"), ("はい", "いいえ")]
)
def test_options_that_say_yes_and_no_in_other_languages_are_one_question(words):
    columns = {f"Canaux [{name}]": spread(words) for name in ("Guichet", "Site", "Appli")}
    assert kinds(columns) == {"Canaux": "options"}


# blocks ------------------------------------------------------------------------------------------


def test_the_question_of_a_matrix_names_the_indicator_and_its_rows_the_items(drafted):
    columns = {f"How good was … [{row}]": spread([1, 2, 3, 4, 5]) for row in ("Staff", "Price")}
    found, _ = drafted(columns | {"Friendly": spread([5, 4, 3, 2, 1])})
    block = next(node for node in found.indicators.values() if node.label.en == "How good was …")
    assert [found.items[item].title.en for item in block.items] == ["Staff", "Price"]


# Kano --------------------------------------------------------------------------------------------

CLASSIC = [
    "I like it that way",
    "It must be that way",
    "I am neutral",
    "I can live with it that way",
    "I dislike it that way",
]
WJX = ["很喜欢", "理所当然", "无所谓", "勉强接受", "很不喜欢"]


@pytest.mark.parametrize("words", [CLASSIC, WJX, ["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"]])
def test_the_five_kano_answers_are_known_in_their_order(words):
    assert [rank(word) for word in words] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("names", "attribute"),
    [
        (("seat_functional", "seat_dysfunctional"), "seat"),
        (("seat_f", "seat_d"), "seat"),
        (("seat_pos", "seat_neg"), "seat"),
        (("座位（正向）", "座位（反向）"), "座位"),
        (("提供座位", "不提供座位"), "座位"),
    ],
)
def test_kano_pairs_are_known_by_the_words_of_their_sides(drafted, names, attribute):
    words = CLASSIC if names[0].isascii() else WJX
    found, text = drafted({names[0]: spread(words), names[1]: spread(words[::-1])})
    ((with_it, without),) = found.attributes.values()
    assert found.items[with_it].column in {names[0], ""}
    assert found.items[with_it].kano.side == "functional"
    assert found.items[without].kano.side == "dysfunctional"
    assert found.attribute_label(next(iter(found.attributes))).zh == attribute
    assert "PLEASE CONFIRM" in text


def test_a_matrix_a_side_is_paired_by_its_rows(drafted):
    columns = {
        f"{stem} [{row}]": spread(CLASSIC[::turn])
        for stem, turn in (("If it is provided", 1), ("If it is not provided", -1))
        for row in ("seat", "water")
    }
    found, _ = drafted(columns)
    assert {found.attribute_label(name).en for name in found.attributes} == {"seat", "water"}


def test_neighbours_without_words_for_their_sides_are_pairs_to_confirm(drafted):
    found, text = drafted({"K1": spread(CLASSIC), "K2": spread(CLASSIC[::-1])})
    assert len(found.attributes) == 1
    assert "which of them asks with the attribute and which without is a guess" in text


def test_the_importance_of_an_attribute_is_a_rating_outside_the_tree(drafted):
    columns = {
        "seat_f": spread(CLASSIC),
        "seat_d": spread(CLASSIC),
        "seat_importance": spread([1, 2, 3, 4, 5]),
    }
    found, _ = drafted(columns)
    assert found.kano.attribute["seat"].importance == "seat_importance"
    assert not any("seat_importance" in node.items for node in found.indicators.values())


def test_liking_and_disliking_alone_are_no_kano_answers():
    assert (
        "kano"
        not in kinds({"a": spread(["Like", "Neutral", "Dislike"]), "b": spread(["Dislike", "Like"])}).values()
    )


# waves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values"),
    [("year", [2023, 2024]), ("Wave", ["W1", "W2"]), ("期次", ["第一期", "第二期"]), ("round", [1, 2, 3])],
)
def test_a_column_of_periods_makes_waves_of_one_file(drafted, name, values):
    cells = [value for value in values for _ in range(30)]
    found, text = drafted({name: cells, "Q1": spread([1, 2, 3, 4, 5], len(cells))})
    assert [wave.where for wave in found.waves.values()] == [{name: (value,)} for value in values]
    assert {wave.file for wave in found.waves.values()} == {"waves/a.csv"}
    assert "PLEASE CONFIRM: the column" in text


def test_a_year_of_birth_and_an_unsorted_code_make_no_waves():
    columns = {"born": list(range(1940, 2000)), "round": spread([3, 1, 2])}
    assert "wave" not in kinds(columns).values()


# weights -----------------------------------------------------------------------------------------

WEIGHTS = [0.5 + (k * 37 % 100) / 100 for k in range(60)]


@pytest.mark.parametrize(
    "name", ["WTFACTOR", "pweight", "finalwt", "权重", "Gewicht", "pondération", "case_weight", "wgt2"]
)
def test_weights_are_known_by_many_names_and_marked(drafted, name):
    found, text = drafted({"Q1": spread([1, 2, 3, 4, 5]), name: WEIGHTS})
    assert found.sample.weight == name
    assert "# PLEASE CONFIRM: recognised by their names and by what they hold" in text


def test_a_rating_called_weight_is_no_weight_of_the_sample():
    assert kinds({"weight": spread([3, 4, 5, 2, 1]), "Q1": spread([1, 2, 3, 4, 5])})["weight"] != "weight"


# persons -----------------------------------------------------------------------------------------

LATIN = [f"{first} {last}" for first in ("Ann", "Bob", "Cid", "Eve") for last in ("Alpha", "Beta", "Gamma")]
HAN = [f"{family}{given}" for family in "王李张刘" for given in ("伟", "秀英", "小明")]


@pytest.mark.parametrize(
    "cells",
    [
        LATIN,
        HAN,
        [f"p{k}@example.org" for k in range(12)],
        [f"138001380{k:02d}" for k in range(12)],
        [f"10.0.0.{k}" for k in range(12)],
        [f"粤B{k:05d}" for k in range(12)],
        [f"4403011990010{k:04d}X" for k in range(12)],
        [f"22.54{k:03d}, 114.05{k:03d}" for k in range(12)],
    ],
)
def test_what_tells_who_somebody_is_is_known_by_its_look(cells):
    assert by_look(cells_of(table({"x": cells}), "x"))


@given(
    st.lists(st.sampled_from(["Very Good", "Good", "Fair", "Very Poor", "很好", "方便", "周到"]), min_size=20)
)
def test_answers_that_repeat_are_never_taken_for_persons(cells):
    each = cells_of(table({"x": cells}), "x")
    assert by_look(each) is None
    assert explain_codes(each) is None


def test_sentences_under_a_heading_with_a_name_are_no_names():
    cells = [f"I would name the long queue at counter number {k} first of all" for k in range(30)]
    assert by_heading(cells_of(table({"Name your main problem": cells}), "Name your main problem")) is None


@pytest.mark.parametrize("name", ["Observer name", "Enumerator", "访问员", "Enquêteur"])
def test_who_asked_is_set_aside_though_names_repeat(drafted, name):
    found, text = drafted({"Q1": spread([1, 2, 3, 4, 5]), name: spread(["Kim L", "Ray O", "Jo P"])})
    assert not found.segments
    assert "Kim L" not in text
    assert f"# not used (personal data): {name}" in text


def test_a_rating_stays_one_whatever_words_its_question_has():
    found = kinds({"How easy was it to reach us by phone or email?": spread([1, 2, 3, 4, 5])})
    assert set(found.values()) == {"score"}


def test_a_yes_or_no_about_a_phone_is_not_personal():
    each = cells_of(table({"Do you own a mobile phone": spread(["yes", "no"])}), "Do you own a mobile phone")
    assert by_heading(each) is None


def test_names_are_never_comments_nor_printed(drafted):
    found, text = drafted(
        {"Q1": spread([1, 2, 3, 4, 5], 12), "Your full name": LATIN, "Remarks": ["it was a long wait"] * 12}
    )
    assert "Ann Alpha" not in text
    assert all(found.items[item].column != "Your full name" for item in found.of_role("comment"))
