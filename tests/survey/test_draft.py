"""A draft looks at the data, writes what it sees, and loads as it stands."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satkit.errors import DataError
from satkit.language import Label
from satkit.survey.binding import bind
from satkit.survey.definition import load
from satkit.survey.drafting import toml_text as room
from satkit.survey.drafting.write import draft
from satkit.survey.responses import NOT_ASKED
from satkit.survey.scale import SATISFACTION
from satkit.survey.table import Table


def table(columns, file="2025.xlsx!答卷", **more):
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()})
    return Table(frame, np.arange(len(frame)) + 2, file, "0" * 64, **more)


@pytest.fixture
def drafted(tmp_path):
    def load_draft(columns, **more):
        text = draft(table(columns, **more), "供电", "en")
        (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
        return load(tmp_path), text

    return load_draft


def spread(values, n=60):
    return [values[i % len(values)] for i in range(n)]


def test_satisfaction_labels_are_the_built_in_scale(drafted):
    found, text = drafted({"Q1": spread(["非常满意", "满意", "基本满意", "不满意", "不适用"])})
    scale = found.scales[found.items["q1"].scale]
    assert scale.points == SATISFACTION.points
    assert scale.missings["不适用"] == "not_applicable"
    assert "PLEASE CONFIRM: codes found beside the points" in text


def test_five_levels_are_scored_by_their_wording(drafted):
    words = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied", "N/A"]
    found, _ = drafted({"Q1": spread(words)})
    scale = found.scale("q1")
    assert [scale.scores[scale.positions[word.casefold()]] for word in words[:5]] == [100, 75, 50, 25, 0]
    assert scale.missings["n/a"] == "not_applicable"


def test_a_bare_rating_asks_to_confirm_which_end_is_good(drafted):
    found, text = drafted({"Q1": spread([1, 2, 3, 4, 5]), "Q2": spread(["3", "4", "5", "2", "9", ""])})
    assert found.scale("q1") is found.scale("q2")
    assert found.scale("q1").scores == (0, 25, 50, 75, 100)
    assert set(found.scale("q2").missings) == {"9"}
    line = text.splitlines().index('best = "high"')
    assert any(
        "PLEASE CONFIRM: the data do not say which end" in each for each in text.splitlines()[line - 5 : line]
    )


def test_codes_far_off_the_scale_are_candidates_for_no_answer(drafted):
    found, _ = drafted({"Q1": spread([*range(1, 11), 98, 99])})
    assert len(found.scale("q1").points) == 10
    assert set(found.scale("q1").missings) == {"98", "99"}


def test_a_rating_few_used_fully_follows_its_kin(drafted):
    found, _ = drafted({"Q1": spread([1, 2, 3, 4, 5]), "Q2": spread([4, 5])})
    assert found.items["q2"].scale == found.items["q1"].scale


@pytest.mark.parametrize("cells", [range(11), [7, 8, 9, 10]])
def test_a_question_to_recommend_is_asked_from_zero_to_ten(drafted, cells):
    found, _ = drafted({"Q9": spread(list(cells))}, texts={"Q9": "您向朋友推荐的可能性"})
    assert found.of_role("recommend") == ("q9",)
    assert len(found.scale("q9").points) == 11


def test_value_labels_give_scores_under_the_codes_of_the_file(drafted):
    labels = {4.0: "非常满意", 3.0: "满意", 2.0: "基本满意", 1.0: "不满意", 9.0: "拒答", 8.0: "其他"}
    found, _ = drafted(
        {"v1": spread([1.0, 2.0, 3.0, 4.0, 8.0, 9.0])},
        value_labels={"v1": labels},
        missing={"v1": frozenset([8.0, 9.0])},
    )
    scale = found.scale("v1")
    assert {point.code: point.score for point in scale.points} == {4: 100, 3: 90, 2: 75, 1: 60}
    assert scale.missings["9"] == "refused"
    assert scale.missings["8"] == "skipped"


def test_scores_in_the_file_are_codes_of_themselves(drafted):
    found, _ = drafted({"Q1": spread([100, 90, 75, 60])})
    assert [(point.code, point.score) for point in found.scale("q1").points] == [
        (100, 100),
        (90, 90),
        (75, 75),
        (60, 60),
    ]


def test_columns_are_known_by_their_names(drafted):
    found, text = drafted(
        {
            "序号": range(60),
            "所用时间": spread([120, 340]),
            "来自IP": spread(["1.2.3.4"]),
            "weight": spread([0.5, 1.5]),
            "cluster": spread([1, 2, 3]),
            "county": spread(["东", "西"]),
            "性别": spread([1, 2]),
            "overall": spread([1, 2, 3, 4, 5]),
            "Q2": spread([1, 2, 3, 4, 5]),
            "意见": [f"第{i}条意见：希望抢修再快一些，谢谢" for i in range(60)],
            "kwh": [float(i) * 1.37 for i in range(60)],
            "leer": [None] * 60,
        }
    )
    assert (found.checks.respondent, found.checks.duration) == ("序号", "所用时间")
    assert (found.sample.weight, found.sample.cluster) == ("weight", "cluster")
    assert {segment.column for segment in found.segments.values()} == {"county", "性别"}
    assert found.of_role("overall") == ("overall",)
    assert found.report.headline == "overall"
    assert found.indicators["all"].items == ("q2",)
    kinds = {item.column or name: found.scale(name).kind for name, item in found.items.items()}
    assert kinds["意见"] == "text"
    assert kinds["kwh"] == "number"
    assert "not used (empty, or the same for all): 来自IP and leer" in text
    assert found.waves["2025"].file == "waves/2025.xlsx"


def test_several_answers_in_a_cell_are_options_of_one_question(drafted):
    cells = spread(["停电┋抢修", "停电", "电价┋停电", "(跳过)"])
    told = {"missing": {"Q2": frozenset(["(跳过)"])}, "value_labels": {"Q2": {"(跳过)": "(跳过)"}}}
    found, text = drafted({"Q1": spread([1, 2, 3, 4, 5]), "Q2": cells}, **told)
    assert [point.code for point in found.scale("q2").points] == ["停电", "抢修", "电价"]
    assert "PLEASE CONFIRM: taken for the answers to one question" in text
    answers = bind(found, {"2025": table({"Q1": spread([1]), "Q2": cells}, **told)})
    assert answers.options["q2"].sum(axis=0).tolist() == [45, 15, 15]
    assert (answers.answers["q2"] == NOT_ASKED).sum() == 15


@pytest.mark.parametrize("ticks", [(0, 1), ("", "1"), (None, "很方便"), ("否", "是")])
def test_options_split_over_columns_are_one_question(drafted, ticks):
    columns = {
        "Q1": spread([1, 2, 3, 4, 5]),
        "Q5_1": spread([ticks[1], ticks[0]]),
        "Q5_2": [ticks[1]] * 20 + [ticks[0]] * 40,
        "Q5_other": [None] * 59 + ["写了几句"],
    }
    texts = {"Q5_1": "为什么 — 很方便", "Q5_2": "为什么 — 便宜"}
    if ticks[1] == "很方便":
        columns["Q5_2"] = ["便宜"] * 20 + [None] * 40
    found, _ = drafted(columns, texts=texts)
    assert found.items["q5"].columns == ("Q5_1", "Q5_2")
    assert found.items["q5"].text.zh == "为什么"
    assert [point.label.zh for point in found.scale("q5").points] == ["很方便", "便宜"]
    answers = bind(found, {"2025": table(columns, texts=texts)})
    assert answers.options["q5"].sum(axis=0).tolist() == [30, 20]


def test_an_option_without_its_fellows_is_left_to_describe(drafted):
    _, text = drafted(
        {"Q1": spread([1, 2, 3, 4, 5]), "has_car": spread([0, 1]), "Q6_1": [5] * 60, "Q6_2": [5] * 60}
    )
    assert 'perhaps one of several answers to a question, described as kind = "multi": has_car' in text
    assert "multi" not in text.replace('kind = "multi": has_car', "")


def test_options_that_are_written_alike_keep_their_columns_apart(drafted):
    columns = {
        "Q1": spread([1, 2, 3, 4, 5]),
        "Q5": spread(["a", "b", "c"]),
        "Q5_1": spread([0, 1]),
        "Q5_2": spread([1, 0, 0]),
    }
    found, _ = drafted(columns, texts={"Q5_1": "其他", "Q5_2": "其他"})
    assert found.items["q5_all"].columns == ("Q5_1", "Q5_2")
    assert [point.label for point in found.scale("q5_all").points] == [Label(), Label()]


def test_no_open_answer_and_no_id_is_written_down(drafted):
    answers = [f"我的电话是1380013{i:04d}请回电" for i in range(60)]
    _, text = drafted({"id": [f"R{i:05d}" for i in range(60)], "意见": answers})
    assert "1380013" not in text
    assert "R000" not in text


def test_an_open_question_is_no_segment_however_few_its_answers(drafted):
    found, text = drafted(
        {"Q1": spread([1, 2, 3, 4, 5]), "Q2": spread(["很好", "电话1380013", "(空)"])},
        texts={"Q2": "您还有什么意见？"},
        value_labels={"Q2": {"(空)": "(空)"}},
        missing={"Q2": frozenset(["(空)"])},
    )
    assert not found.segments
    assert found.of_role("comment") == ("q2",)
    assert "1380013" not in text


def test_missing_codes_of_a_segment_are_written_down(drafted):
    found, _ = drafted(
        {"Q1": spread([1, 2, 3, 4, 5]), "性别": spread([1, 2, 1, 2, -3])},
        value_labels={"性别": {-3: "(跳过)"}},
        missing={"性别": frozenset([-3])},
    )
    segment = found.segments["q2"]
    assert [level.codes for level in segment.levels] == [(1,), (2,)]
    assert segment.missing == (-3,)


def test_what_is_the_same_for_all_divides_nobody(drafted):
    found, text = drafted(
        {"Q1": spread([1, 2, 3, 4, 5]), "startlanguage": spread(["en"]), "site": spread(["x"])}
    )
    assert not found.segments
    assert "not used (empty, or the same for all): site" in text
    assert "startlanguage" in text


def test_codes_of_a_letter_and_a_digit_are_a_rating(drafted):
    found, text = drafted({"Q1": spread(["A1", "A2", "A3", "A4", "A5"])})
    assert [point.code for point in found.scale("q1").points] == ["A1", "A2", "A3", "A4", "A5"]
    assert found.scale("q1").scores == (0, 25, 50, 75, 100)
    assert "PLEASE CONFIRM" in text


def test_a_question_to_recommend_may_be_numbered_from_one(drafted):
    found, _ = drafted({"Q9": spread(range(3, 12))}, texts={"Q9": "您有多大可能推荐我们"})
    assert found.of_role("recommend") == ("q9",)
    assert found.scale("q9").scores[0] == 0


def test_the_draft_ends_with_what_to_do_next(drafted):
    _, text = drafted({"Q1": spread([1, 2, 3, 4, 5])})
    assert text.splitlines()[-1].startswith("# next: ")


def test_comments_are_in_the_language_of_the_user(monkeypatch):
    monkeypatch.setattr(room, "say", lambda _text, language: f"<{language}>")
    text = draft(table({"Q1": spread([1, 2, 3, 4, 5])}), "x", "zh")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert comments
    assert set(comments) == {"# <zh>"}


def test_a_file_without_questions_is_refused():
    with pytest.raises(DataError, match="no column of this file looks like a question"):
        draft(table({"id": range(5)}), "x", "en")


def test_a_file_named_in_any_way_names_its_wave(drafted):
    found, _ = drafted({"Q1": spread([1, 2, 3, 4, 5])}, file='满意度 "终稿".csv')
    assert list(found.waves) == ['满意度 "终稿"']


cells = st.one_of(
    st.none(),
    st.integers(-9, 12),
    st.floats(allow_nan=True, width=16),
    st.booleans(),
    st.sampled_from(
        ["非常满意", "满意", "不满意", "Blank", "不适用", "0", "1", " 1 ", "Good", "good", "a┋b", "停电"]
    ),
    st.text(max_size=5),
)
headers = st.sampled_from(
    ["Q1", "Q2", "q1", "id", "weight", "总体", "推荐", "a b", '"', "Q5_1", "Q5_2", "Q5", "\n", "性别", "1、x"]
)
frames = st.dictionaries(headers, st.lists(cells, min_size=12, max_size=12), min_size=1, max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(frames)
def test_a_draft_of_anything_loads_and_reads_its_own_data_without_complaint(drafted, columns):
    columns.pop("weight", None)  # one with gaps is refused, as it must be
    try:
        found, _ = drafted(columns)
    except DataError:  # nothing in it looks like a question
        return
    bind(found, {"2025": table(columns)})


def test_one_respondent_is_told_to_start_from_more():
    with pytest.raises(DataError, match="start from a file with more of them"):
        draft(table_of_one(), "one", "en")


def table_of_one():
    return Table(pd.DataFrame({"q1": [5], "q2": [4]}, dtype=object), np.array([2]), "one.csv", "0" * 64)
