"""``satkit fit`` as an analyst types it."""

import json
import shutil

import pandas as pd
import pytest

from tests.analyses.index.counter import DEFINITION, opened


@pytest.fixture(scope="module")
def counter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fit") / "counter"
    opened(folder)
    return folder


def test_index_paths_and_measurement_are_printed(satkit, counter):
    code, out, _ = satkit("fit", counter)
    assert code == 0
    for word in ("Satisfaction", "Quality → Value", "<.001", "not sound", "Composite reliability"):
        assert word in out


def test_tables_are_written_in_every_format(satkit, counter, tmp_path):
    for suffix in (".csv", ".xlsx", ".tex", ".json"):
        code, out, _ = satkit("fit", counter, "--out", tmp_path / f"model{suffix}", "--quiet")
        assert code == 0
        for table in ("index", "paths", "measurement", "overlap"):
            path = tmp_path / f"model-{table}{suffix}"
            assert path.is_file()
            assert str(path) in out
    table = pd.read_csv(tmp_path / "model-paths.csv")
    assert list(table["source"] + table["target"]) == [
        "QualityValue",
        "QualitySatisfaction",
        "ValueSatisfaction",
    ]
    assert "\\toprule" in (tmp_path / "model-index.tex").read_text(encoding="utf-8")


def test_groups_of_every_wave_stand_with_their_change(satkit, counter, tmp_path):
    code, out, err = satkit("fit", counter, "--by", "town", "--out", tmp_path / "groups.csv")
    assert code == 0
    assert "2024" in out
    assert "2025" in out
    assert "no index of tiny: too few respondents" in out + err
    table = pd.read_csv(tmp_path / "groups-changes.csv")
    assert set(table["wave"]) == {2025}
    assert set(table["level"]) <= {"east", "west"}
    line = table[table["construct"] == "Satisfaction"].iloc[0]
    assert f"+{line['difference']:.1f}" in out
    assert satkit("fit", counter, "--by", "town", "--out", tmp_path / "groups.tex", "--quiet")[0] == 0
    assert "partial least squares" in satkit("fit", counter, "--by", "town", "--method", "cb")[2]
    assert "did you mean 'town'" in satkit("fit", counter, "--by", "twon")[2]


def test_json_holds_the_same_numbers(satkit, counter):
    code, out, _ = satkit("fit", counter, "--wave", "2024", "--json")
    told = json.loads(out)
    assert (code, told["wave"], told["index"][0]["construct"]) == (0, "2024", "Quality")
    assert told["paths"][1]["estimate"] == pytest.approx(0.75, abs=0.1)


def test_another_published_model_needs_items_of_the_survey(satkit, counter):
    code, _, err = satkit("fit", counter, "--model", "acsi")
    assert code == 2
    assert "has an item in this survey" in err


def test_a_slip_in_a_name_is_answered_with_what_was_meant(satkit, counter):
    assert "did you mean 'acsi'?" in satkit("fit", counter, "--model", "asci")[2]
    assert "did you mean '2025'" in satkit("fit", counter, "--wave", "20255")[2]


def test_a_survey_without_an_index_is_told_how_to_name_one(satkit, counter, tmp_path):
    shutil.copytree(counter / "waves", tmp_path / "waves")
    text = (counter / "survey.toml").read_text(encoding="utf-8").split("[index]")[0]
    (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
    code, _, err = satkit("fit", tmp_path)
    assert code == 2
    assert "[index]" in err


def test_a_wave_that_cannot_be_fitted_ends_with_its_reason(satkit, tmp_path):
    opened(tmp_path / "flat", lambda table: table.assign(q2=5))
    code, _, err = satkit("fit", tmp_path / "flat")
    assert code == 3
    assert "everybody gave the same answer to Accuracy" in err


@pytest.fixture
def labelled(tmp_path):
    """The survey with names on two arrows, and a quantity made of names."""

    def make(quantity):
        folder = tmp_path / "counter"
        opened(folder)
        arrows = f"Value ~ a*Quality\nSatisfaction ~ Quality + b*Value\n{quantity}\n"
        definition = DEFINITION.replace("Value ~ Quality\nSatisfaction ~ Quality + Value\n", arrows)
        assert definition != DEFINITION
        (folder / "survey.toml").write_text(definition, encoding="utf-8")
        return folder

    return make


def test_what_a_model_defines_is_its_arithmetic_with_an_interval(satkit, labelled, tmp_path):
    folder = labelled("through := a * b")
    for suffix in (".csv", ".tex"):
        code, out, _ = satkit("fit", folder, "--out", tmp_path / f"own{suffix}", "--quiet")
        assert code == 0
        assert "through" in out
    paths = pd.read_csv(tmp_path / "own-paths.csv").set_index(["source", "target"])["estimate"]
    line = pd.read_csv(tmp_path / "own-defined.csv").iloc[0]
    product = paths["Quality", "Value"] * paths["Value", "Satisfaction"]
    assert line["estimate"] == pytest.approx(product, abs=1e-12)
    assert line["low"] < product < line["high"]
    assert "a * b" in (tmp_path / "own-defined.tex").read_text(encoding="utf-8")


def test_a_quantity_of_a_label_that_no_arrow_has_is_refused_with_the_nearest(satkit, labelled):
    code, _, err = satkit("fit", labelled("through := a * bb"))
    assert code == 2
    assert "'through' uses the label 'bb'" in err
    assert "survey.toml:" in err
    assert "did you mean 'b'" in err
