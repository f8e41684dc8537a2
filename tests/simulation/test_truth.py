"""Mistakes in a truth file: all at once, each with its line."""

import pytest

from satkit.errors import DefinitionError
from satkit.simulation.truth import load


def told(folder, questionnaire, text):
    (folder / "truth.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        load(folder, questionnaire)
    return str(raised.value)


def test_a_truth_given_once_holds_for_every_wave(small, tmp_path):
    text = "[mean]\nq1 = 80\n[recovery]\nfailure = 0.3\n[segment.size]\nshares = { big = 1, small = 2 }\n[kano]\nfast = { M = 1 }"
    (tmp_path / "truth.toml").write_text(text)
    truth = load(tmp_path, small)
    assert truth.mean["q1"] == truth.mean["q1"] | {"w1": 80, "w2": 80}
    assert truth.recovery.failure == {"w1": 0.3, "w2": 0.3}
    assert truth.segment["size"].shares["w2"] == {"big": 1, "small": 2}
    assert truth.kano["fast"]["w1"] == {"M": 1}


def test_a_survey_without_a_truth_file_has_the_default_truth(small, tmp_path):
    assert load(tmp_path, small).seed == 20260101


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("sed = 1", 1, "unknown key 'sed'"),
        ("[mean\n", 1, "without its ']'"),
        ("[mean]\nq7 = 80", 2, "called 'q7'"),
        ("[mean]\nq1 = { w3 = 80 }", 2, "called 'w3'"),
        ("[mean]\nq1 = 'high'", 2, "is not a table"),
        ("seed = 'x'", 1, "is not a whole number"),
        ("[segment.sise]", 1, "did you mean 'size'"),
        ("[segment.size]\nshares = { big = 1, smal = 1 }", 2, "did you mean 'small'"),
        ("[segment.size]\nshares = { big = -1, small = 1 }", 2, "shares of 'size' are negative"),
        ("[segment.size]\noversample = { big = 0 }", 2, "0 is not above zero"),
        ("[segment.size]\ngiven = 'size'", 2, "called 'size'"),
        ("[segment.size.effect]\nbig = { al = 1 }", 2, "did you mean 'all'"),
        ("[path]\nsatisfaction = { three = 0.1 }", 2, "called 'three'"),
        ("[blocks]\nx = ['q77']", 2, "called 'q77'"),
        ("[loading]\nq8 = 0.5", 2, "called 'q8'"),
        ("[gap]\nten = -1", 2, "-1 is not above zero"),
        ("[kano.fast]\nM = 0.5\nX = 0.5", 1, "called 'X'"),
        ("[kano.fast]\nR = 0.5", 1, "shares of 'fast'"),
        ("[recovery]\nfailure = 3", 2, "3 is no share"),
        ("[recovery.points]\nsolved = 1", 2, "called 'solved'"),
        ("[silence.skipped]\nq8 = 0.5", 2, "called 'q8'"),
        ("[reasons.why.options.1]\nabout = 'q8'", 2, "called 'q8'"),
        ("[[comments.topics]]\nabout = ['q8']", 2, "called 'q8'"),
        ("[styles]\nstraight = 2", 2, "out of range"),
        ("[styles]\nstraight_at = []", 2, "no places of straight lines"),
        ("[styles]\nstraight_at = [[1.5, 1]]", 2, "no places of straight lines"),
        ("[sampling.issued]\nw1 = -5", 2, "-5 is not above zero"),
        ("seed = -1", 1, "expected at least 0"),
        ("language = 'fr'", 1, "expected one of 'zh' and 'en'"),
    ],
)
def test_a_mistake_is_told_with_its_line(small, tmp_path, text, line, words):
    message = told(tmp_path, small, text)
    assert message.startswith(f"truth.toml:{line}  ")
    assert words in message


def test_all_mistakes_are_told_at_once(small, tmp_path):
    message = told(tmp_path, small, "[mean]\nq7 = 80\n[gap]\nten = 0\n[recovery]\nfailure = -1\n")
    assert message.count("truth.toml:") == 3


def test_a_file_in_another_encoding_is_told(small, tmp_path):
    (tmp_path / "truth.toml").write_bytes("# 说明\n".encode("gb18030"))
    with pytest.raises(DefinitionError, match="not UTF-8"):
        load(tmp_path, small)
