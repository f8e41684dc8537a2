"""Answers of any table become one matrix by name, or are refused in our own words."""

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DataError, DefinitionError
from satkit.stats.incomplete import answer_moments
from satkit.stats.table import answer_matrix, group_labels

FRAME = pd.DataFrame({"id": [9, 8, 7], "b": [1, 2, 4], "a": [5, 6, 8]})


def test_columns_are_chosen_by_name_whatever_their_order():
    assert answer_matrix(FRAME, ["a", "b"]).tolist() == [[5, 1], [6, 2], [8, 4]]
    found = answer_moments(FRAME, ["a", "b"])
    assert found.mean[0] == pytest.approx([19 / 3, 7 / 3])


@pytest.mark.parametrize("kind", ["Int64", "Float64", "int64[pyarrow]", "object", "category"])
def test_a_missing_answer_of_any_column_type_is_none(kind):
    table = FRAME.astype(object)
    table.loc[1, "a"] = pd.NA if kind != "category" else np.nan
    table["a"] = table["a"].astype(kind)
    found = answer_matrix(table, ["a"])[:, 0]
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[[0, 2]].tolist() == [5, 8]


@pytest.mark.parametrize(
    ("values", "names", "said"),
    [
        (FRAME, ["a", "c"], "no column 'c'"),
        (pd.concat([FRAME, FRAME[["a"]]], axis=1), ["a"], "column 'a' is there 2 times"),
        (
            FRAME.assign(a=["x", 1, 2]),
            ["a"],
            "column 'a' holds 1 answers that are no numbers, the first in row 1",
        ),
        (FRAME.assign(a=pd.Timestamp("2026-01-01")), ["a"], "no numbers"),
        (FRAME.assign(a=[1, np.inf, 2]), ["a"], "without a bound in row 2"),
        (FRAME.to_numpy(), ["a", "b"], "there are 2 names"),
        ([1, 2, 3], ["a"], "the shape"),
        ([["x", "y"]], ["a", "b"], "no numbers"),
        (FRAME, ["a", "a"], "'a' stand twice"),
        (FRAME, "ab", "one text"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(values, names, said):
    with pytest.raises(DataError, match=said):
        answer_matrix(values, names)


@pytest.mark.parametrize("weight", [[1, 2], [1, "x", 2], [[1, 1, 1]]])
def test_weights_of_another_length_or_in_words_are_refused(weight):
    with pytest.raises(DataError, match="case weights"):
        answer_moments(FRAME, ["a", "b"], weight=weight)


def test_names_that_are_one_text_are_refused():
    with pytest.raises(DefinitionError, match="a list of names"):
        answer_moments(FRAME, "ab")


def test_missing_and_blank_labels_are_no_group():
    named, labels = group_labels(["m", None, np.nan, " ", "f", pd.NA], 6)
    assert named.tolist() == [True, False, False, False, True, False]
    assert labels[named].tolist() == ["m", "f"]
    assert group_labels(np.array(["m", np.nan]), 2)[0].tolist() == [True, False]
    assert group_labels(pd.Series([1.0, np.nan, 2.0]), 3)[1].tolist() == ["1", "", "2"]


def test_em_refuses_two_items_that_nobody_answered_together():
    table = pd.DataFrame(
        {"a": [1.0, 2, 4, np.nan, np.nan, np.nan], "b": [np.nan] * 3 + [1.0, 5, 2], "c": range(6)}
    )
    with pytest.raises(DataError, match="nobody answered both items of a - b"):
        answer_moments(table, ["a", "b", "c"], missing="em")
