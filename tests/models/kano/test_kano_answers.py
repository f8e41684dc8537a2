"""Evaluation tables, counts, rules and coefficients against published surveys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures

from satkit.errors import FitError
from satkit.models.kano import answers, category_tests, continuous, fuzzy, quality, stated_importance
from satkit.models.kano.answers import CATEGORIES, NAMES, TABLES, WORDINGS, from_cross, resample_counts
from satkit.models.kano.coefficients import better_worse, binomial, coefficients, covariance
from satkit.models.kano.fit import chances, classify
from satkit.models.kano.rules import RULES
from satkit.models.kano.rules.strength import category_strength, total_strength
from satkit.stats.design import design
from satkit.stats.replicates import replicates
from satkit.stats.sampling import Sampling


@pytest.fixture(scope="session")
def surveys():
    """Five files of one survey, 26 attribute tables (Reppel 2022)."""
    found = figures("kano/reppel_2022")
    tables = {
        (file, name): each
        for file, data in found["files"].items()
        for name, each in data["attributes"].items()
    }
    assert len(tables) == 26
    return found, tables


def pairs(crossed):
    """One respondent per answer pair of a table, as places of answers."""
    return np.repeat(np.argwhere(np.ones((5, 5))), np.ravel(crossed), axis=0).astype(float)


def letters(places):
    return [NAMES[place] for place in np.ravel(places)]


def counts(**by_letter):
    return np.array([float(by_letter.get(letter, 0)) for letter in CATEGORIES])


@pytest.mark.parametrize(("table", "producer"), [("pouliot", "pouliot"), ("classic", "classic")])
def test_counts_and_coefficients_agree_with_r_4_2_2_code_of_reppel_and_krano(surveys, table, producer):
    for each in surveys[1].values():
        found = from_cross(each["crosstab"], table)
        theirs = each[producer]
        assert found.tolist() == [theirs["counts"][letter] for letter in CATEGORIES]
        better, worse = better_worse(found)
        assert better == pytest.approx(theirs["satisfaction"], abs=1e-12)
        assert worse == pytest.approx(theirs["dissatisfaction"], abs=1e-12)
        assert letters(RULES["grouped"](found)) == [theirs["oam_rule_category"]]
        assert letters(RULES["most_frequent"](found)) == [theirs["mode_MOAIRQ"]]


def test_the_printed_table_is_reproduced_to_seven_digits(surveys):
    found, tables = surveys
    printed = {name: row for name, row in found["printed"].items() if len(row) == 11}
    printed.pop("columns")
    assert len(printed) == 6
    for name, row in printed.items():
        kinds = from_cross(tables["transfers all_cohorts", name]["crosstab"], "pouliot")
        by_letter = dict(zip(CATEGORIES, kinds, strict=True))
        assert [by_letter[letter] for letter in "AOMIRQ"] == row[1:7]
        assert letters(RULES["grouped"](kinds)) == [row[8]]
        better, worse = better_worse(kinds)
        assert round(float(better), 7) == pytest.approx(row[9], abs=1e-9)
        assert round(float(worse), 7) == pytest.approx(row[10], abs=1e-9)


def test_strengths_fong_dumouchel_and_a_kano_agree_with_the_reference(surveys):
    for each in surveys[1].values():
        theirs, kinds = each["classic"], from_cross(each["crosstab"])
        assert category_strength(kinds) == pytest.approx(theirs["category_strength"], abs=1e-12)
        assert total_strength(kinds) == pytest.approx(theirs["total_strength"], abs=1e-12)
        lead, needed = category_tests.fong(kinds)
        assert (lead, needed) == pytest.approx((theirs["fong"]["lhs"], theirs["fong"]["rhs"]), abs=1e-10)
        rows = pairs(each["crosstab"])
        weight = np.ones(len(rows))
        once = replicates(design(weight), count=2)
        means = continuous.means(rows[:, :1], rows[:, 1:], weight, once)
        mouchel = each["dumouchel"]
        assert means.functional[0] == pytest.approx(mouchel["Y_functional"], abs=1e-12)
        assert means.dysfunctional[0] == pytest.approx(mouchel["X_dysfunctional"], abs=1e-12)
        assert means.spread[:, 0] == pytest.approx([mouchel["sd_y_pop"], mouchel["sd_x_pop"]], abs=1e-12)
        assert letters(continuous.quadrant(means)[0]) == [mouchel["quadrant_threshold2"]]
        polar = continuous.polar(
            continuous.means(rows[:, :1], rows[:, 1:], weight, once, worth=continuous.A_KANO)
        )
        theirs = each["akano_unweighted"]
        assert (polar[0][0, 0], polar[1][0, 0]) == pytest.approx(
            (theirs["r"], theirs["alpha_rad"]), abs=1e-12
        )


def test_the_ski_survey_of_sauerwein_1996_is_met_to_its_printed_digits():
    found = figures("kano/sauerwein_1996")
    for row in found["fig11"]:
        better, worse = better_worse(counts(**{letter: row[letter] for letter in "AOMI"}))
        assert better == pytest.approx(row["better"], abs=0.0101)
        assert worse == pytest.approx(row["worse"], abs=0.0101)
    for row in found["fig10_percent"]:
        kinds = counts(**{letter: row[letter] for letter in CATEGORIES})
        assert letters(RULES["most_frequent"](kinds)) == [row["category"]]
        assert better_worse(kinds)[0] == pytest.approx(row["better_computed"], abs=1e-12)


def test_counts_agree_with_the_example_of_krano():
    for feature in figures("kano/krano")["features"]:
        found = from_cross(feature["crosstab"])
        assert found.tolist() == [feature["counts"][letter] for letter in CATEGORIES]
        assert better_worse(found)[0] == pytest.approx(feature["CS"], abs=1e-12)
        assert better_worse(found)[1] == pytest.approx(feature["DS"], abs=1e-12)


def test_fuzzy_membership_agrees_with_the_worked_case():
    case = figures("kano/worked_cases")["fuzzy_kano"]
    found = fuzzy.membership(case["F"], case["D"])
    np.testing.assert_allclose(
        found, [case["membership"][letter] for letter in CATEGORIES], rtol=0, atol=1e-12
    )
    once = replicates(design(np.ones(3)), count=2)
    people = np.repeat(found[None, None], 3, axis=0)
    voted = fuzzy.count_memberships(people, np.ones(3), once)
    assert voted[0, 0].tolist() == [0, 0, 0, 3, 0, 0]
    assert letters(fuzzy.verdict(voted[0])) == case["crisp_at_alpha_0_4"]


def test_every_table_has_its_corners_and_every_wording_five_answers():
    assert letters(TABLES["classic"][[0, 0, 4, 4, 1], [0, 4, 0, 4, 4]]) == list("QORQM")
    assert (TABLES["classic"] != TABLES["pouliot"]).sum() == 2
    assert letters(TABLES["pouliot"][[1, 2, 3], [1, 2, 3]]) == list("QIQ")
    assert letters(TABLES["short"]) == list("AAOIIMRIM")
    assert letters(TABLES["short_indifferent"]) == list("AAOIIMIIM")
    for wording in WORDINGS.values():
        assert all(label.zh and label.en for label in wording)
        assert len(wording) == 5


def test_a_pair_with_one_answer_missing_is_not_counted():
    found = answers.categories([[0.0, np.nan], [0, 1]], [[4.0, 2], [np.nan, 4]])
    assert found.tolist() == [[1, -1], [-1, 0]]
    notes = answers.cautions([[0.0, np.nan], [0, 1]], [[4.0, 2], [np.nan, 4]], ("a", "b"))
    assert "'a' and 'b': many answered only one question" in str(notes[0])


def test_swapped_columns_are_noticed(surveys):
    rows = pairs(surveys[1]["transfers all_cohorts", "F10"]["crosstab"])
    right = np.column_stack([rows[:, 0], rows[:, 0]])
    wrong = np.column_stack([rows[:, 1], rows[:, 1]])
    assert answers.cautions(right, wrong, ("a", "b")) == ()
    mixed = answers.cautions(
        np.column_stack([rows[:, 0], rows[:, 1]]), np.column_stack([rows[:, 1], rows[:, 0]]), ("a", "b")
    )
    assert str(mixed[0]).startswith("'b': more reverse answers")


def test_counts_of_rows_are_counts_of_the_cross_table(surveys):
    crossed = surveys[1]["transfers all_cohorts", "F6"]["crosstab"]
    rows = pairs(crossed)
    weight = np.ones(len(rows))
    found = answers.categories(rows[:, :1], rows[:, 1:], "pouliot")
    resamples = replicates(design(weight), count=5)
    held = answers.count_categories(found, weight, resamples)
    np.testing.assert_allclose(held[0, 0], from_cross(crossed, "pouliot"))
    np.testing.assert_allclose(held.sum(axis=-1), len(rows))
    np.testing.assert_allclose(answers.cross(rows[:, :1], rows[:, 1:], weight)[0], crossed)


def test_rates_of_questionable_answers_are_told_by_attribute_and_person():
    found = answers.categories([[0.0, 0], [0, 4], [0, 1]], [[0.0, 0], [4, 0], [4, 4]])
    table = quality.per_attribute(found, np.ones(3), ("a", "b"))
    assert table["questionable"].tolist() == pytest.approx([1 / 3, 1 / 3])
    assert table["reverse"].tolist() == pytest.approx([0, 1 / 3])
    assert table["flagged"].all()
    assert quality.per_respondent(found).tolist() == [1, 0, 0]


def test_kappa_is_one_for_equal_and_zero_for_independent_classifications():
    assert quality.kappa(np.array([0, 1, 2, 3]), np.array([0, 1, 2, 3])) == 1
    assert quality.kappa(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(0)


@pytest.mark.parametrize(
    ("rule", "kinds", "letter"),
    [
        ("most_frequent", counts(A=5, O=5, M=5, I=5), "M"),
        ("most_frequent", counts(A=5, I=5), "A"),
        ("most_frequent", counts(I=5, R=5, Q=5), "I"),
        ("most_frequent", counts(A=0.1 + 0.2, O=0.3), "O"),
        ("grouped", counts(A=20, O=20, I=30), "O"),
        ("grouped", counts(A=10, O=10, I=15, R=15), "I"),
        ("near_tie", counts(I=50, A=48, O=2), "A"),
        ("near_tie", counts(I=60, A=38, O=2), "I"),
        ("near_tie", counts(R=50, I=49, O=1), "R"),
        ("strength", counts(I=50, A=48, O=2), "H"),
        ("strength", counts(I=60, A=38, O=2), "I"),
        ("quadrant", counts(M=50, O=10, A=10, I=30), "M"),
        ("quadrant", counts(M=10, O=20, A=50, I=20), "A"),
        ("quadrant", counts(M=20, O=50, A=20, I=10), "O"),
        ("quadrant", counts(M=10, O=10, A=10, I=70), "I"),
    ],
)
def test_rules_break_ties_as_documented(rule, kinds, letter):
    assert letters(RULES[rule](kinds)) == [letter]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([rule for rule in RULES if rule != "quadrant_means"]), st.sampled_from(range(4)))
def test_a_unanimous_answer_wins_under_every_rule(rule, kind):
    assert RULES[rule](np.eye(6)[kind] * 40) == kind


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=6, max_size=6).filter(lambda k: sum(k[:4]) > 0))
def test_every_rule_is_defined_for_all_counts_and_coefficients_stay_in_range(kinds):
    for name, rule in RULES.items():
        assert 0 <= rule(np.array([kinds], float))[0] <= 6, name
    better, worse = better_worse(np.array(kinds, float))
    assert 0 <= better <= 1
    assert -1 <= worse <= 0


def test_replicate_covariance_meets_the_binomial_formula(surveys):
    kinds = from_cross([each["crosstab"] for each in surveys[1].values()])[:4]
    drawn, resamples = resample_counts(kinds, count=4000)
    np.testing.assert_allclose(covariance(drawn, resamples), binomial(kinds), rtol=0.12, atol=3e-5)


def test_replicate_covariance_is_the_sum_of_products_of_deviations(surveys):
    kinds = from_cross([each["crosstab"] for each in surveys[1].values()])[:4]
    drawn, resamples = resample_counts(kinds, count=50)
    both = np.stack(better_worse(drawn), axis=-1)
    apart = both[1:] - both[1:].mean(axis=0)
    by_hand = np.einsum("b,bai,baj->aij", resamples.scales, apart, apart)
    np.testing.assert_allclose(covariance(drawn, resamples), by_hand, rtol=1e-9, atol=1e-15)


def test_intervals_of_better_and_worse_hold_them_and_stay_in_range():
    kinds = np.array([counts(M=40, O=30, A=10, I=20), counts(M=30, I=10), counts(A=5, I=3)])
    drawn, resamples = resample_counts(kinds)
    table = coefficients(drawn, resamples, ("a", "b", "c"), df=99)
    for name in ("better", "worse"):
        assert (table[f"{name}_low"] <= table[name]).all()
        assert (table[name] <= table[f"{name}_high"]).all()
    assert table["better"].iloc[1] == 0
    assert 0 < table["better_high"].iloc[1] < 0.15
    assert -0.5 < table["worse_low"].iloc[2] < 0


def test_chances_follow_the_lead_and_add_up():
    kinds = np.array([counts(M=90, O=10), counts(A=30, O=31, I=20), counts(A=500, O=520)])
    drawn, resamples = resample_counts(kinds, count=4000)
    chance = chances(drawn, resamples)
    np.testing.assert_allclose(chance.sum(axis=1), 1)
    assert chance[0, 0] > 0.995
    assert 0.4 < chance[1, 1] < 0.65
    # of the replicates .736 say so, P(Bin(1020, .5098) > 510); a leader chosen for leading is worth less
    assert 0.55 < chance[2, 1] < 0.7


def test_clustered_answers_are_less_sure_than_independent_ones():
    kind = np.repeat([0] * 18 + [1] * 12, 10)[:, None]
    weight = np.ones(300)
    spread = {}
    for name, cluster in (("alone", None), ("together", np.repeat(np.arange(30), 10))):
        resamples = replicates(design(weight, cluster=cluster), count=600)
        spread[name] = classify(answers.count_categories(kind, weight, resamples), resamples, ("a",))
    assert spread["alone"].verdict == spread["together"].verdict
    assert spread["together"].sure[0] < spread["alone"].sure[0]


def test_a_category_that_differs_between_the_two_lines_of_the_map_is_named():
    kinds = np.array([counts(M=45, I=55), counts(M=5, A=30, I=65), counts(A=10, I=90)])
    drawn, resamples = resample_counts(kinds)
    fit = classify(drawn, resamples, ("a", "b", "c"), "quadrant")
    assert fit.verdict == ("I", "I", "I")
    assert "'a'" in str(fit.notes[0])
    assert "I with lines at one half, M with lines at the means" in str(fit.notes[0])
    table = replace(fit, sampling=Sampling(resamples, df=99)).table
    assert table["category"].tolist() == ["I", "I", "I"]
    assert table["probability"].between(0, 1).all()


def test_fongs_test_rejects_twice_as_often_as_it_should_and_the_exact_one_does_not():
    rng = np.random.default_rng(0)
    shares = [0.35, 0.35, 0.1, 0.1, 0.1, 0.0]
    drawn = rng.multinomial(200, shares, 4000).astype(float)
    two = np.sort(drawn[:, :5], axis=1)[:, -2:].sum(axis=1) == drawn[:, :2].sum(axis=1)
    lead, needed = category_tests.fong(drawn[two])
    assert 0.14 < (lead > needed).mean() < 0.22
    assert (category_tests.exact(drawn[two]) < 0.1).mean() < 0.1


def test_the_exact_test_is_the_binomial_one():
    from scipy.stats import binomtest

    kinds = np.array([counts(M=30, O=18, A=5), counts(M=10, O=10), counts(I=9, R=1, Q=40)])
    expected = [binomtest(a, a + b).pvalue for a, b in ((30, 18), (10, 10), (9, 1))]
    np.testing.assert_allclose(category_tests.exact(kinds), expected, rtol=0, atol=1e-12)


def test_effective_counts_shrink_with_clusters():
    weight = np.ones(300)
    kind = np.repeat(np.arange(30) % 3, 10)[:, None]
    resamples = replicates(design(weight, cluster=np.repeat(np.arange(30), 10)), count=400)
    held = category_tests.effective(answers.count_categories(kind, weight, resamples), resamples)
    assert 20 < held.sum() < 45


def test_an_attribute_of_reverse_and_questionable_answers_only_is_refused_by_name():
    drawn, resamples = resample_counts(np.array([counts(M=3, I=2), counts(Q=9, R=1)]))
    with pytest.raises(FitError, match="attribute 'b': every answer is reverse or questionable"):
        classify(drawn, resamples, ("a", "b"))


def test_an_attribute_without_full_pairs_is_refused_by_name():
    held = np.zeros((3, 1, 6))
    _, resamples = resample_counts(np.array([counts(M=1)]), count=2)
    with pytest.raises(FitError, match="attribute 'a': nobody answered both questions"):
        classify(held, resamples, ("a",))


def test_an_unknown_rule_is_met_with_the_nearest():
    drawn, resamples = resample_counts(np.array([counts(M=3, I=2)]))
    with pytest.raises(FitError, match="did you mean 'near_tie'"):
        classify(drawn, resamples, ("a",), "neartie")


def test_a_kano_sorts_by_reach_and_angle():
    found = continuous.Means(
        np.array([[0.05, 0.1, 0.6, 0.7, -0.2]]), np.array([[0.05, 0.7, 0.6, 0.1, 0.5]]), np.zeros((2, 5))
    )
    assert letters(continuous.a_kano(found, 0.2, np.pi / 6, np.pi / 3)[0]) == list("IMOAR")
    assert continuous.backward(found)[0].tolist() == [False, False, False, False, True]


def test_stated_importance_weights_dumouchel_and_scales_a_kano():
    functional, dysfunctional = np.array([[0.0], [2.0]]), np.array([[4.0], [2.0]])
    once = replicates(design(np.ones(2)), count=2)
    stated = np.array([[1.0], [0.0]])
    mouchel = continuous.means(functional, dysfunctional, np.ones(2), once, importance=stated)
    assert mouchel.functional[0, 0] == 4
    scaled = continuous.means(functional, dysfunctional, np.ones(2), once, continuous.A_KANO, stated)
    assert scaled.functional[0, 0] == pytest.approx(0.5)


def test_stated_importance_breaks_ties_and_shows_contradictions():
    importance = np.array([[8.0, 2, 9, 7], [8, 3, 9, np.nan], [9, 2, 8, 8]])
    resamples = replicates(design(np.ones(3)), count=20)
    table = stated_importance.stated_importance(
        importance, np.ones(3), resamples, tuple("abcd"), ("M", "M", "O", "I")
    )
    assert table["attribute"].tolist() == ["a", "b", "c", "d"]
    assert table["importance"].tolist() == pytest.approx([25 / 3, 7 / 3, 26 / 3, 7.5])
    assert table["contradicts"].tolist() == [False, True, False, True]


def test_shares_that_rounding_adds_up_to_more_than_one_keep_their_interval():
    counts = np.array([0.0, 0.4, 7.7, 0.0, 0.0, 0.0])
    assert counts[1] / counts.sum() + counts[2] / counts.sum() > 1
    assert better_worse(counts)[0] == 1
    weights = np.random.default_rng(1).uniform(0.5, 2, (40, 1, 1))
    line = coefficients(weights * counts, replicates(design(np.ones(39)), "jackknife"), ("a",), 38).iloc[0]
    assert line["better_low"] < line["better"] <= line["better_high"]
