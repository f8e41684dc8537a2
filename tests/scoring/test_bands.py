"""Bands at their borders."""

import numpy as np
import pytest

from satkit.scoring.bands import assign_bands
from satkit.survey.questionnaire import Band, Report

SCORES = [100, 95, 94.999, 85, 84.999, 0, np.nan]


@pytest.mark.parametrize(
    ("inclusive", "names"),
    [
        ("start", ["excellent", "excellent", "good", "good", "average", "average", ""]),
        ("end", ["excellent", "good", "good", "average", "average", "average", ""]),
    ],
)
def test_a_score_on_a_cut_goes_to_the_stated_side(inclusive, names):
    assert assign_bands(SCORES, Report(inclusive=inclusive)).tolist() == names


@pytest.mark.parametrize("inclusive", ["start", "end"])
def test_a_sum_of_weights_beside_the_cut_is_on_it(inclusive):
    cut = 0.1 * 95 + 0.2 * 95 + 0.7 * 95  # 94.99999999999999 or so
    assert (
        assign_bands([cut, cut + 1e-12, cut - 1e-12], Report(inclusive=inclusive)).tolist()
        == ["excellent" if inclusive == "start" else "good"] * 3
    )


def test_bands_may_be_named_in_any_order():
    bands = (Band(name="low", start=0), Band(name="top", start=90), Band(name="middle", start=50))
    assert assign_bands([95, 60, 10], Report(bands=bands)).tolist() == ["top", "middle", "low"]
