"""Scores of a survey made by hand, against numbers worked by hand."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses
from scipy.stats import f

from satkit.language import Label
from satkit.scoring.differences import segment_gaps
from satkit.scoring.scores import score
from satkit.survey.questionnaire import Design, Replication, Report
from satkit.survey.sample import draw
from satkit.survey.scale import Point, Scale

JACKKNIFE = Design(replicates=Replication(method="jackknife"))
TREE = {"all": ("", 1.0, "", ()), "one": ("all", 3.0, "", ("q1",)), "two": ("all", 1.0, "", ("q2",))}
ELEVEN = Scale(
    name="eleven", points=tuple(Point(code=k, score=10 * k) for k in range(11)), top=(10,), bottom=(0,)
)


def scored(frame, **what):
    made = responses(frame, sample=what.pop("sample", JACKKNIFE), **what)
    return score(made, draw(made))


def line(scores, node, level=""):
    table = scores.table
    return table[(table["node"] == node) & (table["level"] == level)].iloc[0]


def test_a_small_survey_has_the_scores_of_a_pocket_calculator():
    # q1: 6 x 100, 3 x 90, 1 x 60 = 93; q2: 5 x 100, 5 x 75 = 87.5 of ten answers
    frame = pd.DataFrame({"q1": [0] * 6 + [1] * 3 + [3], "q2": [0] * 5 + [2] * 5})
    found = scored(frame, tree=TREE)
    one, two, whole = (line(found, node) for node in ("one", "two", "all"))
    assert one["estimate"] == pytest.approx(93)
    assert two["estimate"] == pytest.approx(87.5)
    assert whole["estimate"] == pytest.approx(0.75 * 93 + 0.25 * 87.5)
    assert one["std_error"] == pytest.approx(np.std([100] * 6 + [90] * 3 + [60], ddof=1) / np.sqrt(10))
    assert (one["n"], one["n_effective"], one["deff"], one["df"]) == pytest.approx((10, 10, 1, 9))
    assert [line(found, node)["band"] for node in ("one", "two", "all")] == ["good"] * 3
    assert found.table["depth"].tolist() == [2, 2, 0, 1, 1]


def test_weights_move_the_score_and_the_effective_number():
    frame = pd.DataFrame({"q1": [0] * 10 + [3] * 10, "weight": [3.0, 1, 3, 1, 2] * 4})
    found = line(scored(frame), "q1")
    assert found["estimate"] == pytest.approx(80)
    # twenty influences of weight times 20 points, over the sum of weights 40
    linear = np.sqrt(20 / 19 * 20**2 * 4 * (9 + 1 + 9 + 1 + 4) / 40**2)
    assert found["std_error"] == pytest.approx(linear, rel=0.05)
    assert found["n"] == 20
    assert found["n_effective"] < 20


def test_everybody_very_satisfied_leaves_an_interval():
    found = line(scored(pd.DataFrame({"q1": [0] * 30})), "q1")
    assert found["std_error"] == 0
    assert found["high"] == pytest.approx(100)
    assert found["low"] == pytest.approx(60 + 40 * np.exp(-f.ppf(0.95, 1, 29) / 60))
    assert (found["band"], found["band_low"]) == ("excellent", "excellent")


def test_an_interval_across_a_cut_lies_between_two_bands():
    found = line(scored(pd.DataFrame({"q1": [0] * 24 + [1] * 8 + [2] * 4})), "q1")
    assert (found["band_low"], found["band_high"]) == ("good", "excellent")


def test_missing_answers_leave_the_base():
    frame = pd.DataFrame({"q1": [0] * 12 + [-1, -2, -3, -4], "q2": [1] * 16})
    found = scored(frame, tree=TREE)
    assert line(found, "q1")["n"] == 12
    assert line(found, "all")["n"] == 16
    assert line(found, "all")["estimate"] == pytest.approx(0.75 * 100 + 0.25 * 90)


def test_boxes_are_shares_and_promoters_less_detractors():
    frame = pd.DataFrame({"q1": [0] * 5 + [1] * 4 + [3], "again": [10] * 4 + [9] + [8] * 2 + [6] * 2 + [0]})
    found = scored(frame, scales={"again": ELEVEN}, roles={"again": "recommend"}).boxes
    boxes = found.set_index(["item", "measure"])["estimate"]
    assert boxes["q1", "satisfied"] == pytest.approx(0.9)
    assert boxes["q1", "top"] == pytest.approx(0.5)
    assert boxes["q1", "bottom"] == pytest.approx(0.1)
    assert boxes["again", "nps"] == pytest.approx(50 - 30)
    assert found[found["measure"] == "top"]["low"].between(0, 1).all()


def test_the_effort_score_is_the_mean_of_its_scale():
    frame = pd.DataFrame({"easy": [10] * 5 + [5] * 5})
    found = scored(frame, scales={"easy": ELEVEN}, roles={"easy": "effort"}).boxes
    assert found.set_index("measure").loc["ces", "estimate"] == pytest.approx(75)


def test_answers_fall_as_counted():
    frame = pd.DataFrame({"q1": [0] * 6 + [1] * 3 + [3] + [-1] * 2, "weight": [2.0] * 6 + [1.0] * 6})
    found = scored(frame).distribution
    assert found["count"].tolist() == [6, 3, 0, 1]
    assert found["share"].tolist() == pytest.approx([12 / 16, 3 / 16, 0, 1 / 16])


def test_small_cells_and_their_complement_are_withheld_everywhere():
    area = ["a"] * 40 + ["b"] * 20 + ["c"] * 4
    frame = pd.DataFrame({"q1": [0, 1] * 32, "area": area})
    found = scored(frame, segments=("area",))
    levels = found.table[found.table["segment"] == "area"].set_index("level")
    assert levels["withheld"].to_dict() == {"a": "", "b": "secret", "c": "small"}
    assert levels.loc[["b", "c"], ["estimate", "low", "high", "std_error", "n"]].isna().all(axis=None)
    hidden = found.boxes[found.boxes["level"].isin(["b", "c"])]
    assert hidden[["estimate", "low", "high", "n"]].isna().all(axis=None)


def test_a_question_few_answered_shows_no_distribution():
    frame = pd.DataFrame({"q1": [0] * 20, "q2": [3] * 4 + [-1] * 16})
    found = scored(frame).distribution.set_index("item")
    assert found.loc["q2", ["share", "count"]].isna().all(axis=None)
    assert found.loc["q1", "share"].sum() == pytest.approx(1)


def test_waves_and_segments_are_scored_apart():
    frame = pd.DataFrame(
        {"q1": [0] * 20 + [1] * 20, "wave": [2025] * 20 + [2026] * 20, "area": ["a", "b"] * 20}
    )
    table = scored(frame, segments=("area",)).table.set_index(["wave", "segment", "level"])
    assert table.loc[("2025", "", ""), "estimate"] == 100
    assert table.loc[("2026", "area", "b"), "estimate"] == 90
    assert len(table) == 6


def test_clusters_make_answers_worth_less():
    rng = np.random.default_rng(4)
    cluster = np.repeat(np.arange(20), 15)
    places = np.digitize(rng.standard_normal(20)[cluster] + rng.standard_normal(300), [0, 1, 2])
    alone = line(scored(pd.DataFrame({"q1": places})), "q1")
    together = line(scored(pd.DataFrame({"q1": places, "cluster": cluster})), "q1")
    assert together["n_effective"] < alone["n_effective"] / 2
    assert together["high"] - together["low"] > alone["high"] - alone["low"]
    assert together["df"] < 19 + 4


def test_a_finite_population_narrows_the_interval():
    frame = pd.DataFrame({"q1": [0] * 30 + [1] * 20, "fpc": 80})
    finite, endless = (line(scored(rows), "q1") for rows in (frame, frame.drop(columns="fpc")))
    assert finite["std_error"] == pytest.approx(endless["std_error"] * np.sqrt(1 - 50 / 80))
    assert finite["high"] - finite["low"] < 0.75 * (endless["high"] - endless["low"])


@pytest.mark.parametrize("method", ["bootstrap", "jackknife", "groups"])
def test_a_constant_on_the_weights_changes_no_line(method):
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"q1": rng.integers(0, 4, 80), "weight": rng.uniform(0.5, 2, 80)})
    plan = Design(replicates=Replication(method=method, count=50))
    one = scored(frame, sample=plan).table
    other = scored(frame.assign(weight=frame["weight"] * 1000), sample=plan).table
    pd.testing.assert_frame_equal(one, other, rtol=1e-9)


def test_the_order_of_respondents_changes_no_line():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame(
        {"q1": rng.integers(0, 4, 80), "q2": rng.integers(-1, 4, 80), "area": ["a", "b"] * 40}
    )
    frame["cluster"] = np.arange(80) % 16
    one = scored(frame, tree=TREE, segments=("area",)).table
    mixed = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    pd.testing.assert_frame_equal(one, scored(mixed, tree=TREE, segments=("area",)).table, rtol=1e-8)


def test_cuts_of_the_report_are_used():
    frame = pd.DataFrame({"q1": [0] * 10 + [1] * 10})
    start, end = (
        line(scored(frame, report=Report(inclusive=side)), "q1")["band"] for side in ("start", "end")
    )
    assert (start, end) == ("excellent", "good")


def test_a_wave_where_nobody_was_placed_in_a_segment_is_scored_without_it():
    frame = pd.DataFrame(
        {"q1": [0] * 40, "wave": [2025] * 20 + [2026] * 20, "area": [None] * 20 + ["a", "b"] * 10}
    )
    table = scored(frame, tree={"all": ("", 1.0, "", ("q1",))}, segments=("area",)).table
    assert set(table.loc[table["wave"] == "2025", "segment"]) == {""}
    assert set(table.loc[table["wave"] == "2026", "segment"]) == {"", "area"}


def test_items_of_several_scales_keep_the_order_of_the_questionnaire():
    frame = pd.DataFrame({"q1": [0] * 12, "again": [10] * 12, "q2": [1] * 12})
    found = scored(frame, scales={"again": ELEVEN}, roles={"again": "recommend"})
    assert found.table["node"].tolist() == ["q1", "again", "q2"]
    assert list(dict.fromkeys(found.boxes["item"])) == ["q1", "again", "q2"]
    assert found.table["estimate"].tolist() == [100, 100, 90]


def test_labels_are_not_needed():
    found = scored(pd.DataFrame({"q1": [0] * 12}))
    assert found.questionnaire.title == Label(en="Made by hand")
    assert "Made by hand" in repr(found)
    assert "100.0" in str(found)


def test_an_indicator_is_withheld_where_it_would_tell_a_withheld_item():
    area = ["a"] * 14 + ["b"] * 27 + ["c"] * 80
    frame = pd.DataFrame({"q1": [0, 2, 3] * 40 + [0], "q2": [-1] * 6 + [1] * 115, "area": area})
    made = responses(frame, tree=TREE, segments=("area",), sample=JACKKNIFE)
    sample = draw(made)
    found = score(made, sample)
    hidden = {(node, level) for node in ("q2", "two", "all") for level in ("a", "b")}
    table = found.table[found.table["withheld"] != ""]
    assert set(zip(table["node"], table["level"], strict=True)) == hidden
    assert table["estimate"].isna().all()
    apart = segment_gaps(found, sample.replicates, "w")
    apart = apart[apart["evidence"] == "hidden"]
    assert set(zip(apart["node"], apart["level"], strict=True)) == hidden
    assert apart["difference"].isna().all()
