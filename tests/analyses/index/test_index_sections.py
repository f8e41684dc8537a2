"""The index in the report: a survey with planted answers, both languages, and where no fit is possible."""

import re
import shutil

import numpy as np
import pytest

from satkit import Study
from satkit.analyses.index import section as index
from satkit.analyses.index import section_groups, section_measurement, section_priority
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.verdicts import MEASUREMENT
from satkit.language import say
from satkit.report import page
from satkit.report.blocks import Figure
from satkit.tables.cells import Verdict
from satkit.tables.table import Table
from tests.analyses.index.counter import DEFINITION, opened, words_of

SECTIONS = (index, section_groups, section_priority, section_measurement)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("index") / "counter").evidence


@pytest.mark.parametrize("module", SECTIONS, ids=lambda module: module.KEY)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_can_be_written_in_both_languages(evidence, module, language):
    section = module.section(evidence)
    html, lacking = page.render([section], language, section.question, "", section.question)
    assert not lacking
    assert "%(" not in html
    told = words_of(section, language)
    if language == "zh":
        assert not re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", told), told


def test_the_rise_is_told_of_the_groups_as_well(evidence):
    told = words_of(section_groups.section(evidence), "en")
    sure = evidence.get(IndexResult).moves.query(
        "construct == 'Satisfaction' and evidence in ['firm', 'significant']"
    )
    assert len(sure)
    line = sure.iloc[0]
    assert f"Town “{line['level']}” (+{line['difference']:.1f})" in told
    assert "Since 2024 Satisfaction rose among" in told
    assert "and against itself in 2024" in told


MADE = DEFINITION.replace(
    "Value ~ Quality\nSatisfaction ~ Quality + Value", "Offer =~ Quality + Value\nSatisfaction ~ Offer"
)
MULTIPLIED = DEFINITION.replace(
    'index = "Satisfaction"', 'index = "Satisfaction"\nproducts = { Satisfaction = ["Quality:Value"] }'
)


@pytest.mark.parametrize(
    ("language", "definition", "sign", "line"),
    [("en", MADE, "%", "Offer =~ Quality + Value"), ("zh", MULTIPLIED, "质量 × 价值", "Quality:Value")],
)
def test_components_and_products_stand_in_the_diagram_and_the_tables(
    tmp_path, language, definition, sign, line
):
    evidence = opened(tmp_path / "counter", definition=definition).evidence
    assert set(evidence.failures) <= {"covariance"}  # which knows neither
    for module in SECTIONS:
        section = module.section(evidence)
        assert section is not None
        page.render([section], language, section.question, "", section.question)
    section = index.section(evidence)
    svg = page.draw_figure(next(b for b in section.blocks if isinstance(b, Figure)), language)
    assert sign in svg
    assert line in words_of(section, language)


def test_wholes_stand_with_their_label_and_interval(tmp_path):
    lines = "[index.aggregate]\nsegment = 'town'\nshares = { east = 3, west = 1 }\nwithin = { east = 'all', west = 'all' }\n"
    lines += "[index.aggregate.labels]\nall = { zh = '全国', en = 'Nation' }\n"
    even = lambda table: table.assign(town=np.where(np.arange(len(table)) % 2, "east", "west"))  # noqa: E731
    evidence = opened(tmp_path / "whole", even, DEFINITION + lines).evidence
    line = evidence.get(IndexResult).wholes.query("wave == '2025' and construct == 'Satisfaction'").iloc[0]
    for language, name in (("zh", "全国"), ("en", "Nation")):
        told = words_of(section_groups.section(evidence), language)
        assert f"{name} | 2025 | {line['estimate']:.1f}" in told


def test_the_diagram_says_what_is_significant_and_what_is_not(evidence):
    section = index.section(evidence)
    svg = page.draw_figure(next(b for b in section.blocks if isinstance(b, Figure)), "en")
    paths = (
        evidence.get(IndexResult).paths.query("wave == '2025'").set_index(["source", "target"])["evidence"]
    )
    assert paths["Quality", "Satisfaction"] == "firm"
    assert paths["Value", "Satisfaction"] == "unclear"
    unclear = (paths == "unclear").sum()
    assert svg.count("stroke-dasharray") == unclear
    assert f"Effects: 3, significant: {3 - unclear}" in words_of(section, "en")


def test_the_planted_rise_is_told_with_its_size(evidence):
    found = [finding for finding in evidence.findings if finding.kind == "index_change"]
    assert [finding.tone for finding in found] == ["good"]
    assert "Satisfaction rose" in str(found[0].text)
    planted = 0.6 * 1.5 / 9 * 100
    assert found[0].values["low"] < planted < found[0].values["high"]


def test_what_goes_with_the_index_most_is_named(evidence):
    told = {finding.kind: finding for finding in evidence.findings}
    assert str(told["index_driver"].text).startswith("“Quality” goes with Satisfaction most")
    assert told["index_driver"].section == "index"
    assert "not show what makes what" in str(told["index_driver"].text)


def test_a_part_whose_questions_do_not_agree_is_not_called_sound(evidence):
    section = section_measurement.section(evidence)
    table = next(block for block in section.blocks if isinstance(block, Table))
    verdicts = {say(row[0], "en"): row[2] for row in table.rows}
    assert verdicts["Quality"] == Verdict(MEASUREMENT["sound"].words, "good")
    assert verdicts["Value"].tone == "bad"
    assert "2 of the 3 parts" in words_of(section, "en")
    assert "“Value”" in str(next(f for f in evidence.findings if f.kind == "index_unsound").text)


def test_groups_too_small_are_named_without_their_number(evidence):
    told = words_of(section_groups.section(evidence), "en")
    assert "No index for tiny: too few respondents" in told


def test_one_point_of_the_index_has_its_price(evidence):
    told = words_of(section_priority.section(evidence), "en")
    quality = evidence.get(IndexResult).priority.query("wave == '2025' and construct == 'Quality'").iloc[0]
    assert f"{quality['needed']:.1f} points of “Quality”" in told


def test_a_wave_without_a_fit_shows_the_reason_in_every_place_and_the_report_still_stands(tmp_path):
    study = opened(tmp_path / "flat", lambda table: table.assign(q2=5))
    for module in SECTIONS:
        told = words_of(module.section(study.evidence), "en")
        assert "could not be fitted to 2025: everybody gave the same answer to Accuracy" in told
    written = study.report(tmp_path / "flat.html", "zh")
    assert not written.warnings
    assert "无法拟合" in written.path.read_text(encoding="utf-8")


def test_a_report_stands_where_every_part_has_a_negative_weight(tmp_path):
    def noise(table):
        items = ["q1", "q2", "v1", "v2", "s1", "s2"]
        return table.assign(
            **dict(zip(items, np.random.default_rng(0).integers(1, 11, (6, len(table))), strict=True))
        )

    modes = '[index]\nmodes = { Quality = "B", Value = "B", Satisfaction = "B" }'
    study = opened(tmp_path / "noise", noise, DEFINITION.replace("[index]", modes))
    latest = study.evidence.get(IndexResult).indices.query("wave == '2025' and segment == ''")
    assert latest["estimate"].isna().all()
    told = words_of(section_groups.section(study.evidence), "en")
    assert "Satisfaction is not shown, as a weight is negative" in told
    assert "to –" not in told
    study.report(tmp_path / "noise.html", "zh")


def test_a_survey_without_an_index_has_none_of_the_sections(tmp_path):
    folder = tmp_path / "plain"
    opened(folder)
    text = (folder / "survey.toml").read_text(encoding="utf-8")
    (folder / "survey.toml").write_text(text.split("[index]")[0], encoding="utf-8")
    evidence = Study.open(folder).evidence
    assert evidence.get(IndexResult) is None
    assert all(module.section(evidence) is None for module in SECTIONS)
    shutil.rmtree(folder)
