"""What is printed as JSON can be read by any program."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.cli.screen import Screen, plain
from satkit.errors import Complaint, DataError
from satkit.language import Label, Text
from satkit.tables.table import Column, Table

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_whatever_is_nested_is_strict_json(value):
    told = json.dumps(plain(value, "en"), allow_nan=False)
    assert plain(json.loads(told), "en") == json.loads(told)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.float64("nan"), None),
        (np.float32(0.5), 0.5),
        (np.int64(7), 7),
        (np.array([1.0, np.inf]), [1.0, None]),
        (Text("%(count)d mistakes", {"count": 3}), "共 3 处错误"),
        (Label("排队", "Queue"), "排队"),
        (pd.Timestamp("2025-01-02"), "2025-01-02 00:00:00"),
        (pd.DataFrame({"n": [1, 2], "p": [0.5, np.nan]}), [{"n": 1, "p": 0.5}, {"n": 2, "p": None}]),
    ],
)
def test_tables_numbers_and_sentences_become_plain(value, told):
    assert plain(value, "zh") == told


def test_notes_are_kept_for_the_result(capsys):
    screen = Screen("en", json=True)
    screen.note(Text("Stopped before the end."))
    assert capsys.readouterr() == ("", "")
    screen.data({"n": 1})
    assert json.loads(capsys.readouterr().out) == {"n": 1, "notes": ["Stopped before the end."]}


HOSTILE = "East\x1b]0;OWNED\x07\x1b[2J\x9b31m\u202egnp"


@pytest.mark.parametrize("json_asked", [False, True])
def test_nothing_of_a_file_speaks_to_the_terminal(capsys, json_asked):
    screen = Screen("en", json=json_asked)
    screen.say(HOSTILE)
    screen.tell(Text("%(x)s", {"x": HOSTILE}))
    screen.note(Text("%(x)s", {"x": HOSTILE}))
    screen.fail(Text("%(x)s", {"x": HOSTILE}))
    screen.complain(DataError(Complaint(Text("%(x)s", {"x": HOSTILE}), HOSTILE)))
    screen.show(Table.of("t", HOSTILE, [Column("name", HOSTILE)], [{"name": HOSTILE}]))
    screen.data({HOSTILE: HOSTILE})
    told = "".join(capsys.readouterr())
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert "East" in told
    if json_asked:
        assert json.loads(told.splitlines()[-1])[HOSTILE] == HOSTILE


def test_a_line_break_in_a_name_makes_no_line_of_ours(capsys):
    Screen("en").complain(DataError(Complaint(Text("%(x)s", {"x": "a\n0 mistakes"}), "b\nc.csv")))
    assert capsys.readouterr().err.count("\n") == 1


SIZES = Table.of(
    "sizes",
    Label("规模", "Sizes"),
    (Column("name", "Name"), Column("n", "n", "count"), Column("se", "SE", "number", detail=True)),
    [{"name": f"East{HOSTILE}", "n": 1200, "se": 0.5}],
)


def test_a_declared_table_is_printed_in_the_language_of_the_reader_without_its_details(capsys):
    Screen("zh").show(SIZES)
    printed = capsys.readouterr().out
    assert printed.startswith("规模\n")
    assert "1,200" in printed
    assert "SE" not in printed
    assert "\x1b" not in printed


def test_a_declared_table_is_no_part_of_json(capsys):
    Screen("zh", json=True).show(SIZES)
    assert capsys.readouterr().out == ""
