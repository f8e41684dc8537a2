"""Drivers of a survey: least squares over all subsets, statsmodels, the jackknife by loops, truth, bad input."""

from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import t

from satkit import Study
from satkit.analyses.drivers.driver_data import case, drivers_of, outcome_of
from satkit.analyses.drivers.estimate import (
    compare_groups,
    compare_waves,
    explain_dissatisfaction,
    raise_drivers,
    what_if,
)
from satkit.analyses.drivers.forest import forest
from satkit.analyses.drivers.rows import (
    AreaRow,
    Dissatisfier,
    DriverRise,
    DriverRow,
    Enhancer,
    GroupContrast,
    PenaltyReward,
    WaveContrast,
)
from satkit.analyses.drivers.selection import selection
from satkit.errors import FitError
from satkit.models.drivers import importance
from satkit.survey.questionnaire import Design, Drivers, Replication, Report
from satkit.survey.sample import draw
from satkit.survey.scale import SATISFACTION
from tests.conftest import PROJECT
from tests.handmade import responses
from tests.rows import missing_and_unknown

SCORES = np.array(SATISFACTION.scores)
ITEMS = ("a", "b", "c", "d")
FEW = Replication(count=60, seed=2)


def people(n=400, seed=3, effects=(0.9, 0.5, 0.2, 0.0)):
    """Places on the four-level scale of an overall question and four others, with weights and clusters."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    parts = 0.6 * common[:, None] + rng.normal(size=(n, len(effects)))
    overall = parts @ effects + rng.normal(size=n)
    cut = lambda x: np.digitize(-x, np.quantile(-x, [0.35, 0.7, 0.88]))  # noqa: E731
    frame = pd.DataFrame({name: cut(parts[:, k]) for k, name in enumerate(ITEMS)})
    frame["overall"] = cut(overall)
    frame["weight"] = rng.uniform(0.5, 2, n)
    frame["cluster"] = np.arange(n) // 10
    return frame


def survey(frame, settings=None, sample=None, segments=(), tree=None, report=None):
    found = responses(
        frame, tree=tree, segments=segments, roles={"overall": "overall"},
        sample=sample or Design(replicates=FEW), report=report,
    )  # fmt: skip
    asked = found.questionnaire.model_copy(update={"drivers": settings or Drivers(missing="complete")})
    return replace(found, questionnaire=asked)


def explained(x, y, w):
    """Weighted R squared of least squares."""
    if not x.shape[1]:
        return 0.0
    return sm.WLS(y, sm.add_constant(x), weights=w).fit().rsquared


def shapley(worth, p):
    shares = np.zeros(p)
    for i in range(p):
        for size in range(p):
            for subset in combinations([k for k in range(p) if k != i], size):
                weight = factorial(size) * factorial(p - 1 - size) / factorial(p)
                shares[i] += weight * (worth(tuple(sorted((*subset, i)))) - worth(subset))
    return shares


def values(frame):
    return SCORES[frame[list(ITEMS)]], (frame["overall"] == 3).to_numpy(float), frame["weight"].to_numpy()


def test_shares_are_the_average_gains_of_least_squares_over_all_subsets():
    frame = people()
    found = survey(frame)
    x, bad, w = values(frame)
    shares = shapley(lambda s: explained(x[:, list(s)], bad, w), 4)
    table = explain_dissatisfaction(found, draw(found), "w").table
    np.testing.assert_allclose(table["estimate"], shares, rtol=0, atol=1e-10)
    np.testing.assert_allclose(table["share"], shares / shares.sum(), rtol=0, atol=1e-10)


def test_slopes_and_explained_share_are_those_of_statsmodels():
    frame = people()
    found = survey(frame, Drivers(missing="complete", measure="score"))
    x, _, w = values(frame)
    fit = sm.WLS(SCORES[frame["overall"]], sm.add_constant(x), weights=w).fit()
    result = explain_dissatisfaction(found, draw(found), "w")
    np.testing.assert_allclose(result.table["slope"], fit.params[1:], rtol=0, atol=1e-9)
    assert result.explained[0] == pytest.approx(fit.rsquared, abs=1e-10)
    assert (result.measure, result.method, result.outcome) == ("score", "lmg", "overall")


def test_errors_of_shares_are_those_of_the_jackknife_done_in_a_loop():
    frame = people(200)
    sample = Design(replicates=Replication(method="jackknife"))
    found = survey(frame, Drivers(missing="complete", measure="score"), sample)
    x, _, w = values(frame)
    rows = np.column_stack([x, SCORES[frame["overall"]]])

    def shares(kept):
        fit = importance(np.cov(rows[kept].T, aweights=w[kept]), ITEMS)
        return fit.shares[0] / fit.total[0]

    clusters = frame["cluster"].unique()
    left = np.array([shares((frame["cluster"] != out).to_numpy()) for out in clusters])
    m = len(clusters)
    expected = np.sqrt((m - 1) / m * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    table = explain_dissatisfaction(found, draw(found), "w").table
    np.testing.assert_allclose(table["std_error"], expected, rtol=1e-8)


def test_penalties_and_rewards_are_those_of_dummy_regression():
    frame = people(900)
    found = survey(frame)
    x, _, w = values(frame)
    dummies = np.stack([x <= 60, x >= 100], axis=-1).reshape(len(x), -1).astype(float)
    fit = sm.WLS(SCORES[frame["overall"]], sm.add_constant(dummies), weights=w).fit()
    table = explain_dissatisfaction(found, draw(found), "w").contrast
    np.testing.assert_allclose(table["penalty"], fit.params[1::2], rtol=0, atol=1e-8)
    np.testing.assert_allclose(table["reward"], fit.params[2::2], rtol=0, atol=1e-8)
    assert table["n_low"].tolist() == [(frame[name] == 3).sum() for name in ITEMS]


def test_logit_shares_of_areas_are_those_of_statsmodels_over_all_subsets():
    frame = people(500)
    tree = {
        "x": ("", 1.0, "", ()), "y": ("", 1.0, "", ()),
        **{f"i_{name}": ("x" if name in "ab" else "y", 1.0, "", (name,)) for name in ITEMS},
    }  # fmt: skip
    found = survey(frame, tree=tree)
    x, bad, w = values(frame)
    areas = np.column_stack([x[:, :2].mean(axis=1), x[:, 2:].mean(axis=1)])

    def fit(subset):
        design = sm.add_constant(areas[:, list(subset)]) if subset else np.ones((len(areas), 1))
        return sm.GLM(bad, design, family=sm.families.Binomial(), freq_weights=w).fit(tol=1e-12).llf

    nothing = fit(())
    shares = shapley(lambda s: 1 - fit(s) / nothing, 2)
    table = explain_dissatisfaction(found, draw(found), "w").areas
    mine = table[table["method"] == "mcfadden"]
    assert mine["area"].tolist() == ["x", "y"]
    np.testing.assert_allclose(mine["share"], shares / shares.sum(), rtol=0, atol=1e-8)
    assert set(table["method"]) == {"lmg_dissatisfied", "lmg_score", "mcfadden"}


def test_ranks_chances_and_pairs_follow_the_planted_order():
    frame = people(2000)
    found = survey(frame)
    result = explain_dissatisfaction(found, draw(found), "w")
    table = result.table.set_index("driver")
    assert table["rank"].tolist() == [1, 2, 3, 4]
    assert table.loc["a", "probability_first"] > 0.95
    assert table["probability_first"].sum() == pytest.approx(1)
    first = result.pairs.set_index(["term", "versus"]).loc[("a", "d")]
    assert first["p_adjusted"] < 0.01
    assert (table["share_low"] <= table["share"]).all()
    assert (
        table[["probability_keep", "p_concentrate", "p_low", "p_overkill"]].sum(axis=1) - 1
    ).abs().max() < 1e-9


def test_the_planted_areas_of_the_power_survey_come_in_their_order():
    study = Study.open(PROJECT / "surveys" / "power-supply")
    truth = pd.read_csv(PROJECT / "surveys" / "power-supply" / "truth" / "correlations.csv", index_col=0)
    table = study.drivers.areas
    mine = table[table["method"] == "lmg_score"].set_index("area")["share"]
    order = [*mine.index, "satisfaction"]
    planted = importance(truth.loc[order, order].to_numpy(), tuple(mine.index))
    expected = pd.Series(planted.shares[0] / planted.total[0], mine.index)
    assert mine.idxmax() == expected.idxmax() == "stability"
    assert mine.corr(expected, method="spearman") > 0.7
    assert len(study.drivers.table) == 21
    assert study.drivers.method == "lmg_once"
    with pytest.raises(FitError, match="did you mean 'hotline'"):
        what_if(study.responses, study.sample, study.latest, "hotlin", 1)
    rise = what_if(study.responses, study.sample, study.latest, "complaints", 5)
    assert rise.low < rise.change < 0
    told = study.drivers.table.set_index("driver").loc["complaints", ["lift", "lift_low", "lift_high"]]
    np.testing.assert_allclose(told.astype(float), [rise.change, rise.low, rise.high], rtol=1e-9)
    with pytest.raises(FitError, match="cannot rise by 60"):
        what_if(study.responses, study.sample, study.latest, "complaints", 60)


def test_failures_reach_the_dissatisfied():
    frame = people(900)
    found = survey(frame)
    table = explain_dissatisfaction(found, draw(found), "w").reach.set_index("driver")
    x, bad, w = values(frame)
    first = table.index[0]
    failed = x[:, ITEMS.index(first)] <= 60
    reach, noise = (np.average(failed[bad == side], weights=w[bad == side]) for side in (1, 0))
    assert table.loc[first, "reach"] == pytest.approx(reach)
    assert table.loc[first, "noise"] == pytest.approx(noise)
    assert first == "a"


def test_missing_answers_are_told_and_a_driver_few_answered_is_left_out():
    frame = people()
    frame.loc[:350, "b"] = -1
    frame.loc[:30, "a"] = -1
    found = survey(frame, Drivers())
    result = explain_dissatisfaction(found, draw(found), "w")
    assert [name for name, _ in result.left] == ["b"]
    assert "12% only" in str(result.left[0][1])
    assert "369 at the fewest" in str(result.notes[0])
    whole = survey(frame, Drivers(missing="complete", least=0.05))
    assert "351 of 400" in str(explain_dissatisfaction(whole, draw(whole), "w").notes[0])


def test_pairs_that_do_not_fit_together_are_replaced_by_means_and_that_is_told():
    frame = people(300, effects=(0.9, 0.5, 0.2, 0.0))
    twin = frame["a"].copy()
    frame["b"] = np.where(np.arange(300) % 2, twin, -1)
    frame["c"] = np.where(np.arange(300) % 2, -1, twin)
    found = survey(frame, Drivers())
    notes = [str(note) for note in explain_dissatisfaction(found, draw(found), "w").notes]
    assert notes[0].startswith("too few answered the same pairs")
    assert "replaced by the mean" in notes[1]


@pytest.mark.parametrize(
    ("change", "settings", "words"),
    [
        (lambda f: f.assign(overall=0), Drivers(measure="score"), "the outcome is the same for everyone"),
        (lambda f: f.assign(b=f["a"]), Drivers(), "drivers repeat each other exactly: 'a' and 'b'"),
        (lambda f: f.drop(columns=["b", "c", "d"]), Drivers(), "drivers left: 1"),
        (lambda f: f.drop(columns="overall"), Drivers(), "no overall question"),
        (lambda f: f.head(20), Drivers(), "respondents: 20"),
    ],
)
def test_what_cannot_be_computed_is_a_reason_not_a_traceback(change, settings, words):
    frame = change(people())
    found = survey(frame, settings)
    result = explain_dissatisfaction(found, draw(found), "w")
    assert words in str(result.reason)
    assert result.table.empty
    assert result.outcome == ("overall" if "overall" in frame else "")


def test_random_drivers_are_not_telling():
    silent = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(rng.integers(0, 4, (300, 5)), columns=[*ITEMS, "overall"]).assign(
            weight=1.0, cluster=np.arange(300)
        )
        silent.append(not explain_dissatisfaction(found := survey(frame), draw(found), "w").telling)
    assert np.mean(silent) >= 0.9
    real = survey(people())
    assert explain_dissatisfaction(real, draw(real), "w").telling


def test_more_drivers_than_answers_is_a_reason():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.integers(0, 4, (35, 41)), columns=[f"q{k}" for k in range(40)] + ["overall"])
    found = survey(frame, Drivers(measure="score"))
    assert "40 drivers, but only 35 answers" in str(explain_dissatisfaction(found, draw(found), "w").reason)


def test_a_constant_driver_is_left_out_by_name():
    found = survey(people().assign(c=1))
    result = explain_dissatisfaction(found, draw(found), "w")
    assert [(name, str(why)) for name, why in result.left] == [("c", "everyone answered alike")]
    assert result.table["driver"].tolist() == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("place", "words"),
    [(0, "dissatisfied respondents: 0, too few"), (3, "respondents who are not dissatisfied: ")],
)
def test_without_two_sides_the_score_is_explained_and_that_is_told(place, words):
    frame = people()
    kept = frame["overall"] == 3
    frame["overall"] = np.where(kept if place == 0 else ~kept, place, frame["overall"])
    frame.loc[:4, "overall"] = 1
    result = explain_dissatisfaction(found := survey(frame), draw(found), "w")
    assert result.measure == "score"
    assert words in str(result.notes[0])
    assert result.reason is None


def test_what_counts_as_dissatisfied_may_be_told():
    frame = people()
    found = survey(frame, Drivers(dissatisfied=(3, 4)))
    assert explain_dissatisfaction(found, draw(found), "w").dissatisfied == (frame["overall"] >= 2).sum()
    assert outcome_of(found.questionnaire) == "overall"
    assert drivers_of(found.questionnaire) == ITEMS


def test_groups_are_compared_with_the_others_and_small_ones_are_not_shown():
    frame = people(600)
    frame["town"] = np.where(np.arange(600) < 5, "tiny", np.where(np.arange(600) % 2, "east", "west"))
    found = survey(frame, Drivers(measure="score"), segments=("town",))
    table = compare_groups(found, draw(found), "w", "town").set_index("level")
    assert table.loc["tiny", "evidence"] == "hidden"
    assert (table["evidence"] == "hidden").sum() == 2
    shown = table[table["driver"].notna()]
    assert set(shown.index) == {"west"} or set(shown.index) == {"east"}
    np.testing.assert_allclose(shown["difference"], shown["slope"] - shown["slope_rest"], rtol=0, atol=1e-12)


def test_slopes_and_shares_of_both_sides_are_those_of_separate_regressions():
    frame = people(600)
    frame["town"] = np.where(np.arange(600) % 3, "east", "west")
    found = survey(frame, Drivers(measure="score", missing="complete"), segments=("town",))
    table = compare_groups(found, draw(found), "w", "town")
    east = table[table["level"] == "east"]
    for column, share, inside in (("slope", "share", True), ("slope_rest", "rest", False)):
        side = frame[(frame["town"] == "east") == inside]
        x, _, w = values(side)
        y = SCORES[side["overall"]]
        fit = sm.WLS(y, sm.add_constant(x), weights=w).fit()
        np.testing.assert_allclose(east[column], fit.params[1:], rtol=0, atol=1e-9)
        shares = shapley(lambda s, x=x, y=y, w=w: explained(x[:, list(s)], y, w), 4)
        np.testing.assert_allclose(east[share], shares / shares.sum(), rtol=0, atol=1e-9)


def test_groups_that_meet_in_the_same_clusters_have_no_more_freedom_than_all_of_these():
    frame = people(600)
    frame["town"] = np.where(np.arange(600) % 3, "east", "west")
    few = Design(cluster="cluster", replicates=FEW)
    found = survey(frame, Drivers(measure="score", missing="complete"), sample=few, segments=("town",))
    table = compare_groups(found, draw(found), "w", "town")
    reach = (table["difference_high"] - table["difference_low"]) / 2
    error = reach / t.ppf(0.975, 59)
    np.testing.assert_allclose(table["p"], 2 * t.sf(np.abs(table["difference"] / error), 59))


def test_groups_alike_differ_no_more_often_than_they_may():
    frame = people(1200, effects=(0.9, 0.5, 0.0, 0.0))
    rng, told = np.random.default_rng(1), []
    for _ in range(12):
        frame["town"] = np.where(rng.uniform(size=120) < 0.15, "few", "many")[frame["cluster"]]
        found = survey(frame, segments=("town",))
        told.append(compare_groups(found, draw(found), "w", "town")["p"].to_numpy()[:4])
    assert np.mean(np.array(told) < 0.1) < 0.25


def test_waves_are_compared_by_the_same_replicates():
    found = two_waves()
    table = compare_waves(found, draw(found), "2", "1").set_index("driver")
    assert table.loc["a", "difference"] < 0 < table.loc["d", "difference"]
    assert table.loc["a", "evidence"] == "significant"


def two_waves(**settings):
    """What mattered most mattered least a year later."""
    frame = pd.concat(
        [people(400, 1).assign(wave="1"), people(400, 2, (0.1, 0.2, 0.5, 0.9)).assign(wave="2")]
    )
    frame["cluster"] = np.arange(800) // 10
    frame["town"] = np.where(np.arange(800) % 2, "east", "west")
    return survey(frame.reset_index(drop=True), Drivers(measure="score"), **settings)


def test_the_wave_before_and_the_groups_adjusted_by_stand_beside_the_drivers():
    found = two_waves(segments=("town",), report=Report(adjust_by=("town",)))
    sample = draw(found)
    result = explain_dissatisfaction(found, sample, "2")
    assert set(result.waves["versus"]) == {"1"}
    pd.testing.assert_frame_equal(
        result.waves.drop(columns="versus"), compare_waves(found, sample, "2", "1"), check_like=True
    )
    assert set(result.groups["segment"]) == {"town"}
    assert set(result.groups["level"]) == {"east", "west"}
    first = explain_dissatisfaction(found, sample, "1")
    assert first.waves.empty


def test_five_points_more_stop_at_the_top():
    frame = people()
    found = survey(frame)
    sample = draw(found)
    table = explain_dissatisfaction(found, sample, "w").table.set_index("driver")
    x, _, w = values(frame)
    rise = np.minimum(5, x.max(axis=0) - x)
    expected = table["slope"] * np.average(rise, axis=0, weights=w)
    np.testing.assert_allclose(table["lift"], expected, rtol=0, atol=1e-12)
    for name in ITEMS:
        named = what_if(found, sample, "w", name, 5)
        np.testing.assert_allclose(table.loc[name, "lift_low"], named.low, rtol=0, atol=1e-12)


def test_failures_have_a_part_of_their_own_and_rare_ones_none():
    frame = people(900)
    frame["d"] = np.where(frame["d"] >= 2, 1, frame["d"])
    frame.loc[:2, "d"] = 3
    found = survey(frame)
    table = explain_dissatisfaction(found, draw(found), "w").reach.set_index("driver")
    assert table.loc["d", ["part", "part_low", "part_high"]].isna().all()
    told = table.loc[["a", "b", "c"]]
    assert (told["part_low"] < told["part"]).all()
    assert (told["part"] < told["part_high"]).all()
    assert told["part"].idxmax() == "a"


def test_where_all_failures_are_rare_none_has_a_part():
    frame = people(900)
    frame[[*ITEMS]] = frame[[*ITEMS]].clip(upper=2)
    for row, name in enumerate(ITEMS):
        frame.loc[[2 * row, 2 * row + 1], name] = 3
    found = survey(frame)
    table = explain_dissatisfaction(found, draw(found), "w").reach
    assert table["part"].isna().all()
    assert len(table) == len(ITEMS)


def test_excellence_is_looked_for_among_those_without_a_key_failure():
    frame = people(900)
    found = survey(frame)
    result = explain_dissatisfaction(found, draw(found), "w")
    key = result.reach.loc[result.reach["key"], "driver"]
    spared = ~(frame[key.to_list()] == 3).any(axis=1)
    assert (result.enhancers["n"] == spared.sum()).all()
    first = result.enhancers.iloc[0]
    excelled, delighted = frame[first["driver"]][spared] == 0, frame["overall"][spared] == 0
    w = frame["weight"][spared]
    reach, noise = (
        np.average(excelled[delighted == side], weights=w[delighted == side]) for side in (True, False)
    )
    assert (first["reach"], first["noise"]) == (pytest.approx(reach), pytest.approx(noise))
    assert first["driver"] == "a"


def test_raising_a_driver_moves_the_dissatisfied_share_and_the_score():
    found = survey(people())
    table = raise_drivers(found, draw(found), "w", {"a": 5.0, "b": 10.0})
    assert table[["driver", "measure"]].to_numpy().tolist() == [
        ["a", "dissatisfied"], ["a", "score"], ["b", "dissatisfied"], ["b", "score"],
    ]  # fmt: skip
    assert (table["change"] * np.array([-1, 1, -1, 1]) > 0).all()
    score = survey(people(), Drivers(measure="score", missing="complete"))
    again = raise_drivers(score, draw(score), "w", {"a": 5.0})
    assert again["change"].tolist() == pytest.approx([table["change"][1]])
    with pytest.raises(FitError, match="no driver 'z'"):
        raise_drivers(found, draw(found), "w", {"z": 1.0})


def test_areas_that_act_otherwise_on_low_grades_are_told():
    rng = np.random.default_rng(2)
    x = rng.integers(0, 4, (3000, 4))
    low = x[:, :2].sum(axis=1) + 1.5 * rng.normal(size=3000)
    high = x[:, 2:].sum(axis=1) + 1.5 * rng.normal(size=3000)
    place = np.where(low > 4.5, 3, np.where(high > 3, 2, 1))
    frame = pd.DataFrame(x, columns=list(ITEMS)).assign(overall=place, weight=1.0, cluster=np.arange(3000))
    found = survey(frame, Drivers(measure="grade", missing="complete"), tree=two_areas())
    assert "Brant" in str(explain_dissatisfaction(found, draw(found), "w").notes[-1])


def test_shares_and_scores_leave_their_scale_with_neither_end():
    frame = people(120, effects=(3.0, 3.0, 0.0, 0.0))
    frame["overall"] = np.maximum(frame["a"], frame["b"])
    frame["d"] = np.where(np.arange(120) < 3, 3, 0)
    few = Design(cluster="cluster", replicates=FEW)
    frame["cluster"] = np.arange(120) // 30
    found = survey(frame, Drivers(measure="score", missing="complete"), sample=few)
    result = explain_dissatisfaction(found, draw(found), "w")
    assert 0 <= result.explained[1] < result.explained[0] < result.explained[2] <= 1
    assert result.table["performance_high"].max() <= 100
    assert result.table["performance_low"].min() >= SCORES.min()


def test_where_nobody_answered_everything_there_is_a_reason_and_no_crash():
    frame = people(200)
    for place, item in enumerate("ab"):
        frame[item] = np.where(np.arange(200) % 2 == place, frame[item], -1)
    found = survey(frame, Drivers(measure="score", missing="complete"))
    result = explain_dissatisfaction(found, draw(found), "w")
    assert result.table.empty
    assert "no complete answers" in str(result.reason)


def test_trees_predict_nothing_of_a_fold_that_answered_alike():
    frame = people(60)
    frame["overall"] = np.where(np.arange(60) < 2, 3, 0)
    given = case(found := survey(frame), draw(found), found.wave == 0)
    grown = forest(given, "dissatisfied")
    assert (np.r_[grown.trees, grown.linear] == 0).any()
    assert np.isfinite(grown.table[["loss", "low", "high"]]).all(axis=None)


def test_fewer_clusters_than_folds_grow_no_trees():
    frame = people(200)
    frame["cluster"] = np.arange(200) // 50
    few = Design(cluster="cluster", replicates=FEW)
    found = survey(frame, Drivers(measure="score", missing="complete", machine=True), sample=few)
    result = explain_dissatisfaction(found, draw(found), "w")
    assert result.forest is None
    assert not result.table.empty


@pytest.mark.parametrize("people_each", [1, 40])
def test_areas_that_act_alike_on_all_grades_are_not_told_whatever_the_weights_add_up_to(people_each):
    rng = np.random.default_rng(3)
    x = rng.integers(0, 4, (400, 4))
    latent = x.sum(axis=1) + 3 * rng.logistic(size=400)
    frame = pd.DataFrame(x, columns=list(ITEMS)).assign(overall=np.digitize(latent, [3, 6, 9]))
    frame = frame.loc[np.repeat(np.arange(400), people_each)].reset_index(drop=True)
    frame = frame.assign(weight=5000.0, cluster=np.arange(len(frame)) // people_each)
    found = survey(
        frame, Drivers(measure="grade", missing="complete"), tree=two_areas(),
        sample=Design(cluster="cluster", replicates=FEW),
    )  # fmt: skip
    assert not [
        note for note in explain_dissatisfaction(found, draw(found), "w").notes if "Brant" in str(note)
    ]


def two_areas():
    """Two indicators of two single questions each."""
    return {
        "x": ("", 1.0, "", ()), "y": ("", 1.0, "", ()),
        **{f"i_{name}": ("x" if name in "ab" else "y", 1.0, "", (name,)) for name in ITEMS},
    }  # fmt: skip


def test_stability_selection_keeps_strata_and_weights():
    frame = people(700)
    found = survey(frame, Drivers(measure="score", missing="complete"))
    given = case(found, draw(found), found.wave == 0)
    chosen = selection(given, "score", "complete")
    assert chosen.selected_drivers[0] == "a"
    assert chosen.names == ITEMS
    heavy = np.where(frame["d"] == frame["overall"], 30.0, frame["weight"])
    leaning = replace(given, weight=heavy)
    assert selection(leaning, "score", "complete").selected_drivers[0] == "d"


def test_many_areas_get_relative_weights_of_a_logit():
    rng = np.random.default_rng(8)
    common = rng.normal(size=500)
    tree, frame = {}, pd.DataFrame(index=np.arange(500))
    for area in range(9):
        for item in ("u", "v"):
            frame[f"{item}{area}"] = np.digitize(common + 1.5 * rng.normal(size=500), [-1, 0.5, 1.5])
            tree[f"a{area}"] = ("", 1.0, "", ())
            tree[f"l{item}{area}"] = (f"a{area}", 1.0, "", (f"{item}{area}",))
    frame["overall"] = np.digitize(common + rng.normal(size=500), [-1, 0.5, 1.5])
    found = survey(frame.assign(weight=1.0, cluster=np.arange(500)), tree=tree)
    table = explain_dissatisfaction(found, draw(found), "w").areas
    assert set(table["method"]) == {"lmg_dissatisfied", "lmg_score", "logit_weights"}
    assert table.groupby("method")["share"].sum().tolist() == pytest.approx([1, 1, 1])


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_trees_are_quoted_only_where_they_predict_better():
    frame = people(700)
    plain = survey(frame, Drivers(measure="score", missing="complete"))
    assert not forest(case(plain, draw(plain), plain.wave == 0), "score").better
    rng = np.random.default_rng(5)
    either = (frame["a"] >= 2) != (frame["b"] >= 2)
    frame["overall"] = np.where(either, 2, 0) + rng.integers(0, 2, 700)
    bent = survey(frame, Drivers(measure="score", missing="complete"))
    found = forest(case(bent, draw(bent), bent.wave == 0), "score")
    assert found.better
    assert set(found.table.nlargest(2, "loss")["driver"]) == {"a", "b"}


def test_the_report_decides_what_is_too_few():
    found = survey(people(60), report=Report(min_test=100))
    assert "respondents: 60" in str(explain_dissatisfaction(found, draw(found), "w").reason)


def test_a_wave_or_segment_that_is_none_is_met_with_the_nearest():
    frame = people(60)
    frame["town"] = np.where(np.arange(60) % 2, "east", "west")
    found = survey(frame, segments=("town",))
    sample = draw(found)
    with pytest.raises(FitError, match=r"no segment 'twon'(.|\n)*did you mean 'town'"):
        compare_groups(found, sample, "w", "twon")
    for ask in (
        lambda: compare_groups(found, sample, "v", "town"),
        lambda: compare_waves(found, sample, "w", "v"),
    ):
        with pytest.raises(FitError, match=r"no wave 'v'(.|\n)*known: 'w'"):
            ask()
    with pytest.raises(FitError, match="no wave 'v'"):
        explain_dissatisfaction(found, sample, "v")


ROWS = {
    "table": DriverRow,
    "areas": AreaRow,
    "reach": Dissatisfier,
    "enhancers": Enhancer,
    "contrast": PenaltyReward,
    "waves": WaveContrast,
    "groups": GroupContrast,
}


@pytest.fixture(scope="module")
def in_full():
    """Everything that is made of two waves and two towns, the second of them with areas."""
    found = two_waves(segments=("town",), report=Report(adjust_by=("town",)), tree=two_areas())
    sample = draw(found)
    rises = raise_drivers(found, sample, "2", {next(iter(drivers_of(found.questionnaire))): 5.0})
    return explain_dissatisfaction(found, sample, "2"), rises


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_drivers_have_the_columns_that_the_estimate_yields(in_full, name):
    assert missing_and_unknown(ROWS[name], [getattr(in_full[0], name)]) == []


def test_rows_of_rises_have_the_columns_that_the_estimate_yields(in_full):
    assert missing_and_unknown(DriverRise, [in_full[1]]) == []


def test_drivers_print_their_tables(in_full):
    result, _ = in_full
    assert set(result.tables) == {
        "drivers", "driver-effects", "driver-areas", "dissatisfiers", "penalties", "driver-waves", "driver-groups",
    }  # fmt: skip
    assert result.tidy()["share"].is_monotonic_decreasing
    assert len(repr(result).splitlines()) <= 25


def test_a_comparison_with_the_wave_before_that_fails_is_told_with_its_reason():
    frame = pd.concat([people(300, 1).assign(wave="1"), people(300, 2).assign(wave="2")], ignore_index=True)
    frame["cluster"] = np.arange(600) // 10
    frame.loc[frame["wave"] == "1", "overall"] = 0
    found = survey(frame, Drivers(measure="score"))
    result = explain_dissatisfaction(found, draw(found), "2")
    assert len(result.table) == 4
    assert result.waves.empty
    assert result.versus == "1"
    assert "the same for everyone" in str(result.uncompared)
