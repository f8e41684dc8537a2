"""The tables reviewers ask for, as LaTeX reads them."""

import re

import pytest

from satkit.cli.fit import _tables
from satkit.report.manuscript import manuscript
from tests.report.sections.test_index_sections import opened


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("manuscript") / "counter")


@pytest.fixture(scope="module")
def written(study):
    found = study.fitted_index()
    return manuscript(_tables(found, "2025"), found.index, study.questionnaire, "en")


def rows(text):
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0]
    return [
        [cell.strip() for cell in line.removesuffix(r"\\").split("&")] for line in body.strip().splitlines()
    ]


def test_every_table_has_the_rules_of_booktabs_a_caption_and_a_note(written):
    assert list(written) == ["index", "paths", "measurement", "overlap"]
    for text in written.values():
        for part in (r"\toprule", r"\midrule", r"\bottomrule", r"\caption{", r"\textit{Note.}"):
            assert text.count(part) == 1
        assert "|" not in text
        assert r"\hline" not in text


def test_every_row_has_as_many_cells_as_the_head(written):
    for text in written.values():
        head = text.split(r"\toprule")[1].split(r"\midrule")[0]
        assert {len(row) for row in rows(text)} == {head.count("&") + 1}
        assert f"*{{{head.count('&')}}}{{r}}" in text


def test_numbers_are_those_of_the_fit_in_the_style_of_the_apa(written, study):
    line = study.fitted_index().paths.query(
        "wave == '2025' and source == 'Quality' and target == 'Satisfaction'"
    )
    row = next(row for row in rows(written["paths"]) if row[0] == r"Quality $\rightarrow$ Satisfaction")
    low, high = line["low"].item(), line["high"].item()
    assert row[1:5] == [
        f"{line['estimate'].item():.2f}", f"{line['std_error'].item():.2f}", f"[{low:.2f}, {high:.2f}]", "$<$.001",
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d?\.\d\d", cell) for cell in rows(written["overlap"])[-1][1:])
    assert rows(written["measurement"])[0][0] == "Quality"
    assert rows(written["measurement"])[1][0] == "-- Speed"


def test_names_that_latex_would_read_are_spelt(study):
    found = study.fitted_index()
    labels = dict(found.index.labels) | {
        "Value": type(found.index.labels["Value"])("价值", "Value & 50% #1_{x}~^")
    }
    index = type(found.index)(found.index.model, found.index.index, labels, found.index.title)
    text = manuscript(_tables(found, "2025"), index, study.questionnaire, "en")["index"]
    assert r"Value \& 50\% \#1\_\{x\}\textasciitilde{}\textasciicircum{}" in text


def test_a_chinese_manuscript_has_chinese_words(study):
    found = study.fitted_index()
    text = manuscript(_tables(found, "2025"), found.index, study.questionnaire, "zh")
    assert "价值" in text["index"]
    for table in text.values():
        assert not re.search(r"caption\{[A-Za-z ]+\}", table)
