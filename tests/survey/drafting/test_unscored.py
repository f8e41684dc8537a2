"""Columns without a score: groups that come back, numbers with a few words among them, names that are taken."""

import numpy as np
import pandas as pd

from satkit.survey.drafting.columns import guesses
from satkit.survey.drafting.write import draft
from satkit.survey.table import Table


def table(**columns):
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()})
    return Table(frame, np.arange(len(frame)) + 2, "2025.csv", "0" * 64)


def kinds(**columns):
    return {guess.column: guess for guess in guesses(table(**columns))}


def test_many_groups_that_come_back_are_groups_and_no_comments():
    found = kinds(depot=[f"Depot {'ABCDEFGHIJKLMNOPQRST'[i % 20]}" for i in range(200)])
    assert found["depot"].kind == "segment"
    assert len(found["depot"].levels) == 20


def test_texts_of_which_none_comes_back_are_words():
    found = kinds(remark=[f"We waited {i} minutes at the desk and nobody came" for i in range(200)])
    assert found["remark"].kind == "text"


def test_a_few_words_among_numbers_are_proposed_as_no_answer():
    found = kinds(age=[*range(18, 70), "over 70", "rather old"])
    assert found["age"].kind == "number"
    assert {missing.code for missing in found["age"].scale.missing} == {"over 70", "rather old"}


def test_an_item_called_all_leaves_the_tree_another_name():
    words = ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"] * 12
    text = draft(table(all=words, pace=words[::-1]), "survey", "en")
    assert "[indicator.all]" not in text
    assert "[indicator.all_]" in text
