"""The names of bands beside a trend have room."""

import re

import pytest

from satkit.report import typeface
from satkit.report.figures import trend

LINE = trend.Line("All", (93.0, 96.0), (92.0, 95.0), (94.0, 97.0), (("", ""), ("rose", "good")), ("", ""))


@pytest.mark.parametrize("name", ["excellent from 95", "a band with a name that is really very long from 95"])
def test_the_name_of_a_band_is_not_cut_at_the_right(name):
    drawn = trend.draw(trend.Trend([LINE], ["2024", "2025"], [(95, name)]), "key", "title", "read", "en")
    words = re.findall(r'<text[^>]*? x="?([\d.]+)[^>]*>([^<]*)</text>', drawn)
    mine = [(float(left), text) for left, text in words if text and text in name and len(text) > 3]
    assert mine
    assert all(left + typeface.width(text, trend.NAME) <= trend.WIDTH for left, text in mine)
