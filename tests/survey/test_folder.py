"""A survey folder is found, read, bound, checked, and its exclusions made."""

import numpy as np
import openpyxl
import pytest
from reference import figures
from reference.data_sets import airport_survey

from satkit.errors import DataError
from satkit.survey.flagged_rows import write_offenders
from satkit.survey.folder import open_survey, wave_file
from satkit.survey.questionnaire import Wave
from satkit.survey.readers import read

DEFINITION = """\
version = 1
title = "Small"
[item]
q1 = { scale = "satisfaction", column = "q1", role = "overall" }
[wave.2024]
[wave.2025]
[checks]
respondent = "id"
duplicates = "exclude"
off_scale = "missing"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "waves").mkdir()
    (tmp_path / "survey.toml").write_text(DEFINITION, encoding="utf-8")
    (tmp_path / "waves" / "2024.csv").write_text("id,q1\na,1\n=b,=1+1\n", encoding="utf-8")
    (tmp_path / "waves" / "2025.csv").write_text("id,q1\na,1\na,2\nc,3\n", encoding="utf-8")
    return tmp_path


def test_a_folder_is_opened_and_its_exclusions_counted(folder):
    questionnaire, found = open_survey(folder)
    assert list(questionnaire.waves) == ["2024", "2025"]
    assert found.wave.tolist() == [0, 0, 1, 1]
    assert found.answers["q1"].tolist() == [0, -6, 0, 2]
    assert found.file_row.tolist() == [2, 3, 2, 4]
    lines = found.waterfall[found.waterfall["n"] > 0].to_numpy().tolist()
    assert lines == [
        ["2024", "received", 2],
        ["2024", "analysed", 2],
        ["2025", "received", 3],
        ["2025", "duplicates", 1],
        ["2025", "analysed", 2],
    ]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_offenders_are_written_with_formulas_as_text(folder, suffix):
    _, found = open_survey(folder)
    path = write_offenders(found, folder / f"offenders{suffix}", "en")
    table = read(path).frame
    assert list(table) == ["check", "wave", "file", "row", "column", "value", "note"]
    off = table[table["check"] == "answers that are not on their scale"].iloc[0]
    assert (str(off["wave"]), int(off["row"]), off["column"]) == ("2024", 3, "q1")
    assert off["value"] == ("=1+1" if suffix == ".xlsx" else "'=1+1")
    assert (table["check"] == "the same respondent more than once in a wave").sum() == 1
    if suffix == ".xlsx":
        cell = next(
            c for row in openpyxl.load_workbook(path).active.iter_rows() for c in row if c.value == "=1+1"
        )
        assert cell.data_type == "s"


def test_a_clean_survey_writes_a_file_with_headings_only(folder):
    (folder / "waves" / "2024.csv").write_text("id,q1\na,1\nb,2\n", encoding="utf-8")
    (folder / "waves" / "2025.csv").write_text("id,q1\na,1\nb,2\n", encoding="utf-8")
    path = write_offenders(open_survey(folder)[1], folder / "offenders.csv")
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["check,wave,file,row,column,value,note"]


def test_all_files_that_cannot_be_read_are_said_at_once(folder):
    for path in (folder / "waves").iterdir():
        path.write_bytes(b"")
    with pytest.raises(DataError) as caught:
        open_survey(folder)
    assert [complaint.where for complaint in caught.value.complaints] == ["2024.csv", "2025.csv"]


def test_a_file_may_lie_in_the_folder_of_data(folder, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    (data / "airport_answers.csv").write_text("id\n1\n")
    wave = Wave(name="2025", file="waves/airport_answers.csv")
    assert wave_file(wave, folder, data) == data / "airport_answers.csv"
    with pytest.raises(DataError, match="say with --data in which folder"):
        wave_file(wave, folder)
    with pytest.raises(DataError, match=r"did you mean '2025\.csv'"):
        wave_file(Wave(name="2025", file="waves/2026.csv"), folder)


AIRPORT = """\
version = 1
title = "SFO"
[scale.rating]
points = { from = 1, to = 5 }
score = "linear"
best = "high"
missing = [{ code = 6, reason = "not_applicable" }, 0, "Blank"]
[item]
Q7ALL = { scale = "rating", role = "overall" }
Q7ART = { scale = "rating" }
Q7FOOD = { scale = "rating" }
Q7SIGN = { scale = "rating" }
precheck = { scale = "rating", column = "Q12PRECHECKRATE" }
[segment.area]
column = "BAREA"
[wave.2014]
file = "2014.csv"
rename = { RUN = "RUNID", AREA = "BAREA" }
[wave.2015]
file = "2015.csv"
rename = { Q12PRECHEKCRATE = "Q12PRECHECKRATE" }
[wave.2016]
file = "2016.csv"
rename = { "*RESPNUM" = "RESPNUM" }
[wave.2017]
file = "2017.csv"
rename = { Q12PRECHEKCRATE = "Q12PRECHECKRATE" }
[sample]
weight = "WEIGHT"
strata = ["STRATA"]
cluster = "RUNID"
cluster_missing = "own"
[checks]
respondent = "RESPNUM"
empty = "flag"
"""


def test_four_years_of_the_airport_survey_give_the_counts_and_means_of_r(tmp_path):
    (tmp_path / "survey.toml").write_text(AIRPORT, encoding="utf-8")
    _, found = open_survey(tmp_path, airport_survey())
    reference = figures("survey/airport")
    assert next(check for check in found.checks if check.name == "off_scale").count == 0
    for place, year in enumerate(("2014", "2015", "2016", "2017")):
        rows = found.wave == place
        assert rows.sum() == reference[year]["n"]
        assert len(np.unique(found.cluster[rows])) == reference[year]["runs"]
        for item in ("Q7ALL", "Q7ART", "Q7FOOD", "Q7SIGN"):
            given = rows & (found.answers[item] >= 0).to_numpy()
            mean = np.average(found.answers[item][given] + 1, weights=found.weight[given])
            assert given.sum() == reference[year][item]["n"]
            assert mean == pytest.approx(reference[year][item]["mean"], rel=1e-10)
