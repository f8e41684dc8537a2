"""Every check is silent on clean data and finds the fault that was planted."""

import numpy as np
import pytest

from satkit.language import Text
from satkit.survey.binding import bind
from satkit.survey.checks import CHECKS, OF_OTHERS, OF_PAIRS, run_checks
from satkit.survey.checks.drift import stability
from satkit.survey.checks.nonresponse import by_item
from satkit.survey.exclusion import exclude_flagged
from satkit.survey.questionnaire import Checks, Item, Wave

ITEMS = [f"q{k}" for k in range(12)]


@pytest.fixture
def bound(questionnaire, table):
    """Binds columns (one list per item, or all like ``fill``) in one or more waves."""

    def make(waves, **checks):
        asked = questionnaire(
            items={name: Item(name=name, scale="satisfaction") for name in ITEMS},
            segments={},
            waves={name: Wave(name=name) for name in waves},
            checks=Checks(respondent="id", duration="sec", **checks),
        )
        return run_checks(
            bind(asked, {name: table(f"{name}.csv", **columns) for name, columns in waves.items()})
        )

    return make


def clean(n=60, seed=1, **changes):
    random = np.random.default_rng(seed)
    columns = {name: random.integers(1, 5, n).tolist() for name in ITEMS}
    columns["q0"] = [1 + k % 4 for k in range(n)]
    columns["q1"] = [1 + (k + 1) % 4 for k in range(n)]
    return {**columns, "id": [f"r{k}" for k in range(n)], "sec": [100 + k for k in range(n)], **changes}


def named(found, name):
    return next(check for check in found.checks if check.name == name)


def rows(found, name):
    return named(found, name).offenders["row"].tolist()


def test_clean_data_offend_no_check(bound):
    found = bound({"2025": clean()})
    assert [check.name for check in found.checks] == [
        name for name in CHECKS if name not in OF_PAIRS | OF_OTHERS
    ]
    assert {check.name: check.count for check in found.checks if check.count} == {}
    assert all(isinstance(check.title, Text) and str(check.title) for check in found.checks)
    assert named(found, "speeders").looked_at == 60


def test_the_second_record_of_a_respondent_offends(bound):
    found = bound({"2025": clean(id=["a", "b", "A ", *[f"r{k}" for k in range(56)], None])})
    assert rows(found, "duplicates") == [4]
    assert named(found, "duplicates").looked_at == 59
    assert named(found, "duplicates").offenders["value"].tolist() == [""]


def test_a_respondent_may_return_in_another_wave(bound):
    assert named(bound({"2024": clean(), "2025": clean(seed=2)}), "duplicates").count == 0


def test_equal_records_are_only_information(bound):
    columns = clean()
    for name in ITEMS:
        columns[name][7] = columns[name][3]
    found = bound({"2025": columns})
    assert rows(found, "identical") == [9]
    assert named(found, "identical").action == "inform"


def test_too_fast_is_a_third_of_the_median_of_the_wave(bound):
    slow = [300] * 60
    slow[4], slow[5], slow[6], slow[7] = 99, 100, None, "a while"
    found = bound({"2024": clean(), "2025": clean(sec=slow, seed=2)})
    assert rows(found, "speeders") == [6]
    assert named(found, "speeders").looked_at == 118


def test_one_answer_throughout_offends_only_when_given_fast(bound):
    columns = clean()
    for name in ITEMS:
        columns[name][0] = columns[name][59] = 2
    assert rows(bound({"2025": columns}), "straightlining") == [2]


def test_one_answer_to_few_items_is_no_straight_line(bound):
    columns = clean()
    for name in ITEMS:
        columns[name][0] = 2 if name in ITEMS[:4] else None
        columns[name][1] = 2 if name in ITEMS[:5] else 98
    assert rows(bound({"2025": columns}), "straightlining") == [3]


def test_without_times_every_straight_line_is_named(questionnaire, table):
    asked = questionnaire(items={name: Item(name=name, scale="satisfaction") for name in ITEMS}, segments={})
    found = run_checks(bind(asked, {"2025": table(**{name: [2, 1 + k % 4] for k, name in enumerate(ITEMS)})}))
    assert rows(found, "straightlining") == [2]


def test_records_without_an_answer_are_empty_but_dont_know_is_an_answer(bound):
    columns = clean()
    for name in ITEMS:
        columns[name][2], columns[name][3] = None, 98
    assert rows(bound({"2025": columns}), "empty") == [4]


def test_items_left_out_by_many_are_named_with_their_share(bound):
    columns = clean(q3=[None] * 6 + [9] * 20 + [98] * 2 + [1] * 32)
    found = bound({"2025": columns})
    check = named(found, "nonresponse")
    assert check.offenders["column"].tolist() == ["q3"]
    assert str(check.offenders["note"][0]) == "20.0% of 40 asked gave no answer"
    line = by_item(found).set_index("item").loc["q3"]
    assert line[["asked", "answered", "skipped", "not_applicable", "dont_know"]].tolist() == [
        40,
        32,
        6,
        20,
        2,
    ]


def test_renamed_columns_are_named_and_those_nobody_reads_are_counted(questionnaire, table):
    asked = questionnaire(
        segments={}, waves={"2024": Wave(name="2024", rename={"OLD": "q1"}), "2025": Wave(name="2025")}
    )
    found = run_checks(
        bind(
            asked,
            {"2024": table("2024.csv", OLD=[1], q2=[1], gone=[1]), "2025": table(q1=[1], q2=[1], new=[1])},
        )
    )
    notes = {line.column: str(line.note) for line in named(found, "drift").offenders.itertuples()}
    assert notes == {
        "q1": "the column was called 'OLD' in 2024",
        "": "columns that no question reads: 1 new since 2024, 1 gone",
    }


def test_a_point_nobody_uses_any_more_is_named(bound):
    found = bound({"2024": clean(), "2025": clean(q0=[1, 2] * 30)})
    notes = [str(n) for n in named(found, "drift").offenders.query("column == 'q0'")["note"]]
    assert notes[0] == "nobody chose 3 and 4 any more, unlike 2024"
    assert notes[1].startswith("the distribution differs from 2024")


def test_stability_is_zero_for_equal_and_grows_with_distance():
    same, other = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    assert stability(same, same) == 0
    assert stability(same, other) == pytest.approx(0.4 * np.log(9), rel=1e-12)


def test_thin_waves_are_recorded(questionnaire, table):
    asked = questionnaire(segments={}, waves={name: Wave(name=name) for name in ("a", "b", "c")})
    found = run_checks(
        bind(asked, {"a": table("a.csv", q1=[1, 2], q2=[1, 2]), "b": table("b.csv", q1=[1], q2=[1])})
    )
    check = named(found, "thin")
    assert check.offenders[["wave", "note"]].map(str).to_numpy().tolist() == [
        ["b", "the wave has one respondent"],
        ["c", "the wave has no respondent"],
    ]


def test_a_row_that_offends_twice_is_left_out_and_counted_once(bound):
    columns = clean(id=["a", "a", *[f"r{k}" for k in range(58)]])
    columns["sec"][1] = 1
    found = bound({"2025": columns}, duplicates="exclude", speeders="exclude")
    left = exclude_flagged(found)
    steps = dict(zip(left.waterfall["step"], left.waterfall["n"], strict=True))
    assert steps == {"received": 60, "empty": 0, "duplicates": 1, "speeders": 0, "analysed": 59}
    assert 3 not in left.file_row
    assert named(left, "speeders").count == 1


def test_nothing_is_left_out_unless_the_definition_says_so(bound):
    columns = clean(id=["a"] * 60)
    columns["sec"][1] = 1
    found = bound({"2025": columns}, empty="flag")
    assert len(exclude_flagged(found)) == 60
