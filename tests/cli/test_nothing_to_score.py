"""A folder without a single rating: told with advice, and reported as far as it goes."""

import json

import pytest

from tests.survey.test_readings import folder

COMMENTS = (
    '[scale.text]\nkind = "text"\n[item]\nmore = { scale = "text", role = "comment" }\n[segment.town]\n'
)
CHOICES = '[scale.c]\nkind = "choice"\npoints = [1, 2, 3]\n[item]\nq = { scale = "c" }\n[segment.town]\n'
KANO = """
[scale.k]
kind = "kano"
points = "classic"
[item]
f = { text = "A lift: with it?", scale = "k", kano = { attribute = "a", side = "functional" } }
d = { text = "A lift: without it?", scale = "k", kano = { attribute = "a", side = "dysfunctional" } }
"""
FILES = {
    "comments": (COMMENTS, "more,town\n" + "the queue was long,a\nall fine,b\n" * 15),
    "choices": (CHOICES, "q,town\n" + "1,a\n2,b\n3,a\n" * 15),
    "kano": (KANO, "f,d\n" + "1,5\n1,3\n3,3\n" * 15),
}


@pytest.fixture(params=FILES)
def place(request, tmp_path):
    return request.param, folder(tmp_path, *FILES[request.param])


def test_check_says_that_nothing_can_be_scored_and_what_to_do(satkit, place):
    kind, where = place
    code, _, said = satkit("check", where)
    assert code == (0 if kind == "kano" else 1)
    assert ("nothing to score" in said) == (kind != "kano")
    assert ("'town'" in said) == (kind != "kano")


def test_score_refuses_with_the_same_words(satkit, place):
    code, _, said = satkit("score", place[1])
    assert code == 1
    assert "nothing to score" in said


def test_the_refusal_is_json_where_that_was_asked_for(satkit, place):
    code, out, _ = satkit("score", place[1], "--json")
    assert code == 1
    assert "nothing to score" in json.loads(out)["complaints"][0]["what"]


def test_report_gives_the_page_of_what_there_is(satkit, place, tmp_path):
    code, _, _said = satkit("report", place[1], "--out", tmp_path / "out", "--lang", "en")
    assert code == 0
    page = next((tmp_path / "out").glob("*.html")).read_text(encoding="utf-8")
    assert {"comments": "What do customers write?", "choices": "one answer each", "kano": "A lift"}[
        place[0]
    ] in page
    assert "could not be made" not in page
