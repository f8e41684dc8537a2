"""Times are read as files keep them, or it is said that they cannot be."""

import numpy as np
import pytest

from satkit.errors import DataError
from satkit.survey.binding import bind
from satkit.survey.checks.speed import pace, read_seconds
from satkit.survey.questionnaire import Checks


def test_times_are_seconds_or_clocks():
    seconds, off = read_seconds(np.array([312, "312", "0:05:12", "01:00:00.25", None, "soon"], dtype=object))
    assert seconds[:4].tolist() == [312, 312, 312, 3600]
    assert np.isnan(seconds[4:]).all()
    assert off.tolist() == [False] * 5 + [True]


def test_clocks_of_a_workbook_find_the_hasty(one_item, table):
    found = bind(
        one_item(checks=Checks(duration="t")),
        {"2025": table(q1=[1, 2, 3], t=["00:05:00", "00:10:00", "00:10:00"])},
    )
    assert pace(found).tolist() == [0.5, 1, 1]


def test_a_column_without_a_single_time_is_refused_lest_nobody_be_too_fast(one_item, table):
    with pytest.raises(DataError, match="row 2, column t  times must be seconds"):
        bind(one_item(checks=Checks(duration="t")), {"2025": table(q1=[1, 2], t=["5分12秒", "8分"])})
    one_bad = {"2025": table(q1=[1, 2], t=["5分12秒", 80])}
    assert np.isnan(pace(bind(one_item(checks=Checks(duration="t")), one_bad))[0])
