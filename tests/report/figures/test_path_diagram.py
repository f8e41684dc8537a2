"""Path diagrams: nothing crosses, everything is said, the same model looks the same."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from satkit.language import Label
from satkit.models.index import SHELF
from satkit.report import layout
from satkit.report.figures.path_diagram import Arrow, Node, PathDiagram, draw

DRAWN = [name for name, model in SHELF.items() if model.paths]


def texts_of(svg):
    return list(ET.fromstring(svg).iter("text"))  # noqa: S314  drawn a line above


def tangled(places, arrows):
    number = {name: place for place, name in enumerate(places)}
    pairs = np.array([(number[start], number[end]) for start, end in arrows])
    return layout.count_tangles(np.array(list(places.values()), float), pairs)


@pytest.mark.parametrize("name", DRAWN)
def test_no_arrow_of_a_published_model_crosses_another_or_a_node(name):
    model = SHELF[name]
    places = layout.place_nodes(list(model.constructs), model.paths)
    assert tangled(places, model.paths) == 0


def test_a_published_model_with_fewer_constructs_keeps_its_places():
    model = SHELF["ecsi"]
    kept = [name for name in model.constructs if name != "Complaints"]
    arrows = [path for path in model.paths if "Complaints" not in path]
    whole = layout.place_nodes(list(model.constructs), model.paths)
    assert layout.place_nodes(kept, arrows) == {name: whole[name] for name in kept}


@pytest.mark.parametrize("count", [3, 9, 15])
def test_a_model_of_ones_own_is_laid_out_without_a_tangle_and_always_alike(count):
    rng = np.random.default_rng(count)
    nodes = [f"c{k}" for k in range(count)]
    arrows = [(f"c{int(rng.integers(max(k - 4, 0), k))}", f"c{k}") for k in range(1, count)]
    places = layout.place_nodes(nodes, arrows)
    assert tangled(places, arrows) == 0
    layout._anneal.cache_clear()
    assert layout.place_nodes(nodes, arrows) == places


def test_a_crossing_is_seen_where_there_is_one():
    square = {"a": (0, 0), "b": (2, 2), "c": (0, 2), "d": (2, 0)}
    assert tangled(square, [("a", "b"), ("c", "d")]) == 1
    line = {"a": (0, 0), "b": (1, 0), "c": (2, 0)}
    assert tangled(line, [("a", "c")]) == 1  # through b


@pytest.fixture(scope="module")
def svg():
    nodes = [
        Node("q", "Quality", "75.0", tip="Quality: index 75.0"),
        Node("s", "A & B", "72.5, R² 0.68", explained=True, strong=True),
        Node("l", "Loyalty", "70.9", explained=True),
    ]
    arrows = [
        Arrow("q", "s", 0.51, "0.51***", tip="Quality → Satisfaction"),
        Arrow("s", "l", -0.4, "−0.40**"),
        Arrow("q", "l", 0.05, "0.05", sure=False),
    ]
    return draw(PathDiagram(nodes, arrows), "fig", "Effects", "Three effects", "en")


def test_every_name_and_coefficient_is_written(svg):
    texts = [text.text for text in texts_of(svg)]
    assert {"Quality", "A & B", "0.51***", "−0.40**", "0.05"} <= set(texts)
    assert "Quality → Satisfaction" in svg


def test_a_diagram_speaks_the_language_of_the_page():
    chart = PathDiagram([Node("q", Label("质量", "Quality"), tip=Label("质量指数", "Index of quality"))], [])
    assert "质量" in draw(chart, "f", "t", "d", "zh")
    assert "Index of quality" in draw(chart, "f", "t", "d", "en")


def test_what_is_not_significant_is_dashed_and_what_is_negative_is_orange(svg):
    dashed = [mark for mark in re.findall(r"<path[^>]*>", svg) if "dasharray" in mark]
    assert len(dashed) == 1
    assert "var(--grey)" in dashed[0]
    assert "var(--alert)" in svg


def test_coefficients_stand_apart_from_each_other_and_from_the_boxes():
    model = SHELF["ecsi"]
    nodes = [Node(name, name, "70.0", True) for name in model.constructs]
    arrows = [Arrow(start, end, 0.3, f"0.{place:02d}***") for place, (start, end) in enumerate(model.paths)]
    texts = texts_of(draw(PathDiagram(nodes, arrows), "f", "t", "d", "en"))
    labels = [(float(t.get("x")), float(t.get("y"))) for t in texts if "***" in (t.text or "")]
    assert len(labels) == len(arrows)
    for place, (x, y) in enumerate(labels):
        assert all(abs(x - a) > 40 or abs(y - b) > 12 for a, b in labels[:place])
