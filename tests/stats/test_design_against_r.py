"""Designs and replicates against R: survey 4.1-1 on R 4.2.2 (files of ../shared/reference)."""

import json

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DataError
from satkit.stats.design import design, linearised
from satkit.stats.replicates import mean, ratio, replicates

TIGHT = 1e-8


@pytest.fixture(scope="session")
def reference(shared):
    def load(name):
        return json.loads((shared / "reference" / "data" / f"{name}.json").read_text())

    return load


@pytest.fixture(scope="session")
def api(shared):
    def load(name):
        return pd.read_csv(shared / "reference" / "data" / f"data_{name}.csv")

    return load


def sample(rows, kind, *, fpc=True):
    """The four designs of R's ``api`` examples, by the names the reference uses."""
    population = rows["fpc"] if fpc else None
    if kind == "strat":
        return design(rows["pw"], stratum=rows["stype"], population=population)
    if kind == "clus1":
        return design(rows["pw"], cluster=rows["dnum"], population=population)
    return design(rows["pw"], population=population)


def taylor_mean(values, drawn):
    centre = np.average(values, weights=drawn.weight)
    return centre, np.sqrt(linearised((values - centre)[:, None] / drawn.weight.sum(), drawn))[0, 0]


@pytest.mark.parametrize(
    ("name", "data", "fpc"),
    [
        ("srs", "apisrs", True),
        ("strat", "apistrat", True),
        ("strat_nofpc", "apistrat", False),
        ("clus1", "apiclus1", True),
        ("clus1_nofpc", "apiclus1", False),
    ],
)
def test_linearised_errors_of_means_and_ratios_are_those_of_r(reference, api, name, data, fpc):
    expected = reference("svymean_total_ratio")[name]
    rows = api(data)
    drawn = sample(rows, name.split("_")[0], fpc=fpc)
    for place, column in enumerate(["api00", "api99", "enroll"]):
        centre, error = taylor_mean(rows[column].to_numpy(float), drawn)
        assert centre == pytest.approx(expected["svymean"]["coef"][place], rel=1e-12)
        assert error == pytest.approx(expected["svymean"]["se"][place], rel=TIGHT)
    top, bottom = rows["api.stu"].to_numpy(float), rows["enroll"].to_numpy(float)
    w = drawn.weight
    share = (w @ top) / (w @ bottom)
    error = np.sqrt(linearised(((top - share * bottom) / (w @ bottom))[:, None], drawn))[0, 0]
    assert share == pytest.approx(expected["svyratio"]["coef"], rel=1e-12)
    assert error == pytest.approx(expected["svyratio"]["se"], rel=TIGHT)


def test_linearised_errors_of_shares_are_those_of_r(reference, api):
    expected = reference("svymean_total_ratio")["strat"]["stype_props"]
    expected_srs = reference("svymean_total_ratio")["srs"]["stype_props"]
    rows = api("apisrs")
    drawn = sample(rows, "srs")
    for place, kind in enumerate("EHM"):
        share, error = taylor_mean((rows["stype"] == kind).to_numpy(float), drawn)
        assert share == pytest.approx(expected_srs["coef"][place], rel=1e-12)
        assert error == pytest.approx(expected_srs["se"][place], rel=TIGHT)
    assert sum(expected["coef"]) == pytest.approx(1)


@pytest.mark.parametrize(("lonely", "name"), [("adjust", "adjust"), ("certainty", "certainty")])
def test_a_lonely_stratum_counts_as_in_r(reference, api, lonely, name):
    rows = api("lonely")
    drawn = design(rows["pw"], stratum=rows["stype"], lonely=lonely)
    centre, error = taylor_mean(rows["api00"].to_numpy(float), drawn)
    expected = reference("lonely_psu")[name]
    assert centre == pytest.approx(expected["coef"], rel=1e-12)
    assert error == pytest.approx(expected["se"], rel=TIGHT)


def test_a_lonely_stratum_can_be_refused(api):
    rows = api("lonely")
    with pytest.raises(DataError, match="single cluster"):
        design(rows["pw"], stratum=rows["stype"], lonely="fail")


def test_jackknife_errors_are_those_of_r(reference, api):
    expected = reference("replicate")
    rows = api("apiclus1")
    drawn = sample(rows, "clus1", fpc=False)
    resamples = replicates(drawn, "jackknife")
    assert resamples.count == expected["JK1_clus1"]["n_rep"]
    means = mean(rows[["api00"]].to_numpy(float), drawn.weight, resamples)
    shares = ratio(rows["api.stu"].to_numpy(float), rows["enroll"].to_numpy(float), drawn.weight, resamples)
    assert resamples.std_error(means)[0] == pytest.approx(
        expected["JK1_clus1"]["mean_api00"]["se"], rel=TIGHT
    )
    assert resamples.std_error(shares) == pytest.approx(expected["JK1_clus1"]["ratio"]["se"], rel=TIGHT)
    for row in expected["JK1_clus1"]["by"]:
        inside = np.where(rows["stype"] == row["stype"], rows["api00"], np.nan)[:, None]
        domain = mean(inside, drawn.weight, resamples)
        assert domain[0, 0] == pytest.approx(row["api00"], rel=1e-12)
        assert resamples.std_error(domain)[0] == pytest.approx(row["se"], rel=TIGHT)


def test_stratified_jackknife_errors_are_those_of_r(reference, api):
    expected = reference("replicate")["JKn_strat"]
    rows = api("apistrat")
    drawn = sample(rows, "strat", fpc=False)
    resamples = replicates(drawn, "jackknife")
    assert resamples.scales == pytest.approx(expected["rscales"])
    means = mean(rows[["api00"]].to_numpy(float), drawn.weight, resamples)
    assert resamples.std_error(means)[0] == pytest.approx(expected["mean_api00"]["se"], rel=TIGHT)


WAVES = ["2014", "2015", "2016", "2017"]


@pytest.mark.parametrize("wave", WAVES)
def test_airport_survey_errors_are_those_of_r(shared, wave):
    expected = json.loads((shared / "reference" / "sfo_survey_r.json").read_text())[wave]
    rows = pd.read_csv(shared / "data" / "sfo" / f"{wave}.csv", dtype=str, keep_default_na=False)
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
        assert np.sqrt(linearised(influence, drawn))[0, 0] == pytest.approx(row["se_taylor"], rel=TIGHT)
        assert tops[0, place] == pytest.approx(row["top2"], rel=1e-11)
        assert drawn.degrees(there) == row["df"]
