"""Scales of any number between two ends: how answers are read, scored and called."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.bins import bins, name_points
from satkit.survey.continuous import MOST_VALUES, add_found_points, place, value
from satkit.survey.scale import Missing, Point, Scale, find_shifted_labels


def scale(low=0.0, high=10.0, **more):
    return Scale(name="slider", low=low, high=high, **more)


@given(st.lists(st.floats(-5, 5, allow_nan=False), min_size=1, max_size=40))
def test_every_number_scores_in_a_straight_line_from_end_to_end(numbers):
    made = add_found_points(scale(-5.0, 5.0), numbers)
    found = [made.scores[place(made, number)] for number in numbers]
    assert np.allclose(found, [10 * (number + 5) for number in numbers], atol=1e-9)


def test_where_low_is_best_the_low_end_scores_a_hundred():
    made = add_found_points(scale(1.0, 5.0, best="low"), ["1", "2.0", 4.5])
    assert [made.scores[place(made, cell)] for cell in ("1", "2.0", 4.5, 5)] == [100, 75, 12.5, 0]


@pytest.mark.parametrize("cell", ["10.01", "-0.5", "seven", "", "7 of 10", "nan", "1e9", None])
def test_what_is_no_number_between_the_ends_is_no_answer(cell):
    assert value(scale(), "" if cell is None else cell) is None


def test_a_missing_code_inside_the_range_is_no_answer():
    made = add_found_points(scale(0, 100, missing=(Missing(code=99),)), [99, 12])
    assert 99.0 not in made.values
    assert place(made, 99) is None


def test_a_decimal_comma_is_read_where_it_can_mean_nothing_else():
    assert value(scale(), "7,5") == 7.5
    assert value(scale(0, 5000), "1,234") is None  # 1.234 or 1234


def test_more_values_than_are_kept_are_rounded_to_a_ten_thousandth_of_the_range():
    numbers = np.random.default_rng(2).uniform(0, 10, 3 * MOST_VALUES)
    made = add_found_points(scale(), numbers)
    assert len(made.points) <= MOST_VALUES + 1
    worst = max(abs(made.scores[place(made, number)] - 10 * number) for number in numbers[:500])
    assert worst <= 100 / MOST_VALUES / 2 + 1e-9


def test_boxes_are_shares_of_the_range_and_called_by_their_ends_whatever_was_answered():
    made = add_found_points(scale(1.0, 10.0), [5.03, 7.7])
    assert [label.en for label in name_points(made, made.places(made.satisfied))] == ["8.2 to 10"]
    assert [label.en for label in name_points(made, made.places(made.bottom))] == ["1 to 2.8"]


def test_a_stretch_of_ones_own_replaces_the_share_of_the_range():
    made = add_found_points(scale(satisfied=(7.5, 10.0)), [7.4, 7.5, 9.9])
    assert set(made.satisfied) == {7.5, 9, 9.9, 10}


def long_scale(low, high):
    points = tuple(Point(code=code, score=100 * (code - low) / (high - low)) for code in range(low, high + 1))
    return Scale(name="long", points=points)


@pytest.mark.parametrize(
    ("low", "high", "first", "last", "count"),
    [(0, 100, "0–9", "90–100", 10), (1, 100, "1–9", "90–100", 10), (0, 15, "0–1", "14–15", 8)],
)
def test_a_long_scale_of_whole_numbers_is_shown_in_about_ten_even_stretches(low, high, first, last, count):
    shown = bins(long_scale(low, high))
    assert (shown.labels[0].en, shown.labels[-1].en, len(shown)) == (first, last, count)
    assert shown.best_first[0] == count - 1


@given(st.integers(-50, 50), st.integers(11, 100))
def test_every_point_of_a_long_scale_is_in_one_of_few_bins(low, span):
    shown = bins(long_scale(low, low + span))
    assert (np.diff(shown.of) >= 0).all()
    assert set(shown.of) == set(range(len(shown)))
    assert 5 <= len(shown) <= 11


def test_a_short_scale_is_shown_answer_by_answer():
    shown = bins(long_scale(0, 10))
    assert list(shown.of) == list(range(11))


def test_codes_that_only_look_like_the_labels_of_others_are_told_from_a_reversed_scale():
    assert find_shifted_labels({1: ("0",), 2: ("1",), 3: ("2",)}) == {"1", "2"}
    assert find_shifted_labels({1: ("3",), 2: ("2",), 3: ("1",)}) == frozenset()
    assert find_shifted_labels({"a": ("b",), "b": ("a",)}) == frozenset()
