"""``satkit kano`` on answers that cannot be believed: told in words, never with a traceback."""

import shutil

import pandas as pd
import pytest

from tests.conftest import PROJECT

POWER = PROJECT / "surveys" / "power-supply"


@pytest.fixture
def survey(tmp_path):
    """A copy of the last two waves of the power survey, with answers to the first pair as told."""

    def make(change=None, old="", new=""):
        folder = tmp_path / "power-supply"
        shutil.copytree(POWER, folder, ignore=shutil.ignore_patterns("truth*"))
        definition = folder / "survey.toml"
        text = definition.read_text(encoding="utf-8")
        assert old in text
        text = text.replace("count = 1000", "count = 40")
        definition.write_text(text.replace(old, new, 1), encoding="utf-8")
        for wave in ("2024", "2025") if change else ():
            path = folder / "waves" / f"{wave}.csv"
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            change(table)
            table.to_csv(path, index=False)
        return folder

    return make


def unasked(table):
    table["kd_notice"] = ""


def contradictory(table):
    table[["kf_notice", "kd_notice"]] = "1"


def torn(table):
    table.loc[table.index % 8 == 0, ["kf_notice", "kd_notice"]] = "1"


def halved(table):
    table.loc[table.index % 3 == 0, "kd_notice"] = ""


def swapped(table):
    table[["kf_notice", "kd_notice"]] = table[["kd_notice", "kf_notice"]].to_numpy()


@pytest.mark.parametrize(
    ("change", "said"),
    [(unasked, "nobody answered both questions"), (contradictory, "every answer is reverse or questionable")],
)
def test_an_attribute_without_a_category_says_why_and_the_others_stand(satkit, survey, change, said):
    code, out, _ = satkit("kano", survey(change), "--quiet", "--lang", "en")
    lines = out.splitlines()
    assert code == 0
    assert said in next(line for line in lines if line.startswith("Outage notice"))
    assert "must-be" in next(line for line in lines if line.startswith("Fast restoration"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (halved, "“Outage notice”: many answered only one question of the pair"),
        (swapped, "“Outage notice”: more reverse answers than all others that take a side"),
        (torn, "“Outage notice”: more than a tenth of the answers contradict each other"),
    ],
)
def test_doubts_about_an_attribute_stand_below_the_table(satkit, survey, change, said):
    code, _, err = satkit("kano", survey(change), "--quiet", "--lang", "en")
    assert code == 0
    assert said in err


def test_sound_pairs_raise_no_doubt(satkit, survey):
    assert satkit("kano", survey(), "--quiet", "--lang", "en")[2] == ""


def test_a_cost_of_zero_is_refused_with_its_line(satkit, survey):
    code, _, err = satkit("kano", survey(None, "cost = 260", "cost = 0"))
    assert code == 2
    assert "the cost of 'notice' is 0" in err
    assert "survey.toml:" in err
    assert "a cost above zero" in err
