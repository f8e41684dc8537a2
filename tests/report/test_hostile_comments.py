"""Hostile comments from the file to the page and the workbook."""

import csv
import re
import zipfile

import pytest

from satkit.study import Study

COMMENTS = (
    "<script>alert(1)</script> 总停电",
    '"><img src=x onerror=alert(2)> 总停电',
    "=cmd|' /C calc'!A0 总停电",
    '=HYPERLINK("http://example.invalid","点我") 总停电',
    "总停电" + "长" * 10_000,
    "\u202e总停电，请打１３８ ００００ １２３４\u202c",
    "{{7*7}}{% raw %} %(n)s 总停电",
    "我叫王小明，粤B12345，a@b.example，总停电",
)
DEFINITION = """\
version = 1
title = "t"
[scale.words]
kind = "text"
[scale.why]
kind = "multi"
points = [{ code = 1, label = "<b>停电</b>" }, { code = 2, label = "=1+1" }]
[item]
q1 = { scale = "satisfaction", role = "overall", label = "q1" }
why = { scale = "why", role = "reason", label = "why" }
said = { scale = "words", role = "comment", label = "said" }
[code.outages]
label = "<i>停电</i>"
keywords = ["总停电"]
[wave.2025]
file = "w.csv"
[sample]
replicates = { count = 50 }
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "survey.toml").write_text(DEFINITION, encoding="utf-8")
    with (folder / "w.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["q1", "why", "said"])
        table.writerows([[1 + 3 * (n % 2), 1 + n % 2, COMMENTS[n % len(COMMENTS)]] for n in range(160)])
    study = Study.open(folder)
    pages = {
        language: study.report(folder / f"r.{language}.html", language, folder / f"r.{language}.xlsx")
        for language in ("zh", "en")
    }
    return study, pages


def text(written, language="en"):
    return written[1][language].path.read_text(encoding="utf-8")


def test_every_section_is_made(written):
    assert not [
        warning for page in written[1].values() for warning in page.warnings if "section" in warning.values
    ]
    for key in ("reasons", "comments"):
        assert f'<h2 id="{key}"' in text(written)


def test_comments_are_shown_escaped(written):
    page = text(written)
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page
    assert "<b>停电" not in page
    assert "<i>停电" not in page
    assert "{{7*7}}" in page


def test_no_person_is_left_in_the_report(written):
    for language in ("zh", "en"):
        page = text(written, language)
        for private in ("1380000", "王小明", "粤B12345", "a@b.example", "００００"):
            assert private not in page
        assert "***" in page
        assert not re.search("[\u202a-\u202e\x00-\x08]", page)


def test_a_long_comment_is_cut(written):
    assert "长" * 200 not in text(written)


def test_the_workbook_holds_no_formula(written):
    with zipfile.ZipFile(written[1]["zh"].path.with_suffix(".xlsx")) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    assert not any("<f>" in part for part in parts)
    assert any("=cmd|" in part for part in parts)
    assert not any("1380000" in part or "王小明" in part for part in parts)


def test_the_same_folder_gives_the_same_quotes(written):
    again = Study.open(written[0]._definition)
    assert again.comments.quotes.equals(written[0].comments.quotes)
