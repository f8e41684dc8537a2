"""Differences against R and by hand; corrections against statsmodels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures, table
from scipy.stats import false_discovery_control, t

from satkit.stats.contrasts import Interval, add_evidence, adjust_p, difference, quotient
from satkit.stats.design import design, linearised_covariance
from satkit.stats.replicates import mean, replicates


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_benjamini_and_hochberg_is_that_of_scipy(p):
    assert adjust_p(p) == pytest.approx(false_discovery_control(p), rel=1e-12)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("method", "theirs"), [("bh", "fdr_bh"), ("holm", "holm")])
def test_corrections_are_those_of_statsmodels(method, theirs):
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).beta(0.4, 1, 30)
    assert adjust_p(p, method) == pytest.approx(multipletests(p, method=theirs)[1], rel=1e-12)


def test_a_missing_p_stands_outside_the_family():
    found = adjust_p([0.01, np.nan, 0.04, np.nan])
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[[1, 3]]).all()
    assert np.isnan(adjust_p([np.nan, np.nan])).all()


def domains(rows, column, one, other):
    """Mean score in one domain and in the other, as two columns."""
    return np.stack([np.where(rows[column] == name, rows["score"], np.nan) for name in (one, other)], axis=1)


def branches(name):
    """One of the three invented samples behind R's figures: simple, strata, districts."""
    rows = table("survey/branches")
    return rows[rows["sample"] == name].reset_index(drop=True)


def linear_difference(values, drawn):
    """Taylor's error of a difference of two domain means."""
    there = np.isfinite(values)
    weight = drawn.weight[:, None] * there
    centre = (weight * np.nan_to_num(values)).sum(axis=0) / weight.sum(axis=0)
    influence = np.where(there, np.nan_to_num(values) - centre, 0) / weight.sum(axis=0)
    return centre[0] - centre[1], np.sqrt(
        linearised_covariance(influence[:, :1] - influence[:, 1:], drawn)[0, 0]
    )


def test_a_difference_of_strata_is_that_of_r():
    rows = branches("strata")
    expected = figures("survey/branches")["contrast_counter_phone"]
    values = domains(rows, "kind", "counter", "phone")
    drawn = design(rows["pw"], rows["kind"], population=rows["fpc"])
    found = linear_difference(values, drawn)
    assert found == pytest.approx((expected["estimate"], expected["std_error"]), rel=1e-8)
    resamples = replicates(drawn, "jackknife")
    means = mean(values, drawn.weight, resamples)
    found = difference(means[:, 0] - means[:, 1], resamples, 119)
    assert found["std_error"] == pytest.approx(expected["std_error"], rel=1e-8)


@pytest.mark.parametrize("name", ["simple", "strata", "districts"])
def test_a_domain_difference_has_the_t_of_r(name):
    rows = branches(name)
    expected = figures("survey/branches")[name]["ttest"]
    values = domains(rows, "urban", "Yes", "No")
    drawn = design(
        rows["pw"],
        stratum=rows["kind"] if name == "strata" else None,
        cluster=rows["district"] if name == "districts" else None,
        population=rows["fpc"],
    )
    estimate, error = linear_difference(values, drawn)
    assert (estimate, estimate / error) == pytest.approx(
        (expected["estimate"], expected["statistic"]), rel=1e-8
    )
    resamples = replicates(drawn, "jackknife")
    means = mean(values, drawn.weight, resamples)
    found = difference(means[:, 0] - means[:, 1], resamples, expected["df"])
    assert found["difference"] == pytest.approx(expected["estimate"], rel=1e-10)
    # a jackknife of 14 clusters is wider than Taylor's line; of 120 branches it is almost the same
    assert found["std_error"] == pytest.approx(error, rel=0.2 if name == "districts" else 0.03)
    assert found["p"] == pytest.approx(2 * t.sf(found["difference"] / found["std_error"], expected["df"]))


def test_paired_answers_count_their_covariance():
    rows = branches("simple")
    drawn = design(rows["pw"], population=rows["fpc"])
    resamples = replicates(drawn, "jackknife")
    means = mean(rows[["score", "before"]].to_numpy(float), drawn.weight, resamples)
    found = difference(means[:, 0] - means[:, 1], resamples, 119)
    gap = rows["score"] - rows["before"]
    assert found["std_error"] == pytest.approx(np.sqrt(gap.var() / 120 * (1 - 120 / 6000)), rel=1e-10)


def test_a_difference_without_error_has_no_p():
    resamples = replicates(design(np.ones(6)), "jackknife")
    found = difference(np.zeros((7, 1)), resamples, [5])
    assert np.isnan(found["p"]).all()


def test_the_ends_of_a_difference_come_from_the_ends_of_its_sides():
    """Newcombe's interval (1998, method 10) of two independent shares, 56/70 and 48/80.

    Wilson's ends of the sides are .6918 to .8769 and .4905 to .7004.
    """
    resamples = replicates(design(np.ones(2)), "jackknife")
    sides = Interval(0.8, 0.0478, 0.6918, 0.8769), Interval(0.6, 0.0548, 0.4905, 0.7004)
    values = 0.2 + np.sqrt(0.0478**2 + 0.0548**2) * np.array([0, 1, -1])
    found = difference(values, resamples, np.inf, sides=sides)
    assert (found["low"], found["high"]) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_what_two_sides_share_narrows_their_difference():
    resamples = replicates(design(np.ones(2)), "jackknife")
    sides = Interval(90.0, 1.0, 87.0, 91.0), Interval(85.0, 1.0, 83.0, 86.0)
    reaches = []
    for error in (np.sqrt(2), 1.0, 0.2):
        found = difference(5 + error * np.array([0, 1, -1]), resamples, 50, sides=sides)
        reaches.append(found["high"] - found["low"])
    assert reaches[0] > reaches[1] > reaches[2]


def lines(**columns):
    given = {
        "difference": 2.0, "std_error": 0.5, "low": 1.2, "high": 2.8, "p": 0.001,
        "n": 200, "n_versus": 200, "hidden": False, "wave": "2026",
    }  # fmt: skip
    length = max(len(values) for values in columns.values())
    return pd.DataFrame({key: columns.get(key, [value] * length) for key, value in given.items()})


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ({"p": [0.001]}, "firm"),
        ({"p": [0.001], "low": [0.9]}, "significant"),
        ({"p": [0.03]}, "significant"),
        ({"p": [0.3], "low": [-0.9], "high": [0.9]}, "negligible"),
        ({"p": [0.3], "low": [-0.9], "high": [1.1]}, "unclear"),
        ({"p": [np.nan], "low": [0.0], "high": [0.0]}, "unclear"),
        ({"n": [29]}, "small"),
        ({"n_versus": [29]}, "small"),
        ({"hidden": [True]}, "hidden"),
    ],
)
def test_evidence_is_named_by_p_and_interval(line, evidence):
    assert add_evidence(lines(**line), ["wave"], 1.0, 30)["evidence"].tolist() == [evidence]


def test_a_hidden_line_keeps_no_number_and_joins_no_family():
    found = add_evidence(lines(p=[0.04, 0.02], hidden=[False, True]), ["wave"], 1.0, 30)
    assert found["p_adjusted"][0] == 0.04
    assert found.loc[1, ["difference", "std_error", "low", "high", "p", "n", "n_versus"]].isna().all()


def test_families_are_corrected_apart():
    found = add_evidence(lines(p=[0.01, 0.04, 0.04], wave=["a", "a", "b"]), ["wave"], 1.0, 30)
    assert found["p_adjusted"].tolist() == pytest.approx([0.02, 0.04, 0.04])


def test_an_unknown_correction_is_refused():
    with pytest.raises(KeyError):
        adjust_p([0.01, 0.04], "bonferroni")


def test_the_interval_of_a_ratio_is_that_of_fieller():
    rng = np.random.default_rng(3)
    x = rng.normal([2.0, 4.0, 0.1], [1.0, 1.5, 2.0], (60, 3))
    resamples = replicates(design(np.ones(60)), "jackknife")
    means = resamples.totals(resamples.pieces(x)) / 60
    above, below = means[:, :1], means[:, 1:]
    low, high = quotient(np.repeat(above, 2, axis=1), below, resamples, 59)
    # a ratio lies inside exactly where the difference it makes zero cannot be told from zero
    for r, held in (
        (low[0] + 1e-6, True),
        (low[0] - 1e-6, False),
        (high[0] - 1e-6, True),
        (high[0] + 1e-6, False),
    ):
        p = difference(above[:, 0] - r * below[:, 0], resamples, 59)["p"]
        assert (p > 0.05) == held
    assert (low[1], high[1]) == (-np.inf, np.inf)
