"""The script that holds two reports together finds a moved number, and nothing where none moved."""

import shutil

import pytest
from compare_figures import compare_folders, page_sentences, workbook_figures
from xlsxwriter import Workbook


def write_workbook(path, rows):
    with Workbook(path) as book:
        sheet = book.add_worksheet("scores")
        for place, row in enumerate([["item", "score", "n"], *rows]):
            sheet.write_row(place, 0, row)


@pytest.fixture
def folders(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    write_workbook(before / "x.xlsx", [["speed", 88.25, 40], ["price", 61.5, 38]])
    (before / "x.html").write_text(
        "<p>Speed <b>88.3</b></p><style>a{top:1px}</style><p>no figure</p>", "utf-8"
    )
    shutil.copytree(before, after)
    return before, after


def test_equal_folders_do_not_differ(folders):
    assert [len(found) for _, found in compare_folders(*folders)] == [0, 0]


def test_a_row_that_moves_is_no_difference(folders):
    before, after = folders
    write_workbook(after / "x.xlsx", [["price", 61.5, 38], ["speed", 88.25, 40]])
    assert all(len(found) == 0 for _, found in compare_folders(before, after))


def test_a_changed_cell_and_a_changed_sentence_are_named(folders):
    before, after = folders
    write_workbook(after / "x.xlsx", [["speed", 88.35, 40], ["price", 61.5, 38]])
    (after / "x.html").write_text("<p>Speed <b>88.4</b></p>", "utf-8")
    found = dict(compare_folders(before, after))
    assert found["x.xlsx"].changed == ["scores / score / speed: 88.25 -> 88.35"]
    assert (found["x.html"].gone, found["x.html"].new) == (["Speed 88.3"], ["Speed 88.4"])


def test_a_missing_file_is_told(folders):
    before, after = folders
    (after / "x.html").unlink()
    assert dict(compare_folders(before, after))["x.html"].gone == ["x.html"]


def test_style_sheets_hold_no_figures(folders):
    assert list(page_sentences(folders[0] / "x.html")) == ["Speed 88.3"]
    assert len(workbook_figures(folders[0] / "x.xlsx")) == 4
