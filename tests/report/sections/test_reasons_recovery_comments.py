"""What the sections on reasons, recovery and comments make of the evidence."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from satkit.analyses import weigh
from satkit.analyses.comments import section as comments
from satkit.analyses.comments.estimate import Comments
from satkit.analyses.reasons import section as reasons
from satkit.analyses.reasons.estimate import Reasons
from satkit.analyses.reasons.rows import DepartmentReasons, ReasonChange, ReasonTest
from satkit.analyses.recovery import section as recovery
from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.recovery.words import NO_PARADOX_ALIKE
from satkit.findings.finding import Finding
from satkit.language import Text, say
from satkit.report import page
from satkit.report.blocks import Figure, Note, Prose
from satkit.tables.cells import Interval, Share, Withheld
from satkit.tables.table import Table
from tests.rows import frame_of


def tables(section):
    return {block.key: block for block in (*section.blocks, *section.details) if isinstance(block, Table)}


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
    made = module.section(replace(found, findings=(finding(module.KEY),)))
    assert say(made.blocks[0].sentences[0], "en") == "This is what follows."
    assert not any(
        "This is what follows." in say(words, "en")
        for block in module.section(found).blocks
        if isinstance(block, Prose)
        for words in block.sentences
    )


def test_reasons_say_their_base_their_cover_and_what_was_merged(found, monkeypatch):
    monkeypatch.setattr(reasons, "FIRST", 2)
    made = reasons.section(found)
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


def test_every_group_takes_one_line_and_a_withheld_one_says_so(found):
    table = tables(reasons.section(found))["reasons-groups-why"]
    shown, hidden = table.rows
    assert shown[2] == Share(0.52, 60)
    assert shown[3].low < 0.52 < shown[3].high
    assert len(shown) == len(table.columns) == 2 + 2 * 3 + 1
    assert isinstance(hidden[-1], Withheld)
    assert set(hidden[2:-1]) == {None}


def differing(found, **parts):
    """The evidence with other tests of its reasons."""
    kinds = {"changes": ReasonChange, "association": ReasonTest, "departments": DepartmentReasons}
    tables = {
        name: frame_of(kinds[name], [{"item": "why"} | line for line in lines])
        for name, lines in parts.items()
    }
    return found.with_results(replace(found.get(Reasons), **tables))


def test_reasons_that_did_not_move_are_told_to_stand(found):
    line = {
        "reason": "1",
        "versus": "2024",
        "difference": 0.02,
        "low": -0.05,
        "high": 0.09,
        "p": 0.5,
        "p_adjusted": 0.9,
    }
    still = reasons.section(differing(found, changes=[line | {"evidence": "unclear"}]))
    assert notes(still) == ["No reason is named significantly more or less often than in 2024."]
    assert tables(still)["reasons-changes-why"].rows[0][1:] == (2.0, Interval(-5.0, 9.0), 0.9)
    moved = reasons.section(differing(found, changes=[line | {"evidence": "significant"}]))
    assert not notes(moved)
    hidden = reasons.section(differing(found, changes=[line | {"p": np.nan, "evidence": "hidden"}]))
    assert not notes(hidden)
    assert "reasons-changes-why" not in tables(hidden)


def test_groups_that_differ_are_named_with_their_shares(found):
    shares = pd.concat(
        [
            found.get(Reasons).shares,
            found.get(Reasons).shares.query("level == '居民'").assign(level="工业", estimate=0.2),
        ]
    )
    found = found.with_results(replace(found.get(Reasons), shares=shares))
    line = {
        "segment": "class",
        "reason": "1",
        "highest": "居民",
        "lowest": "工业",
        "p": 0.001,
        "p_adjusted": 0.004,
    }
    apart = reasons.section(differing(found, association=[line | {"evidence": "significant"}]))
    (told,) = notes(apart)
    assert "The groups of “Customer class” do not name “Too many outages” equally often: most" in told
    assert told.endswith("(52%), least “工业” (20%; adjusted p .004).")
    alike = reasons.section(differing(found, association=[line | {"evidence": "unclear"}] * 3))
    assert "in one group than in another (3 tests, corrected" in notes(alike)[0]
    few = reasons.section(differing(found, association=[line | {"evidence": "small"}]))
    assert not notes(few)


def test_departments_stand_by_how_many_name_their_reasons(found):
    line = {
        "department": "d1",
        "reasons": 2,
        "estimate": 0.3,
        "low": 0.2,
        "high": 0.4,
        "n": 180,
        "withheld": "",
    }
    lines = [
        line,
        line | {"department": "d2", "estimate": 0.5},
        line | {"department": "d3", "withheld": "small"},
    ]
    rows = tables(reasons.section(differing(found, departments=lines)))["reasons-departments-why"].rows
    assert [row[1:3] for row in rows] == [(2, Share(0.5, 180)), (2, Share(0.3, 180))]


def test_the_owner_of_a_reason_stands_in_its_line(found):
    asked = found.questionnaire
    scale = asked.scale("why")
    owner = next(iter(asked.departments))
    points = (scale.points[0].model_copy(update={"owner": owner}), *scale.points[1:])
    scales = {**asked.scales, scale.name: scale.model_copy(update={"points": points})}
    owned = replace(found, questionnaire=asked.model_copy(update={"scales": scales}))
    rows = tables(reasons.section(owned))["reasons-why"].rows
    assert rows[0][-1] == asked.departments[owner].title
    assert rows[1][-1] == ""
    assert len(tables(reasons.section(found))["reasons-why"].columns) == 5


def test_few_dissatisfied_are_told_in_words(found):
    shares = found.get(Reasons).shares
    few = shares[shares["segment"] == ""].assign(withheld="small", estimate=np.nan, n=np.nan)
    made = reasons.section(found.with_results(Reasons(few)))
    assert notes(made) == ["Fewer than 10 dissatisfied respondents named reasons; the shares are not shown."]
    assert not tables(made)


def test_the_groups_of_recovery_are_drawn_and_withheld_where_few(found):
    made = recovery.section(found)
    drawn = [block for block in made.blocks if isinstance(block, Figure)]
    assert len(drawn) == 2
    assert "fewer than 10 answers, not shown" in page.draw_figure(drawn[0], "en")
    assert any(note.startswith("The groups differ in more than their problem") for note in notes(made))
    rows = tables(made)["recovery-groups"].rows
    assert isinstance(rows[-1][2], Withheld)
    assert isinstance(tables(made)["recovery-contrasts"].rows[-1][2], Withheld)


@pytest.mark.parametrize(
    ("more", "told"), [(9.0, "points more than"), (-9.0, "points less than"), (1.0, "cannot be told")]
)
def test_the_best_step_is_told_by_its_interval(found, more, told):
    steps = found.get(Recovery).steps.assign(
        versus_last=[more, np.nan, np.nan], versus_last_low=more - 4, versus_last_high=more + 4
    )
    made = recovery.section(found.with_results(replace(found.get(Recovery), steps=steps)))
    assert told in notes(made)[-1]


def test_delight_alone_has_a_subtitle_of_its_own(found):
    alone = Recovery(levels=found.get(Recovery).levels, steps=found.get(Recovery).steps)
    made = recovery.section(found.with_results(alone))
    assert say(made.subtitle, "en") == "Loyalty by overall satisfaction, 2025"
    assert recovery.section(found.with_results(Recovery())) is None


def test_comments_show_themes_quotes_and_topics(found):
    made = comments.section(found)
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
    alone = replace(found.get(Comments), codes=pd.DataFrame(), quotes=pd.DataFrame())
    made = comments.section(found.with_results(alone))
    assert [block.key for block in made.blocks if isinstance(block, Table)] == ["comments-topics"]
    nothing = replace(alone, topics=pd.DataFrame())
    assert comments.section(found.with_results(nothing)) is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("module", [reasons, recovery, comments])
def test_both_languages_say_the_same_numbers(found, module, language):
    made = module.section(found)
    assert made.question
    assert all(len(row) == len(table.columns) for table in tables(made).values() for row in table.rows)


PARADOX_TOLD = ("higher after a solved complaint", "lower after a solved complaint", "no difference of")


@pytest.mark.parametrize(("value", "told"), list(zip((6.0, -6.0, 0.5), PARADOX_TOLD, strict=True)))
def test_the_paradox_among_people_alike_is_told_by_its_interval(found, value, told):
    lines = found.get(Recovery).contrasts.assign(alike=value, alike_low=value - 3, alike_high=value + 3)
    lines["alike_p"] = 1e-4 if abs(value) > 3 else 0.7
    made = recovery.section(weigh(found.with_results(replace(found.get(Recovery), contrasts=lines))))
    assert any(note.startswith("Among customers equally satisfied") and told in note for note in notes(made))


def test_what_a_finding_has_said_of_people_alike_is_not_said_again(found):
    lines = found.get(Recovery).contrasts.assign(alike=0.5, alike_low=-2.5, alike_high=3.5)
    alone = found.with_results(replace(found.get(Recovery), contrasts=lines))
    told = Finding("paradox", NO_PARADOX_ALIKE, "significant", "recovery", "neutral", 100)

    def repeated(evidence):
        return [note for note in notes(recovery.section(evidence)) if "equally satisfied" in note]

    assert len(repeated(replace(alone, findings=(told,)))) == len(repeated(alone)) - 1
