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
    assert "100%" in line
    table = pd.read_csv(out)
    assert {"attribute", "category", "probability", "better_low", "p_M"} <= set(table)
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
    assert "withheld" in said


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
