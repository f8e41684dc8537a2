"""Drawings of drivers and Kano: labels apart, whiskers, long labels, odd numbers."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from satkit.report import typeface
from satkit.report.figures import diverging, lollipop, plan, returns, scatter

LONG = "Restoration of supply after faults, with an honest estimate of how long it will take"


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iter("text")]  # noqa: S314  our own drawing


AXIS = scatter.Axis("x", 0.0, 1.0, 0.5, "ratio", 0.25)
QUARTERS = ("top left", "top right", "bottom left", "bottom right")


def points(places):
    return [
        scatter.Point(f"point {k}", x, y, (x - 0.02, x + 0.02), (y - 0.03, y + 0.03), "act" if k == 0 else "")
        for k, (x, y) in enumerate(places)
    ]


def overlap(one, other):
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def drawn(places):
    return scatter.draw(scatter.Scatter(tuple(points(places)), AXIS, AXIS, QUARTERS), "k", "t", "d", "en")


@settings(max_examples=25)
@example(seed=6509, count=10)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 14))
def test_labels_of_a_map_do_not_lie_on_each_other(seed, count):
    places = np.random.default_rng(seed).uniform(0.05, 0.95, (count, 2))
    x, y = scatter._scales(AXIS, AXIS)
    found = scatter._place_labels(points(places), x, y, "en")
    boxes = [
        (left, top, left + typeface.width(words, scatter.SIZE), top + scatter.SIZE)
        for left, top, words in found
    ]
    assert not [1 for one, other in combinations(boxes, 2) if overlap(one, other) > 4]
    assert all(left >= scatter.LEFT and right <= scatter.WIDTH for left, _, right, _ in boxes)


def test_a_map_names_its_quarters_axes_and_every_point():
    told = texts(drawn([(0.1, 0.9), (0.12, 0.9), (0.9, 0.1)]))
    assert set(told) >= {*QUARTERS, "x", "point 0", "point 1", "point 2", "0.25", "1.00"}


def test_a_point_beyond_the_axes_is_drawn_at_their_end():
    svg = drawn([(1.7, -0.4), (0.5, 0.5)])
    numbers = [float(number) for number in re.findall(r"[ML](-?[\d.]+)", svg)]
    assert max(numbers) <= scatter.WIDTH


def test_sticks_print_share_interval_and_chance():
    sticks = (
        lollipop.Stick(LONG, 0.31, 0.22, 0.41, 0.86, 2000, sure=True),
        lollipop.Stick("b", 0.05, 0.01, 0.09, 0.0, 2000),
    )
    told = texts(lollipop.draw(lollipop.Lollipop(sticks, "share", "largest", "equal"), "k", "t", "d", "en"))
    assert LONG in " ".join(told)
    assert set(told) >= {"31.0%", "22.0%–41.0%", "86%", "equal"}


def test_penalties_go_left_and_rewards_right_of_nothing():
    penalty, reward = diverging.Side(-3.0, -4.0, -2.0), diverging.Side(2.0, 1.0, 3.0)
    pair = diverging.Pair(LONG, penalty, reward, "penalty (72%)", sure=True)
    chart = diverging.PenaltiesAndRewards((pair,), "short", "excel", "leans to")
    svg = diverging.draw(chart, "k", "t", "d", "en")
    told = texts(svg)
    assert LONG in " ".join(told)
    assert set(told) >= {"short", "excel", "penalty (72%)", "0", "+3", "−4"}


def test_a_plan_shows_what_is_met_what_is_added_and_what_it_costs():
    steps = (
        plan.Step(LONG, "must-be", 0.7, 0.9, "120", "3.1 (2.9–3.3)"),
        plan.Step("b", "attractive", 0.1, 0.1, "0", ""),
    )
    told = texts(plan.draw(plan.PlanSteps(steps, "met", "spend", "gain"), "k", "t", "d", "en"))
    assert LONG in " ".join(told)
    assert set(told) >= {"must-be", "120", "3.1 (2.9–3.3)", "0", "100%"}


@pytest.mark.parametrize("most", [0.7, 40.0, 1700.0, 3e6])
def test_returns_have_few_ticks_whatever_the_sums(most):
    budgets = np.linspace(0, most, 9)
    gains = np.sqrt(budgets)
    curves = (tuple(curve.tolist()) for curve in (budgets, gains, 0.9 * gains, 1.1 * gains))
    chart = returns.GainByBudget(*curves, most / 2, "budget", "money", "gain")
    told = texts(returns.draw(chart, "k", "t", "d", "en"))
    assert "budget" in told
    assert 4 <= len(told) <= 20


def test_ticks_have_no_decimals_that_none_of_them_needs():
    whole = scatter.Axis("x", 80.0, 90.0, 85.0, "score", 2.0)
    told = texts(scatter.draw(scatter.Scatter((), whole, AXIS, QUARTERS), "k", "t", "d", "en"))
    assert {"80", "82", "0.25"} <= set(told)
    assert "80.0" not in told


def test_no_chance_to_be_first_is_certain():
    sticks = tuple(
        lollipop.Stick(name, 0.5, 0.4, 0.6, first, 90) for name, first in (("a", 0.999), ("b", 0.001))
    )
    chart = lollipop.Lollipop(sticks, "share", "first", "equal")
    assert {">99%", "<1%"} <= set(texts(lollipop.draw(chart, "k", "t", "d", "en")))
