"""The chart font: its characters, widths and lines."""

import io

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from satkit.report import typeface
from satkit.tables.charts.style import FAMILY, FILE


def test_gb_2312_and_our_signs_have_glyphs():
    characters = "".join(
        bytes([high, low]).decode("gb2312", errors="ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    )
    assert len(characters) == 6763
    assert typeface.lacking(characters + "−–—“”▲▼●○□≥≤±×·…℃㎡①") == ""


def test_rare_characters_are_named_once_in_order():
    assert typeface.lacking("㛃好㛃𠮷\n") == "㛃𠮷"


def test_the_licence_is_beside_the_font():
    licence = FILE.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright" in licence


def test_the_font_bears_our_name():
    with TTFont(FILE, lazy=True) as font:
        names = font["name"]
    assert names.getDebugName(1) == names.getDebugName(4) == FAMILY


def test_a_page_font_holds_the_characters_asked_for_and_is_the_same_every_time():
    made = typeface.woff2("供电服务 88.2 −")
    assert made == typeface.woff2("−供电服务 88.2 ")
    held = TTFont(io.BytesIO(made)).getBestCmap()
    assert {chr(code) for code in held} == set("供电服务 88.2 −")


def test_chinese_breaks_anywhere_but_before_closing_marks():
    assert typeface.wrap("供电可靠性（计划停电）", 65, 13) == ["供电可靠性", "（计划停", "电）"]


def test_latin_breaks_between_words():
    assert typeface.wrap("Restoration of supply after faults", 120, 13) == [
        "Restoration of",
        "supply after faults",
    ]


@given(st.text("供电 ab（）,。", max_size=60), st.integers(20, 200))
def test_wrapping_loses_no_character_and_keeps_to_the_room(text, room):
    lines = typeface.wrap(text, room, 13, most=1000)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(typeface.width(line, 13) <= room or len(line) < 2 for line in lines)


def test_what_does_not_fit_ends_in_dots():
    lines = typeface.wrap("很长的标签" * 2000, 100, 13)
    assert len(lines) == 6
    assert lines[-1].endswith("…")
