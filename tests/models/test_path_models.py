"""The grammar of path models: order, mistakes, lavaan's notation, the shelf of indices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures

from satkit import index_model, read_model
from satkit.errors import DefinitionError
from satkit.models.effects import defined_quantities, indirect, routes, specific, total
from satkit.models.index import SHELF
from satkit.models.paths import path_model
from satkit.models.syntax import write_model

CHAIN = {"A": ["a1", "a2"], "B": ["b1"], "C": ["c1", "c2"]}


def test_causes_stand_before_effects_whatever_the_order_given():
    model = path_model(CHAIN, [("B", "C"), ("A", "B"), ("A", "C")])
    assert model.order == ("A", "B", "C")
    assert model.causes("C") == ("A", "B")
    assert model.items == ("a1", "a2", "b1", "c1", "c2")


@pytest.mark.parametrize(
    ("constructs", "paths", "words"),
    [
        ({**CHAIN, "D": []}, [("A", "B"), ("B", "C"), ("C", "D")], "'D' has no items"),
        (CHAIN, [("A", "B"), ("B", "C"), ("C", "A")], "circle: A -> B -> C -> A"),
        (CHAIN, [("A", "B"), ("B", "B"), ("B", "C")], "circle: B -> B"),
        (
            {**CHAIN, "D": ["a1"]},
            [("A", "B"), ("B", "C"), ("C", "D")],
            "item 'a1' is used 2 times, in 'A' and 'D'",
        ),
        ({"A": ["x", "x"], "B": "y"}, [("A", "B")], "item 'x' is used 2 times, in 'A'"),
        (CHAIN, [("A", "B"), ("B", "CC")], "no construct 'CC'"),
        (CHAIN, [("A", "B")], "'C' stands on no path"),
        (CHAIN, [("A", "B"), ("A", "B"), ("B", "C")], "from 'A' to 'B' is given twice"),
    ],
)
def test_an_impossible_model_says_what_is_wrong(constructs, paths, words):
    with pytest.raises(DefinitionError, match=words):
        path_model(constructs, paths)


def test_an_unknown_mode_is_refused():
    with pytest.raises(DefinitionError, match="has the mode 'C'"):
        path_model(CHAIN, [("A", "B"), ("B", "C")], {"A": "C"})
    with pytest.raises(DefinitionError, match="no construct 'Z'"):
        path_model(CHAIN, [("A", "B"), ("B", "C")], {"Z": "B"})


def test_all_mistakes_are_told_at_once():
    with pytest.raises(DefinitionError) as caught:
        path_model({"A": [], "B": ["b"], "C": ["b"]}, [("A", "X"), ("B", "C"), ("C", "B")])
    assert len(caught.value.complaints) == 4


def test_a_circle_behind_other_constructs_is_found():
    constructs = {name: name.lower() for name in "ABCDE"}
    with pytest.raises(DefinitionError, match=r"circle: (C -> D -> C|D -> C -> D)"):
        path_model(constructs, [("A", "B"), ("B", "C"), ("C", "D"), ("D", "C"), ("D", "E")])


LAVAAN = """
# measurement
Image =~ i1 + i2 +
         i3
Value <~ v1 + v2     ! formed
Satisfaction =~ s1 + s2
Satisfaction ~ a*Image + b*Value; Value ~ c*Image
Loyalty ~ d*Satisfaction
i1 ~~ i2
through := a + b * c
twice := 2 * through ^ 2
"""


def test_lavaan_notation_is_read():
    model = read_model(LAVAAN)
    assert model.names == ("Image", "Value", "Satisfaction", "Loyalty")
    assert [construct.mode for construct in model.constructs] == ["A", "B", "A", "A"]
    assert model.constructs[0].items == ("i1", "i2", "i3")
    assert model.constructs[3].items == ("Loyalty",)
    assert model.labels["Image", "Value"] == "c"
    assert model.covariances == (("i1", "i2"),)


def test_a_model_written_and_read_again_is_the_same():
    model = read_model(LAVAAN)
    assert read_model(write_model(model)) == model


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A =~ a1\nB ~ ", r"line 2  this line of the model cannot be read: B ~"),
        ("A =~ a1 + 1*a2\nB =~ b; B ~ A", r"line 1  '1\*a2' is neither a name nor a label"),
        ("hello", "cannot be read: hello"),
        ("A =~ a1 + a 2\nB =~ b; B ~ A", "'a 2' is neither"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, words):
    with pytest.raises(DefinitionError, match=words):
        read_model(text)


def test_chinese_names_are_names():
    model = read_model("满意 =~ 总体 + 期望; 忠诚 =~ 推荐; 忠诚 ~ 满意")
    assert model.paths == (("满意", "忠诚"),)


def coefficients(model, seed=0):
    rng = np.random.default_rng(seed)
    place = {name: number for number, name in enumerate(model.names)}
    paths = np.zeros((3, len(place), len(place)))
    for source, target in model.paths:
        paths[:, place[target], place[source]] = rng.normal(size=3)
    return paths


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_total_effects_are_the_sum_over_all_routes(seed):
    model = index_model("ecsi").with_items({name: name for name in index_model("ecsi").constructs})
    paths = coefficients(model, seed)
    whole = np.linalg.inv(np.eye(7) - paths) - np.eye(7)
    assert total(paths, model) == pytest.approx(whole, abs=1e-12)
    along = np.zeros_like(paths)
    place = {name: number for number, name in enumerate(model.names)}
    for number, route in enumerate(routes(model)):
        along[:, place[route[-1]], place[route[0]]] += specific(paths, model)[:, number]
    assert indirect(paths, model) == pytest.approx(along, abs=1e-12)


def test_defined_quantities_are_arithmetic_with_paths():
    model = read_model(LAVAAN)
    paths = coefficients(model)
    a, b, c = paths[:, 2, 0], paths[:, 2, 1], paths[:, 1, 0]
    found = defined_quantities(paths, model)
    assert found["through"] == pytest.approx(a + b * c)
    assert found["twice"] == pytest.approx(2 * (a + b * c) ** 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x := a * zz", "label 'zz', which no parameter has"),
        ("x := a if", "not arithmetic"),
        ("x := f(a)", "not arithmetic"),
    ],
)
def test_a_defined_quantity_that_is_no_arithmetic_is_refused(line, words):
    model = read_model(f"{LAVAAN}\n{line}")
    with pytest.raises(DefinitionError, match=words):
        defined_quantities(coefficients(model), model)


def test_a_quantity_of_a_model_without_labels_is_shown_how_to_label():
    model = read_model("A =~ a1\nB =~ b1\nB ~ A\nx := 2*A")
    with pytest.raises(DefinitionError, match="a label in front of what it names"):
        defined_quantities(np.ones((2, 2)), model)


WITH_ARROWS = [name for name, model in SHELF.items() if model.paths]


@pytest.mark.parametrize("name", WITH_ARROWS)
def test_every_published_model_is_a_path_model(name):
    book = SHELF[name]
    model = book.with_items({construct: [f"{construct}1", f"{construct}2"] for construct in book.constructs})
    assert set(model.order) == set(book.constructs)
    assert book.index in book.constructs
    assert book.source


@pytest.mark.parametrize("name", SHELF)
def test_every_published_model_speaks_both_languages(name):
    labels = [SHELF[name].title, *SHELF[name].constructs.values()]
    assert all(label.zh and label.en for label in labels)


@pytest.mark.parametrize(
    ("name", "key"),
    [("scsb", "SCSB"), ("acsi", "ACSI"), ("ecsi", "ECSI_mobile"), ("epsi", "EPSI"), ("ncsb", "NCSB")],
)
def test_published_models_have_the_arrows_that_were_found(name, key):
    told = figures("published_index_models")[key]
    assert len(SHELF[name].constructs) == told["constructs"]
    assert len(SHELF[name].paths) == told["paths"]


def test_the_chinese_candidate_has_eleven_arrows_and_says_it_is_one():
    assert len(SHELF["ccsi"].paths) == 11
    assert not SHELF["ccsi"].confirmed


def test_constructs_that_were_not_asked_are_left_out():
    items = {name: name.lower() for name in ("Expectation", "Quality", "Satisfaction", "Loyalty")}
    model = index_model("acsi").with_items(items)
    assert ("Satisfaction", "Loyalty") in model.paths
    assert len(model.paths) == 4


def test_a_model_without_arrows_asks_for_them():
    with pytest.raises(DefinitionError, match="arrows of Hong Kong"):
        index_model("hkcsi").with_items({"Expectation": "e", "Satisfaction": "s"})
    own = [("Expectation", "Satisfaction")]
    assert index_model("hkcsi").with_items(
        {"Expectation": "e", "Satisfaction": "s"}, paths=own
    ).paths == tuple(own)


def test_unknown_models_and_constructs_have_near_matches():
    with pytest.raises(DefinitionError, match="did you mean 'ecsi'"):
        index_model("escsi")
    with pytest.raises(DefinitionError, match="did you mean 'Quality'"):
        index_model("acsi").with_items({"Qualiti": "q"})


def test_the_korean_shares_add_to_one():
    assert sum(SHELF["kcsi"].shares.values()) == pytest.approx(1)
