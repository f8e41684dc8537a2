"""Kano answers of a survey: counts by hand, the jackknife by loops, planted qualities, bad input."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f, t

from satkit import Study
from satkit.analyses.investment.estimate import fulfilment, plan_investment
from satkit.analyses.investment.rows import BudgetGain, PlannedAttribute
from satkit.analyses.kano.estimate import NOBODY, UNDECIDED, classify_pairs
from satkit.analyses.kano.rows import AttributeChange, AttributeGap, AttributeRow, AttributeTest
from satkit.language import Label, say
from satkit.survey.questionnaire import (
    Attribute,
    Design,
    Item,
    Kano,
    Qualities,
    Questionnaire,
    Replication,
    Report,
)
from satkit.survey.responses import Responses
from satkit.survey.sample import draw
from satkit.survey.scale import Point, Scale
from tests.conftest import PROJECT
from tests.handmade import responses as handmade
from tests.rows import missing_and_unknown

FIVE = Scale(name="five", kind="kano", points=tuple(Point(code=k) for k in range(1, 6)))
TABLE = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]


def asked(frame, pairs, settings=None, segments=(), sample=None, report=None):
    """Responses of a table whose columns come in functional and dysfunctional pairs."""
    found = handmade(
        frame, segments=segments, scales={side: FIVE for pair in pairs.values() for side in pair},
        sample=sample, report=report or Report(),
    )  # fmt: skip
    items = dict(found.questionnaire.items)
    for attribute, names in pairs.items():
        for side, name in zip(("functional", "dysfunctional"), names, strict=True):
            items[name] = items[name].model_copy(update={"kano": Kano(attribute=attribute, side=side)})
    update = {"items": items, "kano": settings or Qualities()}
    questionnaire = found.questionnaire.model_copy(update=update)
    questionnaire = Questionnaire.model_validate(questionnaire.model_dump())
    return Responses(**{**vars(found), "questionnaire": questionnaire})


def drawn(rng, shares, n):
    """Pairs of answers whose categories fall as told."""
    cells = {
        letter: [c for c in product(range(5), range(5)) if TABLE[c[0]][c[1]] == letter] for letter in shares
    }
    kinds = rng.choice(list(shares), n, p=list(shares.values()))
    return np.array([cells[kind][rng.integers(len(cells[kind]))] for kind in kinds])


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(4)
    n = 400
    columns = {}
    for name, shares in {
        "must": {"M": 0.6, "O": 0.2, "A": 0.05, "I": 0.15},
        "wow": {"M": 0.05, "O": 0.15, "A": 0.55, "I": 0.2, "R": 0.05},
    }.items():
        columns[f"{name}_f"], columns[f"{name}_d"] = drawn(rng, shares, n).T
    frame = pd.DataFrame(columns)
    frame.loc[:9, "must_d"] = -1
    frame["weight"] = rng.uniform(0.5, 3, n)
    frame["cluster"] = np.arange(n) // 10
    frame["town"] = np.where(np.arange(n) % 3 == 0, "east", "west")
    pairs = {"must": ("must_f", "must_d"), "wow": ("wow_f", "wow_d")}
    return frame, pairs


@pytest.fixture(scope="module")
def study():
    return Study.open(PROJECT / "surveys" / "power-supply")


def by_pandas(frame, name):
    """Weighted shares of categories, the slow road."""
    kept = frame[(frame[f"{name}_f"] >= 0) & (frame[f"{name}_d"] >= 0)]
    kinds = [TABLE[f][d] for f, d in zip(kept[f"{name}_f"], kept[f"{name}_d"], strict=True)]
    sums = kept.groupby(pd.Series(kinds, kept.index))["weight"].sum()
    return sums.reindex(list("MOAIRQ"), fill_value=0.0) / sums.sum()


def better(shares):
    return (shares["A"] + shares["O"]) / shares[list("MOAI")].sum()


def test_shares_and_coefficients_are_those_pandas_counts(survey):
    frame, pairs = survey
    responses = asked(frame, pairs)
    table = classify_pairs(responses, draw(responses)).table.set_index("attribute")
    for name in pairs:
        shares = by_pandas(frame, name)
        np.testing.assert_allclose(
            table.loc[name, list("MOAIRQ")].to_numpy(float), shares, rtol=0, atol=1e-12
        )
        assert table.loc[name, "better"] == pytest.approx(better(shares), abs=1e-12)
    assert table["category"].tolist() == ["M", "A"]
    assert table.loc["must", ["n", "half"]].tolist() == [390, 10]
    assert (table["probability"] > 0.99).all()


def test_errors_are_those_of_the_jackknife_done_in_a_loop(survey):
    frame, pairs = survey
    sample = Design(replicates=Replication(method="jackknife"))
    responses = asked(frame, pairs, sample=sample)
    table = classify_pairs(responses, draw(responses)).table.set_index("attribute")
    clusters = sorted(frame["cluster"].unique())
    left = [better(by_pandas(frame[frame["cluster"] != out], "wow")) for out in clusters]
    m = len(clusters)
    expected = np.sqrt((m - 1) / m * np.sum((left - np.mean(left)) ** 2))
    assert table.loc["wow", "better_se"] == pytest.approx(expected, rel=1e-9)


def test_groups_are_counted_on_their_own_and_tested_against_the_others(survey):
    frame, pairs = survey
    responses = asked(frame, pairs, segments=("town",))
    found = classify_pairs(responses, draw(responses))
    east = found.table[(found.table["segment"] == "town") & (found.table["level"] == "east")]
    shares = by_pandas(frame[frame["town"] == "east"], "must")
    assert east.set_index("attribute").loc["must", "M"] == pytest.approx(shares["M"], abs=1e-12)
    rest = by_pandas(frame[frame["town"] == "west"], "must")
    gap = found.gaps.set_index(["level", "attribute", "measure"]).loc[
        ("east", "must", "better"), "difference"
    ]
    assert gap == pytest.approx(better(shares) - better(rest), abs=1e-12)
    assert set(found.association["segment"]) == {"town"}


def test_a_small_group_is_withheld_and_so_is_what_would_reveal_it(survey):
    frame, pairs = survey
    frame = frame.assign(town=np.where(np.arange(len(frame)) < 6, "tiny", frame["town"]))
    responses = asked(frame, pairs, segments=("town",))
    table = classify_pairs(responses, draw(responses)).table
    groups = table[(table["segment"] == "town") & (table["attribute"] == "wow")].set_index("level")
    assert groups.loc["tiny", "withheld"] == "small"
    assert sorted(groups["withheld"])[-2:] == ["secret", "small"]
    assert groups.loc["tiny", ["n", "M", "better", "p_M"]].isna().all()


def test_swapped_columns_and_half_answered_pairs_are_flagged(survey):
    frame, pairs = survey
    frame = frame.copy()
    frame.loc[:200, "wow_d"] = -1
    responses = asked(frame, {"must": ("must_d", "must_f"), "wow": pairs["wow"]})
    table = classify_pairs(responses, draw(responses)).table.set_index("attribute")
    assert table["swapped"].tolist() == [True, False]
    assert table["halved"].tolist() == [False, True]


@pytest.mark.parametrize(("value", "reason"), [((0, 0), UNDECIDED), ((2, -1), NOBODY)])
def test_what_cannot_be_sorted_has_a_reason_and_no_numbers(survey, value, reason):
    frame, pairs = survey
    frame = frame.assign(wow_f=value[0], wow_d=value[1])
    responses = asked(frame, pairs, segments=("town",))
    table = classify_pairs(responses, draw(responses)).table
    lines = table[table["attribute"] == "wow"]
    assert [say(line, "en") for line in lines["reason"]] == [say(reason, "en")] * len(lines)
    assert (lines["category"] == "").all()
    assert lines["better"].isna().all()
    assert (table[table["attribute"] == "must"]["category"] == "M").all()


def test_a_survey_without_pairs_has_no_kano(survey):
    frame, _ = survey
    responses = handmade(frame.assign(q=0)[["q"]])
    assert classify_pairs(responses, draw(responses)) is None


def test_three_answers_are_read_by_the_short_table():
    three = Scale(name="three", kind="kano", points=tuple(Point(code=k) for k in range(3)))
    frame = pd.DataFrame({"f": [0] * 30 + [1] * 10, "d": [2] * 30 + [1] * 10})
    found = handmade(frame, scales={"f": three, "d": three})
    items = {
        name: Item(name=name, scale="three", kano=Kano(attribute="a", side=side))
        for name, side in (("f", "functional"), ("d", "dysfunctional"))
    }
    questionnaire = Questionnaire.model_validate({**found.questionnaire.model_dump(), "items": items})
    responses = Responses(**{**vars(found), "questionnaire": questionnaire})
    table = classify_pairs(responses, draw(responses)).table
    assert set(table["dumouchel"]) == {""}
    assert table["category"].tolist() == ["O"]
    assert table["O"].tolist() == [0.75]


def test_answers_as_numbers_are_the_weighted_means_of_full_pairs(survey):
    frame, pairs = survey
    responses = asked(frame, pairs, segments=("town",))
    table = classify_pairs(responses, draw(responses)).table
    everyone = table[table["segment"] == ""].set_index("attribute")
    for name in pairs:
        kept = frame[(frame[f"{name}_f"] >= 0) & (frame[f"{name}_d"] >= 0)]
        worth = np.array([4, 2, 0, -1, -2])[kept[f"{name}_f"]], np.array([-2, -1, 0, 2, 4])[kept[f"{name}_d"]]
        for side, values in zip(("functional", "dysfunctional"), worth, strict=True):
            mean = np.average(values, weights=kept["weight"])
            assert everyone.loc[name, side] == pytest.approx(mean)
            spread = np.sqrt(np.average((values - mean) ** 2, weights=kept["weight"]))
            assert everyone.loc[name, f"{side}_sd"] == pytest.approx(spread)
    assert everyone["dumouchel"].tolist() == ["M", "A"]
    assert (everyone["p_dumouchel"] > 0.9).all()
    assert (everyone["angle"].diff().dropna() > 0).all(), "the attractive one lies further up"
    assert (table.loc[table["segment"] != "", "dumouchel"] == "").all()


def with_importance(frame, pairs, report=None):
    """Responses whose column ``stated`` says how important the first attribute is, on 0-100."""
    settings = Qualities(attribute={"must": Attribute(importance="stated")})
    responses = asked(frame, pairs, settings, report=report)
    points = tuple(Point(code=k, score=score) for k, score in enumerate((100.0, 75.0, 25.0, 0.0), 1))
    scales = responses.questionnaire.scales | {"weight": Scale(name="weight", points=points)}
    items = responses.questionnaire.items
    items = items | {"stated": items["stated"].model_copy(update={"scale": "weight"})}
    questionnaire = responses.questionnaire.model_copy(update={"scales": scales, "items": items})
    return Responses(**{**vars(responses), "questionnaire": questionnaire})


def test_stated_importance_has_the_interval_that_the_report_asks_for(survey):
    frame, pairs = survey
    frame = frame.assign(stated=np.random.default_rng(1).integers(0, 4, len(frame)))
    widths = []
    for level in (0.8, 0.95):
        responses = with_importance(frame, pairs, Report(level=level))
        line = classify_pairs(responses, draw(responses)).table.iloc[0]
        widths.append(line["importance_high"] - line["importance_low"])
    assert widths[0] / widths[1] == pytest.approx(1.2816 / 1.96, rel=0.1)


@pytest.mark.parametrize(("level", "contradicts"), [(3, True), (0, False)])
def test_stated_importance_is_on_a_hundred_and_contradicts_a_must_be_where_it_is_little(
    survey, level, contradicts
):
    frame, pairs = survey
    frame = frame.assign(stated=level)
    frame.loc[:4, "stated"] = -1
    responses = with_importance(frame, pairs)
    table = classify_pairs(responses, draw(responses)).table.set_index("attribute")
    assert table.loc["must", "importance"] == pytest.approx([100.0, 75.0, 25.0, 0.0][level])
    assert table["contradicts"].tolist() == [contradicts, False]
    assert np.isnan(table.loc["wow", "importance"])


def student_p(lines, df):
    """Two-sided p of differences by how far their intervals reach towards zero."""
    gap = lines["difference"].abs()
    reach = np.where(lines["difference"] > 0, gap - lines["low"], gap + lines["high"])
    return 2 * t.sf(t.ppf(0.975, df) * gap / reach, df)


def test_groups_that_meet_in_the_same_clusters_have_no_more_freedom_than_all_of_these(survey):
    frame, pairs = survey
    responses = asked(frame, pairs, segments=["town"], sample=Design(cluster="cluster"))
    found = classify_pairs(responses, draw(responses))
    np.testing.assert_allclose(found.gaps["p"], student_p(found.gaps, 39))
    test = found.association
    np.testing.assert_allclose(test["p"], f.sf(test["f"], test["df"], 39 * test["df"]))


def test_a_panel_that_changes_its_mind_is_no_larger_than_itself(survey):
    frame, pairs = survey
    both = pd.concat([frame.assign(wave=1), frame.assign(wave=2)], ignore_index=True)
    both.loc[len(frame) :, "must_f"] = np.roll(both.loc[len(frame) :, "must_f"], 1)
    responses = asked(both, pairs, sample=Design(cluster="cluster", panel=True))
    found = classify_pairs(responses, draw(responses)).changes
    moved = found[(found["attribute"] == "must") & (found["measure"] == "better")]
    np.testing.assert_allclose(moved["p"], student_p(moved, 39))


def test_the_planted_qualities_of_the_power_survey_are_found(study):
    truth = pd.read_csv(PROJECT / "surveys" / "power-supply" / "truth" / "kano.csv", dtype={"wave": str})
    table = study.kano.table
    everyone = table[table["segment"] == ""].merge(truth, on=["wave", "attribute"], suffixes=("", "_true"))
    assert len(everyone) == 16
    sure = everyone[everyone["probability"] >= 0.8]
    assert (sure["category"] == sure["category_true"]).all()
    assert set(everyone.loc[everyone["probability"] < 0.8, "attribute"]) == {"once"}
    for name in ("better", "worse"):
        errors = (everyone[name] - everyone[f"{name}_true"]) / everyone[f"{name}_se"]
        assert np.abs(errors).max() < 3.6
    moved = study.kano.changes.set_index(["attribute", "measure"])["p_moved_adjusted"]
    assert moved["progress", "better"] < 0.001
    assert moved["notice", "better"] > 0.9
    assert not study.kano.without_counts.groups


def test_the_plan_spends_the_budget_and_no_division_found_by_chance_beats_it(study):
    plan = study.investment
    met = fulfilment(study.questionnaire, study.scores.table, study.latest)
    assert plan.reason is None
    assert plan.spent == pytest.approx(900)
    assert plan.low < plan.gain < plan.high
    assert (np.diff(plan.curve["gain"]) > 0).all()
    from satkit.models.kano.curves import satisfaction

    table = plan.table
    cost, now = table["cost"].to_numpy(), table["met"].to_numpy()
    assert met["notice"] == pytest.approx(now[0])
    sides = [table[name].to_numpy() for name in ("category", "better", "worse")]
    rng = np.random.default_rng(1)
    for _ in range(300):
        spend = np.minimum(900 * rng.dirichlet(np.full(7, 0.4)), cost * (1 - now))
        gain = 100 * (satisfaction(*sides, now + spend / cost) - satisfaction(*sides, now)).mean()
        assert gain <= plan.gain + 1e-9


def priced(survey, **attributes):
    frame, pairs = survey
    settings = Qualities(attribute={name: Attribute(**told) for name, told in attributes.items()}, budget=50)
    responses = asked(frame, pairs, settings)
    sample = draw(responses)
    found = classify_pairs(responses, sample)
    nodes = pd.DataFrame({"wave": [], "segment": [], "node": [], "estimate": []})
    return plan_investment(found, fulfilment(responses.questionnaire, nodes, "w"), sample.replicates)


def test_money_goes_where_it_can_and_what_it_cannot_reach_has_a_reason(survey):
    plan = priced(survey, must={"cost": 100, "met": 0.4}, wow={"cost": 80})
    reasons = dict(zip(plan.table["attribute"], plan.table["reason"], strict=True))
    assert reasons["must"] == ""
    assert "how far it is met today is not known" in str(reasons["wow"])
    assert plan.spent == pytest.approx(50)


def test_a_cost_of_zero_is_a_reason_not_a_traceback(survey):
    plan = priced(survey, must={"cost": 0, "met": 0.4})
    assert str(plan.reason) == "the cost of 'must' is 0"
    assert np.isnan(plan.gain)


def test_nothing_left_to_improve_is_said(survey):
    plan = priced(survey, must={"cost": 10, "met": 1.0})
    assert "none of the attributes" in str(plan.reason)
    assert priced(survey) is None


def test_the_label_of_an_attribute_is_what_its_questions_share(study):
    asked_ = study.questionnaire
    assert asked_.attribute_label("notice") == Label("停电提前通知", "Outage notice")
    own = asked_.model_copy(
        update={"kano": Qualities(attribute={"notice": Attribute(label=Label(en="Told"))})}
    )
    assert own.attribute_label("notice") == Label("停电提前通知", "Told")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (AttributeRow, "table"),
        (AttributeChange, "changes"),
        (AttributeGap, "gaps"),
        (AttributeTest, "association"),
    ],
)
def test_rows_of_attributes_have_the_columns_that_the_estimate_yields(study, kind, name):
    assert missing_and_unknown(kind, [getattr(study.kano, name)]) == []


@pytest.mark.parametrize(("kind", "name"), [(PlannedAttribute, "table"), (BudgetGain, "curve")])
def test_rows_of_the_plan_have_the_columns_that_the_estimate_yields(study, kind, name):
    assert missing_and_unknown(kind, [getattr(study.investment, name)]) == []


def test_kano_and_the_plan_print_their_tables_by_label(study):
    assert set(study.kano.tables) == {"kano", "kano-shares", "kano-changes", "kano-segments"}
    assert set(study.investment.tables) == {"plan", "plan-curve"}
    label = study.questionnaire.attribute_label(study.investment.table["attribute"].iloc[0]).en
    for result in (study.kano, study.investment):
        assert label in set(result.tidy(language="en")["attribute"])
        assert len(repr(result).splitlines()) <= 25
