"""Loyalty after a problem and by satisfaction, by hand and against the truth."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from handmade import responses

from satkit.analyses.recovery.estimate import CONTRASTS, GROUPS, Recovery, estimate_recovery
from satkit.analyses.recovery.rows import (
    GroupLoyalty,
    LevelLoyalty,
    LoyaltyContrast,
    LoyaltyStep,
    ProblemRate,
)
from satkit.survey.folder import open_survey
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.sample import draw
from satkit.survey.scale import Point, Scale
from satkit.survey.scale import Recovery as Meaning
from tests.rows import missing_and_unknown

JACKKNIFE = Design(replicates=Replication(method="jackknife"))
HAPPENED = Scale(
    name="happened", kind="choice", points=tuple(Point(code=code) for code in "abcd"),
    recovery=Meaning(none=("a",), resolved=("b",), unresolved=("c",), silent=("d",)),
)  # fmt: skip
LIKELY = Scale(name="likely", points=tuple(Point(code=k, score=10 * k) for k in range(11)), top=(9, 10))
SCALES = {"happened": HAPPENED, "stay": LIKELY}
ROLES = {"q1": "overall", "happened": "complaint", "stay": "loyalty"}
POWER = Path(__file__).parents[3] / "surveys" / "power-supply"


def told(frame, scales=None, roles=None, **what):
    made = responses(
        frame, scales=scales or SCALES, roles=roles or ROLES, sample=what.pop("sample", JACKKNIFE), **what
    )
    return estimate_recovery(made, draw(made))


def people(shifts=(0, 0, 0, 0), n=400, seed=5):
    """Respondents of the four groups, their loyalty moved by ``shifts`` points of the scale."""
    rng = np.random.default_rng(seed)
    happened = rng.choice(4, n, p=[0.55, 0.15, 0.15, 0.15])
    q1 = rng.choice(4, n, p=[0.3, 0.35, 0.25, 0.1])
    stay = np.clip(np.rint(rng.normal(8 - q1, 1.2) + np.array(shifts)[happened]), 0, 10).astype(int)
    return pd.DataFrame({"q1": q1, "happened": happened, "stay": stay, "weight": rng.uniform(0.5, 2, n)})


@pytest.fixture(scope="module")
def power():
    _, answers = open_survey(POWER)
    return estimate_recovery(answers, draw(answers))


@pytest.fixture(scope="module")
def truth():
    table = pd.read_csv(POWER / "truth" / "recovery.csv", dtype={"wave": str}, keep_default_na=False)
    return table[table["wave"] == "2025"].set_index(["item", "group"])


def test_means_and_top_boxes_are_those_of_pandas():
    frame = people()
    found = told(frame).groups.set_index(["group", "measure"])
    for place, group in enumerate(GROUPS):
        mine = frame[frame["happened"] == place]
        assert found.loc[(group, "mean"), "estimate"] == pytest.approx(
            np.average(10 * mine["stay"], weights=mine["weight"])
        )
        assert found.loc[(group, "top"), "estimate"] == pytest.approx(
            np.average(mine["stay"] >= 9, weights=mine["weight"])
        )
        assert (found.loc[group, "n"] == len(mine)).all()


def test_rates_are_shares_of_all_of_the_failed_and_of_those_who_complained():
    frame = people()
    found = told(frame).rates.set_index("measure")
    mass = frame.groupby("happened")["weight"].sum()
    failed = mass[1:].sum()
    assert found["estimate"].to_dict() == pytest.approx(
        {
            "failure": failed / mass.sum(),
            "silence": mass[3] / failed,
            "complaint": (mass[1] + mass[2]) / failed,
            "resolution": mass[1] / (mass[1] + mass[2]),
        }
    )
    assert found["n"].to_dict() == {
        "failure": len(frame), "silence": (frame["happened"] > 0).sum(), "complaint": (frame["happened"] > 0).sum(),
        "resolution": frame["happened"].isin([1, 2]).sum(),
    }  # fmt: skip


def test_contrasts_have_the_error_of_leaving_one_out():
    frame = people(n=150)
    found = told(frame).contrasts.set_index("contrast")

    score, weight, happened = (frame[name].to_numpy(float) for name in ("stay", "weight", "happened"))

    def contrast(kept, one, other):
        sides = (kept & (happened == GROUPS.index(group)) for group in (one, other))
        return np.subtract(*(10 * np.average(score[side], weights=weight[side]) for side in sides))

    n = len(frame)
    for name, (one, other) in CONTRASTS.items():
        left = np.array([contrast(np.arange(n) != k, one, other) for k in range(n)])
        assert found.loc[name, "difference"] == pytest.approx(contrast(np.ones(n, bool), one, other))
        assert found.loc[name, "std_error"] == pytest.approx(
            np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
        )


@pytest.mark.parametrize(
    ("shifts", "paradox", "evidence"),
    [
        ((0, 1.5, -3, -1), "higher", {"firm", "significant"}),
        ((0, -2, -4, -1), "lower", {"firm", "significant"}),
    ],
)
def test_a_planted_paradox_is_found_and_a_planted_lack_of_one(shifts, paradox, evidence):
    line = told(people(shifts, n=900)).contrasts.set_index("contrast").loc["paradox"]
    assert line["evidence"] in evidence
    assert (line["low"] > 0) == (paradox == "higher")
    assert (line["high"] < 0) == (paradox == "lower")


def test_like_groups_are_seldom_called_different():
    plan = Design(replicates=Replication(method="bootstrap", count=100))
    found = [
        told(people(n=200, seed=seed), sample=plan).contrasts.set_index("contrast").loc["paradox", "p"]
        for seed in range(25)
    ]
    assert sum(p < 0.05 for p in found) <= 4


def test_loyalty_by_satisfaction_and_its_ratio():
    frame = people(n=1500)
    found = told(frame)
    tops = found.levels[found.levels["measure"] == "top"].set_index("place")["estimate"]
    by_hand = [
        np.average(mine["stay"] >= 9, weights=mine["weight"]) for _, mine in frame.groupby("q1", sort=True)
    ]
    assert tops.to_numpy() == pytest.approx(by_hand)
    step = found.steps.iloc[0]
    assert step["ratio"] == pytest.approx(by_hand[0] / by_hand[1])
    assert found.steps["ratio"].notna().tolist() == [True, False, False]
    assert found.steps[["upper", "lower"]].to_numpy().tolist() == [[0, 1], [1, 2], [2, 3]]
    # Katz (1978): the variance of a log ratio of independent shares, at Kish's number of answers
    variance = 0.0
    for place in (0, 1):
        weight = frame.loc[frame["q1"] == place, "weight"]
        n = weight.sum() ** 2 / (weight**2).sum()
        variance += (1 - by_hand[place]) / (by_hand[place] * n)
    reach = np.log(step["ratio_high"] / step["ratio_low"]) / 2
    assert reach == pytest.approx(1.96 * np.sqrt(variance), rel=0.1)


def test_the_ratio_is_that_of_the_two_best_answers_that_anybody_gave():
    frame = people(n=600)
    frame = frame[frame["q1"] != 1].reset_index(drop=True)
    step = told(frame).steps.iloc[0]
    assert (step["upper"], step["lower"]) == (0, 2)
    top = [
        np.average(mine["stay"] >= 9, weights=mine["weight"])
        for _, mine in frame[frame["q1"].isin([0, 2])].groupby("q1")
    ]
    assert step["ratio"] == pytest.approx(top[0] / top[1])
    assert step["ratio_low"] < step["ratio"] < step["ratio_high"]


def test_the_best_step_is_compared_with_the_worst():
    frame = people(n=1500)
    step = told(frame).steps.iloc[0]
    means = frame.groupby("q1")[["stay", "weight"]].apply(
        lambda mine: np.average(10 * mine["stay"], weights=mine["weight"])
    )
    assert step["versus_last"] == pytest.approx((means[0] - means[1]) - (means[2] - means[3]))
    assert step["versus_last_low"] < step["versus_last"] < step["versus_last_high"]


def test_the_difference_among_people_alike_is_that_of_like_cells():
    frame = people((0, 0, -3, -1), n=900)
    # those with a problem are less satisfied to begin with
    frame.loc[(frame["happened"] == 0) & (frame["q1"] == 3), "happened"] = 1
    line = told(frame).contrasts.set_index("contrast").loc["paradox"]
    means = frame.groupby(["happened", "q1"])[["stay", "weight"]].apply(
        lambda mine: pd.Series(
            {"mean": np.average(10 * mine["stay"], weights=mine["weight"]), "mass": mine["weight"].sum()}
        )
    )
    both = means.loc[1].merge(means.loc[0], left_index=True, right_index=True, suffixes=("", "_none"))
    assert line["alike"] == pytest.approx(np.average(both["mean"] - both["mean_none"], weights=both["mass"]))
    assert line["difference"] < -3
    assert line["alike_low"] < 0 < line["alike_high"]


def test_what_the_mix_of_the_simulated_survey_hides_is_found(power):
    """A solved complaint costs nothing beyond the dissatisfaction behind it: so says the truth."""
    lines = power.contrasts[power.contrasts["contrast"] == "paradox"]
    assert (lines["high"] < 0).all()
    assert ((lines["alike_low"] < 1) & (lines["alike_high"] > 1)).all()
    others = power.contrasts[power.contrasts["contrast"].isin(["harm", "silence"])]
    assert (others["alike_high"] < -5).all()


def test_a_survey_without_such_questions_has_nothing_to_tell():
    frame = people().drop(columns=["happened", "stay"])
    for result in (told(frame, roles={"q1": "overall"}), Recovery()):
        assert all(
            getattr(result, name).empty for name in ("rates", "groups", "contrasts", "levels", "steps")
        )


def test_a_complaint_whose_answers_have_no_meaning_tells_of_satisfaction_only():
    plain = HAPPENED.model_copy(update={"recovery": None})
    found = told(people(), scales=SCALES | {"happened": plain})
    assert found.rates.empty
    assert found.groups.empty
    assert not found.levels.empty


def test_groups_of_few_are_withheld_with_the_next_and_not_compared():
    frame = people()
    few = frame["happened"] == 2
    frame.loc[few.index[few][4:], "happened"] = 0
    found = told(frame)
    hidden = found.groups.groupby("group")["withheld"].first()
    assert hidden["unresolved"] == "small"
    assert sorted(hidden)[-2:] == ["secret", "small"]
    assert (
        found.contrasts.set_index("contrast")
        .loc[["harm", "solution", "deviation"], "evidence"]
        .eq("hidden")
        .all()
    )
    assert found.groups[found.groups["withheld"] != ""][["estimate", "n"]].isna().all(axis=None)


def test_a_group_nobody_is_in_is_left_out():
    frame = people()
    found = told(frame[frame["happened"] != 3].reset_index(drop=True))
    assert set(found.groups["group"]) == {"none", "resolved", "unresolved"}


def test_everyone_without_a_problem_leaves_no_rate_of_solution():
    found = told(people().assign(happened=0))
    rates = found.rates.set_index("measure")
    assert rates.loc["failure", "estimate"] == 0
    assert rates.loc[["silence", "resolution"], "withheld"].eq("small").all()
    assert found.contrasts.empty or found.contrasts["evidence"].eq("hidden").all()


def test_nobody_loyal_leaves_no_ratio():
    step = told(people().assign(stay=3)).steps.iloc[0]
    assert np.isnan(step["ratio"])
    assert step["difference"] == 0


def test_the_truth_of_the_simulated_survey_is_found(power, truth):
    means = power.groups[power.groups["measure"] == "mean"].set_index(["item", "group"])
    assert len(means) == 8
    misses = (means["estimate"] - truth["mean"]) / means["std_error"]
    assert np.abs(misses).max() < 3
    inside = (means["low"] <= truth["mean"]) & (truth["mean"] <= means["high"])
    assert inside.sum() >= 7


def test_the_true_rates_of_the_simulated_survey_are_found(power, truth):
    share = truth.loc["keep", "share"]
    failed = share.drop("none").sum()
    expected = {
        "failure": failed,
        "silence": share["silent"] / failed,
        "complaint": 1 - share["silent"] / failed,
        "resolution": share["resolved"] / (share["resolved"] + share["unresolved"]),
    }
    rates = power.rates[power.rates["wave"] == "2025"].set_index("measure")
    assert all(rates.loc[name, "low"] <= value <= rates.loc[name, "high"] for name, value in expected.items())


def test_the_true_contrasts_of_the_simulated_survey_are_found(power, truth):
    found = power.contrasts.set_index(["item", "contrast"])
    for (item, name), line in found.iterrows():
        one, other = CONTRASTS[name]
        true = truth.loc[(item, one), "mean"] - truth.loc[(item, other), "mean"]
        assert line["low"] - 1 < true < line["high"] + 1, (item, name)
    assert found["evidence"].isin(["firm", "significant"]).all()


ROWS = {
    "rates": ProblemRate,
    "groups": GroupLoyalty,
    "contrasts": LoyaltyContrast,
    "levels": LevelLoyalty,
    "steps": LoyaltyStep,
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("roles", [ROLES, ROLES | {"q1": "score"}])
def test_rows_of_recovery_have_the_columns_that_the_estimate_yields(name, roles):
    tables = [getattr(told(people(), roles=roles), name)]
    assert missing_and_unknown(ROWS[name], [table for table in tables if len(table)]) == []


def test_recovery_prints_its_tables():
    result = told(people())
    assert set(result.tables) == {
        "recovery-rates", "recovery-groups", "recovery-contrasts", "delight-levels", "delight-steps",
    }  # fmt: skip
    assert "complained, not solved" in str(result)
    assert len(repr(result).splitlines()) <= 25
