"""Scores over the waves as a figure."""

import pytest

from satkit.report.figures.trend import Line, Trend, draw


@pytest.mark.parametrize("count", [1, 2, 7])
def test_scores_from_end_to_end_of_the_scale_are_drawn_in_panels_of_any_size(count):
    line = Line("Service", (2.0, 98.0), (0.0, 96.0), (4.0, 100.0), (("", ""), ("up", "good")), ("a", "b"))
    drawn = draw(Trend([line] * count, ["2024", "2025"]), "fig", "Title", "Description", "en")
    assert drawn.count("98.0") >= count
