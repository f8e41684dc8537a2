"""Cut-offs decide as readers see the numbers."""

from math import nan

import pytest

from satkit.findings import cutoffs
from satkit.findings.cutoffs import MORE_LIKELY, Cutoff
from satkit.number_format import chance

ALL = [one for one in vars(cutoffs).values() if isinstance(one, Cutoff)]


def test_a_value_is_judged_as_it_is_printed_where_it_is_printed():
    assert MORE_LIKELY.is_reached_in_print(0.496)
    assert not MORE_LIKELY.is_reached(0.496)
    assert not MORE_LIKELY.is_reached_in_print(0.494)


def test_what_is_not_known_reaches_nothing():
    assert not any(one.is_reached(nan) or one.is_reached_in_print(nan) for one in ALL)


def test_certain_is_what_is_printed_without_a_number():
    assert chance(cutoffs.CERTAIN.value) == ">99%"
    assert chance(cutoffs.CERTAIN.value - 0.001) == "99%"


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_cutoff_is_a_share_with_a_source(one):
    assert 0 < one.value < 1
    assert one.source
