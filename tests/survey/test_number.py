"""What counts as a number in an answer."""

import numpy as np
import pytest

from satkit.survey.coding import read_numbers
from satkit.survey.number import parse_number


@pytest.mark.parametrize(("text", "number"), [("10", 10), (" 1.5 ", 1.5), ("-3", -3), ("1e3", 1000)])
def test_a_number_is_read_as_written(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["1_0", "1_000.5", "_1", "nan", "inf", "1e999", "x", ""])
def test_what_only_a_programmer_writes_is_no_number(text):
    assert parse_number(text) is None


def test_a_cell_with_an_underscore_is_told_as_no_number():
    numbers, off = read_numbers(np.array(["10", "1_0", None], object))
    assert off.tolist() == [False, True, False]
    assert np.isnan(numbers[1])
