"""The command line as a newcomer types it."""

import json
import os
import subprocess
import sys

import pandas as pd
import pytest
from reference.data_sets import airport_survey

from tests.cli.conftest import DEFINITION
from tests.conftest import PROJECT


def test_help_names_every_command_and_loads_nothing_heavy():
    script = (
        "import sys; sys.argv = ['satkit', '--help']\n"
        "from satkit.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print({'numpy', 'pandas', 'scipy', 'matplotlib', 'pydantic', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    for name in ("new", "check", "score", "report", "simulate", "demo"):
        assert f"  {name} " in done.stdout
    assert done.stdout.rstrip().endswith("set()")


def test_the_version_is_printed(satkit):
    code, out, _ = satkit("--version")
    assert code == 0
    assert out.startswith("satkit ")


def test_check_counts_and_writes_the_offending_rows(satkit, counter, tmp_path):
    out = tmp_path / "offenders.xlsx"
    code, said, _ = satkit("check", counter, "--out", out)
    assert code == 0
    assert "received" in said
    assert "120" in said
    assert out.exists()


def test_check_as_json_is_one_document_also_where_it_refuses(satkit, counter):
    path = counter / "waves" / "2025.csv"
    path.write_text(path.read_text().replace("\n1,", "\n7,", 1))
    code, said, beside = satkit("check", counter, "--json")
    assert code == 1
    assert beside == ""
    assert "'7' is not on scale" in json.loads(said)["complaints"][0]["what"]


def test_a_place_is_told_in_the_language_of_the_reader(satkit, counter):
    path = counter / "waves" / "2025.csv"
    path.write_text(path.read_text().replace("\n1,", "\n7,", 1))
    _, _, err = satkit("check", counter, "--lang", "zh")
    assert "2025.csv 第 3 行 q1 列" in err


def test_score_prints_the_overall_score_first_and_withholds_small_groups(satkit, counter):
    code, said, _ = satkit("score", counter, "--by", "town", "--quiet")
    assert code == 0
    first = said.splitlines()[3]  # below caption, header and rule
    assert first.startswith("Overall")
    assert "withheld" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_guess_of_the_draft_is_told_until_it_is_confirmed(satkit, counter, tmp_path, language):
    rows = pd.DataFrame({"q1": [1, 2, 3, 4, 5] * 8, "q2": [5, 4, 3, 2, 1] * 8})
    rows.to_csv(tmp_path / "2025.csv", index=False)
    folder = tmp_path / "drafted"
    satkit("new", folder, "--from", tmp_path / "2025.csv", "--lang", language)
    code, _, err = satkit("check", folder)
    assert code == 0
    assert "nobody confirmed: 2" in err  # which end is good, and the bands
    text = (folder / "survey.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("#")]
    (folder / "survey.toml").write_text("\n".join(kept), encoding="utf-8")
    assert "nobody confirmed" not in satkit("check", folder)[2]
    assert "nobody confirmed" not in satkit("check", counter)[2]


def test_a_segment_nobody_defined_is_refused_with_the_known_ones(satkit, counter):
    code, _, err = satkit("score", counter, "--by", "county")
    assert code == 2
    assert "known: 'town'" in err


def test_scores_go_to_a_folder_that_is_not_there_yet(satkit, counter, tmp_path):
    out = tmp_path / "deep" / "scores.csv"
    assert satkit("score", counter, "--out", out, "--quiet")[0] == 0
    assert out.exists()


def test_ctrl_c_is_told_in_the_language_of_the_reader(satkit, counter, monkeypatch):
    def interrupted(*_words, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("satkit.cli.check.open_study", interrupted)
    code, _, err = satkit("check", counter)
    assert code == 130
    assert "Stopped" in err


def test_score_as_json_is_json_and_nothing_else(satkit, counter):
    code, said, beside = satkit("score", counter, "--json")
    told = json.loads(said)
    assert code == 0
    assert beside == ""
    assert told["wave"] == "2025"
    assert told["scores"][0]["node"] == "q3"
    assert told["scores"][0]["low"] < told["scores"][0]["estimate"] < told["scores"][0]["high"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "tex", "json"])
def test_scores_go_to_a_file_in_one_call(satkit, counter, tmp_path, suffix):
    out = tmp_path / f"scores.{suffix}"
    code, _, _ = satkit("score", counter, "--out", out)
    assert code == 0
    assert out.stat().st_size > 500


def test_a_suffix_nobody_writes_is_refused_with_the_known_ones(satkit, counter, tmp_path):
    code, _, err = satkit("score", counter, "--out", tmp_path / "scores.doc")
    assert code == 2
    assert "'.xlsx'" in err


def test_a_suffix_is_refused_before_anything_is_computed(satkit, counter, tmp_path):
    for command in ("score", "check", "drivers"):
        code, out, err = satkit(command, counter, "--out", tmp_path / "table.doc")
        assert (code, out) == (2, "")
        assert "tables are not written as '.doc'" in err
        assert "Reading" not in err


def test_a_file_in_place_of_the_folder_and_data_that_are_nowhere_are_both_told(satkit, counter, tmp_path):
    code, _, err = satkit("score", counter / "survey.toml", "--data", tmp_path / "nowhere")
    assert code == 2
    assert "this is a file" in err
    assert f"{tmp_path / 'nowhere'}  there is no such folder" in err


def test_a_folder_of_surveys_names_them(satkit, counter):
    code, _, err = satkit("check", counter.parent)
    assert code == 2
    assert f"survey folders in it: '{counter}'" in err


def test_an_unknown_wave_and_an_unknown_segment_are_told_together(satkit, counter):
    code, _, err = satkit("score", counter, "--wave", "2052", "--by", "twon")
    assert code == 2
    assert "did you mean '2025'" in err
    assert "did you mean 'town'?" in err
    assert "2 mistakes" in err


def test_answers_drawn_for_a_survey_of_real_people_are_said_to_be_invented(satkit, counter, tmp_path):
    assert "invented" not in satkit("simulate", counter, "--out", tmp_path / "one")[2]
    (counter / "survey.toml").write_text(DEFINITION.replace("simulated = true", ""), encoding="utf-8")
    assert "invented" in satkit("simulate", counter, "--out", tmp_path / "two")[2]


def test_what_the_system_refuses_is_told_in_the_language_of_the_reader(satkit, counter):
    occupied = counter / "survey.toml"
    code, _, err = satkit("score", counter, "--out", occupied / "scores.csv", "--lang", "zh")
    assert code == 1
    assert "系统拒绝" in err
    assert "文件夹的位置上是一个文件" in err
    code, said, _ = satkit("score", counter, "--out", occupied / "scores.csv", "--json")
    assert code == 1
    assert "a file is in the place of a folder" in json.loads(said)["error"]


def test_warnings_stand_in_the_json(satkit, counter, tmp_path):
    path = counter / "waves" / "2025.csv"
    path.write_text(path.read_text().replace("east", "東🌏"), encoding="utf-8")
    code, said, beside = satkit("report", counter, "--out", tmp_path / "out", "--json", "--lang", "en")
    told = json.loads(said)
    assert (code, beside, len(told["files"])) == (0, "", 1)
    assert sum("🌏" in note for note in told["notes"]) == 1


def test_characters_without_a_glyph_are_told_once_and_cost_no_report(satkit, counter, tmp_path):
    path = counter / "waves" / "2025.csv"
    path.write_text(path.read_text().replace("east", "東🌏"), encoding="utf-8")
    code, _, err = satkit("report", counter, "--out", tmp_path / "out", "--quiet")
    assert code == 0
    assert err.count("🌏") == 1
    assert "Glyph" not in err


def test_a_segment_nobody_answered_costs_no_report(satkit, counter, tmp_path):
    for path in (counter / "waves").iterdir():
        path.write_text(path.read_text().replace("east", "").replace("west", "").replace("tiny", ""))
    code, _, _ = satkit("report", counter, "--out", tmp_path / "out", "--quiet", "--lang", "zh")
    assert code == 0


def test_the_report_is_written_in_both_languages_with_the_workbooks(satkit, counter, tmp_path):
    code, said, _ = satkit("report", counter, "--out", tmp_path / "out", "--xlsx")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "counter.en.html",
        "counter.en.xlsx",
        "counter.zh.html",
        "counter.zh.xlsx",
    ]
    assert "counter.zh.html" in said
    assert 'lang="zh' in (tmp_path / "out" / "counter.zh.html").read_text(encoding="utf-8")[:300]


def test_the_same_folder_gives_the_same_bytes(satkit, counter, tmp_path):
    for name in ("one", "two"):
        assert satkit("report", counter, "--out", tmp_path / name, "--lang", "en", "--xlsx")[0] == 0
    for suffix in ("html", "xlsx"):
        one, two = ((tmp_path / name / f"counter.en.{suffix}").read_bytes() for name in ("one", "two"))
        assert one == two


def test_a_mistake_in_the_definition_ends_with_code_2_and_its_line(satkit, counter):
    text = DEFINITION.replace(
        'q2 = { label = { zh = "态度", en = "Manner" }, scale = "satisfaction"',
        'q2 = { scale = "satisfacton"',
    )
    (counter / "survey.toml").write_text(text, encoding="utf-8")
    code, _, err = satkit("check", counter)
    assert code == 2
    assert "survey.toml:7" in err
    assert "'satisfaction'" in err
    assert "Traceback" not in err


def test_a_mistake_in_the_data_ends_with_code_1_and_its_row(satkit, counter):
    path = counter / "waves" / "2025.csv"
    lines = path.read_text().splitlines()
    lines[7] = "9" + lines[7][1:]
    path.write_text("\n".join(lines))
    code, _, err = satkit("score", counter)
    assert code == 1
    assert "2025.csv" in err
    assert "8" in err
    assert "q1" in err


def test_check_lists_every_answer_off_its_scale_in_a_file(satkit, counter, tmp_path):
    path = counter / "waves" / "2025.csv"
    table = pd.read_csv(path)
    table.loc[:39, "q1"] = 9
    table.to_csv(path, index=False)
    code, said, err = satkit("check", counter, "--out", tmp_path / "rows.csv")
    assert code == 1
    assert "2025.csv, row 2, column q1  '9' is not on scale 'satisfaction'" in err
    assert "cells: 40" in err
    assert "analysed" in said
    listed = pd.read_csv(tmp_path / "rows.csv")
    assert (listed["value"].astype(str).str.removesuffix(".0") == "9").sum() == 40


def test_mistakes_as_json_carry_place_and_hint(satkit, counter):
    (counter / "survey.toml").write_text(DEFINITION.replace("version = 1", "version = 7"), encoding="utf-8")
    code, said, _ = satkit("check", counter, "--json")
    told = json.loads(said)
    assert code == 2
    assert told["complaints"][0]["where"].startswith("survey.toml:")


def test_messages_come_in_chinese_when_asked(satkit, counter):
    (counter / "waves" / "2025.csv").unlink()
    code, _, err = satkit("check", counter, "--lang", "zh")
    assert code == 2
    assert any("\u4e00" <= char <= "\u9fff" for char in err)


def test_a_folder_that_is_not_there_is_told_in_a_line(satkit, tmp_path):
    code, _, err = satkit("score", tmp_path / "nowhere")
    assert code == 2
    assert "no such folder" in err
    assert "satkit new" in err


def test_an_unknown_wave_is_told_with_near_matches(satkit, counter):
    code, _, err = satkit("score", counter, "--wave", "2052")
    assert code == 2
    assert "2025" in err


def test_strict_turns_flags_into_exit_code_3(satkit, counter):
    path = counter / "waves" / "2025.csv"
    definition = DEFINITION.replace("[sample]", '[checks]\nrespondent = "id"\n[sample]')
    (counter / "survey.toml").write_text(definition, encoding="utf-8")
    for wave in ("2024", "2025"):
        table = pd.read_csv(counter / "waves" / f"{wave}.csv")
        table.assign(id=[1, *range(1, len(table))]).to_csv(counter / "waves" / f"{wave}.csv", index=False)
    assert path.exists()
    assert satkit("check", counter)[0] == 0
    assert satkit("check", counter, "--strict")[0] == 3


def test_new_writes_a_folder_that_scores(satkit, counter, tmp_path):
    folder = tmp_path / "fresh"
    labels = {1: "非常满意", 2: "满意", 3: "基本满意", 4: "不满意"}
    table = pd.read_csv(counter / "waves" / "2025.csv")
    table[["q1", "q2", "q3"]] = table[["q1", "q2", "q3"]].replace(labels)
    answers = tmp_path / "2025年答卷.csv"
    answers.write_bytes(table.rename(columns={"q3": "总体满意度"}).to_csv(index=False).encode("gb18030"))
    code, said, _ = satkit("new", folder, "--from", answers)
    assert code == 0
    assert "satkit check" in said
    assert (folder / "waves" / answers.name).exists()
    assert satkit("check", folder)[0] == 0
    code, said, _ = satkit("score", folder, "--json")
    assert code == 0
    assert json.loads(said)["scores"][0]["node"] == "q3"


def test_new_does_not_write_over_a_definition(satkit, counter, tmp_path):
    before = (counter / "survey.toml").read_bytes()
    code, _, err = satkit("new", counter, "--from", counter / "waves" / "2025.csv")
    assert code == 2
    assert "exists" in err
    assert (counter / "survey.toml").read_bytes() == before


def test_simulate_writes_answers_and_their_truth(satkit, counter, tmp_path):
    code, said, _ = satkit("simulate", counter, "--out", tmp_path / "drawn", "--seed", "5")
    assert code == 0
    assert "truth" in said
    assert any((tmp_path / "drawn").rglob("2025.csv"))


def test_demo_writes_the_bundled_report_without_a_browser(satkit, tmp_path):
    code, said, _ = satkit("demo", "--no-browser", "--out", tmp_path / "demo", "--lang", "en")
    assert code == 0
    assert (tmp_path / "demo" / "power-supply.en.html").exists() or "en.html" in said


def test_the_airport_survey_is_reported_from_a_folder_of_data(satkit, tmp_path):
    data, survey = airport_survey(), PROJECT / "surveys" / "sfo-airport"
    code, _, err = satkit("report", survey, "--data", data, "--out", tmp_path, "--lang", "en")
    assert code == 0, err
    page = (tmp_path / "sfo-airport.en.html").read_text(encoding="utf-8")
    assert "76.8" in page


def test_a_gbk_console_is_never_a_traceback(counter):
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "SATKIT_LANG": "zh"}
    for words in (["--help"], ["check", str(counter)], ["score", str(counter)], ["score", "nowhere"]):
        done = subprocess.run(
            [sys.executable, "-m", "satkit", *words],
            capture_output=True,
            env=environment,
            cwd=PROJECT,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert b"UnicodeEncodeError" not in done.stderr
        done.stdout.decode("gbk")


def test_a_mistake_of_ours_is_said_without_rows_of_data(satkit, counter, monkeypatch):
    import satkit.cli.score as command

    def broken(*_):
        raise KeyError("secret answer")

    monkeypatch.setattr(command, "open_study", broken)
    code, _, err = satkit("score", counter)
    assert code == 70
    assert "secret answer" not in err
    assert "--debug" in err


def test_an_analysis_that_breaks_costs_its_section_and_not_the_report(satkit, counter, tmp_path, monkeypatch):
    from satkit.analyses.drivers import analysis

    def broken(*_):
        raise ZeroDivisionError("secret answer")

    monkeypatch.setattr(analysis, "explain_dissatisfaction", broken)
    code, _, err = satkit("report", counter, "--out", tmp_path / "out", "--lang", "en")
    page = (tmp_path / "out" / "counter.en.html").read_text(encoding="utf-8")
    assert code == 0
    assert "ZeroDivisionError" in page
    assert "ZeroDivisionError" in err
    assert "secret answer" not in page
