"""What strangers write is shown, never run, in the page, in drawings and in the workbook."""

import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest

from satkit.analyses import ANALYSES
from satkit.language import Label, Text
from satkit.report.write import write

# openpyxl does not know the data bars of Excel 2010
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

CORPUS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</title></svg><img src=x onerror=alert(3)>",
    '" onmouseover="alert(4)',
    "{{7*7}}{% raw %}",
    r"$\frac$ 价格$100到$200",
    '=HYPERLINK("http://example.invalid","点我")',
    "=cmd|' /C calc'!A0",
    "\u202eabc\u202c",
    "a\x00b\x1b[31m",
    "长" * 10_000,
    "\x00font\x00",
    "%(n)s %s 100%",
    "\ud83d",
)


@pytest.fixture(scope="module")
def hostile(make, tmp_path_factory):
    """A report in which every label of a question, an indicator, a level and the title is hostile."""
    evidence, questionnaire = make
    asked = questionnaire(title=CORPUS[0] + CORPUS[11])
    labels = dict(
        zip(
            [
                "q00",
                "q01",
                "q02",
                "q10",
                "q11",
                "q12",
                "q20",
                "q21",
                "q22",
                "q30",
                "q31",
                "q32",
                "q40",
                "overall",
            ],
            CORPUS,
            strict=True,
        )
    )
    items = {
        name: item.model_copy(
            update={"label": Label(zh=labels[name], en=labels[name])} if name in labels else {}
        )
        for name, item in asked.items.items()
    }
    indicators = {
        name: node.model_copy(
            update={"label": items[name.replace("l", "q")].label} if name.startswith("l") else {}
        )
        for name, node in asked.indicators.items()
    }
    asked = asked.model_copy(update={"items": items, "indicators": indicators})
    made = evidence(asked)
    finding = replace(made.findings[0], text=Text("“%(name)s” leads.", {"name": CORPUS[1]}))
    levels = made.levels | {("class", "居民"): Label(zh=CORPUS[2], en=CORPUS[2])}
    folder = tmp_path_factory.mktemp("hostile")
    return write(
        replace(made, levels=levels, findings=(finding,)),
        ANALYSES,
        "en",
        folder / "r.html",
        folder / "r.xlsx",
    )


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.names, self.text = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def page(hostile):
    return hostile.path.read_text(encoding="utf-8")


def test_no_section_falls_over_it(hostile):
    assert [warning.msgid for warning in hostile.warnings if "section" in warning.values] == []


def test_nothing_of_it_becomes_an_element_or_a_handler(page):
    found = Tags(page)
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert not [name for name in found.names if name.startswith("on")]


@pytest.mark.parametrize("words", [CORPUS[place] for place in (0, 1, 2, 3, 4, 5, 6, 12)])
def test_it_is_shown_as_it_was_written(page, words):
    assert words in " ".join("".join(Tags(page).text).split()) or words.split()[0] in "".join(Tags(page).text)


def test_templates_in_it_are_not_computed(page):
    assert "{{7*7}}" in page
    assert "49{% raw %}" not in page


def test_turning_marks_and_controls_are_shown_as_boxes(page):
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", page)
    assert "a□b□[31m" in page
    assert "□abc□" in page


def test_the_font_is_embedded_once_however_the_title_reads(page):
    assert page.count("data:font/woff2;base64,") == 1
    assert "□font□" in page


def test_drawings_hold_it_as_text(page):
    drawings = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    assert any("&lt;script&gt;" in drawing for drawing in drawings)
    assert {tag for drawing in drawings for tag in Tags(drawing).tags} == {
        "svg",
        "title",
        "desc",
        "path",
        "circle",
        "text",
    }


def test_the_workbook_holds_no_formula_and_no_outside_link(hostile):
    path = hostile.path.with_suffix(".xlsx")
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode("utf-8")
            assert "<f>" not in part or name.startswith("xl/charts/")
            assert "TargetMode" not in part
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]


def test_ten_thousand_characters_stay_whole_on_the_page(page):
    assert CORPUS[10] in page
