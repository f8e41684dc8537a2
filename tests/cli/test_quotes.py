"""``satkit quotes`` as the person types it who answers for privacy."""

import json
import shutil

import pandas as pd
import pytest

from tests.conftest import PROJECT

POWER = PROJECT / "surveys" / "power-supply"


@pytest.fixture
def survey(tmp_path):
    """A copy of the power survey, whose settings of comments may be written."""
    shutil.copytree(POWER, tmp_path / "power-supply", ignore=shutil.ignore_patterns("truth*"))
    return tmp_path / "power-supply"


def settings(survey, line):
    path = survey / "survey.toml"
    text = path.read_text(encoding="utf-8")
    assert "\n[comments]\n" in text
    path.write_text(text.replace("\n[comments]\n", f"\n[comments]\n{line}\n"), encoding="utf-8")


def listed(satkit, survey, *options):
    code, said, _ = satkit("quotes", survey, "--json", *options)
    assert code == 0
    return json.loads(said)["comments"]


def test_a_comment_left_out_is_told_and_replaced(satkit, survey):
    before = listed(satkit, survey)
    assert [line["quoted"] for line in before] == [True] * 8
    settings(survey, f'leave_out = ["{before[0]["key"]}"]')
    after = listed(satkit, survey)
    assert after[0] == before[0] | {"quoted": False, "left_out": True}
    assert sum(line["quoted"] for line in after) == 8


def test_all_that_may_be_quoted_is_listed_without_a_number(satkit, survey):
    every = listed(satkit, survey, "--all")
    assert len(every) > 50
    assert not any(
        sign * 2 in line["text"] for line in every for sign in "0123456789" if "***" in line["text"]
    )


def test_the_list_goes_to_a_file_and_tells_what_to_write(satkit, survey, tmp_path):
    out = tmp_path / "quotes.csv"
    code, said, beside = satkit("quotes", survey, "--out", out, "--lang", "en")
    assert code == 0
    assert "[comments] leave_out" in beside
    table = pd.read_csv(out, dtype=str)
    assert list(table) == ["key", "text", "theme", "segment", "level", "quoted", "left_out"]
    assert all(key in said for key in table["key"])


def test_a_key_of_no_comment_is_refused_in_words(satkit, survey):
    settings(survey, 'leave_out = ["deadbeef"]')
    code, _, err = satkit("quotes", survey)
    assert code == 1
    assert "no comment has the key 'deadbeef'" in err


def test_a_survey_without_comments_says_so(satkit, counter):
    code, _, err = satkit("quotes", counter)
    assert code == 0
    assert "no comment may be quoted" in err
