"""Cells become answers through their scales, and nothing is guessed."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satkit.errors import DataError
from satkit.language import Label
from satkit.survey.binding import bind
from satkit.survey.levels import _natural
from satkit.survey.questionnaire import Checks, Design, Item, Level, Questionnaire, Segment, Wave
from satkit.survey.responses import OFF_SCALE
from satkit.survey.scale import SATISFACTION


def steps(found, wave="2025"):
    lines = found.waterfall[found.waterfall["wave"] == wave]
    return dict(zip(lines["step"], lines["n"], strict=True))


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (1, 0),
        (1.0, 0),
        ("1", 0),
        ("1.0", 0),
        ("１ ", 0),
        ("非常满意", 0),
        ("很满意", 0),
        ("very satisfied", 0),
        ("VERY SATISFIED\u200b", 0),
        ("4、不满意", 3),
        ("B. 满意", 1),
        (9, -3),
        ("不适用", -3),
        ("98", -4),
        (99.0, -5),
        ("blank", -1),
        ("", -1),
        ("  ", -1),
        (None, -1),
    ],
)
def test_a_cell_is_read_by_code_or_by_any_of_its_words(one_item, table, cell, place):
    assert bind(one_item(), {"2025": table(q1=[cell, 1])}).answers["q1"].tolist() == [place, 0]


def test_codes_the_file_declares_missing_carry_the_reason_their_label_tells(one_item, table):
    told = replace(
        table(q1=[1, 95, 96, 97, 94]),
        missing={"q1": frozenset({94, 95, 96, 97})},
        value_labels={"q1": {95: "Don't know", 96: "拒绝回答", 97: "本题跳过"}},
    )
    assert bind(one_item(), {"2025": told}).answers["q1"].tolist() == [0, -4, -5, -2, -1]


def test_a_code_is_read_by_the_label_its_file_gives_it(one_item, table):
    told = replace(table(q1=[11, 12]), value_labels={"q1": {11: "非常满意", 12: "不满意"}})
    assert bind(one_item(), {"2025": told}).answers["q1"].tolist() == [0, 3]


def test_a_file_with_the_scale_reversed_is_refused(one_item, table):
    told = replace(
        table(q1=[1, 4]), value_labels={"q1": {1: "不满意", 2: "基本满意", 3: "满意", 4: "非常满意"}}
    )
    with pytest.raises(DataError, match="the file labels code 1 '不满意', which is another point") as caught:
        bind(one_item(), {"2025": told})
    assert len(caught.value.complaints) == 4


def test_off_scale_answers_stop_with_file_row_column_value_and_hints(one_item, table):
    with pytest.raises(DataError) as caught:
        bind(one_item(), {"2025": table(q1=[1, 7, "不满易", "7", "很满意"])})
    text = str(caught.value)
    assert (
        "2025.csv, row 3, column q1  '7' is not on scale 'satisfaction' of item 'q1' (cells: 2, rows: 3 and 5)"
        in text
    )
    assert "one of 1, 2, 3 and 4" in text
    assert "did you mean" in text
    assert "add it to missing in [scale.satisfaction]" in text
    assert "answers not on their scale: 3, different values by column: 2" in text
    assert caught.value.exit_code == 1


def test_only_the_first_twenty_off_scale_values_are_listed_and_the_total_said(one_item, table):
    with pytest.raises(DataError) as caught:
        bind(one_item(), {"2025": table(q1=[str(k) for k in range(100, 150)])})
    assert len(caught.value.complaints) == 21
    assert "not on their scale: 50, different values by column: 50" in str(caught.value)


def test_rows_beyond_twenty_are_counted(one_item, table):
    with pytest.raises(DataError, match=r"'7' .*cells: 50, rows: 2, 3, .* and 30 more"):
        bind(one_item(), {"2025": table(q1=["7"] * 50)})


@pytest.mark.parametrize("action", ["missing", "exclude"])
def test_off_scale_answers_are_no_answer_where_the_definition_says_so(one_item, table, action):
    found = bind(one_item(checks=Checks(off_scale=action)), {"2025": table(q1=[1, "7", 2, "x" * 500])})
    assert found.answers["q1"].tolist() == [0, OFF_SCALE, 1, OFF_SCALE]
    check = found.checks[0]
    assert (check.name, check.action, check.count, check.looked_at) == ("off_scale", action, 2, 4)
    assert check.offenders[["wave", "file", "row", "column", "value"]].to_numpy().tolist() == [
        ["2025", "2025.csv", 3, "q1", "7"],
        ["2025", "2025.csv", 5, "q1", ""],
    ]


def test_somebodys_words_in_a_coded_column_are_not_quoted(one_item, table):
    words = "我的电话是一三八零零零零零零零零，请尽快给我回电话，谢谢你们了，家里已经停电两天了真的受不了了"
    with pytest.raises(DataError) as caught:
        bind(one_item(), {"2025": table(q1=[words])})
    assert "我的电话" not in str(caught.value)
    assert f"a text of {len(words)} characters" in str(caught.value)


def test_drifted_columns_are_renamed_wave_by_wave(questionnaire, table):
    asked = questionnaire(
        segments={},
        waves={"2024": Wave(name="2024", rename={"Q1_OLD": "q1", "q1": "q2"}), "2025": Wave(name="2025")},
    )
    found = bind(asked, {"2024": table("2024.csv", Q1_OLD=[1], q1=[2]), "2025": table(q1=[3], q2=[4])})
    assert found.answers.to_numpy().tolist() == [[0, 1], [2, 3]]
    assert found.wave.tolist() == [0, 1]


def test_names_that_differ_in_blanks_or_width_are_taken_and_said(questionnaire, table):
    found = bind(questionnaire(segments={}), {"2025": table(**{"q1 ": [1], "ｑ２\u200b": [2]})})
    assert found.answers.to_numpy().tolist() == [[0, 1]]
    assert sum("differ in blanks or width" in str(note) for note in found.tables["2025"].notes) == 2


def test_a_missing_column_names_wave_file_and_near_columns(questionnaire, table):
    with pytest.raises(DataError) as caught:
        bind(questionnaire(), {"2025": table(q_1=[1], q2=[1], klass=[1])})
    text = str(caught.value)
    assert "2025.csv  wave '2025' has no column 'q1', which item 'q1' needs" in text
    assert "did you mean 'q_1'" in text
    assert "has no column 'class', which segment 'class' needs" in text


def test_a_rename_of_no_column_is_said(questionnaire, table):
    asked = questionnaire(segments={}, waves={"2025": Wave(name="2025", rename={"Q1_OLDD": "q1"})})
    with pytest.raises(DataError, match="renames 'Q1_OLDD', which its file lacks") as caught:
        bind(asked, {"2025": table(Q1_OLD=[1], q2=[1])})
    assert "did you mean 'Q1_OLD'" in str(caught.value)


def test_an_item_of_other_waves_was_not_asked(questionnaire, table):
    asked = questionnaire(
        items={
            "q1": Item(name="q1", scale="satisfaction"),
            "q2": Item(name="q2", scale="satisfaction", waves=("2025",)),
            "why": Item(name="why", scale="why", waves=("2025",)),
            "min": Item(name="min", scale="minutes", waves=("2025",)),
            "say": Item(name="say", scale="comment", waves=("2025",)),
        },
        segments={},
        waves={"2024": Wave(name="2024"), "2025": Wave(name="2025")},
    )
    later = table(q1=[1], q2=[2], why=["停电多┋电价高"], min=["12.5"], say=["好"])
    found = bind(asked, {"2024": table("2024.csv", q1=[1, 2]), "2025": later})
    assert found.answers["q2"].tolist() == [-2, -2, 1]
    assert found.answers["why"].tolist() == [-2, -2, 0]
    assert found.options["why"].tolist() == [[False] * 3, [False] * 3, [True, False, True]]
    np.testing.assert_array_equal(found.numbers["min"], [np.nan, np.nan, 12.5])
    assert found.texts["say"].tolist() == ["", "", "好"]


@pytest.mark.parametrize(
    ("cell", "options", "status"),
    [
        ("停电多", [1, 0, 0], 0),
        ("停电多┋电价高", [1, 0, 1], 0),
        ("1┋2", [1, 1, 0], 0),
        (3, [0, 0, 1], 0),
        ("", [0, 0, 0], -1),
        ("天气┋停电多", [1, 0, 0], 0),
        ("天气", [0, 0, 0], -6),
    ],
)
def test_options_in_one_cell_are_parted(one_item, table, cell, options, status):
    found = bind(one_item("why", checks=Checks(off_scale="missing")), {"2025": table(q1=[cell])})
    assert found.options["q1"].astype(int).tolist() == [options]
    assert found.answers["q1"].tolist() == [status]
    assert found.checks[0].count == ("天气" in str(cell))


@pytest.mark.parametrize(
    ("cells", "options", "status"),
    [
        ((1, 0, 1), [1, 0, 1], 0),
        (("Y", "", ""), [1, 0, 0], 0),
        (("停电多", None, "电价高"), [1, 0, 1], 0),
        ((0, 0, 0), [0, 0, 0], 0),
        ((None, "", None), [0, 0, 0], -1),
        ((3, 1, None), [1, 0, 1], 0),
        (("是", "否", "否"), [1, 0, 0], 0),
    ],
)
def test_options_split_over_columns_are_joined(one_item, table, cells, options, status):
    found = bind(
        one_item("why", columns=("a", "b", "c")),
        {"2025": table(**{n: [c] for n, c in zip("abc", cells, strict=True)})},
    )
    assert found.options["q1"].astype(int).tolist() == [options]
    assert found.answers["q1"].tolist() == [status]


def test_mentions_in_fewer_columns_than_points_are_read_by_code(one_item, table):
    found = bind(one_item("why", columns=("a", "b")), {"2025": table(a=[3, 1, None], b=[1, None, None])})
    assert found.options["q1"].astype(int).tolist() == [[1, 0, 1], [1, 0, 0], [0, 0, 0]]
    with pytest.raises(DataError, match=r"row 2, column b  '8' is not on scale 'why'"):
        bind(one_item("why", columns=("a", "b")), {"2025": table(a=[3], b=[8])})


def test_numbers_are_numbers_or_named(one_item, table):
    found = bind(
        one_item("minutes", checks=Checks(off_scale="missing")),
        {"2025": table(q1=["12", 3.5, "-1", "", "long", "nan"])},
    )
    np.testing.assert_array_equal(found.numbers["q1"], [12, 3.5, np.nan, np.nan, np.nan, np.nan])
    assert found.checks[0].offenders["value"].tolist() == ["long", "nan"]
    with pytest.raises(DataError, match="a number"):
        bind(one_item("minutes"), {"2025": table(q1=["long"])})


def test_words_are_kept_as_they_stand_without_nul(one_item, table):
    cells = ["a\0b", " 好 ", "\u202eevil", "无", None, 12.0, "=1+1"]
    found = bind(one_item("comment"), {"2025": table(q1=cells)})
    assert found.texts["q1"].tolist() == ["ab", " 好 ", "\u202eevil", "", "", "12", "=1+1"]


def test_segments_are_read_by_code_name_or_label(questionnaire, table):
    found = bind(
        questionnaire(),
        {"2025": table(q1=[1] * 5, q2=[1] * 5, **{"class": [1, "industry", "居民", None, 2.0]})},
    )
    assert found.segments["class"].tolist() == [0, 1, 0, -1, 1]
    assert str(found.segments["class"].dtype) == "int16"


def test_an_unknown_level_is_named_with_near_ones(questionnaire, table):
    with pytest.raises(DataError) as caught:
        bind(questionnaire(), {"2025": table(q1=[1, 1], q2=[1, 1], **{"class": ["industri", 1]})})
    assert "row 2, column class  'industri' is no level of segment 'class'" in str(caught.value)
    assert "did you mean 'industry'" in str(caught.value)


def test_levels_are_learned_in_sorted_order_over_all_waves(questionnaire, table):
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction")},
        segments={"age": Segment(name="age", missing=(0,)), "city": Segment(name="city")},
        waves={"a": Wave(name="a"), "b": Wave(name="b")},
    )
    found = bind(
        asked,
        {
            "a": table("a.csv", q1=[1, 1], age=["10", "9"], city=["NA", "b"]),
            "b": table("b.csv", q1=[1, 1, 1], age=[2, 0, 10.0], city=["None", "", "NA"]),
        },
    )
    assert [name for name, _ in found.levels["age"]] == ["2", "9", "10"]
    assert found.segments["age"].tolist() == [2, 1, 0, -1, 2]
    assert [name for name, _ in found.levels["city"]] == ["NA", "None", "b"]
    assert found.segments["city"].tolist() == [0, 2, 1, -1, 0]


def test_learned_levels_take_the_labels_of_the_file(questionnaire, table):
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction")}, segments={"city": Segment(name="city")}
    )
    told = replace(table(q1=[1, 1], city=[2, 1]), value_labels={"city": {1: "北京", 2: "广州"}})
    found = bind(asked, {"2025": told})
    assert [name for name, _ in found.levels["city"]] == ["北京", "广州"]
    assert found.segments["city"].tolist() == [1, 0]


def test_a_code_means_its_own_level_though_another_level_bears_it_as_a_name(questionnaire, table):
    years = tuple(Level(name=str(k + 1), codes=(k,)) for k in (2, 1, 0))
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction")},
        segments={"years": Segment(name="years", levels=years)},
    )
    found = bind(asked, {"2025": table(q1=[1] * 4, years=[2, 1, 0, 3])})
    assert found.segments["years"].tolist() == [0, 1, 2, 0]


def test_codes_the_file_declares_missing_are_no_levels(questionnaire, table):
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction")},
        segments={
            "city": Segment(name="city"),
            "age": Segment(name="age", levels=(Level(name="young", codes=(1,)),)),
        },
    )
    told = replace(
        table(q1=[1, 1, 1], city=[2, 9, 1], age=[1, 9, 1]),
        value_labels={"city": {1: "北京", 2: "广州", 9: "拒答"}},
        missing={"city": frozenset([9.0]), "age": frozenset(["9"])},
    )
    found = bind(asked, {"2025": told})
    assert [name for name, _ in found.levels["city"]] == ["北京", "广州"]
    assert found.segments["city"].tolist() == [1, -1, 0]
    assert found.segments["age"].tolist() == [0, -1, 0]


@given(st.permutations(["nan", "3", "Infinity", "b", "10", "-1"]))
def test_learned_levels_stand_in_one_order_even_where_a_word_reads_as_no_number(words):
    assert sorted(words, key=_natural) == ["-1", "3", "10", "Infinity", "b", "nan"]


def test_a_column_of_names_is_no_segment(questionnaire, table):
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction")}, segments={"who": Segment(name="who")}
    )
    with pytest.raises(DataError, match=r"2025.csv, column who  segment 'who' has 1001 different values"):
        bind(asked, {"2025": table(q1=[1] * 1001, who=[f"p{k}" for k in range(1001)])})


def test_a_segment_of_other_waves_is_known_there_only(questionnaire, table):
    asked = questionnaire(
        items={"q1": Item(name="q1", scale="satisfaction")},
        segments={"first": Segment(name="first", waves=("b", "c"))},
        waves={name: Wave(name=name) for name in "abc"},
    )
    waves = {
        "a": table("a.csv", q1=[1, 2]),
        "b": table("b.csv", q1=[1, 2, 3], first=["no", "yes", None]),
        "c": table("c.csv", q1=[1], first=["yes"]),
    }
    found = bind(asked, waves)
    assert found.segments["first"].tolist() == [-1, -1, 0, 1, -1, 1]
    with pytest.raises(DataError, match="wave 'b' has no column 'first'"):
        bind(asked, {**waves, "b": table("b.csv", q1=[1])})


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1, "heavy"], "row 3, column w  weights must be numbers"),
        ([1, None], "row 3, column w  weights must not be empty"),
        ([1, "NaN"], "row 3, column w  weights must be numbers"),
        ([1, -0.5], "row 3, column w  weights must not be negative"),
        ([0, 0], "all weights are zero"),
        ([1, "inf"], "weights must be numbers"),
    ],
)
def test_weights_that_are_none_are_refused(one_item, table, weights, said):
    with pytest.raises(DataError, match=said):
        bind(one_item(sample=Design(weight="w")), {"2025": table(q1=[1, 2], w=weights)})


def test_rows_of_zero_weight_are_left_out_and_counted(one_item, table):
    found = bind(one_item(sample=Design(weight="w")), {"2025": table(q1=[1, 2, "off"], w=["0.5", "2", "0"])})
    assert found.weight.tolist() == [0.5, 2]
    assert steps(found) == {"received": 3, "zero_weight": 1, "analysed": 2}


def test_only_some_rows_are_kept_where_the_definition_says_so(one_item, table):
    found = bind(
        one_item(checks=Checks(only={"STATUS": (1, "done")})),
        {"2025": table(q1=[1, 77, 3, 4], STATUS=["1", "2", "Done", None], rows=[2, 3, 5, 6])},
    )
    assert found.answers["q1"].tolist() == [0, 2]
    assert found.file_row.tolist() == [2, 5]
    assert steps(found) == {"received": 4, "filtered": 2, "analysed": 2}


def test_strata_clusters_and_counts_become_codes(one_item, table):
    sample = Design(strata=("county", "kind"), cluster="branch", cluster_missing="own", fpc="N")
    found = bind(
        one_item(sample=sample),
        {
            "2025": table(
                q1=[1] * 5,
                county=["A", "A", "B", "B", "A"],
                kind=[1, 1.0, 1, 2, 1],
                branch=["x", "x", None, "", "y"],
                N=[9] * 5,
            )
        },
    )
    assert found.stratum.tolist() == [0, 0, 1, 2, 0]
    assert found.cluster.tolist() == [0, 0, 2, 3, 1]
    assert found.fpc.tolist() == [9.0] * 5


def test_every_respondent_is_a_cluster_where_none_are_drawn_unless_a_panel(questionnaire, table):
    waves = {"a": Wave(name="a"), "b": Wave(name="b")}
    items = {"q1": Item(name="q1", scale="satisfaction")}
    tables = {"a": table("a.csv", q1=[1, 1], id=["x", "y"]), "b": table("b.csv", q1=[1, 1], id=["y", "z"])}
    checks = Checks(respondent="id")
    alone = bind(questionnaire(items=items, segments={}, waves=waves, checks=checks), tables)
    panel = bind(
        questionnaire(items=items, segments={}, waves=waves, checks=checks, sample=Design(panel=True)), tables
    )
    assert alone.cluster.tolist() == [0, 1, 2, 3]
    assert panel.cluster.tolist() == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("sample", "column", "said"),
    [
        (Design(strata=("s",)), "s", "the stratum is empty"),
        (Design(cluster="s"), "s", "the cluster is empty"),
        (Design(fpc="s"), "s", "population count"),
    ],
)
def test_a_row_without_stratum_cluster_or_count_is_refused(one_item, table, sample, column, said):
    with pytest.raises(DataError, match=f"row 3, column {column}  .*{said}"):
        bind(one_item(sample=sample), {"2025": table(q1=[1, 1], **{column: [5, None]})})


def test_a_population_count_is_one_number_in_every_stratum(one_item, table):
    told = table(q1=[1] * 5, county=["A", "A", "B", "B", "A"], N=[90, 90, 70, 70, 80])
    with pytest.raises(
        DataError, match="row 6, column N  the population count differs from that of the first"
    ):
        bind(one_item(sample=Design(strata=("county",), fpc="N")), {"2025": told})


def test_all_complaints_come_at_once(questionnaire, table):
    with pytest.raises(DataError) as caught:
        bind(
            questionnaire(sample=Design(weight="w")),
            {"2025": table(q1=[1, 7], q2=["x", 1], w=[-1, "y"], **{"class": [3, 1]})},
        )
    text = str(caught.value)
    assert all(words in text for words in ("'7'", "'x'", "negative", "must be numbers", "no level"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # they only hold functions
@given(st.lists(st.sampled_from([*range(1, 5), "满意", 9, 98, None]), min_size=1, max_size=30), st.randoms())
def test_the_order_of_rows_does_not_matter(one_item, table, cells, random):
    def places(some):
        return bind(one_item(), {"2025": table(q1=some)}).answers["q1"].tolist()

    order = list(range(len(cells)))
    random.shuffle(order)
    assert [places(cells)[k] for k in order] == places([cells[k] for k in order])


def test_nine_thousand_respondents_are_bound_in_a_moment(table):
    random = np.random.default_rng(1)
    words = np.array(["非常满意", "满意", "基本满意", "不满意"], dtype=object)
    names = [f"q{k:02d}" for k in range(40)]
    asked = Questionnaire(
        name="x",
        title=Label(en="x"),
        scales={"satisfaction": SATISFACTION},
        items={name: Item(name=name, scale="satisfaction") for name in names},
        waves={str(year): Wave(name=str(year)) for year in (2023, 2024, 2025)},
    )
    tables = {
        year: table(f"{year}.csv", **{name: words[random.integers(0, 4, 3000)] for name in names})
        for year in asked.waves
    }
    start = time.process_time()
    found = bind(asked, tables)
    assert time.process_time() - start < 1.0  # 0.06 s on an idle core; the rest is for a busy one
    assert len(found) == 9000
    assert (found.answers.to_numpy() >= 0).all()
