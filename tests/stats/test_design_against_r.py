"""Designs and replicates against R: survey 4.1-1 on R 4.2.2 (``reference/survey/branches.R``)."""

import numpy as np
import pandas as pd
import pytest
from reference import figures, table
from reference.data_sets import airport_survey

from satkit.errors import DataError
from satkit.stats.design import design, linearised_covariance
from satkit.stats.replicates import mean, ratio, replicates

TIGHT = 1e-8
PRINTED = figures("survey/branches")


def branches(name):
    """One of the three invented samples: simple, strata, districts."""
    rows = table("survey/branches")
    return rows[rows["sample"] == name].reset_index(drop=True)


def sample(rows, *, fpc=True):
    population = rows["fpc"] if fpc else None
    kind = rows["sample"].iloc[0]
    return design(
        rows["pw"],
        stratum=rows["kind"] if kind == "strata" else None,
        cluster=rows["district"] if kind == "districts" else None,
        population=population,
    )


def taylor_mean(values, drawn):
    centre = np.average(values, weights=drawn.weight)
    return centre, np.sqrt(linearised_covariance((values - centre)[:, None] / drawn.weight.sum(), drawn))[
        0, 0
    ]


@pytest.mark.parametrize("name", ["simple", "strata", "strata_nofpc", "districts", "districts_nofpc"])
def test_linearised_errors_of_means_and_ratios_are_those_of_r(name):
    expected = PRINTED[name]
    rows = branches(name.removesuffix("_nofpc"))
    drawn = sample(rows, fpc="nofpc" not in name)
    for place, column in enumerate(["score", "before", "customers"]):
        centre, error = taylor_mean(rows[column].to_numpy(float), drawn)
        assert centre == pytest.approx(expected["means"]["estimate"][place], rel=1e-12)
        assert error == pytest.approx(expected["means"]["std_error"][place], rel=TIGHT)
    top, bottom = rows["answered"].to_numpy(float), rows["customers"].to_numpy(float)
    w = drawn.weight
    share = (w @ top) / (w @ bottom)
    error = np.sqrt(linearised_covariance(((top - share * bottom) / (w @ bottom))[:, None], drawn))[0, 0]
    assert share == pytest.approx(expected["ratio"]["estimate"], rel=1e-12)
    assert error == pytest.approx(expected["ratio"]["std_error"], rel=TIGHT)


def test_linearised_errors_of_shares_are_those_of_r():
    expected = PRINTED["simple"]["shares"]
    rows = branches("simple")
    for place, kind in enumerate(["counter", "phone", "web"]):
        share, error = taylor_mean((rows["kind"] == kind).to_numpy(float), sample(rows))
        assert share == pytest.approx(expected["estimate"][place], rel=1e-12)
        assert error == pytest.approx(expected["std_error"][place], rel=TIGHT)


def with_one_phone_branch():
    rows = branches("strata")
    phone = rows["kind"] == "phone"
    return rows[~phone | (phone.cumsum() == 1)]


@pytest.mark.parametrize("lonely", ["adjust", "certainty"])
def test_a_stratum_with_one_cluster_counts_as_in_r(lonely):
    rows = with_one_phone_branch()
    drawn = design(rows["pw"], stratum=rows["kind"], lonely=lonely)
    centre, error = taylor_mean(rows["score"].to_numpy(float), drawn)
    assert centre == pytest.approx(PRINTED["lonely"][lonely]["estimate"], rel=1e-12)
    assert error == pytest.approx(PRINTED["lonely"][lonely]["std_error"], rel=TIGHT)


def test_a_stratum_with_one_cluster_can_be_refused():
    rows = with_one_phone_branch()
    with pytest.raises(DataError, match="single cluster"):
        design(rows["pw"], stratum=rows["kind"], lonely="fail")


def test_jackknife_errors_are_those_of_r():
    expected = PRINTED["jk1"]
    rows = branches("districts")
    drawn = sample(rows, fpc=False)
    resamples = replicates(drawn, "jackknife")
    assert resamples.count == expected["count"]
    means = mean(rows[["score"]].to_numpy(float), drawn.weight, resamples)
    answered, customers = (rows[name].to_numpy(float) for name in ("answered", "customers"))
    shares = ratio(answered, customers, drawn.weight, resamples)
    assert resamples.std_error(means)[0] == pytest.approx(expected["mean"]["std_error"], rel=TIGHT)
    assert resamples.std_error(shares) == pytest.approx(expected["ratio"]["std_error"], rel=TIGHT)
    for kind, estimate, error in zip(*expected["by_kind"].values(), strict=True):
        inside = np.where(rows["kind"] == kind, rows["score"], np.nan)[:, None]
        domain = mean(inside, drawn.weight, resamples)
        assert domain[0, 0] == pytest.approx(estimate, rel=1e-12)
        assert resamples.std_error(domain)[0] == pytest.approx(error, rel=TIGHT)


def test_stratified_jackknife_errors_are_those_of_r():
    expected = PRINTED["jkn"]
    rows = branches("strata")
    drawn = sample(rows, fpc=False)
    resamples = replicates(drawn, "jackknife")
    assert resamples.scales == pytest.approx(expected["rscales"])
    means = mean(rows[["score"]].to_numpy(float), drawn.weight, resamples)
    assert resamples.std_error(means)[0] == pytest.approx(expected["mean"]["std_error"], rel=TIGHT)


WAVES = ["2014", "2015", "2016", "2017"]


@pytest.mark.parametrize("wave", WAVES)
def test_airport_survey_errors_are_those_of_r(wave):
    expected = figures("survey/airport")[wave]
    rows = pd.read_csv(airport_survey() / f"{wave}.csv", dtype=str, keep_default_na=False)
    run = rows["RUN" if wave == "2014" else "RUNID"].str.strip()
    own = pd.Series([f"alone {k}" for k in range(len(rows))])
    drawn = design(rows["WEIGHT"].astype(float), rows["STRATA"], run.where(run != "", own))
    resamples = replicates(drawn, "jackknife")
    items = [name for name in expected if name.startswith("Q") and isinstance(expected[name], dict)]
    answers = rows[items].apply(pd.to_numeric, errors="coerce").to_numpy(float, copy=True)
    answers[~np.isin(answers, [1, 2, 3, 4, 5])] = np.nan
    means = mean(answers, drawn.weight, resamples)
    tops = mean(np.where(np.isnan(answers), np.nan, answers >= 4), drawn.weight, resamples)
    for place, item in enumerate(items):
        row, there = expected[item], np.isfinite(answers[:, place])
        w, x = drawn.weight[there], answers[there, place]
        influence = np.zeros((len(rows), 1))
        influence[there, 0] = (x - np.average(x, weights=w)) / w.sum()
        assert there.sum() == row["n"]
        assert means[0, place] == pytest.approx(row["mean"], rel=1e-11)
        assert resamples.std_error(means)[place] == pytest.approx(row["se_jkn"], rel=TIGHT)
        assert np.sqrt(linearised_covariance(influence, drawn))[0, 0] == pytest.approx(
            row["se_taylor"], rel=TIGHT
        )
        assert tops[0, place] == pytest.approx(row["top2"], rel=1e-11)
        assert drawn.degrees(there) == row["df"]
