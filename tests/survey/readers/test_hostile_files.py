"""Files made to break a reader: read for what they hold, or refused in words, and never slow."""

import os
import signal
import time
import zipfile

import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from satkit.errors import DataError
from satkit.survey import memory
from satkit.survey.coding import placer
from satkit.survey.folder import open_survey
from satkit.survey.platforms.numbering import TIME
from satkit.survey.platforms.personal import ADDRESS
from satkit.survey.platforms.wenjuanxing import FILLED, REGION
from satkit.survey.readers import native, read
from satkit.survey.scale import SATISFACTION

TABLE = "<tr><td>q1</td><td>q2</td></tr><tr><td>1</td><td>2</td></tr>"


def page(tmp_path, body):
    path = tmp_path / "a.html"
    path.write_text(f"<html>{body}</html>", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "body",
    [
        f"<table>{TABLE}</table>",
        "<table><tr><td>q1<td>q2<tr><td>1<td>2</table>",
        f"<![CDATA[<tr>]]><table><![foo[ >{TABLE}</table>",
        f"<table><tr><td>menu</td></tr><tr><td><table>{TABLE}</table></td></tr></table>",
        f"<table>{TABLE}</table></td>x</table><table></td>x</table>",
        f"</td></table><table>{TABLE}",
        f"<style>td > a {{}}</style><script>if (a<b) '<table><tr>'</script><table>{TABLE}</table>",
        f"<!-- <table> --><table>{TABLE}</table><!-- never closed",
        f"<table>{TABLE}</table><td colspan=99999999999999999999999999>",
    ],
)
def test_the_rows_of_a_page_are_found_however_it_is_written(tmp_path, body):
    table = read(page(tmp_path, body))
    assert list(table.frame.columns) == ["q1", "q2"]
    assert table.frame.to_numpy().tolist() == [["1", "2"]]


@pytest.mark.parametrize(
    "junk",
    [
        "<a ",
        '<a "',
        "<",
        "<!--",
        "<!",
        "</",
        "<td ",
        "<table>",
        "<td><table>",
        "<tr>",
        "&#1",
        "<![CDATA[",
        "<script>",
    ],
)
def test_a_page_of_tags_that_never_end_takes_time_in_its_length(tmp_path, junk):
    path = page(tmp_path, f"<table>{TABLE}</table>" + junk * 30_000)
    started = time.process_time()
    assert read(path).frame.to_numpy().tolist() == [["1", "2"]]
    assert time.process_time() - started < 5


def test_a_page_of_cells_across_all_columns_is_refused(tmp_path):
    with pytest.raises(DataError, match="nearly all of them are empty"):
        read(page(tmp_path, "<table><tr><td>a</td></tr>" + "<tr><td colspan=1000></td></tr>" * 6000))


def workbook(path, cells):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, column, value in cells:
            sheet.write(row, column, value)
    return path


@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (1_048_575, 40), (300, 16_383)])
def test_a_cell_far_from_all_others_is_told_of_before_memory_is_set_aside(tmp_path, corner):
    path = workbook(tmp_path / "a.xlsx", [(0, 0, "q1"), (1, 0, 1), (*corner, "x")])
    if corner == (300, 16_383):
        assert len(read(path).frame) == 2
        return
    with pytest.raises(DataError, match=f"reaches to row {corner[0] + 1} and column {corner[1] + 1}"):
        read(path)


def test_a_workbook_that_unpacks_beyond_memory_is_not_unpacked(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx", [(0, 0, "q1"), (1, 0, 1)])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb", bytes(250_000_000))
    monkeypatch.setattr(memory, "available", lambda: 220_000_000)
    with pytest.raises(DataError, match=r"unpacked, the workbook would need about 0\.3 GB of memory"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork, which Windows has not")
def test_the_death_of_a_reader_is_a_message(tmp_path):
    path = tmp_path / "a.sav"
    path.write_bytes(b"x")
    with pytest.raises(DataError, match="damaged, or would fill the memory"):
        native.in_child(lambda: os.kill(os.getpid(), signal.SIGKILL), path)
    with pytest.raises(KeyError, match="told"):
        native.in_child(lambda: {}["told"], path)
    assert native.in_child(lambda: {"a": 1}, path) == {"a": 1}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork, which Windows has not")
def test_a_reader_that_would_fill_the_memory_is_stopped(tmp_path, monkeypatch):
    path = tmp_path / "a.sav"
    path.write_bytes(b"x")
    monkeypatch.setattr(native, "available", lambda: 50_000_000)
    with pytest.raises(DataError, match="damaged, or would fill the memory"):
        native.in_child(lambda: len(bytes(500_000_000)), path)


@pytest.mark.parametrize("suffix", ["csv", "parquet", "sav"])
def test_a_file_beyond_memory_says_what_it_would_need_and_how_to_go_on(tmp_path, monkeypatch, suffix):
    rows = pd.DataFrame({f"q{k}": [1, 2, 3, 4] * 100_000 for k in range(10)})
    path = tmp_path / f"a.{suffix}"
    {
        "csv": lambda: rows.to_csv(path, index=False),
        "parquet": lambda: rows.to_parquet(path),
        "sav": lambda: pyreadstat.write_sav(rows, str(path)),
    }[suffix]()
    monkeypatch.setattr(memory, "available", lambda: 100_000_000)
    (tmp_path / "waves").mkdir()
    (tmp_path / "waves" / f"2025.{suffix}").write_bytes(path.read_bytes())
    (tmp_path / "survey.toml").write_text(
        'version = 1\ntitle = "x"\n[item]\nq0 = { scale = "satisfaction" }\n[wave.2025]\n', encoding="utf-8"
    )
    with pytest.raises(
        DataError, match=r"rows and 10 columns would need about 0\.\d GB of memory(.|\n)*Parquet"
    ):
        open_survey(tmp_path)


def test_a_long_comment_is_read_whole(tmp_path):
    said = "long " * 60_000
    (tmp_path / "a.csv").write_text(f"id,say\n1,{said}\n2,short\n", encoding="utf-8")
    assert read(tmp_path / "a.csv").frame["say"].tolist() == [said, "short"]


@pytest.mark.parametrize(
    "find",
    [
        lambda: FILLED.findall("〖" * 60_000),
        lambda: REGION.search("(" + "a" * 60_000),
        lambda: TIME.fullmatch("1" + " " * 60_000),
        lambda: ADDRESS.fullmatch("a@" + "." * 60_000 + "@"),
    ],
)
def test_what_platforms_write_is_looked_for_in_time_linear_in_the_length(find):
    started = time.process_time()
    assert not find()
    assert time.process_time() - started < 1


def test_a_number_before_an_answer_is_found_among_any_number_of_blanks(tmp_path):
    (tmp_path / "a.csv").write_text("q\n1\n", encoding="utf-8")
    place = placer(SATISFACTION, read(tmp_path / "a.csv"), "q")
    started = time.process_time()
    assert place("1." + " " * 60_000 + "1") == place("?")
    assert place("1 、 " + " " * 60_000 + "很满意") == 0
    assert time.process_time() - started < 2


def test_the_name_of_a_file_with_an_exclamation_mark_is_not_taken_for_a_sheet(tmp_path):
    (tmp_path / "wow!.csv").write_text("q\n1\n", encoding="utf-8")
    table = read(tmp_path / "wow!.csv")
    assert str(table.cell(0, "q")) == "wow!.csv, row 2, column q"
