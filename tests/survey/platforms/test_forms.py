"""Forms of many makers are known by their shape, in any language, and keep nobody's name."""

import pandas as pd
import pytest

from satkit.survey.readers import read


@pytest.fixture
def export(tmp_path):
    def write(*rows, sep=","):
        path = tmp_path / "export.csv"
        frame = pd.DataFrame(rows, dtype=object)
        frame.to_csv(path, index=False, header=False, sep=sep)
        return read(path)

    return write


def said(table):
    return " | ".join(map(str, table.notes))


KOBO_META = ["_id", "_uuid", "_submission_time", "_validation_status", "__version__", "_index"]


@pytest.mark.parametrize(("mark", "ticks"), [("/", ("1", "0")), ("/", ("TRUE", "FALSE")), (".", ("1", "0"))])
def test_a_kobo_question_of_several_answers_is_known_by_its_options(export, mark, ticks):
    used, head = f"visit{mark}used", ["start", "end", "username", f"visit{mark}wait", f"visit{mark}used"]
    table = export(
        [*head, f"{used}{mark}desk", f"{used}{mark}app", *KOBO_META],
        *(
            [
                f"2026-01-0{k}T10:00:00.000+08:00",
                f"2026-01-0{k}T10:0{k}:00.000+08:00",
                "ada",
                str(k),
                "desk app",
                ticks[0],
                ticks[k % 2],
                str(100 + k),
                f"u{k}",
                "2026-01-09T10:00:00",
                "",
                "v1",
                str(k),
            ]
            for k in range(1, 6)
        ),
        sep=";",
    )
    assert "KoBoToolbox or ODK" in said(table)
    assert table.parts[f"{used}{mark}desk"] == ("used", "desk")
    assert {f"visit{mark}used", "start", "_uuid", "username"} <= set(table.aside)
    assert "username" not in table.frame
    assert table.texts[f"visit{mark}wait"] == "wait"
    assert table.roles["_id"] == "respondent"
    assert table.frame["duration_seconds"].tolist() == [60, 120, 180, 240, 300]


@pytest.mark.parametrize(
    "stamp", ["Timestamp", "Zeitstempel", "时间戳记", "Horodateur", "Carimbo de data/hora"]
)
def test_google_forms_are_known_by_their_timestamp_in_any_language(export, stamp):
    table = export(
        [stamp, "Mail", "Rate us [Staff]", "Rate us [Price]"],
        *([f"2026/01/0{k} 10:00:00", f"p{k}@example.org", "3", "4"] for k in range(1, 6)),
    )
    assert "Google Forms" in said(table)
    assert list(table.frame) == [stamp, "Rate us [Staff]", "Rate us [Price]"]
    assert table.parts["Rate us [Price]"] == ("Rate us", "Price")
    assert set(table.aside) == {stamp, "Mail"}


@pytest.mark.parametrize(
    "head",
    [
        ["ID", "Start time", "Completion time", "Email", "Name"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
        ["编号", "开始时间", "完成时间", "电子邮件", "名称"],
    ],
)
def test_microsoft_forms_are_known_by_number_times_and_address(export, head):
    table = export(
        [*head, "How was it?"],
        *(
            [str(k), f"2026-01-0{k} 09:00:00", f"2026-01-0{k} 09:01:30", "anonymous", "", "5"]
            for k in range(1, 6)
        ),
    )
    assert "Microsoft Forms" in said(table)
    assert table.frame["duration_seconds"].tolist() == [90] * 5
    assert head[3] not in table.frame
    assert head[4] not in table.frame
    assert table.roles[head[0]] == "respondent"


def test_two_times_that_run_backwards_are_no_microsoft_form(export):
    table = export(
        ["ID", "A", "B", "Email", "Name", "Q"],
        *([str(k), "2026-01-02 09:00:00", "2026-01-01 09:00:00", "anonymous", "", "5"] for k in range(1, 6)),
    )
    assert "Microsoft Forms" not in said(table)


def test_options_of_a_typeform_stand_behind_the_question_before_them(export):
    table = export(
        [
            "#",
            "Are you happy?",
            "Price",
            "Speed",
            "Other",
            "Start Date (UTC)",
            "Submit Date (UTC)",
            "Network ID",
        ],
        *(
            [
                f"ab{k}",
                str(k),
                "Price" if k % 2 else "",
                "Speed",
                "my own words",
                "2026-01-01 10:00:00",
                f"2026-01-01 10:00:{10 + k}",
                f"n{k}",
            ]
            for k in range(1, 6)
        ),
    )
    assert "Typeform" in said(table)
    assert {column: part for column, (_, part) in table.parts.items()} == {"Price": "Price", "Speed": "Speed"}
    assert table.parts["Price"][0].startswith("Are you happy?")
    assert "Network ID" not in table.frame
    assert table.frame["duration_seconds"].tolist() == [11, 12, 13, 14, 15]


def test_a_tencent_export_keeps_every_option_and_no_nickname(export):
    own = ["编号", "开始答题时间", "结束答题时间", "答题时长", "用户类型", "用户ID", "昵称", "IP"]
    table = export(
        [*own, "1.总体评价", "2.用过哪些渠道:热线", "2.用过哪些渠道:网点", "2.用过哪些渠道:网站"],
        *(
            [
                str(k),
                "2026/1/1 10:00",
                "2026/1/1 10:02",
                "1分5秒",
                "微信用户",
                f"u{k}",
                f"小{k}",
                "1.2.3.4",
                "满意",
                "1",
                "0",
                "1",
            ]
            for k in range(1, 6)
        ),
    )
    assert "腾讯问卷" in said(table)
    assert [table.parts[f"Q2_{k}"] for k in (1, 2, 3)] == [
        ("用过哪些渠道", "热线"),
        ("用过哪些渠道", "网点"),
        ("用过哪些渠道", "网站"),
    ]
    assert not {"用户ID", "昵称", "IP"} & set(table.frame)
    assert {"用户ID", "昵称", "IP"} <= set(table.aside)
    assert table.frame["答题时长"].tolist() == [65] * 5


@pytest.mark.parametrize(
    ("head", "language"),
    [
        (["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert"], "de"),
        (["ID de respuesta", "Fecha de envío", "Última página", "Lenguaje inicial", "Semilla"], "es"),
        (["答复ID", "提交日期", "最后一页", "起始语言", "种子"], "zh-Hans"),
    ],
)
def test_limesurvey_is_known_by_what_stands_below_its_headings(export, head, language):
    table = export(
        [*head, "Q1. Sind Sie &amp; wir <b>zufrieden</b>? [Preis]", "Q2. Alter"],
        *([str(k), "2026-01-01 10:00:00", "3", language, f"12345{k}678", "2", "40"] for k in range(1, 6)),
    )
    assert "LimeSurvey" in said(table)
    assert list(table.frame)[:5] == ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    assert table.texts["Q1"] == "Sind Sie & wir zufrieden? [Preis]"
