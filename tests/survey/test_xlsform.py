"""A workbook and a TOML definition that say the same give the same questionnaire."""

import openpyxl
import pytest

from satkit.errors import DefinitionError
from satkit.survey.definition import load

HEAD = """\
version = 1
title = "Power"
"""
REST = """\
[department.dispatch]
label = "调度"
[wave.2025]
file = "2025.csv"
"""
TOML = """\
[scale.satisfaction]
points = [
  { code = 1, label = { zh = "非常满意", en = "Very satisfied" }, also = ["很满意", "完全满意"], score = 100 },
  { code = 2, label = { zh = "不满意", en = "Dissatisfied" }, score = 60.5 },
]
missing = [{ code = 9, label = { zh = "不适用", en = "N/A" }, reason = "not_applicable" }]
[scale.kano5]
kind = "kano"
points = [{ code = "a" }, { code = "b" }, { code = "c" }, { code = "d" }, { code = "e" }]
[scale.why]
kind = "multi"
separator = " "
points = [{ code = 1, label = "慢" }, { code = 2, label = "贵" }]
[scale.text]
kind = "text"
[scale.number]
kind = "number"
[item]
q1 = { text = { zh = "总体", en = "Overall" }, scale = "satisfaction", role = "overall", column = "Q1" }
q2 = { text = { zh = "抢修", en = "Repair" }, label = { zh = "修" }, scale = "satisfaction" }
k1 = { scale = "kano5", kano = { attribute = "restore", side = "functional" } }
k2 = { scale = "kano5", kano = { attribute = "restore", side = "dysfunctional" } }
w1 = { scale = "why", role = "reason" }
c1 = { scale = "text" }
n1 = { scale = "number" }
[indicator.supply]
label = "供电"
[indicator.repair]
parent = "supply"
weight = 2
owner = "dispatch"
items = ["q2"]
"""
BESIDE = """\
[scale.why]
separator = " "
[indicator.supply]
label = "供电"
"""
LABELS = ("label::中文 (zh)", "label::English (en)")
SURVEY = [
    ("type", "name", *LABELS, "hint", "satkit::indicator", "satkit::weight", "satkit::owner", "satkit::kano",
     "satkit::role", "satkit::column", "satkit::label::中文 (zh)"),
    ("begin_group", "g"),
    ("select_one satisfaction", "q1", "总体", "Overall", "x", None, None, None, None, "overall", "Q1"),
    ("select_one satisfaction", "q2", "抢修", "Repair", None, "supply/repair", 2, "dispatch", None, None, None, "修"),
    (),
    ("select_one kano5", "k1", None, None, None, None, None, None, "restore:functional"),
    ("select_one kano5", "k2", None, None, None, None, None, None, "restore：dysfunctional"),
    ("select_multiple why", "w1", None, None, None, None, None, None, None, "reason"),
    ("text", "c1"),
    ("integer", "n1"),
    ("end_group",),
]  # fmt: skip
CHOICES = [
    ("list_name", "name", *LABELS, "label", "satkit::score", "satkit::missing", "satkit::also"),
    ("satisfaction", 1, "非常满意", "Very satisfied", None, 100, None, "很满意|完全满意"),
    ("satisfaction", "2", "不满意", "Dissatisfied", None, 60.5),
    ("satisfaction", 9, "不适用", "N/A", None, None, "not_applicable"),
    *(("kano5", letter) for letter in "abcde"),
    ("why", 1, None, None, "慢"),
    ("why", 2, None, None, "贵"),
]


@pytest.fixture
def folder(tmp_path):
    def write(toml, survey=SURVEY, choices=CHOICES):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in (("survey", survey), ("choices", choices)):
            sheet = book.create_sheet(title)
            for r, row in enumerate(rows, start=1):
                for c, value in enumerate(row, start=1):
                    sheet.cell(r, c, value)
        book.save(tmp_path / "q.xlsx")
        (tmp_path / "survey.toml").write_text(toml, encoding="utf-8")
        return tmp_path

    return write


WITH = HEAD + 'questionnaire = "q.xlsx"\n' + BESIDE + REST


def told(folder):
    with pytest.raises(DefinitionError) as error:
        load(folder)
    return [complaint.into("en") for complaint in error.value.complaints]


def test_the_workbook_and_the_definition_give_equal_questionnaires(folder):
    plain = load(folder(HEAD + TOML + REST))
    found = load(folder(WITH))
    assert found == plain
    assert list(found.items) == list(plain.items)


def test_the_definition_may_add_items_to_an_indicator_of_the_workbook(folder):
    more = '[item.q9]\nscale = "satisfaction"\n[indicator.repair]\nlabel = "修"\nitems = ["q9"]\n'
    assert load(folder(WITH + more)).indicators["repair"].items == ("q9", "q2")


def test_an_appended_item_keeps_its_cell(folder):
    survey = [*SURVEY, ("text", "c2", None, None, None, "supply/repair", 2, "dispatch")]
    more = '[item.q9]\nscale = "satisfaction"\n[indicator.repair]\nlabel = "修"\nitems = ["q9"]\n'
    (only,) = told(folder(WITH + more, survey))
    assert only.startswith("q.xlsx!survey!F12  item 'c2' has no score")


def test_a_contradiction_between_the_two_names_both_places(folder):
    (only,) = told(folder(WITH + '[item.q1]\nrole = "loyalty"\n'))
    assert only.startswith('survey.toml:13  role is "loyalty" here and "overall" in q.xlsx!survey!J3')


def changed(rows, row, column, value):
    """The rows with one cell changed; ``row`` and ``column`` as a spreadsheet counts them."""
    table = [list(line) for line in rows]
    line = table[row - 1]
    place = ord(column) - ord("A")
    line += [None] * (place + 1 - len(line))
    line[place] = value
    return table


HOSTILE = {
    "a list nobody wrote": ("survey", 4, "A", "select_one satisfacton", "survey!A4", "no scale 'satisfacton'", "did you mean 'satisfaction'"),
    "a type nobody knows": ("survey", 4, "A", "select_once satisfaction", "survey!A4", "unknown type of question", "did you mean"),
    "a name twice": ("survey", 4, "B", "q1", "survey!B4", "the name 'q1' stands twice", ""),
    "no name": ("survey", 4, "B", None, "survey!B4", "the cell under 'name' is empty", ""),
    "a column misspelt": ("survey", 1, "F", "satkit::indicater", "survey!F1", "unknown column 'satkit::indicater'", "did you mean 'indicator'"),
    "a needed column misspelt": ("survey", 1, "A", "typ", "survey!A1", "no column 'type'", "did you mean 'typ'"),
    "a column twice": ("survey", 1, "E", "name", "survey!E1", "the column 'name' stands twice", ""),
    "an owner nobody knows": ("survey", 4, "H", "dispath", "survey!H4", "no department 'dispath'", "did you mean 'dispatch'"),
    "a weight in words": ("survey", 4, "G", "two", "survey!G4", 'weight = "two" is not a number', ""),
    "a path with a gap": ("survey", 4, "F", "supply//repair", "survey!F4", "a step of the path", ""),
    "a role nobody knows": ("survey", 3, "J", "overal", "survey!J3", 'role = "overal" is none of its values', "did you mean 'overall'"),
    "a Kano cell without side": ("survey", 6, "I", "restore", "survey!I6", "names no side of a Kano pair", "ATTRIBUTE:functional"),
    "a Kano side nobody knows": ("survey", 6, "I", "restore:functionl", "survey!I6", "none of its values", "did you mean 'functional'"),
    "half a Kano pair": ("survey", 7, "I", "outage:dysfunctional", "survey!I6", "attribute 'restore' has no dysfunctional question", ""),
    "a list of two kinds": ("survey", 8, "A", "select_multiple kano5", "survey!A8", "the list 'kano5' serves as 'kano' and as 'multi'", "copy the list"),
    "two points alike": ("choices", 3, "C", "非常满意", "choices!B3", "two points are both written '非常满意'", ""),
    "a point without score": ("choices", 3, "F", None, "choices!B3", "the point 2 has no score", "belongs under missing"),
    "a score in words": ("choices", 3, "F", "good", "choices!F3", 'score = "good" is not a number', ""),
    "a reason nobody knows": ("choices", 4, "G", "na", "choices!G4", 'reason = "na" is none of its values', ""),
    "a choice without code": ("choices", 3, "B", None, "choices!B3", "the cell under 'name' is empty", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "at", "what", "more"), HOSTILE.values(), ids=list(HOSTILE)
)
def test_a_mistake_is_told_with_its_cell(folder, sheet, row, column, value, at, what, more):
    tables = {"survey": SURVEY, "choices": CHOICES}
    tables[sheet] = changed(tables[sheet], row, column, value)
    found = told(folder(WITH, **tables))
    hits = [complaint for complaint in found if what in complaint]
    assert hits, found
    assert hits[0].startswith(f"q.xlsx!{at}  "), hits
    assert more in hits[0]


def test_one_indicator_below_two_parents_is_a_mistake(folder):
    survey = [*SURVEY, ("select_one satisfaction", "q3", None, None, None, "other/repair")]
    assert any("stands below 'other' here and 'supply' above" in line for line in told(folder(WITH, survey)))


def test_two_weights_of_one_indicator_are_a_mistake(folder):
    survey = [*SURVEY, ("select_one satisfaction", "q3", None, None, None, "supply/repair", 3)]
    (only,) = told(folder(WITH, survey))
    assert only.startswith("q.xlsx!survey!G12  weight of 'repair' is 3 here and 2 above")


def test_lines_come_before_cells_and_all_are_told(folder):
    survey = changed(changed(SURVEY, 3, "J", "overal"), 4, "H", "dispath")
    found = told(folder(WITH + '[report]\nheadline = "x"\n', survey))
    assert [line.split("  ")[0] for line in found] == [
        "survey.toml:13",
        "q.xlsx!survey!J3",
        "q.xlsx!survey!H4",
    ]


def test_a_file_that_is_no_workbook_is_said_to_be_none(folder):
    path = folder(WITH)
    (path / "q.xlsx").write_bytes(b"PK\x03\x04 not really")
    (only,) = told(path)
    assert only.startswith("q.xlsx  the workbook cannot be opened")


def test_a_workbook_without_survey_sheet_is_said_to_lack_it(folder):
    path = folder(WITH)
    book = openpyxl.load_workbook(path / "q.xlsx")
    book["survey"].title = "问卷"
    book.save(path / "q.xlsx")
    (only,) = told(path)
    assert only.startswith("q.xlsx  the workbook has no sheet 'survey'")


def test_a_reason_of_a_workbook_names_its_department(folder):
    owned = [(*CHOICES[0], "satkit::owner"), *CHOICES[1:-2]]
    owned += [("why", 1, None, None, "慢", None, None, None, "dispatch"), CHOICES[-1]]
    found = load(folder(WITH, choices=owned))
    assert [point.owner for point in found.scales["why"].points] == ["dispatch", ""]
    owned[-2] = (*owned[-2][:-1], "dispath")
    (only,) = told(folder(WITH, choices=owned))
    assert "no department 'dispath'" in only
    assert "choices!I" in only
