"""``satkit kano`` and ``satkit drivers`` as a newcomer types them."""

import json

import pandas as pd
import pytest

from tests.conftest import PROJECT

POWER = PROJECT / "surveys" / "power-supply"


def test_kano_prints_category_and_probability(satkit, tmp_path):
    out = tmp_path / "kano.csv"
    code, said, _ = satkit("kano", POWER, "--quiet", "--out", out)
    assert code == 0
    line = next(line for line in said.splitlines() if line.startswith("Outage notice"))
    assert "must-be" in line
    assert ">99%" in line
    table = pd.read_csv(out)
    assert {"attribute", "category", "probability", "better_low", "p_M", "dumouchel", "angle"} <= set(table)
    assert set(table["wave"]) == {2024, 2025}


@pytest.mark.parametrize("suffix", ["xlsx", "tex", "json"])
def test_drivers_go_to_a_file_in_one_call(satkit, counter, tmp_path, suffix):
    out = tmp_path / f"drivers.{suffix}"
    code, said, beside = satkit("drivers", counter, "--measure", "score", "--out", out)
    assert code == 0, beside
    assert "Queue" in said
    assert out.stat().st_size > 200


def test_drivers_as_json_are_json_and_nothing_else(satkit, counter):
    code, said, beside = satkit("drivers", counter, "--json", "--measure", "score", "--wave", "2024")
    told = json.loads(said)
    assert (code, beside, told["wave"]) == (0, "", "2024")
    assert {line["driver"] for line in told["drivers"]} == {"q1", "q2"}
    assert sum(line["share"] for line in told["drivers"]) == pytest.approx(1)


def test_drivers_by_group_withhold_the_small_one(satkit, counter):
    code, said, _ = satkit("drivers", counter, "--by", "town", "--measure", "score", "--quiet")
    assert code == 0
    assert "fewer than" in said


def test_drivers_are_compared_with_another_wave(satkit, tmp_path):
    out = tmp_path / "waves.csv"
    code, said, _ = satkit("drivers", POWER, "--versus", "2024", "--quiet", "--out", out)
    assert code == 0
    assert "2024" in said.splitlines()[0]
    assert "Effects in percentage points dissatisfied, the other drivers alike." in said
    table = pd.read_csv(out)
    assert len(table) == 21
    assert {"driver", "share", "rest", "slope", "slope_rest", "difference", "p_adjusted"} <= set(table)


def test_a_driver_is_raised_by_name(satkit):
    code, said, _ = satkit("drivers", POWER, "--raise", "complaints=5", "--raise", "hotline=10", "--json")
    assert code == 0
    told = {(line["driver"], line["measure"]): line for line in json.loads(said)["drivers"]}
    fewer, higher = told["complaints", "dissatisfied"], told["complaints", "score"]
    assert fewer["change_low"] < fewer["change"] < 0 < higher["change"]
    assert told["hotline", "score"]["points"] == 10


@pytest.mark.parametrize(
    ("told", "ended", "words"),
    [
        ("hotlin=5", 3, "did you mean 'hotline'"),
        ("hotline", 1, "--raise takes a driver and points, not 'hotline'"),
        ("hotline=500", 3, "'hotline' cannot rise by 500"),
        ("hotline=0", 3, "'hotline' cannot rise by 0"),
    ],
)
def test_a_rise_that_cannot_be_is_refused_in_words(satkit, told, ended, words):
    code, _, err = satkit("drivers", POWER, "--raise", told, "--quiet")
    assert code == ended
    assert words in err


def test_a_wave_to_compare_with_that_is_none_is_refused_with_the_nearest(satkit, counter):
    code, _, err = satkit("drivers", counter, "--versus", "2032")
    assert code == 3
    assert "no wave '2032'" in err
    assert "did you mean" in err


@pytest.mark.parametrize("command", ["kano", "drivers"])
def test_a_segment_nobody_named_is_refused_with_the_nearest(satkit, counter, command):
    code, _, err = satkit(command, counter, "--by", "twon")
    assert code == 2
    assert "did you mean 'town'?" in err


def test_kano_without_pairs_says_what_a_pair_is(satkit, counter):
    code, _, err = satkit("kano", counter)
    assert code == 2
    assert "no Kano pairs are asked" in err
    assert 'side = "functional"' in err


def test_drivers_without_an_overall_question_are_refused_in_words(satkit, counter):
    definition = counter / "survey.toml"
    definition.write_text(
        definition.read_text(encoding="utf-8").replace(', role = "overall"', ""), encoding="utf-8"
    )
    code, _, err = satkit("drivers", counter)
    assert code == 1
    assert "no overall question to explain" in err


def test_a_driver_nobody_differs_on_is_named_as_left_out(satkit, counter):
    for wave in ("2024", "2025"):
        path = counter / "waves" / f"{wave}.csv"
        pd.read_csv(path).assign(q4=2).to_csv(path, index=False)
    definition = counter / "survey.toml"
    told = definition.read_text(encoding="utf-8")
    asked = 'q4 = { label = { zh = "环境", en = "Rooms" }, scale = "satisfaction" }'
    told = told.replace("[indicator.service]", f"{asked}\n[indicator.service]")
    told = told.replace('["q1", "q2"]', '["q1", "q2", "q4"]')
    definition.write_text(told, encoding="utf-8")
    code, _, err = satkit("drivers", counter, "--measure", "score")
    assert code == 0
    assert "left out: “Rooms” (everyone answered alike)" in err


def test_constructs_of_the_index_are_drivers_by_their_labels(satkit, counter):
    definition = counter / "survey.toml"
    told = (
        definition.read_text(encoding="utf-8")
        + """
[drivers]
drivers = ["staff", "q2"]
measure = "score"
[index]
index = "content"
syntax = "staff =~ q1; other =~ q2; content =~ q3; content ~ staff + other"
[index.labels]
staff = "Our people"
"""
    )
    definition.write_text(told, encoding="utf-8")
    code, out, err = satkit("drivers", counter)
    assert code == 0
    assert "Our people" in out
    assert "taken as known" in err
    code, out, _ = satkit("drivers", counter, "--raise", "staff=5")
    assert code == 0
    assert "Our people" in out


def test_drivers_that_repeat_each_other_are_refused_with_what_to_do(satkit, counter):
    path = counter / "waves" / "2025.csv"
    table = pd.read_csv(path)
    table.assign(q2=table["q1"]).to_csv(path, index=False)
    code, _, err = satkit("drivers", counter, "--measure", "score")
    assert code == 1
    assert "drivers repeat each other exactly: 'q1' and 'q2'" in err
    assert "leave one of them out" in err
