"""Tables of scores and what rests on them: the rows have the columns they declare, the results show themselves."""

import re
from dataclasses import replace
from typing import get_type_hints
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest

from satkit import Study
from satkit.analyses.data_quality.estimate import Missing
from satkit.analyses.data_quality.rows import MissingRow, StepRow, WeightingRow
from satkit.analyses.departments.rows import DepartmentChangeRow, DepartmentRow
from satkit.analyses.indicators.estimate import Ranking
from satkit.analyses.indicators.rows import RankingRow
from satkit.analyses.other_answers.rows import ListedRow, NumberRow, RankRow
from satkit.analyses.segments.rows import GapRow
from satkit.analyses.trend.rows import ChangeRow, MixRow, ShareChangeRow
from satkit.scoring.rows import AnswerRow, BoxRow, ScoreRow
from satkit.tables.text import display_width

DEFINITION = """
version = 1
title = { zh = "柜台服务", en = "Counter service" }
[scale.five]
points = { from = 1, to = 5 }
score = "linear"
best = "high"
missing = [{ code = 9, reason = "dont_know" }]
[scale.eleven]
points = { from = 0, to = 10 }
score = "linear"
best = "high"
[scale.way]
kind = "choice"
points = ["road", "rail"]
[scale.place]
kind = "rank"
[scale.age]
kind = "number"
[department.desk]
label = { zh = "前台", en = "Front desk" }
[department.back]
label = { zh = "后台", en = "Back office" }
[item]
queue = { label = { zh = "排队", en = "Queue" }, scale = "five" }
manner = { label = { zh = "态度", en = "Manner" }, scale = "five" }
all = { label = { zh = "总体", en = "Overall" }, scale = "five", role = "overall" }
again = { label = { zh = "推荐", en = "Recommend" }, scale = "eleven", role = "recommend" }
way = { label = "Way", scale = "way" }
price = { label = "Price", scale = "place" }
age = { label = "Age", scale = "age" }
[indicator.waiting]
label = { zh = "等候", en = "Waiting" }
items = ["queue"]
owner = "desk"
[indicator.staff]
label = { zh = "人员", en = "Staff" }
items = ["manner"]
owner = "back"
[segment.town]
[report]
adjust_by = ["town"]
[sample]
replicates = { count = 60, seed = 1 }
"""
N, TINY = 150, 4


def answers(wave):
    draw = np.random.default_rng(wave)
    return pd.DataFrame(
        {
            "queue": draw.choice([1, 2, 3, 4, 5, 9], N),
            "manner": draw.integers(2, 6, N),
            "all": draw.integers(1, 6, N),
            "again": draw.integers(0, 11, N),
            "way": draw.choice(["road", "rail"], N),
            "price": draw.choice([1, 2], N),
            "age": draw.integers(18, 80, N),
            "town": ["tiny"] * TINY + ["east", "west"] * ((N - TINY) // 2),
        }
    )


@pytest.fixture(scope="module")
def study():
    return Study.from_frame({"2024": answers(2024), "2025": answers(2025)}, DEFINITION)


ROWS = {
    ScoreRow: lambda study: study.scores.table,
    BoxRow: lambda study: study.scores.boxes,
    AnswerRow: lambda study: study.scores.distribution,
    RankingRow: lambda study: study.results[Ranking].table,
    ChangeRow: lambda study: study.changes.table,
    ShareChangeRow: lambda study: study.changes.shares,
    MixRow: lambda study: study.changes.composition,
    GapRow: lambda study: study.gaps.table,
    DepartmentRow: lambda study: study.departments.table,
    DepartmentChangeRow: lambda study: study.departments.changes,
    StepRow: lambda study: study.responses.waterfall,
    WeightingRow: lambda study: study.sample.weighting,
    MissingRow: lambda study: study.results[Missing].table,
    ListedRow: lambda study: study.counts.answers,
    RankRow: lambda study: study.counts.ranks,
    NumberRow: lambda study: study.counts.numbers,
}
HOLDS = {
    str: pd.api.types.is_string_dtype,
    float: pd.api.types.is_numeric_dtype,
    bool: pd.api.types.is_bool_dtype,
}


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_rows_have_the_columns_they_declare_and_no_others(study, kind):
    columns = set(ROWS[kind](study).columns)
    assert kind.__required_keys__ <= columns <= kind.__required_keys__ | kind.__optional_keys__


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_columns_hold_what_their_rows_declare(study, kind):
    table = ROWS[kind](study)
    for name, declared in get_type_hints(kind).items():
        if name in table:
            holds = HOLDS.get(float if declared is int else declared, pd.api.types.is_string_dtype)
            assert holds(table[name]), name


RESULTS = {
    "scores": lambda study: study.scores,
    "changes": lambda study: study.changes,
    "gaps": lambda study: study.gaps,
    "departments": lambda study: study.departments,
    "counts": lambda study: study.counts,
    "ranking": lambda study: study.results[Ranking],
    "missing": lambda study: study.results[Missing],
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_prints_itself_on_a_screen_and_whole_as_a_summary(study, name):
    result = RESULTS[name](study)
    lines = repr(result).split("\n")
    assert len(lines) <= 25
    assert all(display_width(line) <= 100 for line in lines)
    assert len(str(result.summary("zh"))) > len(result.tables)
    assert "<table" in result._repr_html_()


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_goes_into_a_workbook_a_sheet_a_table(study, name, tmp_path):
    result = RESULTS[name](study)
    with ZipFile(result.to_excel(tmp_path / "result.xlsx")) as book:
        sheets = [part for part in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part)]
    assert len(sheets) == 1 + len(result.tables)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_speaks_the_words_of_the_questionnaire_in_both_languages(study, name):
    result = RESULTS[name](study)
    english, chinese = str(result.summary("en")), str(result.summary("zh"))
    assert re.search("Overall|Queue|Waiting|Front desk|Way", english)
    assert re.search("总体|排队|等候|前台|Way", chinese)


def test_results_without_names_are_labelled_by_their_codes(study):
    bare = [replace(RESULTS[name](study), names=None) for name in RESULTS if name != "scores"]
    assert all(re.search("queue|waiting|desk|way", str(result.summary("en"))) for result in bare)


def test_a_small_group_is_withheld_in_every_way_its_gap_is_shown(study):
    small = study.gaps.tidy()
    small = small[small["level"] == "tiny"]
    assert len(small)
    assert small[["difference", "low", "high", "n"]].isna().all(axis=None)
    assert "fewer than 10 answers" in study.gaps.to_markdown(language="en")


def test_scores_are_drawn_with_their_intervals_in_the_words_of_the_reader(study):
    axes = study.scores.plot(language="zh")
    labels = {label.get_text() for label in axes.get_yticklabels()}
    assert {"总体", "等候", "人员"} <= labels
    assert not {"排队", "推荐"} & labels
