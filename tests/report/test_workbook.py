"""The workbook: numbers that are numbers, names Excel allows."""

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from satkit.report.blocks import Section
from satkit.report.workbook import write_workbook
from satkit.tables.sheet_names import sheet_names
from satkit.tables.table import Column, Table

# openpyxl does not know the data bars of Excel 2010
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture(scope="module")
def book(pages):
    return openpyxl.load_workbook(pages["en"].path.with_suffix(".xlsx"))


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_sheet_names_are_what_excel_allows(titles):
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_a_long_sheet_name_ends_between_words_with_an_ellipsis():
    assert sheet_names(["How satisfied guests of the house were with breakfast"]) == [
        "How satisfied guests of the…"
    ]
    assert sheet_names(["Scores of everything"]) == ["Scores of everything"]


def test_sheets_whose_titles_begin_alike_keep_their_last_words():
    names = sheet_names(
        [f"Answers to all the questions on the scale of {what}" for what in ("ease", "trust")]
    )
    assert names[1].endswith("trust")
    assert "(2)" not in names[1]


def test_a_heading_that_comes_again_names_the_column_it_belongs_to(book):
    headings = [cell.value for sheet in book.worksheets[1:] for cell in sheet[3] if cell.value]
    assert [heading for heading in headings if heading.endswith(("(2)", "(3)"))] == []
    assert "Difference: 95% interval, lower end" in headings


def test_the_first_sheet_links_to_every_other(book):
    links = [
        cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink
    ]
    assert [link.rpartition("!")[0].strip("'").replace("''", "'") for link in links] == book.sheetnames[1:]


def test_scores_are_numbers_with_a_format(book, found):
    sheet = book["Scores of all indicators and…"]
    headers = [cell.value for cell in sheet[3]]
    assert headers[:5] == ["Indicator", "Score", "95% interval, lower end", "95% interval, upper end", "Band"]
    cell = sheet.cell(4, 2)
    assert cell.value == pytest.approx(found.everyone()["p0"]["estimate"], abs=1e-7)
    assert cell.number_format == "0.0"


def test_every_table_is_a_native_one_with_a_frozen_header(book):
    for sheet in book.worksheets[1:]:
        assert len(sheet.tables) == 1
        assert sheet.freeze_panes == "B4"


def test_charts_stand_beside_scores_and_distributions(book):
    drawn = {sheet.title: len(sheet._charts) for sheet in book.worksheets if sheet._charts}
    assert len(drawn) == 3
    assert set(drawn.values()) == {1}


def test_the_last_bits_of_a_number_do_not_change_the_file(tmp_path):
    def written(value, name):
        table = Table("t", "T", (Column("a", "a", "score"),), ((value,),))
        write_workbook([Section("s", "S?", blocks=(table,))], "en", "title", tmp_path / name)
        return (tmp_path / name).read_bytes()

    assert written(0.1 + 0.2, "one.xlsx") == written(0.3, "other.xlsx")
    assert written(0.3, "one.xlsx") != written(0.30001, "other.xlsx")


def test_sheet_names_are_counted_as_excel_counts_them(tmp_path):
    names = sheet_names(["😀" * 40, "😀" * 40, "𠮷" + "a" * 40, "'a:b\n/c'", "A", "a"])
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    assert [book.add_worksheet(name).get_name() for name in names] == names
    book.close()
