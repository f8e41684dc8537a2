"""Numbers as they are written."""

import re
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit import number_format
from satkit.language import say

FINITE = st.floats(-1e6, 1e6)


def test_a_level_is_written_as_it_was_chosen_never_as_certainty():
    assert [number_format.confidence(level) for level in (0.9, 0.95, 0.995)] == ["90%", "95%", "99.5%"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(88.0, "88.0"), (99.96, "100.0"), (0.0, "0.0"), (-0.04, "0.0"), (-1.25, "−1.2"), (nan, "–")],
)
def test_scores_have_one_decimal(value, text):
    assert number_format.score(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.3, "+1.3"), (-1.3, "−1.3"), (0.04, "0.0"), (-0.04, "0.0"), (0.0, "0.0"), (nan, "–")],
)
def test_differences_have_a_sign_and_zero_has_none(value, text):
    assert number_format.signed_score(value) == text


@pytest.mark.parametrize(
    ("value", "n", "text"),
    [(0.164, 999, "16%"), (0.164, 1000, "16.4%"), (1.0, 10, "100%"), (0.0, 5000, "0.0%"), (nan, 10, "–")],
)
def test_shares_have_a_decimal_from_a_thousand_answers_on(value, n, text):
    assert number_format.share(value, n) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "<.001"),
        (0.000999, "<.001"),
        (0.001, ".001"),
        (0.05, ".050"),
        (0.9995, ">.999"),
        (1.0, ">.999"),
        (nan, "–"),
    ],
)
def test_p_values_have_no_leading_zero_and_are_never_none(value, text):
    assert number_format.probability(value) == text


def test_intervals_read_in_both_languages():
    assert number_format.interval(84.26, 85.31) == "84.3–85.3"
    assert say(number_format.signed_interval(-0.6, 1.9), "en") == "−0.6 to +1.9"
    assert say(number_format.signed_interval(nan, 1.0), "en") == "–"


def test_no_probability_is_written_as_certain():
    assert [number_format.chance(value) for value in (0.0, 0.005, 0.5, 0.84, 0.995, 1.0, nan)] == [
        "<1%", "<1%", "50%", "84%", ">99%", ">99%", "–",
    ]  # fmt: skip


def test_an_interval_of_effects_below_zero_is_written_out():
    assert say(number_format.ratio_interval(-0.05, 0.12), "zh") == "−0.05 至 0.12"
    assert number_format.ratio_interval(1.46, 1.7) == "1.46–1.70"
    assert number_format.ratio_interval(-0.05, nan) == "–"


def test_counts_are_parted_by_thousands():
    assert number_format.count(1234567) == "1,234,567"


@given(FINITE)
def test_no_number_is_written_with_a_hyphen_or_a_negative_zero(value):
    for text in (
        number_format.score(value),
        number_format.signed_score(value),
        number_format.count(value),
        number_format.ratio(value),
    ):
        assert "-" not in text
        assert not re.fullmatch(r"−[0.,]*", text)


@given(FINITE)
def test_a_difference_and_its_opposite_differ_by_their_sign_only(value):
    assert number_format.signed_score(value).lstrip("+−") == number_format.signed_score(-value).lstrip("+−")
