"""Replicates of fits with gaps and of ordered categories: each as if it were the sample."""

import numpy as np
import pandas as pd
import pytest
from lavaan_cases import HS, table
from ordinal_cases import SIX, TESTS, TWO, answers, fitted, holes

from satkit.errors import FitError
from satkit.models.sem import fit_sem, replicate_fit
from satkit.models.sem.least_squares import by_least_squares
from satkit.stats.design import design
from satkit.stats.polychoric import polychoric
from satkit.stats.replicates import replicates


def resampled(data, count, **options):
    return replicates(design(np.ones(len(data))), count=count, **options)


@pytest.mark.parametrize("options", [{}, {"group": "school", "equal": ["loadings"]}], ids=["one", "groups"])
def test_a_replicate_with_gaps_is_fitted_as_if_it_were_the_sample(options):
    data = table("HS1939_missing")
    fit = fit_sem(data, HS, missing="fiml", start="plain", **options)
    resamples = resampled(data, 6, seed=1)
    found = replicate_fit(fit, data, resamples)
    assert found.theta[0] == pytest.approx(fit.theta, abs=1e-9)
    heavy = data.assign(w=resamples.factors[3][resamples.piece])
    alone = fit_sem(heavy, HS, missing="fiml", start="plain", weight="w", **options)
    order = [alone.sample.groups.index(name) for name in fit.sample.groups]
    places = np.empty_like(fit.structure.place[0], shape=fit.theta.shape)
    for own, other in enumerate(order):
        places[fit.structure.place[own]] = alone.structure.place[other]
    assert found.theta[3] == pytest.approx(alone.theta[places], abs=1e-6)


def test_case_weights_and_left_out_rows_keep_their_place_in_replicates_with_gaps():
    data = table("HS1939_missing").copy()
    items = [f"x{number}" for number in range(1, 10)]
    data.loc[[3, 50], items] = np.nan
    data["w"] = 1 + np.arange(len(data)) % 3
    fit = fit_sem(data, HS, missing="fiml", start="plain", weight="w")
    resamples = resampled(data, 4, seed=2)
    found = replicate_fit(fit, data, resamples)
    heavy = data.assign(w=data["w"] * resamples.factors[2][resamples.piece])
    alone = fit_sem(heavy, HS, missing="fiml", start="plain", weight="w")
    assert found.theta[2] == pytest.approx(alone.theta, abs=1e-6)


def test_errors_of_replicates_with_gaps_are_about_those_of_mlr():
    data = table("HS1939_missing")
    fit = fit_sem(data, HS, missing="fiml", method="MLR", start="plain")
    found = replicate_fit(fit, data, resampled(data, 60, seed=1)).table
    free = fit.parameters["free"]
    ratio = found["std_error"][free] / fit.parameters["std_error"][free]
    assert ratio.median() == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("case", ["pairwise", "scalar", "listwise"])
def test_a_replicate_of_ordered_items_is_fitted_as_if_it_were_the_sample(case):
    group = "school" if case == "scalar" else None
    data = answers("schools" if group else "gaps")
    fit = fit_sem(data, TWO, method="WLSMV") if case == "listwise" else fitted(case)
    resamples = resampled(data, 4, seed=5)
    found = replicate_fit(fit, data, resamples, group=group)
    layers, seen = fit.ordinal.layers, fit.ordinal.seen
    assert found.theta[0] == pytest.approx(fit.ordinal.theta, abs=1e-7)
    factor = resamples.factors[4][resamples.piece]
    assert not found.notes  # no category is lost in these few
    target, size = [], []
    for name, own in zip(fit.sample.groups, seen, strict=True):
        rows = (data["school"] == name).to_numpy() if group else np.ones(len(data), bool)
        how = "pairwise" if case == "pairwise" else "listwise"
        items = TESTS if group else SIX
        target.append(polychoric(data.loc[rows, items].to_numpy(), items, factor[rows], missing=how).vector)
        said = rows & (data[items].notna().all(axis=1).to_numpy() | (how == "pairwise"))
        size.append(factor[said].sum())
        assert len(target[-1]) == len(own.vector)
    heavy = fit.ordinal.weights * ((np.array(size) - 1) / sum(size))[:, None]
    alone, done = by_least_squares(layers, np.stack(target)[None], heavy[None], fit.ordinal.theta[None])
    assert done.all()
    assert found.theta[4] == pytest.approx(alone[0], abs=1e-5)


def test_errors_of_replicates_of_ordered_items_are_those_of_wlsmv_in_large_samples():
    rng = np.random.default_rng(5)
    factor = rng.standard_normal((3000, 1))
    data = pd.DataFrame(
        np.digitize(0.7 * factor + 0.7 * rng.standard_normal((3000, 4)), [-1, 0, 0.8]), columns=list("wxyz")
    )
    fit = fit_sem(data, "F =~ w + x + y + z", method="WLSMV")
    found = replicate_fit(fit, data, resampled(data, 400, seed=1))
    ratio = found.table["std_error"] / fit.parameters["std_error"]
    free = fit.parameters["free"]
    assert ratio[free].to_numpy() == pytest.approx(1, abs=0.13)
    assert ratio[free].mean() == pytest.approx(1, abs=0.04)
    assert not found.notes


def test_clusters_widen_the_errors_of_ordered_items():
    rng = np.random.default_rng(6)
    place = np.repeat(np.arange(60), 20)
    factor = (0.7 * rng.standard_normal(60)[place] + 0.7 * rng.standard_normal(1200))[:, None]
    data = pd.DataFrame(
        np.digitize(factor + rng.standard_normal((1200, 4)), [-1, 0, 1]), columns=list("wxyz")
    )
    fit = fit_sem(data, "F =~ w + x + y + z", method="WLSMV")
    clustered = replicates(design(np.ones(1200), cluster=place), count=200, seed=1)
    found = replicate_fit(fit, data, clustered).table
    cuts = found["op"] == "|"
    assert (found["std_error"][cuts] > 1.5 * fit.parameters["std_error"][cuts]).all()


def test_an_end_category_that_nobody_drew_is_told():
    data = answers("gaps").copy()
    data.loc[data["IMAG1"] == 1, "IMAG1"] = 2
    data.loc[0, "IMAG1"] = 1
    fit = fit_sem(data, TWO, method="WLSMV", missing="pairwise")
    found = replicate_fit(fit, data, resampled(data, 40, seed=1))
    assert "of 40 replicates nobody chose one of the end categories" in str(found.notes[0])
    assert np.isfinite(found.theta).all()


def test_replicates_of_mixed_items_are_refused():
    with pytest.raises(FitError, match="beside numbers"):
        replicate_fit(fitted("mixed"), answers("mixed"), resampled(answers("mixed"), 2))


def test_replicates_of_another_table_are_refused():
    data = table("HS1939_missing")
    fit = fit_sem(data, HS, missing="fiml", start="plain")
    with pytest.raises(FitError, match="the table of answers that the model was fitted to"):
        replicate_fit(fit, data, resampled(data.head(100), 2))


def test_replicates_of_ordered_items_are_refused_for_moments():
    from satkit.stats.moments import complete

    moments = complete(holes(answers("last")[SIX]).dropna(), SIX)
    with pytest.raises(FitError, match="need the answers"):
        replicate_fit(fitted("pairwise"), moments, resampled(answers("gaps"), 2))
