"""Reasons of the dissatisfied, against pandas by hand and against the truth."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from handmade import responses
from scipy.stats import chi2_contingency, f

from satkit.analyses.reasons.estimate import count_reasons
from satkit.analyses.reasons.rows import OTHER, DepartmentReasons, ReasonChange, ReasonShare, ReasonTest
from satkit.language import Label
from satkit.simulation.replies import codes
from satkit.simulation.survey import simulate
from satkit.simulation.truth import load as load_truth
from satkit.survey.definition import load
from satkit.survey.folder import open_survey
from satkit.survey.questionnaire import Department, Design, Replication, Report
from satkit.survey.sample import draw
from satkit.survey.scale import Point, Scale
from tests.rows import missing_and_unknown

JACKKNIFE = Design(replicates=Replication(method="jackknife"))
LABELS = ("outages", "bills", "hotline", "voltage", "Other")
WHY = Scale(
    name="why", kind="multi", points=tuple(Point(code=k, label=Label(en=label)) for k, label in enumerate(LABELS, 1))
)  # fmt: skip
POWER = Path(__file__).parents[3] / "surveys" / "power-supply"


def told(frame, options, roles=None, **what):
    """Shares of the reasons of ``options`` by an overall answer ``q1``."""
    return all_of(frame, options, roles, **what).shares


def all_of(frame, options, roles=None, why=WHY, departments=(), **what):
    """All that is made of the reasons of ``options``."""
    options = np.asarray(options, bool)
    frame = frame.assign(why=np.where(options.any(axis=1), 0, -1))
    made = responses(
        frame, scales={"why": why}, roles={"q1": "overall", "why": "reason"} if roles is None else roles,
        sample=what.pop("sample", JACKKNIFE), **what,
    )  # fmt: skip
    named = {name: Department(name=name) for name in departments}
    asked = made.questionnaire.model_copy(update={"departments": named})
    made = replace(made, questionnaire=asked, options={"why": options})
    return count_reasons(made, draw(made))


@pytest.fixture
def many():
    rng = np.random.default_rng(3)
    n = 400
    frame = pd.DataFrame(
        {
            "q1": rng.choice([0, 1, 2, 3], n, p=[0.2, 0.2, 0.1, 0.5]),
            "weight": rng.uniform(0.5, 2, n),
            "area": rng.choice(["a", "b"], n),
        }
    )
    return frame, rng.random((n, 5)) < [0.5, 0.3, 0.2, 0.01, 0.02]


def test_shares_are_those_of_pandas_among_the_dissatisfied_who_gave_reasons(many):
    frame, options = many
    found = told(*many, segments=("area",)).set_index(["segment", "level", "reason"])
    table = pd.DataFrame(options, columns=list("12345")).assign(**frame)
    base = table[(table["q1"] == 3) & options.any(axis=1)]
    for level, mine in (("", base), *((area, base[base["area"] == area]) for area in "ab")):
        segment = "area" if level else ""
        for reason in "123":
            line = found.loc[(segment, level, reason)]
            assert line["estimate"] == pytest.approx(np.average(mine[reason], weights=mine["weight"]))
            assert line["n"] == len(mine)
            assert line["low"] < line["estimate"] < line["high"]
    whole = found.loc[("", "")]
    assert (whole["asked"] == (table["q1"] == 3).sum()).all()
    assert list(whole.index) == ["1", "2", "3", OTHER]
    rest = base["4"] | base["5"]
    assert whole.loc[OTHER, "estimate"] == pytest.approx(np.average(rest, weights=base["weight"]))
    either = base["1"] | base["2"]
    assert whole.loc["2", "covered"] == pytest.approx(np.average(either, weights=base["weight"]))


def test_the_error_is_that_of_leaving_one_out(many):
    frame, options = many
    base = np.flatnonzero((frame["q1"] == 3) & options.any(axis=1))
    weight, named = frame["weight"].to_numpy(), options[:, 1].astype(float)
    left = [np.average(named[kept], weights=weight[kept]) for k in base for kept in [base[base != k]]]
    # those outside the base change nothing when they are left out
    n = len(frame)
    whole = np.average(named[base], weights=weight[base])
    values = np.array([*left, *[whole] * (n - len(left))])
    by_hand = np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum())
    found = told(*many).set_index("reason").loc["2"]
    assert found["std_error"] == pytest.approx(by_hand)


def test_reasons_that_cannot_be_told_from_the_first_are_ties(many):
    frame, options = many
    assert told(frame, options).set_index("reason")["tied"].to_dict() == {
        "1": True, "2": False, "3": False, OTHER: False,
    }  # fmt: skip
    alike = np.column_stack([options[:, 0], ~options[:, 0], options[:, 2:]])
    assert told(frame, alike).set_index("reason").loc[["1", "2"], "tied"].all()


def test_the_catch_all_keeps_its_name_where_nothing_was_merged_into_it():
    frame = pd.DataFrame({"q1": [3] * 60})
    options = np.zeros((60, 5), bool)
    options[:40, 0], options[:25, 4], options[40:, 1] = True, True, True
    assert told(frame, options)["reason"].tolist() == ["1", "2", "5"]


def test_nobody_dissatisfied_leaves_nothing(many):
    frame, options = many
    assert told(frame.assign(q1=0), options).empty
    assert told(frame, np.zeros_like(options)).empty


def test_everyone_dissatisfied_is_a_base_like_any_other(many):
    frame, options = many
    found = told(frame.assign(q1=3), options)
    assert (found["n"] == options.any(axis=1).sum()).all()


def test_everyone_naming_the_same_reason_leaves_an_interval():
    options = np.zeros((40, 5), bool)
    options[:, 2] = True
    line = told(pd.DataFrame({"q1": [3] * 40}), options).iloc[0]
    assert (line["reason"], line["estimate"], line["high"]) == ("3", 1.0, 1.0)
    assert line["low"] == pytest.approx(np.exp(-f.ppf(0.95, 1, 39) / (2 * 40)))


def test_without_an_overall_question_all_who_gave_reasons_count(many):
    frame, options = many
    found = told(frame, options, roles={"why": "reason"})
    assert (found["n"] == options.any(axis=1).sum()).all()


def test_few_who_gave_reasons_are_withheld():
    options = np.ones((30, 5), bool)
    found = told(pd.DataFrame({"q1": [3] * 9 + [0] * 21}), options)
    assert (found["withheld"] == "small").all()
    assert found[["estimate", "low", "high", "n", "covered"]].isna().all(axis=None)
    assert not found["tied"].any()


def test_a_small_group_is_withheld_with_the_next_one(many):
    frame, options = many
    area = np.where(np.arange(400) < 12, "c", frame["area"])
    found = told(frame.assign(area=area, q1=3), options, segments=("area",))
    hidden = found[found["segment"] == "area"].groupby("level")["withheld"].first()
    small = int(options[:12].any(axis=1).sum())
    assert small < 10
    assert hidden["c"] == "small"
    assert sorted(hidden)[-2:] == ["secret", "small"]


def test_merging_follows_the_limit_of_the_report(many):
    frame, options = many
    found = told(frame, options, report=Report(min_cell=40))
    assert found["reason"].tolist() == ["1", "2", OTHER]


@pytest.fixture
def waves(many):
    """Two waves, of which the later names the second reason more often."""
    frame, options = many
    frame, options = frame.assign(wave=np.where(np.arange(400) < 180, "a", "b")), options.copy()
    options[180:, 1] |= np.random.default_rng(1).random(220) < 0.5
    return frame, options


def test_a_change_is_the_difference_of_the_shares_with_the_error_of_leaving_one_out(waves):
    frame, options = waves
    found = all_of(frame, options).changes.set_index("reason").loc["2"]
    base = (frame["q1"] == 3) & options.any(axis=1)
    weight, named = frame["weight"].to_numpy(), options[:, 1].astype(float)

    def gap(kept):
        sides = [kept & base & (frame["wave"] == wave) for wave in "ba"]
        return np.subtract(*(np.average(named[side], weights=weight[side]) for side in sides))

    everyone = np.ones(len(frame), bool)
    assert found["difference"] == pytest.approx(gap(everyone))
    left = np.array([gap(everyone & (np.arange(len(frame)) != k)) for k in range(len(frame))])
    by_wave = left - left.mean(), frame["wave"].to_numpy()
    sizes = frame.groupby("wave").size()
    variance = sum((n - 1) / n * (by_wave[0][by_wave[1] == wave] ** 2).sum() for wave, n in sizes.items())
    assert found["std_error"] == pytest.approx(np.sqrt(variance), rel=1e-3)
    assert (found["wave"], found["versus"], found["evidence"]) == ("b", "a", "significant")
    assert found["p"] < found["p_adjusted"] < 0.05


def test_a_change_of_few_is_no_change(waves):
    frame, options = waves
    few = frame["wave"].eq("b") | (np.arange(400) < 40)
    found = all_of(frame[few].reset_index(drop=True), options[few]).changes
    assert set(found["evidence"]) <= {"small", "hidden"}
    assert found["p_adjusted"].isna().all()


def test_one_wave_has_no_change(many):
    assert all_of(*many).changes.empty


def test_an_unweighted_test_between_groups_is_pearsons(many):
    frame, options = many
    frame = frame.drop(columns="weight")
    found = all_of(frame, options, segments=("area",)).association.set_index("reason")
    base = ((frame["q1"] == 3) & options.any(axis=1)).to_numpy()
    for k, reason in enumerate("123"):
        pearson = chi2_contingency(pd.crosstab(frame["area"][base], options[base, k]), correction=False)
        assert found.loc[reason, "chi2"] == pytest.approx(pearson.statistic)
        assert found.loc[reason, "p"] == pytest.approx(pearson.pvalue, abs=0.02)
        assert found.loc[reason, "df"] == pytest.approx(1)
    assert np.isnan(found.loc[OTHER, "p"])
    assert found.loc[OTHER, "evidence"] == "small"


def test_a_planted_difference_is_found_with_its_groups_and_alone(many):
    frame, options = many
    options = options.copy()
    options[(frame["area"] == "a").to_numpy() & options.any(axis=1), 2] = True
    found = all_of(frame, options, segments=("area",)).association.set_index("reason")
    assert found.index[found["evidence"] == "significant"].tolist() == ["3"]
    assert found.loc["3", ["highest", "lowest"]].tolist() == ["a", "b"]


def test_like_groups_are_seldom_called_different_though_many_reasons_are_tested():
    called = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(
            {"q1": 3, "area": rng.choice(["a", "b", "c"], 300), "cluster": np.arange(300) // 6}
        )
        leaning = rng.normal(0, 0.15, (50, 5))[frame["cluster"]]
        options = rng.random((300, 5)) < np.array([0.5, 0.4, 0.3, 0.3, 0.2]) + leaning
        called += all_of(frame, options, segments=("area",)).association["evidence"].eq("significant").any()
    assert called <= 8  # of 60: 3 are expected at 5 %, more than 8 come once in 300


def test_a_level_that_is_withheld_is_not_tested(many):
    frame, options = many
    area = frame["area"].where(frame.index % 3 > 0, "c").where(frame.index > 25, "tiny")
    found = all_of(frame.assign(area=area), options, segments=("area",))
    shown = found.shares[(found.shares["segment"] == "area") & (found.shares["withheld"] == "")]
    assert len(set(shown["level"])) == 2
    assert set(found.association["highest"]) | set(found.association["lowest"]) == set(shown["level"])


def test_a_department_is_told_how_many_name_one_of_its_reasons(many):
    frame, options = many
    owners = ("grid", "sales", "sales", "grid", "")
    points = tuple(
        point.model_copy(update={"owner": owner}) for point, owner in zip(WHY.points, owners, strict=True)
    )
    why = WHY.model_copy(update={"points": points})
    found = all_of(frame, options, why=why, departments=("sales", "grid", "idle")).departments
    base = ((frame["q1"] == 3) & options.any(axis=1)).to_numpy()
    weight = frame["weight"][base]
    assert found["department"].tolist() == ["sales", "grid"]
    assert found["reasons"].tolist() == [2, 1]
    either = (options[:, 1] | options[:, 2])[base]
    assert found["estimate"][0] == pytest.approx(np.average(either, weights=weight))
    # the fourth reason is named by too few to be shown alone, and would be told by the difference
    assert found["estimate"][1] == pytest.approx(np.average(options[base, 0], weights=weight))
    assert (found["low"] < found["estimate"]).all()
    assert all_of(frame, options).departments.empty


def test_the_truth_of_the_simulated_survey_is_found():
    """Shares of one draw of 3,000 against those of a draw of 40,000 without clusters."""
    asked, truth = load(POWER), load_truth(POWER, load(POWER))
    plan = truth.sampling.model_copy(
        update={"issued": {"2023": 60, "2024": 60, "2025": 60_000}, "clusters": 4000, "icc": 0.0}
    )
    segments = {
        name: part.model_copy(update={"oversample": {}, "response": {}})
        for name, part in truth.segment.items()
    }
    large = simulate(asked, truth.model_copy(update={"sampling": plan, "segment": segments}), seed=1).frames[
        "2025"
    ]
    mine = large[(large["overall"] == 4) & (large["reasons"] != "")]["reasons"].str.split("┋")
    expected = {
        str(code): mine.map(lambda some, c=str(code): c in some).mean() for code in codes(asked, "reasons")
    }
    _, answers = open_survey(POWER)
    found = count_reasons(answers, draw(answers)).shares
    lines = found[(found["wave"] == "2025") & (found["segment"] == "") & (found["reason"] != OTHER)]
    assert len(lines) == 10
    inside = [line["low"] <= expected[line["reason"]] <= line["high"] for line in lines.to_dict("records")]
    assert sum(inside) >= 9


def in_full(waves):
    """Reasons of two waves and two areas, some of which departments answer for."""
    points = tuple(point.model_copy(update={"owner": "grid"}) for point in WHY.points)
    why = WHY.model_copy(update={"points": points})
    return all_of(*waves, why=why, departments=("grid",), segments=("area",))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (ReasonShare, "shares"),
        (ReasonChange, "changes"),
        (ReasonTest, "association"),
        (DepartmentReasons, "departments"),
    ],
)
def test_rows_of_reasons_have_the_columns_that_the_estimate_yields(waves, kind, name):
    assert missing_and_unknown(kind, [getattr(in_full(waves), name)]) == []


def test_reasons_print_their_tables_by_label_and_withhold_small_groups(many):
    frame, options = many
    result = all_of(
        frame.assign(area=np.where(np.arange(400) < 12, "few", "many")), options, segments=("area",)
    )
    assert set(result.tables) == {
        "reasons-why", "reasons-groups-why", "reasons-changes-why", "reasons-departments-why",
    }  # fmt: skip
    printed = str(result.summary("en"))
    assert "outages" in printed
    assert "not shown" in printed
    assert len(repr(result).splitlines()) <= 25
    few = result.tables["reasons-groups-why"].set_index("level").loc["few"]
    assert few[["share_1", "n"]].isna().all()
