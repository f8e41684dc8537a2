"""The first screen does not end before what asks for action."""

import pytest

from satkit.analyses.summary.section import MOST, foremost
from satkit.findings.finding import Finding
from satkit.language import Text


def finding(kind, section, tone="neutral"):
    return Finding(kind, Text("x"), "firm", section, tone, 100)


MANY = [
    finding("standing", "indicators"),
    finding("change", "trend"),
    finding("shares", "answers", "good"),
    finding("moved", "trend", "bad"),
    finding("moved", "trend", "good"),
    finding("lowest", "indicators", "act"),
    finding("department", "departments", "act"),
    finding("driver", "drivers", "act"),
    finding("priority", "drivers", "act"),
    finding("reasons", "reasons", "act"),
]


def test_a_few_findings_are_all_shown():
    assert foremost(MANY[:MOST], changed=True) == MANY[:MOST]


def test_of_many_those_that_ask_for_action_are_shown_once_a_section_in_the_order_of_the_rules():
    shown = [found.kind for found in foremost(MANY, changed=True)]
    assert shown == ["shares", "moved", "lowest", "department", "driver"]


@pytest.mark.parametrize("changed", [True, False])
def test_the_change_is_left_out_only_where_the_number_tells_it(changed):
    assert any(found.kind == "change" for found in foremost(MANY, changed=changed)) is not changed


def test_without_anything_to_act_on_the_first_screen_is_full_all_the_same():
    calm = [finding("moved", "trend", "good") for _ in range(8)]
    assert len(foremost(calm, changed=False)) == MOST
