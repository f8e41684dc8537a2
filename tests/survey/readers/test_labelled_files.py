"""Workbooks, SPSS, Stata and Parquet files keep what they know."""

from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from satkit.errors import DataError
from satkit.survey.readers import read


def test_ranges_of_missing_codes_are_kept_as_the_codes_in_them(tmp_path):
    frame = pd.DataFrame(
        {"q1": [1.0, 2, -9, -1, np.nan], "q2": [1.0, 97, 98, 3, 4], "s": ["a", "99", "", "b", "NA"]}
    )
    pyreadstat.write_sav(
        frame,
        tmp_path / "a.sav",
        column_labels={"q1": "总体满意度"},
        variable_value_labels={"q2": {97: "不适用", 99: "拒绝"}},
        missing_ranges={"q1": [{"lo": -9, "hi": -1}], "q2": [{"lo": 97, "hi": 99}], "s": ["99"]},
    )
    table = read(tmp_path / "a.sav")
    assert table.missing == {"q1": {-9, -1}, "q2": {97, 98, 99}, "s": {"99"}}
    assert table.frame["q1"].tolist() == [1, 2, -9, -1, None]
    assert table.frame["s"].tolist() == ["a", "99", None, "b", "NA"]
    assert table.texts == {"q1": "总体满意度"}
    assert table.value_labels["q2"] == {97: "不适用", 99: "拒绝"}
    assert table.rows.tolist() == [1, 2, 3, 4, 5]


def test_an_spss_file_that_hides_its_gbk_is_read_as_gb18030_and_said(tmp_path):
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q1": [1.0, 2.0]}), path, variable_value_labels={"q1": {1: "非常满意", 2: "不知道满"}}
    )
    utf8 = path.read_bytes()
    for word in ("非常满意", "不知道满"):
        utf8 = utf8.replace(word.encode(), word.encode("gbk").ljust(len(word.encode())))
    path.write_bytes(utf8)
    table = read(path)
    assert table.value_labels == {"q1": {1: "非常满意", 2: "不知道满"}}
    assert "GB18030" in str(table.notes[0])


def test_an_old_stata_file_of_gbk_is_not_read_as_western_letters(tmp_path):
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"q1": [1.0, 2.0], "s": ["XXXXXX", "b"]})
    pyreadstat.write_dta(frame, path, version=12, variable_value_labels={"q1": {1: "YYYYYYYY"}})
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"XXXXXX", "不满意".encode("gbk")).replace(b"YYYYYYYY", "非常满意".encode("gbk"))
    )
    table = read(path)
    assert table.frame["s"].tolist() == ["不满意", "b"]
    assert table.value_labels == {"q1": {1: "非常满意"}}
    assert "GB18030" in str(table.notes[0])


def test_western_letters_in_an_old_stata_file_stay(tmp_path):
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(pd.DataFrame({"s": ["caf#, d#j#", "b"]}), path, version=12)
    path.write_bytes(path.read_bytes().replace(b"caf#, d#j#", "café, déjà".encode("cp1252")))
    assert read(path).frame["s"].tolist() == ["café, déjà", "b"]
    assert not read(path).notes


def test_an_spss_file_that_claims_more_rows_than_it_can_hold_is_refused_unopened(tmp_path, monkeypatch):
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"q1": [1.0, 2.0]}), path)
    data = bytearray(path.read_bytes())
    data[80:84] = (50_000_000).to_bytes(4, "little")
    path.write_bytes(data)
    calls, real = [], pyreadstat.read_sav
    monkeypatch.setattr(pyreadstat, "read_sav", lambda *a, **more: calls.append(more) or real(*a, **more))
    with pytest.raises(DataError, match="not SPSS"):
        read(path)
    assert all(call.get("metadataonly") for call in calls)


def test_stata_tags_are_missing_and_its_dot_is_empty_not_zero(tmp_path):
    cells = pd.Series([1, 2, "a", "b", np.nan], dtype=object)
    pyreadstat.write_dta(
        pd.DataFrame({"q1": cells, "x": [1.5, 2, np.nan, 3, 4]}),
        tmp_path / "a.dta",
        variable_value_labels={"q1": {1: "满意", "a": "不知道"}},
        missing_user_values={"q1": ["a", "b"]},
    )
    table = read(tmp_path / "a.dta")
    assert table.frame["q1"].tolist() == [1, 2, ".a", ".b", None]
    assert table.frame["x"].tolist() == [1.5, 2, None, 3, 4]
    assert table.missing == {"q1": {".a", ".b"}}
    assert table.value_labels == {"q1": {1: "满意", ".a": "不知道"}}


def test_parquet_keeps_types_and_joins_lists(tmp_path):
    pd.DataFrame(
        {
            "n": pd.array([1, None, 3], dtype="Int8"),
            "why": [["停电多", None, "修得慢"], [], None],
            "kind": pd.Categorical(["a", None, "b"]),
            "day": [date(2025, 1, 1), None, date(2025, 1, 3)],
        }
    ).to_parquet(tmp_path / "a.parquet")
    frame = read(tmp_path / "a.parquet").frame
    assert frame["n"].tolist() == [1, None, 3]
    assert frame["why"].tolist() == ["停电多┋修得慢", None, None]
    assert frame["kind"].tolist() == ["a", None, "b"]
    assert frame["day"].tolist() == ["2025-01-01", None, "2025-01-03"]


@pytest.mark.parametrize("name", ["a.sav", "a.dta", "a.parquet"])
def test_a_labelled_file_without_records_is_refused(tmp_path, name):
    frame = pd.DataFrame({"q1": np.array([], dtype=float)})
    writers = {
        "a.sav": pyreadstat.write_sav,
        "a.dta": pyreadstat.write_dta,
        "a.parquet": pd.DataFrame.to_parquet,
    }
    writers[name](frame, tmp_path / name)
    with pytest.raises(DataError, match="no answers below"):
        read(tmp_path / name)


def test_a_workbook_is_read_from_its_first_full_sheet_with_cell_addresses(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "封面"
    sheet = book.create_sheet("答卷")
    sheet["B2"], sheet["C2"], sheet["D2"] = "q1", "日期", "q2"
    sheet["B3"], sheet["C3"], sheet["D3"] = 1, datetime.fromisoformat("2025-01-01 10:00"), 2.5
    sheet["B5"], sheet["D5"] = "NA", True
    book.create_sheet("说明")["A1"] = "x"
    book.save(tmp_path / "2025.xlsx")
    table = read(tmp_path / "2025.xlsx")
    assert table.frame.to_numpy().tolist() == [[1, "2025-01-01 10:00:00", 2.5], ["NA", None, True]]
    assert table.cell(1, "q2") == "2025.xlsx!答卷!D5"
    assert "2 sheets with data; '答卷' was read, not '说明'" in str(table.notes[0])


def test_a_hidden_sheet_is_not_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["secret"])
    book.active.append([1])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("shown")
    shown.append(["q1"])
    shown.append([2])
    book.active = 1
    book.save(tmp_path / "a.xlsx")
    assert list(read(tmp_path / "a.xlsx").frame) == ["q1"]


def test_a_workbook_without_a_cell_is_empty(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="the file is empty"):
        read(tmp_path / "a.xlsx")
