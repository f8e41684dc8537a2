"""The range of a scale by its numbers: what is often and in sequence is never dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.drafting.evidence import parts
from satkit.survey.drafting.ratings import find_range


def seen(*numbers, times=12):
    return dict.fromkeys(numbers, times)


@pytest.mark.parametrize(
    "ends",
    [
        (1, 3),
        (1, 4),
        (1, 5),
        (1, 6),
        (1, 7),
        (1, 8),
        (1, 9),
        (1, 10),
        (1, 11),
        (0, 4),
        (0, 6),
        (0, 10),
        (-3, 3),
    ],
)
def test_the_range_is_what_occurs(ends):
    found = find_range(seen(*range(ends[0], ends[1] + 1)))
    assert (found.first, found.last, found.missing) == (*ends, ())


@given(st.integers(0, 1), st.integers(4, 11), st.data())
def test_no_number_of_an_unbroken_run_is_dropped(first, last, data):
    counts = {number: data.draw(st.integers(8, 60)) for number in range(first, last + 1)}
    found = find_range(counts)
    assert not found.missing
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("numbers", "last", "missing"),
    [
        ((1, 2, 3, 4, 5, 9), 5, (9,)),
        ((1, 2, 3, 4, 5, 8, 9), 5, (8, 9)),
        ((1, 2, 3, 4, 5, 98, 99), 5, (98, 99)),
        ((-1, 1, 2, 3, 4), 4, (-1,)),
        ((*range(1, 11), 77), 10, (77,)),
    ],
)
def test_a_code_apart_from_the_others_may_be_no_answer(numbers, last, missing):
    found = find_range(seen(*numbers))
    assert (found.first, found.last, found.missing) == (1, last, missing)


def test_lower_points_that_nobody_gave_are_there():
    assert find_range(seen(3, 4, 5)).first == 1


def test_ages_and_years_are_no_scale():
    assert find_range(seen(*range(18, 80))) is None
    assert find_range(seen(*range(1990, 2020))) is None


def test_a_slider_runs_to_a_hundred():
    found = find_range(seen(*range(3, 98, 2), 100))
    assert (found.first, found.last) == (0, 100)


@pytest.mark.parametrize(
    ("written", "number", "words"),
    [
        ("5 - Very pleasant", 5, "Very pleasant"),
        ("Very pleasant (5)", 5, "Very pleasant"),
        ("3=Fair", 3, "Fair"),
        ("4、满意", 4, "满意"),
        ("B.满意", None, "满意"),
        ("4分", 4, ""),
        ("★★★☆☆", 3, ""),
        ("4 stars", 4, ""),
        ("18-24", None, "18-24"),
        ("Covid-19", None, "Covid-19"),
        ("Neutral", None, "Neutral"),
    ],
)
def test_number_and_words_are_parted(written, number, words):
    assert parts(written) == (number, words)
