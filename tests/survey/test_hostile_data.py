"""Hostile and broken data: every one is refused with words, or kept and counted; none is a traceback."""

import io
from dataclasses import dataclass, field

import openpyxl
import pandas as pd
import pytest

from satkit.errors import DataError
from satkit.survey.folder import open_survey

DEFINITION = """\
version = 1
title = "Small"

[scale.mark]
points = {{ from = 1, to = 5 }}
score = "linear"
best = "high"
missing = [{{ code = 98, reason = "dont_know" }}, {{ code = 99, reason = "refused" }}, "Blank"]

[scale.say]
kind = "text"

[item]
q1 = {{ scale = "mark", column = "q1", role = "overall" }}
q2 = {{ scale = "mark", column = "q2" }}
say = {{ scale = "say", column = "say" }}

[segment.class]
{levels}

[wave.2025]
file = "{file}"
{waves}

[sample]
weight = "w"

[checks]
respondent = "id"
{checks}
"""
LEVELS = 'levels = [{ name = "home", codes = [1] }, { name = "industry", codes = [2] }]'
HEAD = "id,q1,q2,say,class,w\n"
GOOD = "a,1,5,ok,1,1\nb,2,4,,2,2\n"


@dataclass(frozen=True)
class Case:
    """Content of the wave file, changes of the definition, and what must come of it."""

    content: str | bytes
    said: str = ""
    steps: dict[str, int] = field(default_factory=dict)
    holds: object = None
    file: str = "2025.csv"
    levels: str = LEVELS
    checks: str = ""
    waves: str = ""
    other: str = ""


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in [HEAD.strip().split(","), *rows]:
        book.active.append(row)
    for line in book.active.iter_rows():
        for cell in line:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet(**columns):
    stream = io.BytesIO()
    pd.DataFrame(columns).to_parquet(stream)
    return stream.getvalue()


def words(found):
    return found.texts["say"].tolist()


TWO = {"received": 2, "analysed": 2}
ONE_BAD = HEAD + GOOD + "c,7,3,,1,1\n"
CASES = {
    # encoding
    "gbk": Case(
        (HEAD + "a,1,5,停电太多,1,1\nb,2,4,还行,2,2\n").encode("gbk"), steps=TWO, holds=["停电太多", "还行"]
    ),
    "utf-16": Case((HEAD + GOOD).encode("utf-16"), steps=TWO),
    "bytes of nothing": Case(HEAD.encode() + b"a,1,5,\x81\xff \x8d,1,1\n", "cannot be read as text"),
    "nul in text": Case(HEAD + "a,1,5,x\0y,1,1\n", "row 2  the row holds a NUL byte"),
    "nul in parquet": Case(
        parquet(**{"id": ["a"], "q1": [1], "q2": [5], "say": ["x\0y"], "class": [1], "w": [1.0]}),
        steps={"received": 1, "analysed": 1},
        holds=["xy"],
        file="2025.parquet",
    ),
    # shape
    "empty file": Case("", "the file is empty"),
    "header only": Case(HEAD, "no answers below them"),
    "no such file": Case(HEAD + GOOD, "the file of wave '2025' is not there", waves="", other="wave2025.csv"),
    "ragged row": Case(HEAD + GOOD + "c,1,5,a, comma,1,1\n", "row 4  cells in this row: 7, in the others: 6"),
    "open quote": Case(HEAD + 'a,1,5,"never closed,1,1\n', "row 2  a quotation mark"),
    "title row": Case("满意度调查,,,,,\n" + HEAD + GOOD, steps=TWO),
    # columns
    "column gone": Case("id,q1,say,class,w\na,1,ok,1,1\n", "no column 'q2', which item 'q2' needs"),
    "column misspelt": Case("id,q1,q2_,say,class,w\na,1,5,ok,1,1\n", "did you mean 'q2_'"),
    "blanks in names": Case("id, q1 ,q2,say,class,w\n" + GOOD, steps=TWO),
    "name twice": Case("id,q1,q1,q2,say,class,w\na,1,3,5,ok,1,1\n", steps={"received": 1, "analysed": 1}),
    # codes
    "off scale": Case(ONE_BAD, "row 4, column q1  '7' is not on scale 'mark'"),
    "off scale, read as none": Case(
        ONE_BAD, steps={"received": 3, "analysed": 3}, checks='off_scale = "missing"'
    ),
    "off scale, left out": Case(
        ONE_BAD, steps={"received": 3, "off_scale": 1, "analysed": 2}, checks='off_scale = "exclude"'
    ),
    "missing codes": Case(HEAD + "a,98,99,ok,1,1\nb,Blank,1,,2,2\n", steps=TWO),
    "unknown level": Case(HEAD + "a,1,5,ok,3,1\n", "row 2, column class  '3' is no level of segment 'class'"),
    "country NA": Case(
        HEAD + "a,1,5,None,NA,1\nb,2,4,N/A,NA,1\n", steps=TWO, holds=["None", "N/A"], levels=""
    ),
    "one level": Case(HEAD + "a,1,5,,1,1\nb,2,4,,1,1\n", steps=TWO, levels=""),
    "right-to-left mark in a code": Case(HEAD + "a,\u202e7,5,,1,1\n", r"'\\u202e7' is not on scale"),
    # respondents
    "same respondent, flagged": Case(HEAD + GOOD + "a,3,3,,1,1\n", steps={"received": 3, "analysed": 3}),
    "same respondent, left out": Case(
        HEAD + GOOD + "a,3,3,,1,1\n",
        steps={"received": 3, "duplicates": 1, "analysed": 2},
        checks='duplicates = "exclude"',
    ),
    "one respondent": Case(HEAD + "a,1,5,ok,1,1\n", steps={"received": 1, "analysed": 1}),
    "nothing answered": Case(HEAD + GOOD + "c,,,,1,1\n", steps={"received": 3, "empty": 1, "analysed": 2}),
    "nobody answered": Case(HEAD + "a,,,,1,1\nb,,,,2,1\n", "left out: records without a single answer: 2"),
    "don't know throughout": Case(HEAD + "a,98,98,,1,1\nb,98,98,,1,1\n", steps=TWO | {"empty": 0}),
    "all filtered": Case(HEAD + GOOD, "no wave has a respondent left", checks='only = { id = ["z"] }'),
    # weights
    "weight is a word": Case(HEAD + "a,1,5,ok,1,x\n", "row 2, column w  weights must be numbers"),
    "weight is empty": Case(HEAD + "a,1,5,ok,1,\n", "weights must not be empty"),
    "weight below zero": Case(HEAD + "a,1,5,ok,1,-1\n", "weights must not be negative"),
    "weights all zero": Case(HEAD + "a,1,5,ok,1,0\nb,1,5,ok,1,0\n", "all weights are zero"),
    "one weight zero": Case(
        HEAD + GOOD + "c,1,5,,1,0\n", steps={"received": 3, "zero_weight": 1, "analysed": 2}
    ),
    # cells
    "10 kB cell": Case(
        HEAD + f"a,1,5,{'好' * 4000},1,1\n", steps={"received": 1, "analysed": 1}, holds=["好" * 4000]
    ),
    "formula": Case(
        workbook(["a", 1, 5, "=cmd|' /C calc'!A0", 1, 1]),
        steps={"received": 1, "analysed": 1},
        holds=["=cmd|' /C calc'!A0"],
        file="2025.xlsx",
    ),
    "script": Case(
        HEAD + "a,1,5,</script><script>alert(1)</script>,1,1\n",
        steps={"received": 1, "analysed": 1},
        holds=["</script><script>alert(1)</script>"],
    ),
    "right-to-left mark": Case(
        HEAD + "a,1,5,\u202eevil,1,1\n", steps={"received": 1, "analysed": 1}, holds=["\u202eevil"]
    ),
    "line breaks": Case(HEAD + 'a,1,5,"x\ny",1,1\nb,9,5,,1,1\n', "row 3, column q1  '9'"),
    "off scale in a workbook": Case(
        workbook(["a", 1, 9, "", 1, 1]), "2025.xlsx!Sheet!C2  '9'", file="2025.xlsx"
    ),
    # files
    "workbook called csv": Case(workbook(["a", 1, 5, "x", 1, 1]), steps={"received": 1, "analysed": 1}),
    "csv called workbook": Case(HEAD + GOOD, steps=TWO, file="2025.xlsx"),
    "damaged workbook": Case(b"PK\x03\x04" + bytes(99), "damaged", file="2025.xlsx"),
}


@pytest.fixture
def opened(tmp_path):
    def open_case(case):
        values = {"levels": case.levels, "file": case.file, "checks": case.checks, "waves": case.waves}
        (tmp_path / "survey.toml").write_text(DEFINITION.format(**values), encoding="utf-8")
        content = case.content.encode() if isinstance(case.content, str) else case.content
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / (case.other or case.file)).write_bytes(content)
        return open_survey(tmp_path, tmp_path / "data")[1]

    return open_case


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.said])
def test_what_cannot_be_believed_is_refused_in_words(opened, name):
    with pytest.raises(DataError, match=CASES[name].said.replace("(", r"\(")) as caught:
        opened(CASES[name])
    assert all(complaint.what.msgid for complaint in caught.value.complaints)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.steps])
def test_what_can_be_believed_is_kept_and_counted(opened, name):
    case = CASES[name]
    found = opened(case)
    steps = dict(zip(found.waterfall["step"], found.waterfall["n"], strict=True))
    assert {step: n for step, n in steps.items() if n or step in case.steps} == case.steps
    assert steps["received"] - sum(
        n for step, n in steps.items() if step not in {"received", "analysed"}
    ) == len(found)
    if case.holds is not None:
        assert words(found) == case.holds


def test_there_are_enough_of_them_and_each_expects_something():
    assert len(CASES) >= 40
    assert all(bool(case.said) != bool(case.steps) for case in CASES.values())


def test_missing_codes_are_counted_by_reason(opened):
    found = opened(CASES["missing codes"])
    assert found.answers.to_numpy().tolist() == [[-4, -5], [-1, 0]]


def test_the_country_na_is_a_level(opened):
    assert [name for name, _ in opened(CASES["country NA"]).levels["class"]] == ["NA"]


def test_a_name_twice_reads_the_first_and_says_so(opened):
    found = opened(CASES["name twice"])
    assert found.answers.to_numpy().tolist() == [[0, 4]]
    assert any("more than one column is called 'q1'" in str(note) for note in found.tables["2025"].notes)


def test_ids_and_words_are_never_in_a_message(opened):
    with pytest.raises(DataError) as caught:
        opened(Case(HEAD + "id-of-somebody,7,x,secret words,9,-1\n"))
    assert len(caught.value.complaints) == 5
    assert "somebody" not in str(caught.value)
    assert "secret" not in str(caught.value)
