"""Whatever the format, the answers are the same; whatever the fault, it is said."""

from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from reference.data_sets import airport_survey

import satkit.survey.readers as shelf
from satkit.errors import DataError
from satkit.survey.binding import bind
from satkit.survey.questionnaire import Checks, Design, Item, Segment
from satkit.survey.readers import READERS, read

ANSWERS = pd.DataFrame(
    {
        "id": [f"r{k}" for k in range(1, 9)],
        "q1": [1, 2, 3, 4, 98, 99, 9, None],
        "q2": ["非常满意", "满意", "基本满意", "不满意", "很满意", "Blank", "不适用", ""],
        "country": ["NA", "CN", "NA", "US", "CN", "None", "CN", "NA"],
        "w": [1.5, 0.5, 1.0, 2.25, 1.0, 1.0, 0.75, 1.0],
        "words": ["None", "=1+1", "<script>", "\u202eabc", "a\nb", "无", "", "好" * 3000],
    }
)
TEXT = ANSWERS.assign(q1=["1", "2", "3", "4", "98", "99", "9", ""], w=ANSWERS["w"].map("{:g}".format))


def _text(encoding):
    return lambda path: path.write_bytes(TEXT.to_csv(index=False, lineterminator="\r\n").encode(encoding))


def _sav(path, **more):
    pyreadstat.write_sav(
        ANSWERS,
        path,
        variable_value_labels={"q1": {1: "非常满意", 98: "不知道", 99: "拒绝回答"}},
        missing_ranges={"q1": [{"lo": 98, "hi": 99}, 9]},
        **more,
    )


def _workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(ANSWERS))
    for row in ANSWERS.astype(object).itertuples(index=False):
        sheet.append([None if cell == "" or cell != cell else cell for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)


WRITERS = {
    "utf8.csv": _text("utf-8"),
    "mark.csv": _text("utf-8-sig"),
    "gb18030.csv": _text("gb18030"),
    "utf16.tsv": lambda path: path.write_bytes(TEXT.to_csv(index=False, sep="\t").encode("utf-16")),
    "book.xlsx": _workbook,
    "plain.sav": _sav,
    "packed.zsav": lambda path: _sav(path, compress=True),
    "frame.parquet": ANSWERS.to_parquet,
    "stata.dta": lambda path: pyreadstat.write_dta(ANSWERS, path),
}


@pytest.fixture
def bound(questionnaire):
    asked = questionnaire(
        items={
            "q1": Item(name="q1", scale="satisfaction"),
            "q2": Item(name="q2", scale="satisfaction"),
            "words": Item(name="words", scale="comment"),
        },
        segments={"country": Segment(name="country")},
        sample=Design(weight="w"),
        checks=Checks(respondent="id"),
    )
    return lambda path: bind(asked, {"2025": read(path)})


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_answers(tmp_path, bound, name):
    path = tmp_path / name
    WRITERS[name](path)
    found = bound(path)
    assert found.answers["q1"].tolist() == [0, 1, 2, 3, -4, -5, -3, -1]
    assert found.answers["q2"].tolist() == [0, 1, 2, 3, 0, -1, -3, -1]
    assert [level for level, _ in found.levels["country"]] == ["CN", "NA", "None", "US"]
    assert found.segments["country"].tolist() == [1, 0, 1, 3, 0, 2, 0, 1]
    assert found.texts["words"].tolist() == [*ANSWERS["words"][:5], "", "", "好" * 3000]
    np.testing.assert_array_equal(found.weight, ANSWERS["w"])


def test_every_book_stands_on_the_shelf():
    books = [
        name for _, name, _ in iter_modules(shelf.__path__) if name not in {"encoding", "native", "sniff"}
    ]
    for name in books:
        book = import_module(f"satkit.survey.readers.{name}")
        assert all(READERS[suffix] is book.read for suffix in book.SUFFIXES)
    assert len(READERS) == sum(len(import_module(f"satkit.survey.readers.{n}").SUFFIXES) for n in books)


@pytest.mark.parametrize(
    ("writer", "name", "kind"),
    [
        ("book.xlsx", "a.csv", ".xlsx"),
        ("utf8.csv", "a.xlsx", ".csv"),
        ("gb18030.csv", "a.xls", ".csv"),
        ("plain.sav", "a.xlsx", ".sav"),
        ("packed.zsav", "a.csv", ".zsav"),
        ("frame.parquet", "a.csv", ".parquet"),
        ("stata.dta", "a.sav", ".dta"),
    ],
)
def test_the_content_is_trusted_before_the_name_and_that_is_said(tmp_path, bound, writer, name, kind):
    path = tmp_path / name
    WRITERS[writer](path)
    assert bound(path).answers["q1"].tolist() == [0, 1, 2, 3, -4, -5, -3, -1]
    assert f"is read as {kind}" in str(read(path).notes[0])


def test_a_web_page_called_xls_is_read_as_a_table(tmp_path):
    path = tmp_path / "问卷.xls"
    path.write_bytes(
        "<html><head><meta charset='gbk'></head><body><table><tr><th>q1</th><th colspan=2>满意</th></tr>"
        "<tr><td>1</td><td>a<br>b</td><td>&lt;x&gt;</td></tr></table></body></html>".encode("gb18030")
    )
    table = read(path)
    assert table.frame.to_numpy().tolist() == [["1", "a\nb", "<x>"]]
    assert any("HTML table" in str(note) for note in table.notes)


DAMAGED = {
    "empty": ("a.csv", b"", "the file is empty"),
    "only blanks": ("a.csv", b"\n\n,,\n", "the file is empty"),
    "header only": ("a.csv", b"id,q1\n", "no answers below them"),
    "cut workbook": ("a.xlsx", b"PK\x03\x04junk", "damaged"),
    "cut old workbook": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    "locked workbook": (
        "a.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "locked by a password",
    ),
    "cut SPSS": ("a.sav", b"$FL2@(#) SPSS DATA FILE" + bytes(50), "not SPSS"),
    "locked SPSS": ("a.sav", b"\x1c\0\0\0\0\0\0\0ENCRYPTEDSAV" + bytes(50), "locked by a password"),
    "cut Parquet": ("a.parquet", b"PAR1" + bytes(50), "not Parquet"),
    "cut Stata": ("a.dta", b"<stata_dta><header><release>118", "not Stata"),
    "no SPSS at all": ("a.sav", b"hello", "not of a format"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "not of a format"),
    "bytes": ("a.xlsx", bytes(range(256)) * 4 + bytes(100), "not of a format"),
    "page without table": ("a.html", b"<html><table><tr><td>x</table></html>", "without a table"),
}


@pytest.mark.parametrize("fault", DAMAGED)
def test_a_file_that_cannot_be_read_is_refused_with_a_way_out(tmp_path, fault):
    name, content, said = DAMAGED[fault]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=said) as caught:
        read(path)
    complaint = caught.value.complaints[0]
    assert name in complaint.where
    assert complaint.hint
    assert str(tmp_path) not in str(caught.value)


def test_an_archive_is_not_a_workbook(tmp_path):
    import zipfile

    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.csv", "id\n1\n")
    with pytest.raises(DataError, match="zip archive"):
        read(path)


def test_a_file_that_is_not_there_is_refused_with_near_names(tmp_path):
    (tmp_path / "wave2025.csv").write_text("a\n1\n")
    with pytest.raises(DataError, match=r"did you mean 'wave2025\.csv'"):
        read(tmp_path / "wave_2025.csv")
    with pytest.raises(DataError, match="no such file"):
        read(tmp_path / "nowhere" / "a.csv")


def test_the_airport_files_are_read_whole():
    sizes = [len(read(airport_survey() / f"{year}.csv").frame) for year in range(2014, 2018)]
    assert sizes == [2818, 2958, 3087, 2831]


def test_a_web_page_whose_cells_run_over_rows_is_refused(tmp_path):
    rows = "<tr><th rowspan='2'>q1</th><th>q2</th></tr><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr>"
    (tmp_path / "a.xls").write_text(f"<html><table>{rows}</table></html>")
    with pytest.raises(DataError, match=r"a\.xls  cells of the table run over several rows"):
        read(tmp_path / "a.xls")
