"""A study of data frames says what a study of the same answers in a folder says."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from satkit import Study
from satkit.errors import DataError, DefinitionError
from satkit.survey.data_frame import read_frame

DEFINITION = """
version = 1
title = "counter"

[scale.five]
points = { from = 1, to = 5 }
score = "linear"
best = "high"
missing = [{ code = 9, reason = "dont_know" }]

[item.staff]
scale = "five"
text = { zh = "人员", en = "Staff" }

[item.price]
scale = "five"

[indicator.all]
items = ["staff", "price"]

[segment.branch]
levels = [{ name = "n", codes = [1], label = { zh = "北", en = "North" } }, { name = "s", codes = [2] }]
"""


@pytest.fixture(scope="module")
def answers():
    draw = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "staff": draw.choice([1, 2, 3, 4, 5, 9], 80),
            "price": draw.integers(1, 6, 80),
            "branch": draw.integers(1, 3, 80),
        }
    )


def test_a_frame_and_a_folder_of_the_same_answers_have_the_same_scores(answers, tmp_path):
    (tmp_path / "waves").mkdir()
    (tmp_path / "survey.toml").write_text(
        DEFINITION + '\n[wave.now]\nfile = "waves/now.csv"\n', encoding="utf-8"
    )
    answers.to_csv(tmp_path / "waves" / "now.csv", index=False)
    from_folder = Study.open(tmp_path).scores.table
    from_frame = Study.from_frame({"now": answers}, DEFINITION).scores.table
    pd.testing.assert_frame_equal(from_folder, from_frame)


def test_a_draft_says_what_was_guessed_and_can_be_given_back(answers):
    drafted = Study.from_frame(answers)
    assert drafted.definition.drafted
    assert drafted.definition.to_confirm
    again = Study.from_frame(answers, drafted.definition.to_toml())
    assert not again.definition.drafted
    pd.testing.assert_frame_equal(drafted.scores.table, again.scores.table)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_guess_names_the_key_it_stands_above(answers, language):
    definition = Study.from_frame(answers, language=language).definition
    guesses = definition.guesses
    assert len(guesses) == len(definition.to_confirm)
    assert "report.bands" in set(guesses["about"])
    assert not guesses["guess"].str.contains("CONFIRM|确认").any()
    assert guesses["guess"].str.len().min() > 5


def test_several_frames_are_waves_in_their_order(answers):
    study = Study.from_frame({"2024": answers, "2025": answers.head(40)}, DEFINITION)
    assert list(study.questionnaire.waves) == ["2024", "2025"]
    assert study.latest == "2025"
    assert set(study.changes.table["wave"]) == {"2025"}


def test_a_draft_knows_every_answer_of_every_wave(answers):
    low = answers.assign(price=answers["price"].clip(upper=3))
    study = Study.from_frame({"2024": low, "2025": answers})
    assert len(study.questionnaire.scale("price").points) == 5


def test_an_arrow_table_reads_like_the_frame_it_was_made_of(answers):
    ours, arrows = read_frame(answers), read_frame(pa.Table.from_pandas(answers))
    pd.testing.assert_frame_equal(ours.frame, arrows.frame)
    assert ours.sha256 == arrows.sha256


def test_missing_values_of_every_kind_are_empty_cells():
    frame = pd.DataFrame(
        {
            "nullable": pd.array([1, None], dtype="Int64"),
            "float": [2.0, np.nan],
            "category": pd.Categorical(["x", None]),
            "date": pd.to_datetime(["2025-01-02", None]),
            "object": ["a", None],
        }
    )
    read = read_frame(frame).frame
    assert read.iloc[0].tolist() == [1, 2, "x", "2025-01-02 00:00:00", "a"]
    assert read.iloc[1].tolist() == [None] * 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([1, 2], "a data frame was expected"),
        (pd.DataFrame({"a": []}), "no rows"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "more than one column"),
        ({}, "no wave"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(data, message):
    with pytest.raises(DataError, match=message):
        Study.from_frame(data)


def test_a_mistake_of_the_definition_has_its_line(answers):
    with pytest.raises(DefinitionError, match=r"survey\.toml:\d+"):
        Study.from_frame(answers, DEFINITION.replace('scale = "five"', 'scale = "six"'))


def test_a_workbook_of_questions_needs_a_folder(answers):
    with pytest.raises(DefinitionError, match="folder only"):
        Study.from_frame(answers, 'questionnaire = "q.xlsx"\n' + DEFINITION)


def test_answers_come_back_as_scores_with_labels(answers):
    frame = Study.from_frame(answers, DEFINITION).to_frame()
    expected = answers["staff"].where(answers["staff"] != 9).sub(1).mul(25)
    assert frame["staff"].to_numpy() == pytest.approx(expected.to_numpy(float), nan_ok=True)
    assert set(frame["branch"]) == {"North", "s"}
    assert frame.attrs["labels"]["staff"] == "Staff"


def test_answers_come_back_as_ordered_labels(answers):
    frame = Study.from_frame(answers, DEFINITION).to_frame("zh", scores=False)
    assert list(frame["price"].cat.categories) == ["1", "2", "3", "4", "5"]
    assert frame["price"].cat.ordered
    assert frame["staff"].isna().sum() == (answers["staff"] == 9).sum()
    assert set(frame["branch"]) == {"北", "s"}


def test_the_export_of_a_platform_is_read_from_a_frame_as_from_its_file():
    export = pd.DataFrame(
        {
            "序号": range(1, 61),
            "提交答卷时间": ["2025/3/1 10:00:00"] * 60,
            "所用时间": [f"{40 + second}秒" for second in range(60)],
            "1、您对服务满意吗": [5, 4, 3, 5, 4, 2] * 10,
            "2、您对价格满意吗": [5, 4, 3, 4, 4, 2] * 10,
        }
    )
    table = read_frame(export)
    assert list(table.frame["所用时间"][:2]) == [40, 41]
    assert list(table.rows[:2]) == [1, 2]
    assert len(Study.from_frame(export).responses) == 60
