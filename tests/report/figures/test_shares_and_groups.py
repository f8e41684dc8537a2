"""Ranked bars and groups side by side: everything is said in words, nothing is cut."""

import re
import xml.etree.ElementTree as ET
from math import nan

import pytest

from satkit.report.figures import groups, ranked


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iter("text")]  # noqa: S314  our own drawing


def bar(value, label="reason", **more):
    return ranked.Bar(label, value, max(value - 0.05, 0), min(value + 0.05, 1), 200, **more)


def group(value, label="group", **more):
    return groups.Group(label, value, value - 3, value + 3, 200, **more)


def ranked_of(*bars):
    return ranked.draw(ranked.RankedShares(bars, "Share"), "fig-x", "title", "read", "en")


def groups_of(*panels, shares=False):
    return groups.draw(groups.GroupPanels(panels, "Score", "n", shares), "fig-x", "title", "read", "en")


def test_every_bar_is_named_and_read_out():
    told = texts(ranked_of(bar(0.42, "first"), bar(0.1, "second", pale=True)))
    assert {"first", "second", "42%", "37%–47%", "10%", "5%–15%", "0%"} <= set(told)


@pytest.mark.parametrize("top", [0.004, 0.03, 0.1, 0.37, 0.96, 1.0])
def test_no_whisker_leaves_the_drawing(top):
    svg = ranked_of(bar(top), bar(top / 3))
    widest = float(re.search(r'viewBox="0 0 (\S+) ', svg)[1]) - ranked.RIGHT
    ends = [float(x) for x in re.findall(r"H(\d*\.?\d*)", svg)]
    assert max(ends) <= widest + 0.5


def test_what_is_withheld_says_why_and_draws_nothing():
    alone = ranked_of(ranked.Bar("few", nan, nan, nan, 0, withheld="fewer than 10"))
    assert "fewer than 10" in texts(alone)
    both = groups_of(
        groups.Panel("q", (group(80), groups.Group("few", nan, nan, nan, 0, withheld="fewer than 10")))
    )
    assert "fewer than 10" in texts(both)
    assert len(re.findall("<(?:path|circle)", both)) == len(
        re.findall("<(?:path|circle)", groups_of(groups.Panel("q", (group(80),))))
    )


def test_panels_share_one_scale_and_mark_the_first_group():
    svg = groups_of(
        groups.Panel("Would stay", (group(83), group(49, tone="bad"))), groups.Panel("Other", (group(70),))
    )
    told = texts(svg)
    assert {"Would stay", "Other", "83.0", "80.0–86.0", "49.0"} <= set(told)
    assert svg.count("stroke-dasharray") == 2
    assert "var(--alert)" in svg


def test_shares_are_written_as_percentages():
    one = groups.Group("very satisfied", 0.762, 0.733, 0.79, 1000)
    told = texts(groups_of(groups.Panel("Would stay", (one,)), shares=True))
    assert {"76.2%", "73.3%–79.0%", "1,000"} <= set(told)


def test_a_withheld_reference_draws_no_line():
    hidden = groups.Group("none", nan, nan, nan, 0, withheld="few")
    assert "stroke-dasharray" not in groups_of(groups.Panel("q", (hidden, group(50))))


def test_a_thin_group_is_hollow():
    assert "var(--grey)" in groups_of(groups.Panel("q", (group(50, thin=True),)))


@pytest.mark.parametrize("values", [(0.0,), (100.0,), (50.0, 50.0), (3.0, 97.0)])
def test_any_values_find_a_scale(values):
    svg = groups_of(
        groups.Panel("q", tuple(groups.Group("g", v, max(v - 3, 0), min(v + 3, 100), 9) for v in values))
    )
    assert "NaN" not in svg
    assert "nan" not in svg


def test_long_labels_are_wrapped_whole():
    label = "停电以后恢复供电的速度太慢并且没有人主动通知客户何时可以恢复"
    told = texts(ranked_of(bar(0.3, label)))
    assert label in "".join(text or "" for text in told)


def places(svg, words):
    return [float(mark.get("x")) for mark in ET.fromstring(svg).iter("text") if mark.text in words]  # noqa: S314


def test_estimates_stand_in_one_column_whatever_their_intervals():
    svg = ranked_of(bar(0.42, "first"), bar(0.11, "second"))
    assert len(set(places(svg, {"42%", "11%"}) + places(svg, {"37%–47%", "6%–16%"}))) == 2
