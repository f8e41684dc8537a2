"""What is taken out of a comment, and what stays."""

from time import process_time

import pytest

from satkit.survey.redaction import redact_text

NAMES = ("张三丰", "O'Brien")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("请回电13800001234。", "请回电***。"),
        ("１３８００００１２３４", "***"),
        ("+86 138-0000-1234 谢谢", "*** 谢谢"),
        ("138\u200b0000\u200b1234", "***"),
        ("（0755）8888 6666", "（***"),
        ("幺三八零零零零一二三四", "***"),
        ("身份证11010119900307123X", "身份证***"),
        ("身份证 110101 19900307 123x，请查", "身份证 ***，请查"),
        ("户号：3300 1234 5678", "户号：***"),
        ("粤B·12345 占了车位", "*** 占了车位"),
        ("粤BD12345", "***"),
        ("京A1234警", "***"),
        ("我的邮箱是a.b+c@mail.example.com，谢谢", "我的邮箱是***，谢谢"),
        ("foo＠bar．com", "***"),
        ("write to foo (at) bar (dot) com now", "write to *** now"),
        ("微信号：abc_123", "***"),
        ("加QQ是12345", "加***"),
        ("见https://a.example/b?c=1，好", "见***，好"),
        ("我叫王小明", "***"),
        ("张师傅很好，李经理也好", "***师傅很好，***经理也好"),
        ("Mr. Smith was kind, Mrs Jones too", "*** was kind, *** too"),
        ("找张三丰，还有o'brien", "找***，还有***"),
    ],
)
def test_what_tells_of_a_person_is_taken_out(text, left):
    assert redact_text(text, NAMES) == left


@pytest.mark.parametrize(
    "text",
    [
        "95598打不通，等了10分钟。",
        "2023年停电10次，损失5000元",
        "客户经理和抢修师傅都很好",
        "新能源车充电难；电价0.56元/度",
        "Three outages in 2024, 2 in May",
        "",
    ],
)
def test_all_else_stays_as_it_was_written(text):
    assert redact_text(text, NAMES) == text


@pytest.mark.parametrize("piece", ["a", "1 ", "1-", "a.", "王", "粤A", "http://", "我叫 ", "@", "二", "Mr "])
def test_no_text_is_too_long_to_read(piece):
    started = process_time()
    redact_text(piece * (10_000 // len(piece)), NAMES)
    assert process_time() - started < 1


def test_a_number_parted_over_lines_and_controls_is_still_one():
    assert redact_text("138\x000000\n1234") == "***"
    assert redact_text("\u202e13800001234") == "***"
