"""Changes, gaps, departments and mix: planted truths, brute force, and a textbook example."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses
from scipy.stats import t

from satkit.analyses.trend.composition import split_changes
from satkit.scoring.differences import department_gaps, segment_gaps, wave_changes
from satkit.scoring.scores import score
from satkit.survey.questionnaire import Design, Replication, Report
from satkit.survey.sample import draw

JACKKNIFE = Design(replicates=Replication(method="jackknife"))
WORTH = np.array([100.0, 90, 75, 60])
TREE = {
    "all": ("", 1.0, "", ()),
    "supply": ("all", 2.0, "grid", ("q1", "q2")),
    "desk": ("all", 1.0, "desk", ("q3",)),
}


def answers(rng, n, shift=0.0):
    """Three correlated items of n people; a higher shift is less content."""
    person = rng.standard_normal((n, 1))
    return np.digitize(person + 0.7 * rng.standard_normal((n, 3)) + shift, [0.4, 1.3, 2.2])


def two_waves(n=400, shift=0.0, seed=3):
    rng = np.random.default_rng(seed)
    places = np.vstack([answers(rng, n), answers(rng, n, shift)])
    return pd.DataFrame(places, columns=["q1", "q2", "q3"]).assign(
        wave=np.repeat([2025, 2026], n), area=rng.choice(["a", "b", "c"], 2 * n)
    )


def prepared(frame, sample=JACKKNIFE, **what):
    made = responses(frame, what.pop("tree", TREE), sample=sample, **what)
    drawn = draw(made)
    return made, drawn, score(made, drawn)


def changed(frame, **what):
    _, drawn, scores = prepared(frame, **what)
    return wave_changes(scores, drawn.replicates).set_index(["segment", "level", "node"])


def test_a_planted_fall_is_found_on_every_line():
    found = changed(two_waves(shift=0.5)).loc[("", "")]
    assert (found["difference"] < -2).all()
    assert (found["evidence"] == "firm").all()


def test_without_a_change_little_is_found():
    found = [changed(two_waves(n=200, seed=seed)).loc[("", "", "all")] for seed in range(100, 120)]
    # of 20 tests at 5 per cent, five or more come up in 3 of 1,000
    assert sum(line["p"] < 0.05 for line in found) < 5
    assert sum(line["evidence"] == "firm" for line in found) < 2


def test_the_error_of_a_change_of_independent_waves_is_that_of_two_samples():
    frame = two_waves()
    found = changed(frame).loc[("", "", "q1")]
    scores = WORTH[frame["q1"]]
    now, before = scores[400:], scores[:400]
    assert found["difference"] == pytest.approx(now.mean() - before.mean())
    assert found["std_error"] == pytest.approx(np.sqrt(now.var(ddof=1) / 400 + before.var(ddof=1) / 400))


def test_a_new_question_cannot_pass_for_a_change():
    """A question on which everyone is dissatisfied joins the leaf in the second wave."""
    frame = two_waves()
    frame["q2"] = np.where(frame["wave"] == 2025, -2, 3)
    found = changed(frame).loc[("", "")]
    assert found.loc["supply", "difference"] == pytest.approx(found.loc["q1", "difference"])
    assert "q2" not in found.index


def test_groups_are_compared_on_the_headline_only():
    found = changed(two_waves(), segments=("area",))
    grouped = found[found.index.get_level_values("segment") == "area"]
    assert grouped.index.get_level_values("node").unique().tolist() == ["all"]
    assert len(grouped) == 3


def test_a_group_hidden_in_one_wave_has_no_change():
    frame = two_waves()
    few = frame.index[(frame["wave"] == 2025) & (frame["area"] == "c")][4:]
    frame.loc[few, "area"] = "a"
    found = changed(frame, segments=("area",)).xs("area")
    assert found["evidence"].value_counts()["hidden"] == 2
    assert found.loc[found["evidence"] == "hidden", ["difference", "low", "n"]].isna().all(axis=None)


def test_a_panel_lowers_the_error_of_a_change_by_its_covariance():
    rng = np.random.default_rng(5)
    mood = rng.standard_normal((300, 1))
    waves = [np.digitize(mood + 0.4 * rng.standard_normal((300, 1)), [0.4, 1.3, 2.2]) for _ in range(2)]
    frame = pd.DataFrame({"q1": np.vstack(waves)[:, 0], "wave": np.repeat([1, 2], 300)})
    frame["cluster"] = np.tile(np.arange(300), 2)
    errors = {}
    for panel in (False, True):
        plan = Design(panel=panel, replicates=Replication(method="jackknife"))
        found = changed(frame, sample=plan, tree={"all": ("", 1.0, "", ("q1",))}).loc[("", "", "q1")]
        errors[panel] = found["std_error"]
    gap = WORTH[waves[1][:, 0]] - WORTH[waves[0][:, 0]]
    assert errors[True] == pytest.approx(gap.std(ddof=1) / np.sqrt(300), rel=1e-6)
    assert errors[True] < 0.75 * errors[False]


def test_a_gap_is_against_the_others_alone():
    frame = two_waves().assign(weight=lambda rows: 1 + rows.index % 3)
    _, drawn, scores = prepared(frame, segments=("area",))
    found = segment_gaps(scores, drawn.replicates, "2026").set_index(["level", "node"])
    now = frame[frame["wave"] == 2026]
    for level in "abc":
        own, rest = now["area"] == level, now["area"] != level
        means = {
            side: {
                q: np.average(WORTH[now[q]][rows], weights=now["weight"][rows]) for q in ("q1", "q2", "q3")
            }
            for side, rows in (("own", own), ("rest", rest))
        }
        assert found.loc[(level, "q1"), "difference"] == pytest.approx(
            means["own"]["q1"] - means["rest"]["q1"]
        )
        assert found.loc[(level, "q1"), "complement"] == pytest.approx(means["rest"]["q1"])
        whole = {side: 2 / 3 * (mean["q1"] + mean["q2"]) / 2 + mean["q3"] / 3 for side, mean in means.items()}
        assert found.loc[(level, "all"), "difference"] == pytest.approx(whole["own"] - whole["rest"])
        assert found.loc[(level, "q1"), "n_versus"] == rest.sum()


def test_two_levels_have_opposite_gaps():
    frame = two_waves().replace({"area": {"c": "b"}})
    _, drawn, scores = prepared(frame, segments=("area",))
    found = segment_gaps(scores, drawn.replicates, "2026").pivot_table(
        index="node", columns="level", values="difference"
    )
    assert found["a"].to_numpy() == pytest.approx(-found["b"].to_numpy())


def test_a_gap_rests_on_no_more_clusters_than_there_are():
    frame = two_waves().assign(cluster=lambda rows: rows.index % 8)
    _, drawn, scores = prepared(frame, segments=("area",))
    found = segment_gaps(scores, drawn.replicates, "2026").set_index(["level", "node"]).loc[("a", "q1")]
    gap = found["difference"]
    reach = gap - found["low"] if gap > 0 else found["high"] - gap
    # t of 8 - 1 degrees, not of 3 x 7
    assert found["p"] == pytest.approx(2 * t.sf(t.ppf(0.975, 7) * abs(gap) / reach, 7))


def test_few_who_nearly_all_agree_are_not_better_than_many_for_that():
    """30 against 400 of one sort, 90 in 100 very satisfied: Student's t cries wolf, ours does not."""
    rng = np.random.default_rng(1)
    plan = Design(replicates=Replication(method="bootstrap", count=200))
    found = []
    for _ in range(40):
        places = rng.choice(4, 430, p=[0.9, 0.07, 0.02, 0.01])
        frame = pd.DataFrame({"q1": places, "area": ["few"] * 30 + ["many"] * 400})
        _, drawn, scores = prepared(frame, tree={}, segments=("area",), sample=plan)
        lines = segment_gaps(scores, drawn.replicates, "w").set_index("level")
        assert lines.loc["few", "p"] == pytest.approx(lines.loc["many", "p"])
        found.append(lines.loc["few"])
    students = [2 * t.sf(abs(line["difference"] / line["std_error"]), 428) for line in found]
    assert sum(p < 0.05 for p in students) >= 4
    assert sum(line["p"] < 0.05 for line in found) <= 3
    assert not any(line["evidence"] == "firm" for line in found)


def test_agreement_on_both_sides_is_no_proof_of_a_difference():
    frame = pd.DataFrame({"q1": [0] * 200, "area": ["a", "b"] * 100})
    _, drawn, scores = prepared(frame, tree={}, segments=("area",))
    line = segment_gaps(scores, drawn.replicates, "w").iloc[0]
    assert (line["difference"], line["p"]) == (0, 1)
    assert line["low"] < 0 < line["high"]


def test_the_covariance_of_two_departments_is_the_brute_force_jackknifes():
    frame = two_waves().assign(cluster=lambda rows: rows.index % 30)
    _, drawn, scores = prepared(frame)
    found = department_gaps(scores, drawn.replicates, "2026").set_index("department")
    now = frame[frame["wave"] == 2026]

    def gap(rows):
        means = WORTH[rows[["q1", "q2", "q3"]]].mean(axis=0)
        return means[:2].mean() - means[2]

    left_out = np.array([gap(now[now["cluster"] != cluster]) for cluster in range(30)])
    expected = np.sqrt(29 / 30 * ((left_out - left_out.mean()) ** 2).sum())
    for name, sign in (("grid", 1), ("desk", -1)):
        assert found.loc[name, "difference"] == pytest.approx(sign * gap(now))
        assert found.loc[name, "std_error"] == pytest.approx(expected)
    assert found.loc["grid", "estimate"] == pytest.approx(found.loc["desk", "complement"])


def test_a_department_with_too_few_answers_shows_no_number():
    frame = two_waves()
    frame.loc[frame.index[5:], "q3"] = -1
    frame.loc[frame["wave"] == 2026, "q3"] = np.where(np.arange(400) < 5, 1, -1)
    _, drawn, scores = prepared(frame)
    found = department_gaps(scores, drawn.replicates, "2026").set_index("department")
    assert found.loc["desk", "evidence"] == "hidden"
    assert found.loc["desk", ["estimate", "complement", "own_low", "own_high", "difference"]].isna().all()


def mixed(frame, by="area"):
    made, drawn, scores = prepared(frame, segments=(by,), report=Report(adjust_by=(by,)))
    return split_changes(made, drawn, scores).set_index("node")


def people(groups):
    """Rows of q1 from (wave, area, place, how many)."""
    rows = [(wave, area, place) for wave, area, place, count in groups for _ in range(count)]
    return pd.DataFrame(rows, columns=["wave", "area", "q1"]).assign(q2=0, q3=0)


def test_mix_and_performance_of_kitagawas_example():
    """Homes 90 -> 90, firms 60 -> 75; firms grow from a quarter to a half of those asked.

    Change 82.5 - 82.5 = 0; at the old mix 0.25 x 15 = 3.75 of performance, so mix is -3.75.
    """
    frame = people([(1, "home", 1, 30), (1, "firm", 3, 10), (2, "home", 1, 20), (2, "firm", 2, 20)])
    found = mixed(frame).loc["q1"]
    assert found["change"] == pytest.approx(0, abs=1e-9)
    assert found["performance"] == pytest.approx(3.75)
    assert found["mix"] == pytest.approx(-3.75)
    assert found["covered"] == pytest.approx(1)


def test_a_change_of_mix_alone_is_no_performance():
    frame = people([(1, "home", 0, 30), (1, "firm", 2, 10), (2, "home", 0, 15), (2, "firm", 2, 25)])
    found = mixed(frame).loc["q1"]
    assert found["performance"] == pytest.approx(0, abs=1e-9)
    assert found["mix"] == pytest.approx(found["change"])
    assert found["change"] == pytest.approx(-25 * 15 / 40)


def test_change_is_mix_plus_performance_on_every_line():
    found = mixed(two_waves(shift=0.3))
    assert (found["mix"] + found["performance"]).to_numpy() == pytest.approx(found["change"].to_numpy())
    assert (found["performance_low"] < found["performance"]).all()
    assert (found["performance_high"] > found["performance"]).all()
    assert found.loc["all", "performance"] == pytest.approx(
        2 / 3 * found.loc[["q1", "q2"], "performance"].mean() + found.loc["q3", "performance"] / 3
    )


def test_a_cell_that_one_wave_lacks_is_left_out_and_said():
    frame = people([(1, "home", 1, 30), (1, "firm", 3, 10), (2, "home", 0, 40)])
    found = mixed(frame).loc["q1"]
    assert found["performance"] == pytest.approx(10)
    assert found["covered"] == pytest.approx(0.75)


def test_a_question_that_one_wave_dropped_takes_nothing_off_what_is_covered():
    frame = two_waves(200)
    frame.loc[frame["wave"] == 2026, "q3"] = -1
    made, drawn, scores = prepared(frame, segments=("area",), report=Report(adjust_by=("area",)))
    assert split_changes(made, drawn, scores)["covered"].eq(1).all()


def test_a_single_wave_has_no_change():
    frame = two_waves().query("wave == 2025")
    frame = frame.reset_index(drop=True).assign(area="home")
    made, drawn, scores = prepared(frame, segments=("area",), report=Report(adjust_by=("area",)))
    assert wave_changes(scores, drawn.replicates).empty
    assert split_changes(made, drawn, scores).empty


def test_a_report_that_adjusts_by_nothing_has_no_mix():
    made, drawn, scores = prepared(two_waves())
    assert split_changes(made, drawn, scores).empty
