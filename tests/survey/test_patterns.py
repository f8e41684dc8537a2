"""Patterns that are taken, and patterns that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.patterns import compile_pattern, fault


@pytest.mark.parametrize(
    "pattern", ["停电.*通知", "报修.{0,20}没人", "[0-9]{1,3}元", "(?:停|断)电", "(ab)+c", "(?<!不)满意", "(?=a*)b", "a++b"]
)  # fmt: skip
def test_a_plain_pattern_is_taken(pattern):
    assert fault(pattern) is None
    assert compile_pattern(pattern).flags & 2  # heedless of case


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(x", "cannot be read"),
        ("*", "cannot be read"),
        ("a{2}{3}", "cannot be read"),
        ("x*", "where nothing stands"),
        ("a|", "where nothing stands"),
        ("(a+)+b", "too long"),
        ("(a|aa)+b", "too long"),
        ("(a|a)*b", "too long"),
        ("((a?)*)*b", "too long"),
        ("(.*)*x", "too long"),
        ("a*b*c*d", "too long"),
        ("a?" * 30 + "a" * 30, "too long"),
        (r"(\w)\1", "too long"),
        ("(?:a{1,50}){1,50}b", "too long"),
        ("x" * 501, "longer than"),
    ],
)
def test_a_broken_or_endless_pattern_is_refused_with_the_reason(pattern, why):
    assert why in str(fault(pattern))


@given(st.text("ab()|*+?{}[]\\1.", max_size=12))
def test_whatever_is_taken_ends_soon_on_a_text_made_to_hold_it_up(pattern):
    if fault(pattern) is None:
        compile_pattern(pattern).search("a" * 40 + "!")
        compile_pattern(pattern).search("ab" * 20 + "!")
