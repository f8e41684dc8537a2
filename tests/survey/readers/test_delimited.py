"""Text files come in cell by cell, and their faults are named by row."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.errors import DataError
from satkit.survey.readers import read


@pytest.fixture
def written(tmp_path):
    def write(content, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(written, mark):
    table = read(written(f"id{mark}q1\n1{mark}满意\n2{mark}不满意\n"))
    assert list(table.frame) == ["id", "q1"]
    assert table.frame["q1"].tolist() == ["满意", "不满意"]


def test_commas_inside_answers_do_not_fool_the_delimiter(written):
    table = read(written('id;"a, b, c";q\n1;"x, y";2\n2;"p, q, r, s";3\n'))
    assert list(table.frame) == ["id", "a, b, c", "q"]


def test_words_that_look_like_missing_values_survive(written):
    cells = ["NA", "None", "N/A", "null", "nan", "NaN", "-", "无", "TRUE", "#N/A"]
    table = read(written("id,country\n" + "".join(f"{k},{cell}\n" for k, cell in enumerate(cells))))
    assert table.frame["country"].tolist() == cells


def test_numbers_stay_as_written(written):
    assert read(written("id,zip\n1,00123\n2,1e5\n")).frame["zip"].tolist() == ["00123", "1e5"]


def test_an_empty_cell_is_none(written):
    assert read(written("id,q1\n1,\n2,x\n")).frame["q1"].tolist() == [None, "x"]


def test_rows_are_counted_as_a_spreadsheet_does(written):
    table = read(written('id,c\n1,"two\nlines"\n2,x\n\n,\n3,"a\r\nb\r\nc"\n4,y\n\n'))
    assert table.frame["id"].tolist() == ["1", "2", "3", "4"]
    assert table.rows.tolist() == [2, 3, 6, 7]
    assert str(table.cell(3, "c")) == "a.csv, row 7, column c"
    assert "blank rows passed over: 2" in str(table.notes[-1])


def test_line_breaks_in_cells_are_kept(written):
    assert read(written('id,c\n1,"a\r\nb"\n')).frame["c"].tolist() == ["a\r\nb"]


def test_old_mac_line_ends_part_rows(written):
    assert len(read(written("id,c\r1,x\r2,y\r")).frame) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n", ["a.csv, row 3  cells in this row: 4, in the others: 3"]),
        ("a,b,c\n1,2\n1,2,3\n1,2,3\n", ["a.csv, row 2  cells in this row: 2, in the others: 3"]),
        (
            "a,b\n1,2\n1,2,3\n4\n5,6\n",
            [
                "row 3  cells in this row: 3",
                "row 4  cells in this row: 1",
                "rows longer or shorter than the others: 2",
            ],
        ),
        ('a,b\n1,x\n2,"never closed\n3,y\n', ["row 3  a quotation mark"]),
        ('a,b\n1,x\n2,"he said "no" to me"\n', ["row 3  a quotation mark", 'written twice: ""']),
        ('a,b\n1,"x\ny"\n2,a\0b\n', ["a.csv, row 3  the row holds a NUL byte"]),
    ],
    ids=["longer", "shorter", "both", "open quote", "inner quote", "NUL"],
)
def test_a_broken_row_is_named(written, text, said):
    with pytest.raises(DataError) as caught:
        read(written(text))
    assert all(words in str(caught.value) for words in said)


def test_empty_cells_beyond_the_last_column_are_no_fault(written):
    assert list(read(written("a,b\n1,2,,\n3,4\n5,6\n")).frame) == ["a", "b"]


def test_columns_of_one_name_are_told_apart_and_said(written):
    table = read(written("q,q,q_2,q\n1,2,3,4\n"))
    assert list(table.frame) == ["q", "q_3", "q_2", "q_4"]
    assert "more than one column is called 'q'" in str(table.notes[-1])


def test_a_column_without_a_name_is_called_by_its_letter_if_it_holds_anything(written):
    assert list(read(written("a,,,b\n1,,x,2\n")).frame) == ["a", "column_C", "b"]


def test_a_title_above_the_headers_is_passed_over_and_said(written):
    table = read(written("2025年调查,,\nid,q1,q2\n1,2,3\n"))
    assert list(table.frame) == ["id", "q1", "q2"]
    assert table.rows.tolist() == [3]
    assert "rows of a title above the column names, left out: 1 (1)" in str(table.notes[-1])


def test_hostile_cells_are_data(written):
    cells = [
        "=cmd|' /C calc'!A0",
        "</script><script>alert(1)</script>",
        "\u202eabc",
        "x" * 10_000,
        "+1",
        "@x",
    ]
    path = written("")
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["id", "c"], *([k, cell] for k, cell in enumerate(cells))])
    assert read(path).frame["c"].tolist() == cells


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2
        ).filter(any),
        min_size=1,
        max_size=6,
    )
)
def test_any_cells_written_as_csv_come_back(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["first", "second"], *cells])
    frame = read(path).frame
    assert [[cell or "" for cell in row] for row in frame.to_numpy().tolist()] == cells
