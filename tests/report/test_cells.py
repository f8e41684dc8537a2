"""How cells read."""

from math import nan

import pytest

from satkit.language import Label
from satkit.tables.cells import Interval, Share, Verdict, Withheld, read_cell


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (88.25, "score", "88.2"),
        (-0.04, "signed", "0.0"),
        (1.25, "signed", "+1.2"),
        (-1.3, "signed", "−1.3"),
        (12345, "count", "12,345"),
        (0.0004, "p", "<.001"),
        (0.04949, "p", ".049"),
        (1.234, "ratio", "1.23"),
        (0.9996, "chance", ">99%"),
        (0.25, "chance", "25%"),
        (nan, "score", "–"),
        (None, "count", "–"),
        (Share(0.1649, 999), "share", "16%"),
        (Share(0.1649, 1000), "share", "16.5%"),
        (Interval(84.26, 85.31), "interval", "84.3–85.3"),
        (Interval(-0.6, 1.9), "signed_interval", "−0.6 to +1.9"),
        (Interval(nan, nan), "signed_interval", "–"),
        (Withheld("too few"), "score", "too few"),
        (Verdict("▲ rose"), "text", "▲ rose"),
        (Label(zh="居民", en="households"), "text", "households"),
    ],
)
def test_cells_read_as_their_column_says(cell, kind, text):
    assert read_cell(cell, kind, "en") == text


def test_a_bare_number_in_a_column_of_words_is_a_mistake():
    with pytest.raises(KeyError):
        read_cell(3.0, "text", "en")
