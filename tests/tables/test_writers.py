"""Every writer writes every cell, and lets nothing through that its format would read as more than text."""

import csv
import html
import math
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.errors import DefinitionError
from satkit.language import Label, Text
from satkit.tables.cells import Interval, Share, Verdict, Withheld
from satkit.tables.excel import write_excel
from satkit.tables.export import export
from satkit.tables.frame import from_frame, to_frame
from satkit.tables.html import to_html
from satkit.tables.latex import to_latex
from satkit.tables.markdown import to_markdown
from satkit.tables.sanitize import one_line
from satkit.tables.table import Column, Table
from satkit.tables.text import display_width, fold, to_text

ANY_TEXT = st.text(st.characters(codec=None), max_size=30)
HOSTILE = st.one_of(
    ANY_TEXT,
    st.sampled_from(
        ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "a|b", "[x](http://y)", "\\input{/etc/passwd}",
         "*b*", "[2pt]", "&amp;", "$x^2$", "a\nb", "\\", "``", "&lt;", "https://a.b", "-x", "1. a", "www.a.b"]
    ),
)  # fmt: skip
FULL = Table.of(
    "scores",
    Text("Scores of everything"),
    [
        Column("name", Text("Indicator")),
        Column("score", Text("Score"), "score"),
        Column("interval", Text("%(level)s interval", {"level": "95%"}), "interval"),
        Column("share", Text("Share"), "share"),
        Column("verdict", Text("Verdict")),
        Column("p", "p", "p"),
    ],
    [
        {
            "name": Label(zh="供电服务", en="Supply"), "score": 88.25, "interval": Interval(86.0, 90.5),
            "share": Share(0.25, 100), "verdict": Verdict("▲ rose", "good"), "p": 0.0004,
        },
        {
            "name": Label(zh="抄表", en="Reading"), "score": Withheld("too few"), "interval": None,
            "share": None, "verdict": None, "p": math.nan,
        },
    ],
    depths=(0, 1),
    note="Weighted.",
)  # fmt: skip


def hostile_table(texts):
    columns = (Column("a", texts[0]), Column("b", texts[1], "score"), Column("c", texts[2]))
    rows = tuple((text, 1.5, text) for text in texts)
    return Table("t", texts[0], columns, rows, note=texts[1])


TABLES = st.lists(HOSTILE, min_size=3, max_size=4).map(hostile_table)


@pytest.mark.parametrize("write", [to_text, to_markdown, to_html])
@pytest.mark.parametrize(
    ("language", "words"), [("en", ["Supply", "Reading", "Score"]), ("zh", ["供电服务", "抄表", "得分"])]
)
def test_every_cell_stands_in_what_is_written(write, language, words):
    text = html.unescape(write(FULL, language)).replace("\\", "")
    for part in [*words, "88.2", "86.0–90.5", "25%", "▲ rose", "<.001", "too few", "Weighted."]:
        assert part in text


def test_latex_writes_every_cell_and_brackets_its_intervals():
    text = to_latex(FULL)
    assert r"Supply & 88.2 & [86.0, 90.5] & 25\% & $\blacktriangle$ rose & $<$.001 \\" in text
    assert r"\hspace{1em}Reading & too few & -- & -- & -- & -- \\" in text
    assert text.startswith(
        "\\begin{table}\n\\caption{Scores of everything}\n\\begin{tabular}{@{}lrrrlr@{}}\n"
    )
    assert r"\textit{Note.} Weighted." in text


def test_a_table_longer_than_a_page_of_paper_may_break_in_latex():
    long = from_frame(pd.DataFrame({"n": range(41)}))
    assert r"\begin{longtable}" in to_latex(long)
    assert r"\begin{longtable}" not in to_latex(from_frame(pd.DataFrame({"n": range(40)})))


@given(TABLES)
def test_every_row_of_markdown_has_the_same_pipes_and_no_live_markup(table):
    text = to_markdown(table)
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    assert len(rows) == len(table.rows) + 2
    for line in rows:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 4
    bare = re.sub(r"\\.", "", text.replace("&emsp;", ""))
    assert not set(bare) & set("<[`_~$&@")
    assert bare.count("*") == (4 if one_line(table.caption) else 0)
    assert "://" not in bare


def lines_of_latex(text):
    body = text[text.index(r"\toprule") : text.index(r"\bottomrule")].split("\n")
    return [line for line in body if line.endswith(r"\\")]


@given(TABLES)
def test_every_row_of_latex_has_one_cell_per_column_and_commands_of_ours_only(table):
    text = to_latex(table)
    rows = lines_of_latex(text)
    assert len(rows) == len(table.rows) + 1
    for line in rows:
        assert len(re.findall(r"(?<!\\)&", line)) == 2
        assert not line.startswith(("[", "*"))
    commands = set(re.findall(r"\\([a-zA-Z]+)", text))
    assert commands <= {
        "begin", "end", "caption", "toprule", "midrule", "bottomrule", "smallskip", "footnotesize", "textit",
        "textbackslash", "textasciitilde", "textasciicircum", "rightarrow", "leftarrow", "geq", "leq", "pm",
        "times", "cdot", "approx", "dots", "alpha", "beta", "gamma", "delta", "Delta", "eta", "lambda", "xi",
        "rho", "sigma", "tau", "phi", "chi", "omega", "blacktriangle", "blacktriangledown", "triangle",
        "triangledown", "bullet", "circ",
    }  # fmt: skip
    depth = 0
    for sign in re.sub(r"\\[{}]", "", text):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


class Tags(HTMLParser):
    """Which elements and attributes a page opens, and its text."""

    def __init__(self):
        super().__init__()
        self.opened, self.text = set(), []

    def handle_starttag(self, tag, attributes):
        self.opened |= {tag, *(name for name, _ in attributes)}

    def handle_data(self, data):
        self.text.append(data)


@given(TABLES)
def test_html_opens_no_element_but_those_of_a_table_and_shows_every_text(table):
    tags = Tags()
    tags.feed(to_html(table))
    tags.close()
    assert tags.opened <= {
        "table", "class", "caption", "style", "thead", "tr", "th", "scope", "tbody", "td", "tfoot", "colspan",
    }  # fmt: skip
    shown = one_line("".join(tags.text))
    assert all(one_line(row[0]) in shown for row in table.rows)


@given(TABLES)
@settings(deadline=None, max_examples=30)
def test_no_cell_of_a_csv_file_is_a_formula(tmp_path_factory, table):
    path = export(table, tmp_path_factory.mktemp("csv") / "t.csv")
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert not any(cell.startswith(("=", "+", "@", "-", "\t", "\r")) for cell in row)


def test_neither_names_of_columns_nor_categories_are_formulas_in_a_csv_file(tmp_path):
    frame = pd.DataFrame({"=1+1": pd.Categorical(["@x", "y"]), "n": [-1.0, 2.0]})
    text = export(frame, tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert text.split() == ["'=1+1,n", "'@x,-1.0", "y,2.0"]


@given(TABLES)
@settings(deadline=None, max_examples=20)
def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("xlsx") / "t.xlsx"
    write_excel([table], path)
    sheet = openpyxl.load_workbook(path).worksheets[1]
    for row in sheet.iter_rows(min_row=4, max_row=3 + len(table.rows)):
        assert row[0].data_type in {"s", "n"}
        assert row[0].data_type == "s" or row[0].value is None
        assert row[1].value == 1.5


def test_an_interval_takes_two_columns_of_a_workbook_and_of_a_frame(tmp_path):
    write_excel([FULL], tmp_path / "t.xlsx", title="All")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[1]
    assert [cell.value for cell in sheet[3]][:5] == [
        "Indicator", "Score", "95% interval, lower end", "95% interval, upper end", "Share",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[4]][:5] == ["Supply", 88.25, 86.0, 90.5, 0.25]
    assert sheet["B5"].value == "too few"
    frame = to_frame(FULL, "zh")
    assert list(frame) == ["name", "score", "low", "high", "share", "verdict", "p"]
    assert frame["name"].tolist() == ["供电服务", "抄表"]
    assert frame["score"].dtype == float
    assert frame.loc[0, ["low", "high", "share"]].tolist() == [86.0, 90.5, 0.25]
    assert frame.loc[1, ["score", "low", "p"]].isna().all()


def test_the_first_sheet_links_to_every_table(tmp_path):
    write_excel([FULL, FULL], tmp_path / "t.xlsx", contents=["one", "two"])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Contents", "Scores of everything", "Scores of everything (2)"]
    assert [book.worksheets[0].cell(row, 2).value for row in (4, 5)] == ["one", "two"]
    assert book.worksheets[0]["A5"].hyperlink.location == "'Scores of everything (2)'!A1"


@given(st.lists(st.text("供电ab c－é", max_size=60), min_size=3, max_size=5), st.integers(30, 90))
def test_columns_of_a_text_table_stand_under_their_heads_in_chinese_too(texts, width):
    columns = (Column("a", "名称"), Column("b", "得分", "score"))
    table = Table("t", "", columns, tuple((text, 12.5) for text in texts))
    head, rule, *body = to_text(table, "zh", width).split("\n")
    assert display_width(head) == display_width(rule) <= width
    scores = [line for line in body if line.endswith("12.5")]
    assert len(scores) == len(texts)
    assert all(display_width(line) == display_width(rule) for line in scores)


@given(st.text(max_size=80), st.integers(2, 30))
def test_folding_loses_no_sign_but_blanks(text, width):
    text = one_line(text)
    lines = fold(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width for line in lines)


def test_a_long_text_table_shows_the_rows_it_may_and_says_how_many_there_are():
    text = to_text(from_frame(pd.DataFrame({"n": range(1000)})), most=3)
    assert text.split("\n")[-2:] == ["2", "… (1,000)"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "tex", "md", "html", "txt", "json"])
@pytest.mark.parametrize(
    "table", [FULL, pd.DataFrame({"n": [1.0, math.nan], "a": ["x", None]})], ids=["table", "frame"]
)
def test_tables_and_frames_are_written_in_every_format(tmp_path, suffix, table):
    assert export(table, tmp_path / f"t.{suffix}").stat().st_size > 12


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(DefinitionError, match="written as"):
        export(FULL, tmp_path / "t.docx")
    assert not list(tmp_path.iterdir())


def test_words_among_numbers_are_folded_in_a_terminal_and_leave_the_others_their_room():
    reason = "withheld: with the total it would reveal a group that is too small to show"
    rows = [{"name": "Reliability of supply", "score": 88.2}, {"name": "Bills", "score": Withheld(reason)}]
    table = Table.of("scores", "", [Column("name", "Name"), Column("score", "Score", "score")], rows)
    lines = to_text(table, "en", 60).split("\n")
    assert all(display_width(line) <= 60 for line in lines)
    assert any("Reliability of supply" in line and "88.2" in line for line in lines)
