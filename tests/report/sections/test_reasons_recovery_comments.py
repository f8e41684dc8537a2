"""What the sections on reasons, recovery and comments make of the evidence."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from satkit.findings.finding import Finding
from satkit.language import Text, say
from satkit.report.blocks import Figure, Note, Prose, Share, TableBlock, Withheld
from satkit.report.sections import comments, reasons, recovery
from satkit.scoring.recovery import Recovery


def tables(section):
    return {
        block.key: block for block in (*section.blocks, *section.details) if isinstance(block, TableBlock)
    }


def prose(section):
    return " ".join(
        say(words, "en") for block in section.blocks if isinstance(block, Prose) for words in block.sentences
    )


def notes(section):
    return [say(block.words, "en") for block in section.blocks if isinstance(block, Note)]


def finding(section):
    return Finding("k", Text("This is what follows."), "firm", section, "neutral", 100)


@pytest.mark.parametrize("module", [reasons, recovery])
def test_the_findings_of_a_section_open_it(found, module):
    made = module.section(replace(found, findings=(finding(module.KEY),)), "en")
    assert say(made.blocks[0].sentences[0], "en") == "This is what follows."
    assert not any(
        "This is what follows." in say(words, "en")
        for block in module.section(found, "en").blocks
        if isinstance(block, Prose)
        for words in block.sentences
    )


def test_reasons_say_their_base_their_cover_and_what_was_merged(found, monkeypatch):
    monkeypatch.setattr(reasons, "FIRST", 2)
    made = reasons.section(found, "en")
    assert "180 of 190 dissatisfied respondents named reasons" in prose(made)
    assert "74% of them name at least one of the first 2 reasons." in prose(made)
    assert "fewer than 10 people are shown as one" in prose(made)
    rows = tables(made)["reasons-why"].rows
    assert [say(row[0], "en") for row in rows] == [
        "Too many outages",
        "Bills unclear",
        "Other reasons, each named by few",
    ]
    assert rows[0][1] == Share(0.52, 180)


def test_groups_that_are_withheld_take_one_line(found):
    rows = tables(reasons.section(found, "en"))["reasons-groups-why"].rows
    assert [isinstance(row[3], Withheld) for row in rows] == [False, False, False, True]


def test_few_dissatisfied_are_told_in_words(found):
    few = found.reasons[found.reasons["segment"] == ""].assign(withheld="small", estimate=np.nan, n=np.nan)
    made = reasons.section(replace(found, reasons=few), "en")
    assert notes(made) == ["Fewer than 10 dissatisfied respondents named reasons; the shares are not shown."]
    assert not tables(made)


def test_the_groups_of_recovery_are_drawn_and_withheld_where_few(found):
    made = recovery.section(found, "en")
    drawn = [block for block in made.blocks if isinstance(block, Figure)]
    assert len(drawn) == 2
    assert "fewer than 10 answers, not shown" in drawn[0].svg
    assert any(note.startswith("The groups differ in more than their problem") for note in notes(made))
    rows = tables(made)["recovery-groups"].rows
    assert isinstance(rows[-1][2], Withheld)
    assert isinstance(tables(made)["recovery-contrasts"].rows[-1][2], Withheld)


@pytest.mark.parametrize(
    ("more", "told"), [(9.0, "points more than"), (-9.0, "points less than"), (1.0, "cannot be told")]
)
def test_the_best_step_is_told_by_its_interval(found, more, told):
    steps = found.recovery.steps.assign(
        versus_last=[more, np.nan, np.nan], versus_last_low=more - 4, versus_last_high=more + 4
    )
    made = recovery.section(replace(found, recovery=replace(found.recovery, steps=steps)), "en")
    assert told in notes(made)[-1]


def test_delight_alone_has_a_subtitle_of_its_own(found):
    alone = Recovery(levels=found.recovery.levels, steps=found.recovery.steps)
    made = recovery.section(replace(found, recovery=alone), "en")
    assert say(made.subtitle, "en") == "Loyalty by overall satisfaction, 2025"
    assert recovery.section(replace(found, recovery=Recovery()), "en") is None


def test_comments_show_themes_quotes_and_topics(found):
    made = comments.section(found, "en")
    assert "400 of 3,000 respondents wrote something (13.3%)." in prose(made)
    assert [say(row[0], "en") for row in tables(made)["comments"].rows] == [
        "Outages",
        "Praise",
        "none of these themes",
    ]
    assert [tuple(say(cell, "en") for cell in row) for row in tables(made)["quotes"].rows] == [
        ("夏天老停电。", "Outages", "Customer class 2"),
        ("电话***打不通。", "topic 1", "Customer class 2"),
    ]
    assert len(tables(made)["comments-groups"].rows) == 1
    assert say(tables(made)["comments"].rows[0][4], "en") == "Dispatch centre"


def test_without_codes_the_topics_stand_in_front(found):
    alone = replace(found.comments, codes=pd.DataFrame(), quotes=pd.DataFrame())
    made = comments.section(replace(found, comments=alone), "en")
    assert [block.key for block in made.blocks if isinstance(block, TableBlock)] == ["comments-topics"]
    nothing = replace(alone, topics=pd.DataFrame())
    assert comments.section(replace(found, comments=nothing), "en") is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("module", [reasons, recovery, comments])
def test_both_languages_say_the_same_numbers(found, module, language):
    made = module.section(found, language)
    assert made.question
    assert all(len(row) == len(table.columns) for table in tables(made).values() for row in table.rows)


PARADOX_TOLD = ("higher after a solved complaint", "lower after a solved complaint", "no difference of")


@pytest.mark.parametrize(("value", "told"), list(zip((6.0, -6.0, 0.5), PARADOX_TOLD, strict=True)))
def test_the_paradox_among_people_alike_is_told_by_its_interval(found, value, told):
    lines = found.recovery.contrasts.assign(alike=value, alike_low=value - 3, alike_high=value + 3)
    made = recovery.section(replace(found, recovery=replace(found.recovery, contrasts=lines)), "en")
    assert any(note.startswith("Among customers equally satisfied") and told in note for note in notes(made))
