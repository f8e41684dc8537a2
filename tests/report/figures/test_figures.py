"""Drawings: text whole, colours that follow the theme, words for what cannot be seen."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from math import nan
from pathlib import Path

import pytest

from satkit.language import Label, Text
from satkit.report import typeface
from satkit.report.figures import distribution, dots, draw, heat, tree, trend
from satkit.report.figures.canvas import CARRIES_LIGHT, HEAT, INK, RAMP, THEME, Sheet, bands, on, ramp

ZONES = [(0.0, "average"), (85.0, "good"), (95.0, "excellent")]
HEADS = ("Score", "n")


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314  our own drawing


def texts(svg):
    return [element.text for element in parsed(svg).iter("text")]


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", RAMP)
def test_text_on_every_answer_colour_can_be_read(colour):
    assert contrast(colour, on(colour)) >= 4.5


@pytest.mark.parametrize("colour", HEAT)
def test_ink_on_every_heat_colour_can_be_read(colour):
    assert contrast(colour, INK) >= 4.5


def test_answer_colours_stay_the_same_in_every_theme():
    assert set(RAMP) >= CARRIES_LIGHT
    assert not set(RAMP) & THEME.keys()


@pytest.mark.parametrize("points", range(2, 12))
def test_every_scale_has_as_many_colours_as_answers(points):
    assert len(set(ramp(points))) == points


@pytest.mark.parametrize("count", range(1, 7))
def test_every_number_of_bands_has_its_colours(count):
    assert len(set(bands(count))) == count


def test_theme_colours_are_those_of_the_style_sheet():
    css = (Path(typeface.__file__).with_name("page.css")).read_text(encoding="utf-8")
    light, *dark = re.findall(r":root[^{]*\{([^}]*)\}", css)
    assert len(dark) == 2
    for colour, variable in THEME.items():
        value = "#fff" if variable == "--bg" else colour
        assert f"{variable}:{value};" in light
        assert all(f"{variable}:" in theme for theme in dark)
    assert len({tuple(theme.split(";")) for theme in dark}) == 1


def test_a_drawing_keeps_its_ids_to_itself_and_its_tips_as_titles():
    sheet = Sheet(100, 50)
    sheet.box(1, 1, 10, 10, INK, tip="a <b> & c")
    sheet.text(5, 20, "#1f2933 <i>")
    svg = sheet.svg("mine", "T <", "D")
    root = parsed(svg)
    assert [element.get("id") for element in root.iter() if element.get("id")] == ["mine-t", "mine-d"]
    assert [mark.find("title").text for mark in root.iter("path")] == ["a <b> & c"]
    assert texts(svg) == ["#1f2933 <i>"]
    assert "var(--ink)" in svg
    assert "font-family" not in svg


def test_the_same_drawing_is_the_same_text():
    def drawn():
        sheet = Sheet(100, 50)
        sheet.band([1, 2, 3], [1, 2, 3], [4, 5, 6], INK)
        sheet.line([1, nan, 3], [1, 2, 3], dash=(2, 2))
        return sheet.svg("k", "t", "d")

    assert drawn() == drawn()


def test_marks_are_written_short_and_lines_part_where_a_value_is_missing():
    sheet = Sheet(100, 50)
    sheet.box(0.04, -0.5, 10, 10.25, "#123456")
    sheet.line([1, 2, 2, 3, nan, 5, 6], [1, 1, 4, -5, 0, 7.25, 8])
    sheet.dot(3, 4, 5, RAMP[0])
    sheet.dot(3, 4, 5, RAMP[0], hollow=RAMP[1])
    sheet.text(1, 2, "")
    root = parsed(sheet.svg("k", "t", "d"))
    steps = [path.get("d") for path in root.iter("path")]
    assert steps == ["M0-.5h10v10.3h-10z", "M1 1H2V4L3-5M5 7.2L6 8", "M3 4h.1"]
    assert [circle.get("r") for circle in root.iter("circle")] == ["4.2"]
    assert not list(root.iter("text"))


def test_every_node_of_a_crowded_tree_keeps_its_whole_label():
    labels = [f"Restoration of supply after faults number {place}" for place in range(36)]
    leaves = tuple(
        tree.Branch(label, "88.2", "average–good", RAMP[3], "Operations and maintenance") for label in labels
    )
    roots = [
        tree.Branch(
            "Everything",
            "88.2",
            "good",
            children=tuple(tree.Branch(f"Part {n}", "90.1", "good", children=leaves[n::4]) for n in range(4)),
        )
    ]
    words = " ".join(texts(tree.draw(tree.Tree(tuple(roots)), "k", "t", "d", "en")))
    for number in range(36):
        assert f"number {number}" in words


def test_boxes_of_a_tree_do_not_overlap():
    leaves = tuple(tree.Branch("很长的标签" * (n + 1), "80.0", "一般", RAMP[3], "部门") for n in range(5))
    roots = (
        tree.Branch("根" * 30, "80.0", children=(leaves[0],)),
        tree.Branch("乙", "81.0", children=leaves[1:]),
    )
    svg = tree.draw(tree.Tree(roots), "k", "t", "d", "en")
    boxes = [
        list(map(float, re.findall(r"[\d.]+", path.get("d"))))
        for path in parsed(svg).iter("path")
        if "--soft" in path.get("style")
    ]
    assert len(boxes) == 7
    columns = {}
    for left, top, _, height, _ in boxes:
        columns.setdefault(left, []).append((top, top + height))
    for spans in columns.values():
        spans.sort()
        assert all(one[1] <= other[0] + 0.2 for one, other in pairwise(spans))


def test_shares_are_printed_where_they_fit_and_the_base_always():
    bars = [distribution.Bar("Q1", (0.5, 0.3, 0.19, 0.01), 88.26, 1200, ("a", "b", "c", "d"))]
    svg = distribution.draw(
        distribution.Distribution(bars, ["best", "good", "fair", "bad"], HEADS), "k", "t", "d", "en"
    )
    assert {"50.0%", "30.0%", "19.0%", "88.3", "1,200"} <= set(texts(svg))
    assert "1.0%" not in texts(svg)


def test_dots_print_score_interval_and_base_and_why_there_is_none():
    drawn = [dots.Dot("A", 88.2, 87.5, 88.9, 1200), dots.Dot("B", nan, nan, nan, 4, withheld="too few")]
    found = texts(dots.draw(dots.Dots(drawn, ZONES, HEADS), "k", "t", "d", "en"))
    assert {"88.2", "87.5–88.9", "1,200", "too few"} <= set(found)


@pytest.mark.parametrize(("low", "high"), [(0.0, 3.0), (99.9, 100.0), (60.0, 60.0), (-0.0, 100.0)])
def test_dots_at_the_ends_of_the_scale_stay_on_the_sheet(low, high):
    svg = dots.draw(dots.Dots([dots.Dot("A", low, low, high, 9)], ZONES, HEADS), "k", "t", "d", "en")
    lefts = [float(x) for x in re.findall(r'<path d="M([\d.-]+)', svg)]
    assert all(0 <= left <= dots.WIDTH for left in lefts)


def test_a_wide_map_is_turned_on_its_side():
    rows, columns = [heat.Place("group")], [heat.Place(f"indicator {place}") for place in range(12)]
    cells = [[heat.Cell(80.0 + place, nan) for place in range(12)]]
    svg = heat.draw(heat.Heat(rows, columns, cells, 1.0, ("lower", "higher")), "k", "t", "d", "en")
    assert parsed(svg).get("viewBox") > "0 0 780 300"
    assert "indicator 11" in texts(svg)


@pytest.mark.parametrize(
    ("difference", "place"),
    [(nan, 4), (0.0, 4), (0.49, 4), (0.5, 5), (-1.5, 2), (3.0, 7), (9.0, 8), (-9.0, 0)],
)
def test_shades_step_with_the_smallest_difference_of_interest(difference, place):
    assert heat.shade(difference, 1.0) == place


def test_map_cells_show_scores_bold_where_sure_and_a_dash_where_withheld():
    cells = [[heat.Cell(88.0, 4.0, sure=True), heat.Cell(81.0, -2.0, thin=True), heat.Cell(nan, nan)]]
    svg = heat.draw(
        heat.Heat([heat.Place("g")], [heat.Place(c) for c in "abc"], cells, 1.0, ("l", "h")),
        "k",
        "t",
        "d",
        "en",
    )
    weights = {element.text: "700" in element.get("style", "") for element in parsed(svg).iter("text")}
    assert weights["88.0"]
    assert not weights["81.0"]
    assert not weights["–"]


def test_a_trend_parts_where_a_wave_has_no_score():
    line = trend.Line(
        "A",
        (80.0, nan, 82.0),
        (79.0, nan, 81.0),
        (81.0, nan, 83.0),
        (("", ""), ("", ""), ("▲ rose", "good")),
        ("a", "", "c"),
    )
    found = texts(
        trend.draw(
            trend.Trend([line], ["2023", "2024", "2025"], [(85.0, "good")], [(2, "reworded")]),
            "k",
            "t",
            "d",
            "en",
        )
    )
    assert {"80.0", "82.0", "▲ rose", "2024"} <= set(found)
    assert any("reworded" in text for text in found)


def test_a_trend_without_any_score_is_still_a_drawing():
    nothing = (nan, nan)
    line = trend.Line("A", nothing, nothing, nothing, (("", ""), ("", "")), ("", ""))
    assert "2023" in texts(
        trend.draw(trend.Trend([line], ["2023", "2024"], [(85.0, "good")]), "k", "t", "d", "en")
    )


LONG = "Restoration of supply after faults, with an honest estimate of how long it will take"


@pytest.mark.parametrize(
    "chart",
    [
        distribution.Distribution(
            [distribution.Bar(LONG, (1.0, 0.0), 80.0, 50, ("", ""))], ["a", "b"], HEADS
        ),
        dots.Dots([dots.Dot(LONG, 80.0, 79.0, 81.0, 50)], ZONES, HEADS),
        heat.Heat([heat.Place(LONG)], [heat.Place("x")], [[heat.Cell(80.0, 1.0)]], 1.0, ("l", "h")),
        heat.Heat([heat.Place("x")], [heat.Place(LONG)], [[heat.Cell(80.0, 1.0)]], 1.0, ("l", "h")),
        tree.Tree((tree.Branch(LONG, "80.0", "good"),)),
    ],
    ids=["distribution", "dots", "heat row", "heat column", "tree"],
)
def test_long_labels_are_wrapped_and_never_cut(chart):
    assert LONG in " ".join(texts(draw(chart, "k", "t", "d", "en")))


NAME = Label("供电可靠", "Reliability")
STEPS = ((("", "")), (Text("yes"), "good"))


@pytest.mark.parametrize(
    "chart",
    [
        distribution.Distribution(
            [distribution.Bar("x", (1.0, 0.0), 80.0, 50, (NAME, ""))], [NAME, "b"], HEADS
        ),
        dots.Dots([dots.Dot(NAME, 80.0, 79.0, 81.0, 50)], ZONES, HEADS),
        heat.Heat([heat.Place("x", NAME)], [heat.Place("y")], [[heat.Cell(80.0, 1.0)]], 1.0, ("l", "h")),
        tree.Tree((tree.Branch(NAME, "80.0", "good"),)),
        trend.Trend(
            [trend.Line("x", (80.0, 81.0), (79.0, 80.0), (81.0, 82.0), STEPS, ("", ""))], ["1", NAME]
        ),
    ],
    ids=["distribution", "dots", "heat", "tree", "trend"],
)
def test_one_chart_is_drawn_in_the_language_of_each_reader(chart):
    english, chinese = (texts(draw(chart, "k", NAME, "d", language)) for language in ("en", "zh"))
    assert any("Reliability" in text for text in english)
    assert any("供电可靠" in text for text in chinese)
    assert not any("Reliability" in text for text in chinese)


def test_verdicts_of_many_waves_stand_apart():
    waves = [str(year) for year in range(2016, 2026)]
    steps = (("", ""), *[("○ no significant change (+0.2)", "neutral")] * 9)
    line = trend.Line("A", (80.0,) * 10, (79.0,) * 10, (81.0,) * 10, steps, ("",) * 10)
    root = parsed(trend.draw(trend.Trend([line], waves, [(85.0, "good")]), "k", "t", "d", "en"))
    told = [mark for mark in root.iter("text") if "change" in mark.text or "○" in mark.text]
    assert len(told) > 9
    assert all(typeface.width(mark.text, 12) < (780 - 34 - 92) / 10 for mark in told)
