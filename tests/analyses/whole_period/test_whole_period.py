"""The whole period: the last wave against the first, and the straight line through all waves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit import Study
from satkit.analyses import SECTIONS
from satkit.analyses.whole_period import section
from satkit.analyses.whole_period.estimate import Period
from satkit.analyses.whole_period.rows import PeriodRow
from satkit.language import say
from satkit.report.blocks import Prose
from satkit.tables.table import Table

DEFINITION = """
version = 1
title = "Counter"
[scale.five]
points = [
    { code = 1, score = 0 }, { code = 2, score = 25 }, { code = 3, score = 50 },
    { code = 4, score = 75 }, { code = 5, score = 100 },
]
[item.staff]
scale = "five"
[item.price]
scale = "five"
[indicator.all]
items = ["staff", "price"]
[sample]
replicates = { count = 200 }
[report]
headline = "all"
"""


def answers(shift, n=200, seed=0):
    """Answers of one wave; ``shift`` moves them up in fifths of a point of the scale."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            name: np.clip(np.round(3 + shift / 5 + rng.normal(0, 1, n)), 1, 5).astype(int)
            for name in ("staff", "price")
        }
    )


def study(*shifts, n=200, seed=0):
    frames = {str(2020 + k): answers(shift, n, 10 * seed + k) for k, shift in enumerate(shifts)}
    return Study.from_frame(frames, DEFINITION)


def row(found, node="all"):
    return found.results[Period].table.set_index("node").loc[node]


def test_the_slope_is_that_of_the_least_squares_line_through_the_scores_of_the_waves():
    found = study(0, 3, 1, 4)
    scores = found.scores.table.query("segment == '' and node == 'all'")["estimate"]
    assert row(found)["slope"] == pytest.approx(np.polyfit(range(4), scores, 1)[0], abs=1e-9)
    assert row(found)["difference"] == pytest.approx(scores.iloc[-1] - scores.iloc[0], abs=1e-9)


def test_with_three_waves_the_line_is_half_of_the_change_with_half_of_its_interval():
    line = row(study(0, 5, 1))
    for slope, change in (("slope", "difference"), ("slope_low", "low"), ("slope_high", "high")):
        assert 2 * line[slope] == pytest.approx(line[change], abs=1e-9)
    assert line["slope_p"] == pytest.approx(line["p"], abs=1e-9)


def test_its_error_is_that_of_independent_waves():
    found = study(0, 1, 2, 3, n=400)
    errors = found.scores.table.query("segment == '' and node == 'all'")["std_error"].to_numpy()
    weights = (np.arange(4) - 1.5) / 5
    width = (row(found)["slope_high"] - row(found)["slope_low"]) / 2
    assert width == pytest.approx(1.965 * np.linalg.norm(weights * errors), rel=0.15)


@pytest.mark.parametrize("shifts", [(0,), (0, 5)])
def test_fewer_than_three_waves_have_no_whole_period(shifts):
    found = study(*shifts)
    assert found.results[Period].table.empty
    assert section.section(found.evidence, "en") is None
    assert not [one for one in found.findings if one.kind == "whole_period"]


def test_a_rise_through_all_waves_is_told_with_its_slope():
    found = study(0, 2, 4, 6)
    (finding,) = [one for one in found.findings if one.kind == "whole_period"]
    assert finding.tone == "good"
    assert say(finding.text, "en").startswith("From 2020 to 2023, all rose by ")
    numbers = finding.values  # noqa: PD011  not of pandas
    assert numbers["low"] > 0


def test_ups_and_downs_without_a_direction_are_told_as_such():
    found = study(0, 4, 4, 0)
    (finding,) = [one for one in found.findings if one.kind == "whole_period"]
    assert finding.evidence == "unclear"
    assert "no direction of all can be told from chance" in say(finding.text, "en")


def test_the_section_shows_the_sentence_and_a_table_that_the_workbook_has_too():
    made = section.section(study(0, 2, 4).evidence, "zh")
    assert made.key in SECTIONS
    kinds = [type(block) for block in made.blocks]
    assert kinds[:2] == [Prose, Table]
    table = made.blocks[1]
    assert [say(column.header, "zh") for column in table.columns][1:3] == ["2020", "2022"]
    assert len(table.rows) == 1


def test_columns_and_types_of_the_rows_agree():
    columns = set(study(0, 1, 2).results[Period].table.columns)
    assert PeriodRow.__required_keys__ <= columns
    assert columns - PeriodRow.__required_keys__ - PeriodRow.__optional_keys__ <= {"hidden", "held"}


def test_an_item_that_one_wave_did_not_ask_is_left_out_and_the_rest_compared():
    frames = {str(2020 + k): answers(k, seed=k) for k in range(3)}
    frames["2021"] = frames["2021"].drop(columns="price")
    text = DEFINITION.replace(
        '[item.price]\nscale = "five"', '[item.price]\nscale = "five"\nwaves = ["2020", "2022"]'
    )
    table = Study.from_frame(frames, text).results[Period].table.set_index("node")
    assert "price" not in table.index
    assert table.loc["all", "difference"] == pytest.approx(table.loc["staff", "difference"])


@settings(deadline=None, max_examples=5)
@given(st.permutations([0, 3, 6, 9]))
def test_the_same_waves_in_reverse_order_have_the_opposite_slope(shifts):
    forth = row(study(*shifts, n=60))
    frames = {str(2020 + k): answers(shift, 60, k) for k, shift in enumerate(shifts)}
    back = row(Study.from_frame(dict(zip(frames, reversed(frames.values()), strict=True)), DEFINITION))
    assert back["slope"] == pytest.approx(-forth["slope"], abs=1e-9)
