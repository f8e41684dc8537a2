"""The tables reviewers ask for, as LaTeX reads them."""

import re
from dataclasses import replace

import pytest

from satkit.analyses.index.manuscript import typeset_covariance, typeset_index
from satkit.language import Label
from satkit.tables.latex import to_latex
from tests.analyses.index.counter import opened


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("manuscript") / "counter")


@pytest.fixture(scope="module")
def result(study):
    return study.fitted_index()


def written(tables, language="en"):
    return {name: to_latex(table, language) for name, table in tables.items()}


def rows(text):
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0]
    return [
        [cell.strip() for cell in line.removesuffix(r"\\").split("&")] for line in body.strip().splitlines()
    ]


def test_every_table_has_the_rules_of_booktabs_a_caption_and_a_note(result):
    tables = written(typeset_index(result, "2025"))
    assert list(tables) == ["index", "paths", "measurement", "overlap"]
    for text in tables.values():
        for part in (r"\toprule", r"\midrule", r"\bottomrule", r"\caption{", r"\textit{Note.}"):
            assert text.count(part) == 1
        assert "|" not in text
        assert r"\hline" not in text


def test_every_row_has_as_many_cells_as_the_head(result):
    for text in written(typeset_index(result, "2025")).values():
        head = text.split(r"\toprule")[1].split(r"\midrule")[0]
        assert {len(row) for row in rows(text)} == {head.count("&") + 1}


def test_numbers_are_those_of_the_fit_in_the_style_of_the_apa(result):
    tables = written(typeset_index(result, "2025"))
    line = result.paths.query("wave == '2025' and source == 'Quality' and target == 'Satisfaction'")
    row = next(row for row in rows(tables["paths"]) if row[0] == r"Quality $\rightarrow$ Satisfaction")
    low, high = line["low"].item(), line["high"].item()
    assert row[1:5] == [
        f"{line['estimate'].item():.2f}", f"{line['std_error'].item():.2f}", f"[{low:.2f}, {high:.2f}]", "$<$.001",
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d?\.\d\d", cell) for cell in rows(tables["overlap"])[-1][1:])
    assert rows(tables["measurement"])[0][0] == "Quality"
    assert rows(tables["measurement"])[1][0] == r"\hspace{1em}Speed"


def test_a_covariance_model_has_its_fit_in_one_row(study):
    fit = study.covariance_index()
    tables = written(typeset_covariance(fit))
    assert list(tables) == ["index", "paths", "measurement", "overlap", "fit"]
    (row,) = rows(tables["fit"])
    assert row[1] == str(fit.compared.fit.test.df)
    assert float(row[3]) == pytest.approx(fit.compared.measure("cfi"), abs=5e-4)


def test_names_that_latex_would_read_are_spelt(result):
    labels = {**result.index.labels, "Value": Label("价值", "Value & 50% #1_{x}~^")}
    renamed = replace(result, index=replace(result.index, labels=labels))
    text = written(typeset_index(renamed, "2025"))["index"]
    assert r"Value \& 50\% \#1\_\{x\}\textasciitilde{}\textasciicircum{}" in text


def test_a_chinese_manuscript_has_chinese_words(result):
    tables = written(typeset_index(result, "2025"), "zh")
    assert "价值" in tables["index"]
    for text in tables.values():
        assert not re.search(r"caption\{[A-Za-z ]+\}", text)
