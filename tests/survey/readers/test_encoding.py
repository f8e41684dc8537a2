"""The encoding ladder finds what surveys arrive in, and says so."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.errors import DataError
from satkit.survey.readers.encoding import decode_text

CHINESE = "序号,满意度\n1,非常满意\n2,不满意，停电太多\n"


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte-order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
    ],
)
def test_chinese_survives_and_the_encoding_is_said(codec, said):
    text, notes = decode_text(CHINESE.encode(codec), "a.csv")
    assert text == CHINESE
    assert [str(note) for note in notes] == [f"read as {said} text"]


def test_signs_beyond_gbk_survive_gb18030():
    text = "答案\n𠮷㐀€😀满意\n"
    assert decode_text(text.encode("gb18030"), "a.csv")[0] == text


@pytest.mark.parametrize("text", ["café,naïve\nVoilà,Übermaß\n", "q\nÀ côté, déjà vu, très élevé\n"])
def test_western_text_is_not_taken_for_chinese(text):
    found, notes = decode_text(text.encode("cp1252"), "a.csv")
    assert found == text
    assert "Windows-1252" in str(notes[0])


@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_cut_off_at_the_end_is_tolerated_and_said(cut):
    text, notes = decode_text("答案\n满意".encode()[:-cut], "a.csv")
    assert text == "答案\n满"
    assert "middle of a character" in str(notes[1])


def test_a_broken_character_in_the_middle_is_not_utf8():
    data = "满意".encode()[:-1] + b",very long answers follow here and there\n"
    assert "UTF-8" not in str(decode_text(data, "a.csv")[1][0])


def test_bytes_of_no_encoding_are_refused_with_a_way_out():
    with pytest.raises(DataError, match="cannot be read as text") as caught:
        decode_text(b"caf\xe9 \x81\x8d\xff, x\n", "a.csv")
    assert "CSV UTF-8" in str(caught.value)


def test_an_encoding_that_is_asked_for_is_used():
    assert decode_text("Привет".encode("koi8-r"), "a.csv", "koi8-r")[0] == "Привет"
    with pytest.raises(DataError):
        decode_text("满意".encode(), "a.csv", "ascii")
    with pytest.raises(DataError):
        decode_text(b"a", "a.csv", "no-such-encoding")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1))
def test_any_text_with_a_mark_comes_back(text):
    assert decode_text(codecs.BOM_UTF8 + text.encode(), "a.csv")[0] == text
    assert decode_text(text.encode("utf-16"), "a.csv")[0] == text


def test_what_a_mark_promises_and_the_bytes_do_not_hold_is_counted():
    text, notes = decode_text(codecs.BOM_UTF8 + "满意".encode() + b"\xff\xfe,1\n", "a.csv")
    assert text.startswith("满意")
    assert str(notes[-1]) == "characters that could not be read: 2"
