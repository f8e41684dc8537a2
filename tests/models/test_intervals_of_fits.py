"""Resamples that R drew, replicate by replicate; every kind of interval."""

from dataclasses import replace

import numpy as np
import pytest
from reference import figures, table

from satkit.errors import FitError
from satkit.models.pls import fit_pls
from satkit.models.pls.quantities import path_estimates, quantities
from satkit.models.replicate_intervals import METHODS, acceleration, interval, lost_replicates, quantiles
from satkit.stats.design import design
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates, replicates_from_rows
from satkit.stats.sampling import Sampling

TIGHT = 1e-13


@pytest.fixture(scope="module")
def bootstrap(mobi, ecsi, given):
    return fit_pls(complete(mobi.to_numpy(), list(mobi.columns), resamples=given), ecsi(), tolerance=TIGHT)


@pytest.fixture(scope="module")
def jackknife(mobi, ecsi):
    resamples = replicates(design(np.ones(250)), "jackknife")
    return fit_pls(
        complete(mobi.to_numpy(), list(mobi.columns), resamples=resamples), ecsi(), tolerance=TIGHT
    )


@pytest.fixture(scope="module")
def told():
    return figures("pls/bootstrap")


def both(fit):
    """Paths and R squared side by side, under the names of the reference file."""
    explained = [number for number, name in enumerate(fit.model.names) if fit.model.causes(name)]
    names = [f"{source}->{target}" for source, target in fit.model.paths]
    names += [f"R2:{fit.model.names[number]}" for number in explained]
    return names, np.concatenate([fit.arrows, fit.r2[:, explained]], axis=1)


def test_the_first_twenty_resamples_are_those_of_csem(bootstrap):
    names, values = both(bootstrap)
    rows = table("pls/bootstrap_first_20")
    assert values[1:21] == pytest.approx(rows[names].to_numpy(), abs=1e-10)


def test_errors_of_a_thousand_resamples_are_those_of_r(bootstrap, given, told):
    names, values = both(bootstrap)
    assert values[0] == pytest.approx([told[name]["est"] for name in names], abs=1e-10)
    assert values[1:].mean(axis=0) == pytest.approx([told[name]["mean"] for name in names], abs=1e-12)
    assert given.std_error(values) == pytest.approx([told[name]["se"] for name in names], abs=1e-12)


@pytest.mark.parametrize(
    ("method", "key"), [("percentile", "perc95_boot_ci"), ("basic", "basic95"), ("normal", "norm95")]
)
def test_intervals_are_those_of_r(bootstrap, given, told, method, key):
    names, values = both(bootstrap)
    low, high = interval(values, given, method)
    expected = np.array([told[name][key] for name in names])
    assert low == pytest.approx(expected[:, 0], abs=1e-10)
    assert high == pytest.approx(expected[:, 1], abs=1e-10)


def test_bca_intervals_are_those_of_r(bootstrap, jackknife, given, told):
    names, values = both(bootstrap)
    left_out = both(jackknife)[1]
    assert acceleration(left_out) == pytest.approx([told[name]["jack_accel"] for name in names], abs=1e-9)
    low, high = interval(values, given, "bca", jackknife=left_out)
    expected = np.array([told[name]["bca95_boot_ci"] for name in names])
    assert low == pytest.approx(expected[:, 0], abs=1e-6)
    assert high == pytest.approx(expected[:, 1], abs=1e-6)


def test_a_resample_is_the_fit_of_the_rows_it_drew(bootstrap, mobi, given, ecsi):
    for number in (1, 500, 1000):
        rows = np.repeat(mobi.to_numpy(), given.factors[number].astype(int), axis=0)
        alone = fit_pls(complete(rows, list(mobi.columns)), ecsi(), tolerance=TIGHT)
        assert bootstrap.arrows[number] == pytest.approx(alone.arrows[0], abs=1e-11)
        assert bootstrap.weights[number] == pytest.approx(alone.weights[0], abs=1e-11)


def test_every_quantity_has_an_error_and_an_interval(bootstrap, jackknife, given):
    found = quantities(bootstrap, (1, 10), "Satisfaction")
    kinds = {"path", "r2", "weight", "loading", "total_effect", "htmt", "rho_a", "index", "importance"}
    assert kinds <= found.keys()
    fit = replace(bootstrap, sampling=Sampling(given))
    table = path_estimates(fit, interval="bca", ends=(1, 10), target="Satisfaction", jackknife=jackknife)
    table = table.query("kind != 'htmt2'").set_index(["kind", "name"])  # it needs positive correlations
    satisfaction = table.loc[("index", "Satisfaction")]
    assert satisfaction["estimate"] == pytest.approx(72.4541179309101, abs=1e-7)
    assert satisfaction["low"] < satisfaction["estimate"] < satisfaction["high"]
    assert (table["lost"] == 0).all()
    assert np.isfinite(table[["estimate", "std_error", "low", "high"]].to_numpy()).all()


def test_wald_intervals_use_the_design(given):
    values = np.r_[1.0, np.linspace(-1, 3, 1000)][:, None]
    error = given.std_error(values)
    low, high = interval(values, given, "wald", df=10)
    assert high - low == pytest.approx(2 * 2.2281388519649385 * error)
    assert (low + high) / 2 == pytest.approx(1.0)


def test_broken_resamples_are_left_out_and_counted():
    resamples = replicates(design(np.ones(30)), "bootstrap", count=200, seed=3)
    values = np.random.default_rng(2).normal(size=(201, 2))
    values[5:25, 1] = np.nan
    low, high = interval(values, resamples)
    assert lost_replicates(values).tolist() == [0, 20]
    kept = np.delete(values[1:, 1:], np.arange(4, 24), axis=0)
    assert quantiles(kept, np.array([0.025, 0.975]))[:, 0] == pytest.approx([low[1], high[1]])


def test_no_interval_without_enough_resamples():
    values = np.random.default_rng(2).normal(size=(41, 1))
    assert np.isnan(interval(values, replicates_from_rows(np.zeros((40, 3), int), 3))).all()


@pytest.mark.parametrize("method", ["percentile", "basic", "normal", "wald"])
def test_a_quantity_that_no_resample_gives_has_no_interval_and_does_not_change_the_others(method):
    rng = np.random.default_rng(2)
    values = np.column_stack([rng.normal(size=101), np.full(101, np.nan)])
    low, high = interval(values, replicates_from_rows(np.zeros((100, 3), int), 3), method)
    assert np.isnan([low[1], high[1]]).all()
    assert low[0] < high[0]


@pytest.mark.parametrize(
    ("method", "words"),
    [("bcaa", "did you mean 'bca'"), ("bca", "needs jackknife")],
)
def test_an_interval_that_lacks_its_inputs_is_refused(given, method, words):
    assert "bca" in METHODS
    with pytest.raises(FitError, match=words):
        interval(np.zeros((1001, 1)), given, method)
