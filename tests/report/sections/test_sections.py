"""What each section makes of the evidence."""

from dataclasses import replace

import pandas as pd
import pytest

from satkit.analyses import ANALYSES
from satkit.analyses.answers import section as answers
from satkit.analyses.data_quality import section as data_quality
from satkit.analyses.departments import section as departments
from satkit.analyses.indicators import section as indicators
from satkit.analyses.method import section as method
from satkit.analyses.segments import section as segments
from satkit.analyses.summary import section as summary
from satkit.analyses.trend import section as trend
from satkit.language import say
from satkit.report import page
from satkit.report.blocks import Figure, Hero, Note
from satkit.report.lookup import batch_evenly
from satkit.report.lookup import leaves as leaves_of
from satkit.tables.cells import Share, Withheld
from satkit.tables.table import Table

SHOWN = [analysis for analysis in ANALYSES if analysis.section is not None]


def tables(section):
    return {block.key: block for block in (*section.blocks, *section.details) if isinstance(block, Table)}


def notes(section):
    return [say(block.words, "en") for block in section.blocks if isinstance(block, Note)]


@pytest.mark.parametrize("analysis", SHOWN, ids=lambda analysis: analysis.key)
def test_every_section_asks_a_question_and_has_something_to_show(analysis, found):
    made = analysis.section(found)
    if analysis.result is not None and found.get(analysis.result) is None:  # its own tests show it
        assert made is None
        return
    assert made.key == analysis.key
    assert say(made.question, "en").endswith("?")
    assert made.blocks


@pytest.mark.parametrize("analysis", SHOWN, ids=lambda analysis: analysis.key)
def test_rows_fit_their_columns(analysis, found):
    made = analysis.section(found)
    for table in (tables(made) if made else {}).values():
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert not table.depths or len(table.depths) == len(table.rows)


def test_the_hero_says_score_band_change_and_base(found):
    (hero,) = summary.section(found).blocks
    assert isinstance(hero, Hero)
    line = found.everyone()["overall"]
    assert hero.value == line["estimate"]
    assert 0 <= hero.low <= hero.mark <= hero.high <= 100
    assert [round(zone.end) for zone in hero.zones][-1] == 100
    assert "Compared with 2024" in say(hero.change.words, "en")
    assert [say(fact, "en") for fact in hero.base][:3] == [
        "Valid answers n = 3,000",
        "effective n = 2,100",
        "response rate 71.4% of 4,200",
    ]


def test_at_most_five_findings_stand_on_the_first_screen(found):
    (hero,) = summary.section(replace(found, findings=found.findings * 3)).blocks
    assert len(hero.findings) == 5
    (hero,) = summary.section(replace(found, findings=())).blocks
    assert [say(finding.words, "en") for finding in hero.findings] == [
        "Nothing stands out beyond the uncertainty of the sample."
    ]


def test_the_scale_reaches_down_to_the_score(found, make):
    scores = found.scores.copy()
    mine = (scores["node"] == "overall") & (scores["segment"] == "")
    scores.loc[mine, ["low", "estimate", "high"]] = [31.0, 33.0, 35.0]
    (hero,) = summary.section(replace(found, scores=scores)).blocks
    assert hero.floor == 20
    assert 0 < hero.low < hero.high < 100


def test_indicators_come_with_owner_share_and_design_effect(found):
    table = tables(indicators.section(found))["indicators"]
    assert [say(column.header, "en") for column in table.columns] == [
        "Indicator", "Score", "95% interval", "Band", "Satisfied", "n", "Effective n", "Design effect", "Responsible",
    ]  # fmt: skip
    assert set(table.depths) == {0, 1}
    assert isinstance(table.rows[1][4], Share)
    assert len(table.rows) == 7 + 21 + 1


def test_ties_among_the_lowest_are_said(found):
    assert any(
        note.startswith("The differences among the lowest are not significant")
        for note in notes(indicators.section(found))
    )


def test_an_overall_question_is_said_to_be_asked_directly(found):
    assert any("was asked directly" in note for note in notes(indicators.section(found)))


def test_answers_are_sorted_by_their_mean_and_add_up(found):
    table = tables(answers.section(found))["answers-0"]
    means = [row[1] for row in table.rows]
    assert means == sorted(means, reverse=True)
    assert all(
        sum(cell.value for cell in row if isinstance(cell, Share)) == pytest.approx(1) for row in table.rows
    )


def test_questions_with_few_answers_are_not_drawn(found):
    few = found.distribution.assign(n=9)
    assert answers.section(replace(found, distribution=few)) is None


def test_promoter_scores_are_told_with_their_sign(found):
    line = {"wave": "2025", "segment": "", "level": "", "item": "overall", "measure": "nps", "estimate": -4.0,
            "std_error": 1.0, "low": -6.0, "high": -2.0, "n": 900, "withheld": ""}  # fmt: skip
    boxes = pd.concat([found.boxes, pd.DataFrame([line])], ignore_index=True)
    made = answers.section(replace(found, boxes=boxes))
    assert notes(made) == ["Net promoter score of “Overall satisfaction”: −4.0 (−6.0 to −2.0), n = 900"]


def test_one_wave_has_no_trend(found):
    once = found.scores[found.scores["wave"] == "2025"]
    assert trend.section(replace(found, scores=once)) is None


def test_a_break_is_marked_and_explained(found):
    made = trend.section(found)
    assert "question 7 reworded" in page.draw_figure(
        next(b for b in made.blocks if isinstance(b, Figure)), "en"
    )
    assert any("dotted line" in note for note in notes(made))


def test_withheld_groups_are_dashes_on_the_map_and_a_reason_in_the_table(found):
    made = segments.section(found)
    withheld = [row for row in tables(made)["segments"].rows if isinstance(row[3], Withheld)]
    small = found.scores[(found.scores["wave"] == "2025") & (found.scores["withheld"] == "small")]
    assert len(withheld) == len(small[small["node"].isin(["overall", *(f"p{n}" for n in range(7))])]) > 0
    assert all(row[4:7] == (None, None, "") and row[8] is None for row in withheld)


def test_departments_stand_from_highest_to_lowest_with_an_interval(found):
    table = tables(departments.section(found))["departments"]
    scores = [row[1] for row in table.rows]
    assert scores == sorted(scores, reverse=True)
    assert all(row[2].low < row[1] < row[2].high for row in table.rows)


def test_the_waterfall_runs_from_received_to_analysed(found):
    table = tables(data_quality.section(found))["waterfall"]
    assert [say(row[0], "en") for row in table.rows] == ["received", "left out: duplicates", "analysed"]


def test_the_method_names_seed_bands_scale_and_checksums(found):
    made = method.section(found)
    told = {say(point, "en"): say(meaning, "en") for point, meaning in tables(made)["method"].rows}
    assert told["Standard errors"] == "1,000 replicates (bootstrap), seed 20260101"
    assert told["Bands"].startswith("excellent from 95, good from 85 and average from 0; a score equal to")
    assert told["Scale “Four-level satisfaction”"].startswith("Very satisfied (100)")
    assert "Source" not in told
    assert ("2025.csv", "cd" * 32) in tables(made)["provenance"].rows


def test_a_mere_list_of_indicators_is_not_drawn_as_a_tree(found):
    asked = found.questionnaire
    first, *_ = leaves = leaves_of(asked)
    flat = {
        name: node.model_copy(update={"parent": "", "owner": ""})
        for name, node in asked.indicators.items()
        if name in leaves
    }
    report = asked.report.model_copy(update={"headline": first})
    listed = replace(found, questionnaire=asked.model_copy(update={"indicators": flat, "report": report}))
    made = indicators.section(listed)
    assert ["fig-tree" in block.key for block in made.blocks if isinstance(block, Figure)] == [False]
    assert "tree" not in say(made.subtitle, "en")


def test_a_large_tree_is_drawn_root_by_root(found, monkeypatch):
    monkeypatch.setattr(indicators, "MOST", 10)
    drawn = [block for block in indicators.section(found).blocks if isinstance(block, Figure)]
    assert len(drawn) == 7 + 3
    assert len({block.key for block in drawn}) == len(drawn)


def test_many_groups_and_indicators_get_several_maps(found, monkeypatch):
    monkeypatch.setattr(segments, "COLUMNS", 3)
    monkeypatch.setattr(segments, "ROWS", 6)
    drawn = [block for block in segments.section(found).blocks if isinstance(block, Figure)]
    assert len(drawn) == 2 * 3


@pytest.mark.parametrize(
    ("count", "most", "sizes"), [(0, 5, []), (5, 5, [5]), (6, 5, [3, 3]), (11, 5, [4, 4, 3])]
)
def test_batches_are_as_few_and_as_even_as_can_be(count, most, sizes):
    assert [len(run) for run in batch_evenly(range(count), most)] == sizes
