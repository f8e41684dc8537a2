"""Where answers begin and end: titles, one or two rows of names, totals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.grid import Grid
from satkit.survey.headers import crop_grid, plain
from satkit.survey.stems import split_headings


def grid(*rows):
    width = max(map(len, rows))
    cells = pd.DataFrame([[*row, *[None] * (width - len(row))] for row in rows], dtype=object)
    return Grid(cells.where(cells.notna(), None), np.arange(1, len(rows) + 1), "a.csv", "x")


def read(*rows):
    return plain(crop_grid(grid(*rows)))


ROWS = [[str(k), ["Good", "Bad"][k % 2], ["Bad", "Fair", "Good"][k % 3], "3"] for k in range(1, 9)]
NAMES = ["No", "Staff", "Price", "Wait"]


def told(table):
    return " | ".join(map(str, table.notes))


def test_titles_above_and_totals_below_are_left_out_and_counted():
    table = read(
        ["Our survey"],
        ["Exported", "2026-01-01"],
        NAMES,
        *ROWS,
        ["Total", None, None, "24"],
        ["Mean", None, None, "3"],
    )
    assert list(table.frame) == NAMES
    assert len(table.frame) == 8
    assert table.rows.tolist() == list(range(4, 12))
    assert "rows of a title above the column names, left out: 2 (1, 2)" in told(table)
    assert "rows of totals or remarks below the answers, left out: 2 (12, 13)" in told(table)


@pytest.mark.parametrize("word", ["合计", "平均分", "Gesamt", "Moyenne", "Итого", "Grand total (n=8)"])
def test_totals_are_known_in_other_languages(word):
    assert len(read(NAMES, *ROWS, [word, None, None, "24"]).frame) == 8


def test_an_answer_that_reads_total_is_no_total_where_others_gave_it():
    rows = [[word, "1", "2", "3"] for word in ("Total", "Partial", "Total", "Partial", "Total")]
    assert len(read(["Cover", "a", "b", "c"], *rows).frame) == 5


def test_a_respondent_who_answered_little_stays():
    assert len(read(NAMES, *ROWS, ["9", None, None, None]).frame) == 9


def test_a_header_that_is_repeated_among_the_answers_is_left_out():
    table = read(NAMES, *ROWS[:4], NAMES, *ROWS[4:])
    assert len(table.frame) == 8
    assert "rows that repeat the column names, left out: 1 (6)" in told(table)


def test_a_question_above_its_parts_is_joined_with_them():
    table = read(["Branch", "How good was …", None, None], [None, "Staff", "Price", "Wait"], *ROWS)
    assert list(table.frame) == [
        "Branch",
        "How good was … — Staff",
        "How good was … — Price",
        "How good was … — Wait",
    ]
    assert table.parts["How good was … — Wait"] == ("How good was …", "Wait")
    assert len(table.frame) == 8
    assert "two rows of column names were joined" in told(table)


@pytest.mark.parametrize("turned", [False, True])
def test_codes_beside_question_texts_become_names_and_texts(turned):
    heads = [
        ["id", "q1", "q2", "q3"],
        ["Number of the form", "How was the staff?", "How was the price?", "And the wait?"],
    ]
    table = read(*(heads[::-1] if turned else heads), *ROWS)
    assert list(table.frame) == ["id", "q1", "q2", "q3"]
    assert table.texts["q2"] == "How was the price?"


def test_a_first_respondent_with_common_answers_is_no_second_header():
    table = read(NAMES, *ROWS)
    assert len(table.frame) == 8


@given(st.lists(st.sampled_from(["Good", "Fair", "Bad"]), min_size=12, max_size=30))
def test_no_record_is_ever_lost_from_a_plain_table(cells):
    rows = [[str(k), cell, cells[-k], "x"] for k, cell in enumerate(cells, start=1)]
    assert len(read(NAMES, *rows).frame) == len(cells)


@pytest.mark.parametrize(
    "heads",
    [
        ["Rate it [Staff]", "Rate it [Price]"],
        ["Rate it - Staff", "Rate it - Price"],
        ["Rate it: Staff", "Rate it: Price"],
        ["Rate it—Staff", "Rate it—Price"],
        ["Rate it >> Staff", "Rate it >> Price"],
        ["Rate it (Staff)", "Rate it (Price)"],
    ],
)
def test_a_question_shared_by_headings_is_parted_from_its_rows(heads):
    assert split_headings([*heads, "Age"]) == {0: ("Rate it", "Staff"), 1: ("Rate it", "Price")}


def test_of_several_ways_to_part_the_question_most_headings_share_wins():
    heads = ["Staff - polite: yes or no", "Staff - quick: yes or no", "Staff - clean: yes or no"]
    assert {stem for stem, _ in split_headings(heads).values()} == {"Staff"}
