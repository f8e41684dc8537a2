"""The sheet of the answers is found among others, or named."""

import openpyxl
import pytest

from satkit.errors import DataError
from satkit.survey.readers import read
from satkit.survey.worksheets import split_sheet


@pytest.fixture
def workbook(tmp_path):
    def write(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "survey.xlsx")
        return tmp_path / "survey.xlsx"

    return write


ANSWERS = [["id", "q1", "q2"], *([k, k % 5 + 1, k % 3 + 1] for k in range(40))]
CODEBOOK = [
    ["variable", "label", "type"],
    *([name, f"What of {name}?", "number"] for name in ("id", "q1", "q2")),
]


@pytest.mark.parametrize("first", ["Sheet A", "Codebook"])
def test_a_codebook_is_not_taken_for_the_answers(workbook, first):
    table = read(workbook(**{first: CODEBOOK, "Sheet B": ANSWERS}))
    assert len(table.frame) == 40
    assert f"'Sheet B' was read, not '{first}'" in str(table.notes[0])


def test_a_long_codebook_is_known_by_the_names_it_lists(workbook):
    long = [*CODEBOOK, *([f"old{k}", 1, 2] for k in range(200))]
    assert len(read(workbook(Variables2=long, Other=ANSWERS)).frame) == 40


def test_a_sheet_may_be_named(workbook):
    path = workbook(Old=ANSWERS[:6], New=ANSWERS)
    assert len(read(path, sheet="Old").frame) == 5
    assert split_sheet("waves/survey.xlsx!Old") == ("waves/survey.xlsx", "Old")
    assert split_sheet("waves/wow!.csv") == ("waves/wow!.csv", "")


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(workbook):
    with pytest.raises(DataError, match="no sheet 'Anwsers'") as caught:
        read(workbook(Answers=ANSWERS, Notes=[["a"], ["b"]]), sheet="Anwsers")
    assert "'Answers' and 'Notes'" in str(caught.value)
    assert "did you mean 'Answers'" in str(caught.value)


def test_only_workbooks_have_sheets(tmp_path):
    (tmp_path / "a.csv").write_text("id,q\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="only a workbook has sheets"):
        read(tmp_path / "a.csv", sheet="x")
