"""Breaks between waves: found where they were planted, silent on real changes, settled by the definition."""

import numpy as np
import pandas as pd
import pytest

from satkit.analyses.indicators.estimate import Ranking
from satkit.errors import DefinitionError
from satkit.study import Study
from satkit.survey.breaks import Break, astray, find_renumbered_segments, find_turned_items

DEFINITION = """
version = 1
title = "Library"
[scale.six]
points = { from = 1, to = 6 }
score = "linear"
best = "high"
[item]
all = { text = "All in all", scale = "six", role = "overall" }
books = { text = "Books", scale = "six", column = "Q2" }
desk = { text = "Desk", scale = "six", column = "Q3" }
rooms = { text = "Rooms", scale = "six", column = "Q4" WAVES }
[department.house]
[department.shelf]
[indicator.stock]
items = ["books"]
owner = "shelf"
[indicator.service]
items = ["desk", "rooms"]
owner = "house"
[segment.branch]
levels = [
  { name = "mill", codes = [1] }, { name = "port", codes = [2] }, { name = "hill", codes = [3] },
]
[wave.2023]
[wave.2024]
REST
"""


def answers(seed, n=300, shift=0.0):
    """Four questions that hang together; the branch moves all of them."""
    rng = np.random.default_rng(seed)
    branch = rng.choice([1, 2, 3], n, p=[0.2, 0.5, 0.3])
    mood = rng.standard_normal(n) + np.array([-0.9, 0.3, 0.6])[branch - 1]
    cells = np.clip(np.rint(4.1 + shift + mood[:, None] + 0.8 * rng.standard_normal((n, 4))), 1, 6)
    return pd.DataFrame(cells.astype(int), columns=["all", "Q2", "Q3", "Q4"]).assign(branch=branch)


@pytest.fixture
def opened(tmp_path):
    def made(*frames, waves="", rest=""):
        (tmp_path / "waves").mkdir(exist_ok=True)
        for year, frame in enumerate(frames, 2023):
            frame.to_csv(tmp_path / "waves" / f"{year}.csv", index=False)
        text = DEFINITION.replace("WAVES", waves).replace("REST", rest)
        (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
        return Study.open(tmp_path)

    return made


def found(study):
    return [(each.kind, each.name, each.wave) for each in study.responses.breaks]


def drift(study):
    return next(check for check in study.checks if check.name == "drift")


def turned_round(frame, *columns):
    return frame.assign(**{name: 7 - frame[name] for name in columns})


def test_a_scale_turned_round_is_found_and_warned_of(opened):
    study = opened(answers(1), turned_round(answers(2), "Q2"))
    assert found(study) == [("reversed", "books", "2024")]
    assert drift(study).action == "warn"
    first = drift(study).offenders.iloc[0]
    assert (first["column"], first["wave"]) == ("Q2", "2024")
    assert 'accept = [{ item = "books", wave = "2024" }]' in str(first["note"])


def test_half_a_battery_turned_round_is_found(opened):
    study = opened(answers(3), turned_round(answers(4), "Q2", "Q3"))
    assert {name for _, name, _ in found(study)} == {"books", "desk"}


def test_a_whole_battery_turned_round_is_found_by_its_distributions(opened):
    study = opened(answers(5, shift=0.9), turned_round(answers(6, shift=0.9), "all", "Q2", "Q3", "Q4"))
    assert {name for _, name, _ in found(study)} == {"all", "books", "desk", "rooms"}


def test_what_rests_on_a_turned_scale_is_not_told_and_everything_else_is(opened):
    study = opened(answers(1), turned_round(answers(2), "Q2"))
    changes = study.changes.table.query("segment == ''").set_index("node")
    assert changes["evidence"].eq("held").to_dict() == {
        "all": False, "books": True, "desk": False, "rooms": False, "stock": True, "service": False,
    }  # fmt: skip
    assert changes.loc[["books", "stock"], ["difference", "low", "high", "p"]].isna().all(axis=None)
    assert study.departments.changes.set_index("department")["evidence"].eq("held").to_dict() == {
        "house": False, "shelf": True,
    }  # fmt: skip
    assert "stock" not in set(study.evidence[Ranking].table["node"])
    told = [str(finding.text) for finding in study.findings]
    assert "may have been reversed in 2024" in told[0]
    assert not any("Books" in text for text in told[1:])


def test_what_is_accepted_is_told_again(opened):
    frames = answers(1), turned_round(answers(2), "Q2")
    study = opened(*frames, rest='[checks]\ndrift.accept = [{ item = "books", wave = "2024" }]')
    assert found(study) == []
    assert drift(study).action == "inform"
    line = study.changes.table.query("segment == '' and node == 'stock'").iloc[0]
    assert line["difference"] < -15
    assert line["evidence"] == "firm"


def test_a_wave_may_be_read_from_the_other_end(opened):
    plain = opened(answers(1), answers(2)).changes.table
    mended = opened(answers(1), turned_round(answers(2), "Q2"), rest='reversed = ["books"]')
    pd.testing.assert_frame_equal(mended.changes.table, plain)
    assert found(mended) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_real_change_is_no_break(opened, seed):
    shift = 0.5 * (-1) ** seed  # some ten points of a hundred
    assert found(opened(answers(seed), answers(seed + 50, shift=shift))) == []


def test_a_scale_turned_round_and_back_is_astray_only_in_between():
    both = [
        Break("reversed", "books", segment=False, wave="b", versus="a"),
        Break("reversed", "books", segment=False, wave="c", versus="b"),
    ]
    assert [astray(both, "abc", wave)[0] for wave in "abc"] == [set(), {"books"}, set()]
    assert find_turned_items(both, "c") == {"books"}
    assert find_renumbered_segments(both, "c") == set()


def test_codes_that_changed_places_hold_back_the_groups(opened):
    later = answers(8)
    study = opened(answers(7), later.assign(branch=later["branch"].map({1: 2, 2: 3, 3: 1})))
    assert found(study) == [("renumbered", "branch", "2024")]
    assert set(study.gaps.table["evidence"]) == {"held"}
    groups = study.changes.table.query("segment == 'branch'")
    assert set(groups["evidence"]) == {"held"}
    assert "may have been renumbered in 2024" in str(study.findings[0].text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole_where_comparisons_are_held_back(opened, tmp_path, language):
    later = answers(8)
    study = opened(
        answers(7), turned_round(later.assign(branch=later["branch"].map({1: 2, 2: 3, 3: 1})), "Q2")
    )
    written = study.report(tmp_path / "page.html", language, tmp_path / "page.xlsx")
    assert written.warnings == ()
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert {"zh": "暂不报告：待确认", "en": "held back: to be confirmed"}[language] in page


def test_accepted_codes_are_compared(opened):
    later = answers(8)
    study = opened(
        answers(7),
        later.assign(branch=later["branch"].map({1: 2, 2: 3, 3: 1})),
        rest='[checks]\ndrift.accept = [{ segment = "branch" }]',
    )
    assert found(study) == []
    assert "firm" in set(study.gaps.table["evidence"])


def test_another_mix_of_branches_is_no_renumbering(opened):
    later = answers(9, n=900)
    keep = np.random.default_rng(1).random(900) < later["branch"].map({1: 0.9, 2: 0.5, 3: 0.6})
    assert found(opened(answers(7, n=600), later[keep])) == []


def test_a_column_with_answers_that_is_listed_for_older_waves_only_is_told(opened):
    study = opened(answers(1), answers(2), waves=', waves = ["2023"]')
    assert found(study) == [("unlisted", "rooms", "2024")]
    assert "Add 2024 to them" in str(drift(study).offenders["note"].iloc[0])
    assert any("lists for other waves only" in str(finding.text) for finding in study.findings)


def test_an_empty_column_that_is_listed_for_older_waves_only_is_not_told(opened):
    study = opened(answers(1), answers(2).assign(Q4=None), waves=', waves = ["2023"]')
    assert found(study) == []


def test_columns_that_nobody_reads_are_one_line_however_many(opened):
    spare = pd.DataFrame(np.ones((300, 170), int), columns=[f"x{k}" for k in range(170)])
    study = opened(answers(1), turned_round(answers(2), "Q2").join(spare))
    notes = [str(note) for note in drift(study).offenders["note"]]
    assert "may have been reversed" in notes[0]
    assert notes[-1] == "columns that no question reads: 170 new since 2023, 0 gone"
    assert len(notes) < 5


@pytest.mark.parametrize(
    ("accept", "what"),
    [
        ('{ item = "boks" }', "no item 'boks'"),
        ('{ segment = "branch", wave = "2025" }', "no wave '2025'"),
        ("{ }", "either an item or a segment"),
    ],
)
def test_accepting_what_does_not_exist_is_a_mistake(opened, accept, what):
    with pytest.raises(DefinitionError, match=what):
        opened(answers(1), answers(2), rest=f"[checks]\ndrift.accept = [{accept}]")
