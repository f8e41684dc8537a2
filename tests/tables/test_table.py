"""Columns are declared once; a table is data."""

import pickle
from dataclasses import dataclass
from math import nan

import pytest

from satkit.errors import DefinitionError
from satkit.language import Label
from satkit.tables.cells import Interval, Share, Verdict, Withheld, read_cell, read_ends
from satkit.tables.table import Column, Table


@dataclass(frozen=True)
class Line:
    name: str
    value: float


COLUMNS = (Column("name", "Name"), Column[Line]("double", "Twice", "score", lambda line: 2 * line.value))
LINES = [Line("a", 1.0), Line("b", 2.5)]


def test_a_column_takes_what_the_row_holds_under_its_key_unless_it_has_a_rule():
    assert Table.of("t", "T", COLUMNS, LINES).rows == (("a", 2.0), ("b", 5.0))
    assert Table.of("t", "T", [Column("n", "n", "count")], [{"n": 3}]).rows == ((3,),)


def test_a_row_that_lacks_the_key_of_a_column_is_a_mistake():
    with pytest.raises(AttributeError):
        Table.of("t", "T", [Column("nothing", "N")], LINES)


def test_a_table_can_go_to_another_process():
    table = Table.of("t", "T", COLUMNS, LINES)
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301  our own


def test_some_columns_are_kept_in_the_order_asked_for():
    table = Table.of("t", "T", COLUMNS, LINES).select("double", "name")
    assert [column.key for column in table.columns] == ["double", "name"]
    assert table.rows[1] == (5.0, "b")


def test_a_column_that_is_not_there_is_refused_with_the_one_that_may_be_meant():
    with pytest.raises(DefinitionError, match="did you mean 'double'"):
        Table.of("t", "T", COLUMNS, LINES).select("duoble")


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": ()},
        {"columns": (Column("a", "A"), Column("a", "B"))},
        {"rows": (("a",),)},
        {"depths": (1,)},
    ],
)
def test_a_table_that_is_not_one_cannot_be_made(wrong):
    whole = {"columns": COLUMNS, "rows": (("a", 1.0), ("b", 2.0))}
    with pytest.raises(ValueError, match=r"^t: "):
        Table("t", "T", **(whole | wrong))


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (88.25, "score", "88.2"),
        (-0.04, "signed", "0.0"),
        (1.25, "signed", "+1.2"),
        (-1.3, "signed", "−1.3"),
        (12345, "count", "12,345"),
        (0.0004, "p", "<.001"),
        (0.04949, "p", ".049"),
        (1.234, "ratio", "1.23"),
        (0.823, "bounded", ".82"),
        (-0.823, "bounded", "−.82"),
        (1.0, "bounded", "1.00"),
        (0.9541, "fit", ".954"),
        (0.00027481, "number", "0.0002748"),
        (-86.0523, "number", "−86.05"),
        (2949.0, "number", "2949"),
        (0.9996, "chance", ">99%"),
        (0.25, "chance", "25%"),
        (nan, "score", "–"),
        (None, "count", "–"),
        (True, "text", "yes"),
        (Share(0.1649, 999), "share", "16%"),
        (Share(0.1649, 1000), "share", "16.5%"),
        (Interval(84.26, 85.31), "interval", "84.3–85.3"),
        (Interval(-0.6, 1.9), "signed_interval", "−0.6 to +1.9"),
        (Interval(nan, nan), "signed_interval", "–"),
        (Interval(-0.05, 0.12), "bounded_interval", "−.05 to .12"),
        (Interval(0.28, 0.41, 50), "share_interval", "28%–41%"),
        (Withheld("too few"), "score", "too few"),
        (Verdict("▲ rose"), "text", "▲ rose"),
        (Label(zh="居民", en="households"), "text", "households"),
        ("a\u202eb", "text", "a□b"),
    ],
)
def test_cells_read_as_their_column_says(cell, kind, text):
    assert read_cell(cell, kind, "en") == text


def test_a_bare_number_in_a_column_of_words_is_a_mistake():
    with pytest.raises(KeyError):
        read_cell(3.0, "text", "en")


@pytest.mark.parametrize(
    ("cell", "kind", "ends"),
    [
        (Interval(-0.05, 0.12), "ratio_interval", ("−0.05", "0.12")),
        (Interval(0.28, 0.41, 50), "share_interval", ("28%", "41%")),
        (Interval(nan, nan), "interval", ("–", "–")),
    ],
)
def test_the_ends_of_an_interval_read_one_by_one(cell, kind, ends):
    assert read_ends(cell, kind) == ends
