"""The whole report: one file, safe, the same every time, and readable without anything else."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from satkit.analyses import ANALYSES, SECTIONS
from satkit.analyses.comments.estimate import Comments
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.index.result import IndexResult
from satkit.analyses.investment.estimate import Investment
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.reasons.estimate import Reasons
from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.segments.estimate import Gaps
from satkit.analyses.trend.estimate import Changes
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.report.write import write

LANGUAGES = ("zh", "en")


def told(warning):
    """The values of a warning."""
    return dict(warning.values)


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, ids, text outside the script."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.inside = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_data(self, data):
        if self.inside not in {"script", "style"}:
            self.text.append(data)

    def having(self, attribute):
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def parsed(html):
    return {language: Page(text) for language, text in html.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_no_server_for_anything(parsed, html, language):
    for attribute in ("src", "href", "action", "data", "poster", "srcset"):
        assert all(value.startswith("#") for value in parsed[language].having(attribute))
    addresses = re.findall(r"url\(([^)]{0,30})", html[language])
    assert addresses
    assert all(address.startswith("data:font/woff2") for address in addresses)
    assert "http" not in re.sub(r"base64,[^)]*", "", html[language]).replace("http-equiv", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_one_script_of_ours_may_run(parsed, html, language):
    (policy,) = [a["content"] for t, a in parsed[language].elements if t == "meta" and a.get("http-equiv")]
    (script,) = re.findall(r"<script>(.*?)</script>", html[language], re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy
    assert [tag for tag, _ in parsed[language].elements].count("script") == 1
    assert not [
        name for _, attributes in parsed[language].elements for name in attributes if name.startswith("on")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_light(pages, language):
    assert pages[language].bytes < 500_000
    assert pages[language].warnings == ()


def test_the_same_evidence_gives_the_same_bytes(found, pages, tmp_path):
    again = write(found, ANALYSES, "en", tmp_path / "other.html", tmp_path / "other.xlsx")
    assert again.path.read_bytes() == pages["en"].path.read_bytes()
    workbook = pages["en"].path.with_suffix(".xlsx")
    assert (tmp_path / "other.xlsx").read_bytes() == workbook.read_bytes()


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_names_its_language(parsed, language, tag):
    assert parsed[language].elements[0] == ("html", {"lang": tag})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drawing_has_a_title_and_a_description(html, language):
    drawings = re.findall(r'<svg class="chart".*?</svg>', html[language], re.DOTALL)
    assert len(drawings) == 21
    for drawing in drawings:
        assert 'role="img"' in drawing
        title, description = re.search(r'aria-labelledby="(\S+) (\S+)"', drawing).groups()
        assert re.search(f'<title id="{title}">[^<]+</title><desc id="{description}">[^<]+</desc>', drawing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_every_reference_leads_somewhere(parsed, language):
    page = parsed[language]
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    wanted = [name for value in page.having("aria-labelledby") for name in value.split()]
    wanted += [value.removeprefix("#") for value in page.having("href")]
    assert set(wanted) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_captions_and_headers_with_a_scope(parsed, language):
    tags = [tag for tag, _ in parsed[language].elements]
    assert tags.count("table") == tags.count("caption") > 5
    assert all(
        attributes.get("scope") in {"row", "col"}
        for tag, attributes in parsed[language].elements
        if tag == "th"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_go_down_one_step_at_a_time(parsed, language):
    levels = [int(tag[1]) for tag, _ in parsed[language].elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_stands_before_the_first_drawing(html, language):
    assert (
        0
        < html[language].index('class="big"')
        < html[language].index('class="finds"')
        < html[language].index("<svg")
    )


def test_the_page_reads_without_its_script(html):
    shown = re.sub(r"<script>.*?</script>", "", html["en"], flags=re.DOTALL)
    hidden = re.findall(r"<(\w+)[^>]* hidden[ >]", shown)
    assert sorted(hidden) == ["button", "button", "button", "div"]


def test_style_knows_dark_screens_and_paper(html):
    for rule in (
        "prefers-color-scheme:dark",
        "@media print",
        "@page{size:A4",
        "break-inside:avoid",
        "print-color-adjust:exact",
    ):
        assert rule in html["zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_for_a_value_is_left_open(parsed, language):
    text = " ".join(parsed[language].text)
    assert "%(" not in text
    assert "nan" not in text.lower().split()


def test_withheld_cells_say_why(html):
    assert "fewer than 10 answers, not shown" in html["en"]
    assert "class=none>" in html["en"]


def test_a_section_that_fails_says_so_and_the_others_stand(found, tmp_path):
    broken = replace(found, distribution=found.distribution.drop(columns="share"))
    written = write(broken, ANALYSES, "en", tmp_path / "broken.html")
    text = written.path.read_text(encoding="utf-8")
    assert "This part could not be made: KeyError (tables/rows.py:" in text
    assert [told(warning)["section"] for warning in written.warnings] == ["answers"]
    shown = {
        one.key for one in ANALYSES if one.section and (one.result is None or one.result in found.results)
    }
    assert re.findall(r'<section class="card"[^>]*>\s*<h2 id="([\w-]+)"', text) == [
        key for key in SECTIONS if key in shown
    ]


def test_a_failure_in_our_own_words_is_told_in_them(found, tmp_path):
    class Failing:
        key = "model"
        question = Text("What drives it?")

        @staticmethod
        def section(_evidence):
            raise FitError(Complaint(Text("the model did not converge in %(n)d steps", {"n": 300})))

    written = write(found, (Failing,), "en", tmp_path / "failing.html")
    assert "This part could not be made: the model did not converge in 300 steps" in written.path.read_text(
        "utf-8"
    )


def test_sections_without_evidence_are_left_out(found, tmp_path):
    nothing = pd.DataFrame()
    once = found.scores[found.scores["wave"] == "2025"]
    bare = replace(found, scores=once[once["segment"] == ""]).with_results(Reasons(), Recovery(), Departments(table=nothing), Gaps(table=nothing), Changes(table=nothing)).without(Comments, Drivers, Kano, Investment, IndexResult)  # fmt: skip
    text = write(bare, ANALYSES, "en", tmp_path / "bare.html").path.read_text("utf-8")
    headed = re.findall(r'<h2 id="([\w-]+)"', text)
    assert headed == ["summary", "indicators", "answers", "other_answers", "data_quality", "method"]


def test_a_definition_may_choose_its_sections(found, tmp_path):
    report = found.questionnaire.report.model_copy(update={"sections": ("summary", "method")})
    asked = found.questionnaire.model_copy(update={"report": report})
    written = write(replace(found, questionnaire=asked), ANALYSES, "en", tmp_path / "chosen.html")
    assert set(written.seconds) == {"summary", "method", "page"}


def test_characters_the_font_lacks_are_reported(found, tmp_path, make):
    _, questionnaire = make
    asked = questionnaire(title="㛃县供电服务")
    asked = asked.model_copy(update={"report": asked.report.model_copy(update={"sections": ("summary",)})})
    written = write(replace(found, questionnaire=asked), ANALYSES, "zh", tmp_path / "rare.html")
    assert [told(warning) for warning in written.warnings] == [{"count": 1, "characters": "㛃"}]


def test_the_headline_may_be_withheld(found, tmp_path):
    scores = found.scores.copy()
    mine = (scores["node"] == "overall") & (scores["segment"] == "")
    scores.loc[mine, ["estimate", "low", "high"]] = float("nan")
    scores.loc[mine, ["band", "band_low", "band_high"]] = ""
    scores.loc[mine, "withheld"] = "small"
    written = write(replace(found, scores=scores), ANALYSES, "en", tmp_path / "small.html")
    assert '<span class="big none">fewer than 10 answers, not shown</span>' in written.path.read_text("utf-8")
    assert not [warning for warning in written.warnings if "section" in told(warning)]


def test_findings_lead_to_the_section_that_shows_their_numbers(html):
    items = re.findall(r"<li class=\"(?:good|bad|act|neutral)\">(.*?)</li>", html["en"])
    links = [re.findall(r'href="#(\w+)"', item) for item in items]
    assert links == [[], ["trend"], ["indicators"], ["segments"]]
