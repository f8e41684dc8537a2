"""What a folder says is read as the data tell: shifted codes, catch-alls, ranks, names in common."""

import pytest

from satkit.errors import DataError, DefinitionError
from satkit.language import Label
from satkit.survey.binding import bind
from satkit.survey.folder import open_survey
from satkit.survey.questionnaire import Item
from satkit.survey.responses import OFF_SCALE
from satkit.survey.scale import Point, Scale
from satkit.survey.sharing import in_common
from satkit.survey.table import Table
from tests.survey.conftest import questionnaire, table

NPS = Scale(
    name="nps",
    points=tuple(
        Point(code=code, label=Label(en=text, zh=text), score=10.0 * (code - 1))
        for code, text in enumerate(["not at all", *map(str, range(1, 10)), "surely"], 1)
    ),
)


def asked(scale, **item):
    return questionnaire(
        scales={scale.name: scale}, items={"q": Item(name="q", scale=scale.name, **item)}, segments={}
    )


def places(scale, cells, labels=None):
    read = table(q=cells)
    if labels:
        read = Table(
            **{**{f: getattr(read, f) for f in read.__dataclass_fields__}, "value_labels": {"q": labels}}
        )
    return bind(asked(scale), {"2025": read}).answers["q"].tolist()


def test_with_value_labels_the_code_decides():
    labels = {code: point.label.en for code, point in enumerate(NPS.points, 1)}
    assert places(NPS, [1, 2, 10, 11], labels) == [0, 1, 9, 10]


def test_bare_points_take_the_codes_of_a_file_that_labels_them_one_lower():
    bare = Scale(name="bare", points=tuple(Point(code=k, score=10.0 * (k - 1)) for k in range(1, 12)))
    labels = {code: str(code - 1) for code in range(1, 12)}
    assert places(bare, [1, 2, 11], labels) == [0, 1, 10]


def test_a_file_that_labels_the_codes_the_other_way_round_is_refused():
    bare = Scale(name="bare", points=tuple(Point(code=k, score=25.0 * (k - 1)) for k in range(1, 6)))
    with pytest.raises(DataError, match="another point"):
        places(bare, [1, 2], {code: str(6 - code) for code in range(1, 6)})


def test_without_value_labels_what_is_only_a_code_or_only_a_label_tells():
    assert places(NPS, ["2", "11", "3"]) == [1, 10, 2]
    assert places(NPS, ["2", "surely", "3"]) == [2, 10, 3]


def test_where_nothing_tells_codes_from_labels_the_column_is_refused():
    with pytest.raises(DataError, match="codes of scale"):
        places(NPS, ["2", "3"])


USED = Scale(name="used", kind="multi", separator=";", points=(Point(code="phone"), Point(code="app")))
OTHER = USED.model_copy(update={"points": (*USED.points, Point(code="other", other=True)), "other": True})


def test_the_unknown_part_of_a_cell_is_named_and_its_known_parts_are_counted():
    read = {"2025": table(q=["phone;a note of my own", "app", ""])}
    with pytest.raises(DataError, match="'a note of my own' is not on scale"):
        bind(asked(USED), read)
    found = bind(asked(USED), read, tolerant=True)
    assert found.options["q"].tolist() == [[True, False], [False, True], [False, False]]
    assert found.answers["q"].tolist()[:2] == [0, 0]


def test_a_catch_all_counts_unknown_parts_and_tells_of_them():
    found = bind(asked(OTHER), {"2025": table(q=["phone;a note", "something else", "app"])})
    assert found.options["q"].tolist() == [[True, False, True], [False, False, True], [False, True, False]]
    told = next(check for check in found.checks if check.name == "others")
    assert told.offenders["value"].tolist() == ["a note", "something else"]


def test_an_option_may_itself_hold_the_separator():
    commas = Scale(
        name="c", kind="multi", separator=",", points=(Point(code="Yes, often"), Point(code="app"))
    )
    assert bind(asked(commas), {"2025": table(q=["app,Yes, often"])}).options["q"].tolist() == [[True, True]]


def test_a_column_of_free_words_is_the_catch_all_of_ticked_columns():
    split = asked(OTHER, columns=("a", "b", "c"))
    found = bind(split, {"2025": table(a=["1", ""], b=["", "1"], c=["by letter", ""])})
    assert found.options["q"].tolist() == [[True, False, True], [False, True, False]]


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("Free returns: if offered?", "Free returns: if not offered?", "Free returns"),
        ("如果有充电桩？", "如果没有充电桩？", "有充电桩"),
        (
            "Are you pleased if there is a large lift?",
            "Are you pleased if there is no large lift?",
            "large lift",
        ),
        ("If you were told, how would you feel?", "If you were not told, how would you feel?", ""),
    ],
)
def test_an_attribute_is_called_by_what_its_questions_share(one, other, name):
    assert in_common({"x": (one, other)}).get("x", "") == name


def test_what_two_attributes_share_names_neither():
    pairs = {"a": ("The app: with x", "The app: without x"), "b": ("The app: with y", "The app: without y")}
    assert in_common(pairs) == {}


HEAD = 'version = 1\ntitle = "T"\n[wave.w]\nfile = "waves/w.csv"\n[sample]\nreplicates = { count = 20 }\n'


def folder(tmp_path, toml, csv):
    (tmp_path / "waves").mkdir()
    (tmp_path / "survey.toml").write_text(HEAD + toml, encoding="utf-8")
    (tmp_path / "waves" / "w.csv").write_text(csv, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[scale.s]\nfrom = 5\nto = 1\n", "no ends of a scale"),
        ("[scale.s]\nfrom = 1\nto = 5\npoints = [1, 2]\n", "either 'points' or its ends"),
        ("[scale.s]\nfrom = 1\nto = 5\nsatisfied = [4, 5]\n", "no stretch of the scale"),
        (
            "[scale.s]\nfrom = 1\nto = 5\nsatisfied = { from = 2 }\nbottom = { to = 3 }\n",
            "satisfied and as dissatisfied",
        ),
        (
            '[scale.s]\nkind = "choice"\nother = true\npoints = [1, 2]\n',
            "goes with a scale of kind 'multi' only",
        ),
        ('[scale.s]\nkind = "number"\nfrom = 1\nto = 5\n', "has no ends"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused_with_its_line(tmp_path, toml, told):
    place = folder(tmp_path, toml + '[item]\nq = { scale = "s" }\n', "q\n1\n")
    with pytest.raises(DefinitionError, match=told) as error:
        open_survey(place)
    assert "survey.toml:" in str(error.value)


def test_an_indicator_called_like_an_item_is_refused(tmp_path):
    toml = '[item]\nstaff = { scale = "satisfaction" }\n[indicator.staff]\nitems = ["staff"]\n'
    with pytest.raises(DefinitionError, match="both called 'staff'"):
        open_survey(folder(tmp_path, toml, "staff\n1\n2\n"))


def test_numbers_between_the_points_are_one_complaint_that_names_the_scale_they_need(tmp_path):
    toml = '[scale.s]\npoints = { from = 1, to = 5 }\nscore = "linear"\nbest = "high"\n[item]\nq = { scale = "s" }\n'
    with pytest.raises(DataError, match="from = 1 and to = 5") as error:
        open_survey(folder(tmp_path, toml, "q\n1.5\n2.25\n3\n4.5\n"))
    assert len(error.value.complaints) == 2


def test_numbers_beyond_the_ends_are_off_the_scale(tmp_path):
    toml = '[scale.s]\nfrom = 1\nto = 5\n[item]\nq = { scale = "s" }\n[checks]\noff_scale = "missing"\n'
    _, found = open_survey(folder(tmp_path, toml, "q\n1.5\n5.25\n3\n"))
    assert found.answers["q"].tolist()[1] == OFF_SCALE


def test_items_left_out_are_counted_among_those_who_are_left(tmp_path):
    toml = '[item]\na = { scale = "satisfaction" }\nb = { scale = "satisfaction" }\n'
    rows = "a,b\n" + "1,2\n" * 20 + ",\n" * 15
    _, found = open_survey(folder(tmp_path, toml, rows))
    assert next(check for check in found.checks if check.name == "nonresponse").count == 0


def test_a_ranking_without_points_has_a_place_for_every_thing(tmp_path):
    toml = '[scale.r]\nkind = "rank"\n[item]\nx = { scale = "r" }\ny = { scale = "r" }\nz = { scale = "r" }\n'
    read, _ = open_survey(folder(tmp_path, toml, "x,y,z\n1,2,3\n3,1,2\n"))
    assert [point.code for point in read.scales["r"].points] == [1, 2, 3]
    assert read.scored_items == ()
