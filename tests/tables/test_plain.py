"""Text of strangers, made harmless."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from satkit.tables.sanitize import plain


@given(st.text(st.characters(codec=None)))
def test_plain_text_can_stand_in_any_xml_file(text):
    element = ET.Element("t")
    element.text = plain(text)
    again = ET.fromstring(ET.tostring(element, encoding="utf-8"))  # noqa: S314  our own text
    assert (again.text or "") == plain(text)


def test_ordinary_text_is_left_alone():
    text = "供电服务 100% “好”\n第二行\tTab — naïve ①"
    assert plain(text) == text


def test_direction_marks_and_controls_become_boxes():
    assert plain("a\u202eb\x00c\u2066d") == "a□b□c□d"
