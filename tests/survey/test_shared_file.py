"""Waves that share a file take their own rows, and no row is lost or counted twice without a word."""

import pytest

from satkit.errors import DataError
from satkit.survey.definition import load
from satkit.survey.folder import open_survey, tables

HEAD = """
version = 1
title = "Shared"
[scale.r]
points = { from = 1, to = 5 }
score = "linear"
best = "high"
[item]
q = { text = "All in all?", scale = "r" }
"""


@pytest.fixture
def survey(tmp_path):
    def write(*waves, years=(2023, 2024, 2024, 2025)):
        rows = "".join(f"{year},{k % 5 + 1}\n" for year in years for k in range(12))
        (tmp_path / "all.csv").write_text("year,q\n" + rows, encoding="utf-8")
        text = HEAD + "".join(f'[wave.{name}]\nfile = "all.csv"\n{where}\n' for name, where in waves)
        (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_every_wave_holds_its_own_rows_and_the_others_are_told(survey):
    folder = survey(("a", "where = { year = 2023 }"), ("b", 'where = { year = ["2024"] }'))
    found = tables(load(folder), folder)
    assert {name: len(table.frame) for name, table in found.items()} == {"a": 12, "b": 24}
    assert "belong to no wave, left out: 12" in " ".join(map(str, found["a"].notes))
    _, responses = open_survey(folder)
    assert (responses.wave == 1).sum() == 24


@pytest.mark.parametrize(
    ("waves", "said"),
    [
        ((("a", "where = { jear = 2023 }"),), "no column 'jear', which 'where' of wave 'a' asks for"),
        ((("a", "where = { year = 1999 }"),), "no row belongs to wave 'a'"),
        ((("a", "where = { year = 2023 }"), ("b", "")), "more than one of the waves 'a' and 'b': 12"),
    ],
)
def test_a_where_that_cannot_be_meant_is_refused(survey, waves, said):
    folder = survey(*waves)
    with pytest.raises(DataError, match=said):
        tables(load(folder), folder)
