"""Exports of survey platforms are known by their shape and made plain."""

import pandas as pd
import pytest

from satkit.errors import DataError
from satkit.survey.binding import bind
from satkit.survey.platforms.limesurvey import parse_heading
from satkit.survey.questionnaire import Checks, Item, Wave
from satkit.survey.readers import read


@pytest.fixture(params=["csv", "xlsx"])
def exported(request, tmp_path):
    """Writes rows as the platform would, as text and as a workbook."""

    def export(*rows):
        path = tmp_path / f"export.{request.param}"
        frame = pd.DataFrame(rows, dtype=object)
        if request.param == "csv":
            frame.to_csv(path, index=False, header=False, encoding="utf-8-sig")
        else:
            frame.to_excel(path, index=False, header=False, engine="xlsxwriter")
        return read(path)

    return export


def said(table):
    return " | ".join(str(note) for note in table.notes)


WJX = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "总分"]


@pytest.fixture
def numbered(exported):
    return exported(
        [
            *WJX,
            "1、总体满意度",
            "5、(停电多)",
            "5、(修得慢)",
            "6、请评价—抢修",
            "6、请评价—缴费",
            "7、\u200b意见",
        ],
        [
            "1",
            "2026/3/1 10:00:00",
            "123秒",
            "微信",
            "N/A",
            "1.2.3.4(广东-深圳)",
            "",
            "1",
            "1",
            "0",
            "2",
            "-3",
            "好",
        ],
        [
            "2",
            "2026/3/1 10:01:00",
            "2分3秒",
            "链接",
            "小王",
            "1.2.3.5(北京-北京)",
            "",
            "4",
            "-3",
            "-3",
            "-2",
            "1",
            "(空)",
        ],
        ["3", "2026/3/1 10:02:00", "1小时", "链接", "", "", "", "-2", "0", "1", "3", "4", "(跳过)"],
    )


def test_a_numbered_wenjuanxing_export_becomes_plain_columns(numbered):
    assert "问卷星 (Wenjuanxing) export by option number" in said(numbered)
    questions = ["Q1", "Q5_1", "Q5_2", "Q6_1", "Q6_2", "Q7"]
    assert list(numbered.frame) == [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "总分",
        *questions,
        "来自省份",
    ]
    assert numbered.frame["所用时间"].tolist() == [123, 123, 3600]
    assert numbered.texts == {
        "Q1": "总体满意度",
        "Q5_1": "停电多",
        "Q5_2": "修得慢",
        "Q6_1": "请评价—抢修",
        "Q6_2": "请评价—缴费",
        "Q7": "意见",
    }


def test_wenjuanxing_addresses_stay_outside_and_that_is_said(numbered):
    assert "personal data were left out when reading: '来源详情' and '来自IP'" in said(numbered)
    assert numbered.frame["来自省份"].tolist() == ["广东", "北京", None]
    assert not numbered.frame.map(lambda cell: "1.2.3" in str(cell) or cell == "小王").to_numpy().any()


def test_skipped_and_not_asked_stay_apart_in_wenjuanxing(numbered, questionnaire):
    items = {
        "q1": Item(name="q1", scale="satisfaction", column="Q1"),
        "why": Item(name="why", scale="why", columns=("Q5_1", "Q5_2", "Q6_2")),
        "fix": Item(name="fix", scale="satisfaction", column="Q6_1"),
        "pay": Item(name="pay", scale="satisfaction", column="Q6_2"),
        "say": Item(name="say", scale="comment", column="Q7"),
    }
    found = bind(
        questionnaire(items={k: items[k] for k in ("q1", "fix", "pay", "say")}, segments={}),
        {"2025": numbered},
    )
    assert found.answers["q1"].tolist() == [0, 3, -1]
    assert found.answers["fix"].tolist() == [1, -1, 2]
    assert found.answers["pay"].tolist() == [-2, 0, 3]
    assert found.texts["say"].tolist() == ["好", "", ""]


def test_a_text_wenjuanxing_export_keeps_words_and_moves_what_was_filled_in(exported, questionnaire):
    table = exported(
        [*WJX[:3], "1、总体满意度", "2. 原因", "第3题(抢修)", "第3题(缴费)", "4：排序"],
        ["1", "2026/3/1 10:00:00", "90秒", "非常满意", "停电多┋其他〖路灯不亮〗", "满意", "(跳过)", "甲→乙"],
        ["2", "2026/3/1 10:00:00", "90秒", "(空)", "修得慢", "不满意", "满意", "乙"],
    )
    assert "export by option text" in said(table)
    assert list(table.frame)[3:] == ["Q1", "Q2", "Q3_1", "Q3_2", "Q4", "Q2_fill"]
    assert table.frame["Q2"].tolist() == ["停电多┋其他", "修得慢"]
    assert table.frame["Q2_fill"].tolist() == ["路灯不亮", None]
    assert "'Q2_fill'" in said(table)
    items = {
        "q1": Item(name="q1", scale="satisfaction", column="Q1"),
        "pay": Item(name="pay", scale="satisfaction", column="Q3_2"),
    }
    found = bind(questionnaire(items=items, segments={}), {"2025": table})
    assert found.answers.to_numpy().tolist() == [[0, -2], [-1, 1]]


def test_ordinary_columns_with_numbers_are_not_wenjuanxing(exported):
    table = exported(["序号", "1、总体"], ["1", "满意"])
    assert list(table.frame) == ["序号", "1、总体"]
    assert "recognised" not in said(table)


QUALTRICS = (
    ["StartDate", "EndDate", "Status", "IPAddress", "ResponseId", "Q1", "Q2_1"],
    [
        "Start Date",
        "End Date",
        "Response Type",
        "IP Address",
        "Response ID",
        "How satisfied\nare you?",
        "Why? - Price",
    ],
    [
        '{"ImportId":"startDate","timeZone":"Asia/Shanghai"}',
        '{"ImportId":"endDate","timeZone":"Asia/Shanghai"}',
        *(f'{{"ImportId":"{name}"}}' for name in ("status", "ipAddress", "_recordId", "QID1", "QID2_1")),
    ],
)


@pytest.mark.parametrize(
    "kinds",
    [
        ("IP Address", "Survey Preview", "Spam", "Survey Test", "Imported"),
        ("0", "1", "8", "2", "4"),
    ],
)
def test_three_qualtrics_headers_are_read_and_previews_counted(exported, kinds):
    table = exported(
        *QUALTRICS,
        *(["2026-03-01", "2026-03-01", kind, "1.2.3.4", f"R{k}", k, "1"] for k, kind in enumerate(kinds)),
    )
    assert "Qualtrics export with 3 header rows" in said(table)
    assert list(table.frame) == ["StartDate", "EndDate", "Status", "ResponseId", "Q1", "Q2_1"]
    assert table.frame["ResponseId"].tolist() == ["R0", "R4"]
    assert table.rows.tolist() == [4, 8]
    assert table.texts["Q1"] == "How satisfied\nare you?"
    for kind in ("previews", "spam", "test answers"):
        assert f"rows left out because Qualtrics marks them as {kind}: 1" in said(table)
    assert "'IPAddress'" in said(table)


def test_two_header_rows_of_older_qualtrics_are_read(exported):
    table = exported(
        ["V1", "V3", "V5", "V8", "V9", "Q1"],
        ["ResponseID", "Name", "Status", "StartDate", "EndDate", "How satisfied?"],
        ["R1", "x", "0", "2012-01-01", "2012-01-01", "1"],
        ["R2", "x", "1", "2012-01-01", "2012-01-01", "1"],
    )
    assert "with 2 header rows" in said(table)
    assert list(table.frame) == ["ResponseID", "Name", "Status", "StartDate", "EndDate", "Q1"]
    assert len(table.frame) == 1


def test_an_export_with_headers_only_is_refused(exported):
    with pytest.raises(DataError, match="no answers below"):
        exported(*QUALTRICS)


def test_surveymonkey_questions_are_carried_to_the_right(exported):
    table = exported(
        [
            "Respondent ID",
            "Collector ID",
            "Date Created",
            "IP Address",
            "How satisfied?",
            "",
            "Why?",
            "",
            "",
            "Rate",
            "",
        ],
        ["", "", "", "", "Response", "Other (please specify)", "Price", "Speed", "Staff", "Desk", "Phone"],
        ["1", "9", "2026-03-01", "1.2.3.4", "满意", "", "Price", "", "Staff", "满意", "不满意"],
        ["2", "9", "2026-03-01", "1.2.3.4", "不满意", "x", "", "", "", "", "满意"],
    )
    assert "SurveyMonkey export; its 3 questions" in said(table)
    questions = ["Q1", "Q1_other", "Q2_1", "Q2_2", "Q2_3", "Q3_1", "Q3_2"]
    assert list(table.frame) == ["Respondent ID", "Collector ID", "Date Created", *questions]
    assert table.texts["Q2_3"] == "Why? — Staff"
    assert table.rows.tolist() == [3, 4]


def test_limesurvey_codes_in_brackets_become_plain_names(exported):
    table = exported(
        [
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "ipaddr",
            "Q1",
            "Q2[SQ001]",
            "Q2[other]",
            "Q3[SQ001][comment]",
        ],
        ["1", "2026-03-01", "3", "zh", "1.2.3.4", "1", "Y", "x", ""],
        ["2", "", "1", "zh", "1.2.3.4", "2", "", "", "y"],
    )
    assert list(table.frame)[-4:] == ["Q1", "Q2_SQ001", "Q2_other", "Q3_SQ001_comment"]
    assert "ipaddr" not in table.frame
    assert "did not submit to the end, but are kept: 1" in said(table)


def test_limesurvey_codes_with_texts_give_both(exported):
    table = exported(
        [
            "id. Response ID",
            "Response ID",
            "Date submitted",
            "Last page",
            "Q1. How satisfied?",
            "Q2[A]. Why? [Price]",
        ],
        ["1", "1", "2026-03-01", "3", "1", "Y"],
    )
    assert list(table.frame)[-2:] == ["Q1", "Q2_A"]
    assert table.texts["Q2_A"] == "Why? [Price]"


def test_limesurvey_texts_above_codes_are_two_headers(exported):
    table = exported(
        ["Response ID", "Date submitted", "Last page", "How satisfied?"],
        ["id", "submitdate", "lastpage", "Q1"],
        ["1", "2026-03-01", "3", "2"],
    )
    assert "LimeSurvey export with 2 header rows" in said(table)
    assert table.texts["Q1"] == "How satisfied?"
    assert table.frame["Q1"].astype(str).tolist() == ["2"]


def test_a_full_text_head_stays_its_name():
    assert parse_heading("How satisfied are you, in short?") == ("How satisfied are you, in short?",) * 2


def test_a_plain_file_with_one_header_row_stays_as_it_is(exported):
    table = exported(["id", "Q1", "Status"], ["1", "2", "Spam"], ["2", "3", "1"])
    assert list(table.frame) == ["id", "Q1", "Status"]
    assert len(table.frame) == 2
    assert "recognised" not in said(table)


def test_the_seconds_of_wenjuanxing_serve_the_speed_check(numbered, questionnaire):
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction", column="Q1")},
        segments={},
        checks=Checks(respondent="序号", duration="所用时间"),
        waves={"2025": Wave(name="2025")},
    )
    assert len(bind(asked, {"2025": numbered})) == 3


def test_limesurvey_codes_before_its_own_columns_are_known_too(exported):
    heads = ["id. Response ID", "lastpage. Last page", "seed. Seed", "Q1[SQ1]. Speed"]
    table = exported(heads, ["1", "3", "9", "A1"])
    assert [*table.frame] == ["id", "lastpage", "seed", "Q1_SQ1"]
    assert table.texts["Q1_SQ1"] == "Speed"
