"""Intervals hold the truth as often as they say; the full tables stand in docs/validation.md."""

import importlib.util
import sys

import numpy as np
import pandas as pd
import pytest
from handmade import responses
from scipy.stats import binom

from satkit.scoring.scores import score
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.sample import draw

DRAWS = 300


@pytest.fixture(scope="module")
def coverage(project):
    spec = importlib.util.spec_from_file_location("coverage", project / "benchmarks" / "coverage.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["coverage"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["coverage"]


def short_of(found, promised):
    """Cells whose coverage a promise kept would show once in ten thousand times."""
    fewest = binom.ppf(1e-4, DRAWS, promised) / DRAWS
    return {where: line["covers"] for where, line in found.items() if line["covers"] < fewest}


def looked_at(coverage, plans, populations):
    return {
        (plan.name, people.name, n): coverage.cell(plan, people, n, clusters, DRAWS)
        for plan in plans
        for people in populations
        for n, clusters in plan.clusters
    }


def test_intervals_of_simple_samples_cover_and_are_hardly_wider_than_t(coverage):
    found = looked_at(coverage, coverage.SIMPLE, (*coverage.SCALES, coverage.EXTREME))
    assert short_of(found, 0.94) == {}
    for (_, people, n), line in found.items():
        if n >= 100 and people != "nearly all":
            assert line["width"] < 1.1 * line["t width"]


def test_intervals_of_clustered_samples_cover(coverage):
    assert short_of(looked_at(coverage, (*coverage.CLUSTERED, *coverage.FEW), coverage.SCALES), 0.92) == {}


def test_intervals_of_indicators_cover(coverage):
    simple, clustered = coverage.INDICATOR
    assert short_of(looked_at(coverage, [simple], coverage.SCALES), 0.94) == {}
    assert short_of(looked_at(coverage, [clustered], coverage.SCALES), 0.92) == {}


def test_intervals_of_shares_and_promoters_cover(coverage):
    people = (*coverage.SHARES, *coverage.PROMOTERS)
    assert short_of(looked_at(coverage, (*coverage.SIMPLE, coverage.CLUSTERED[1]), people), 0.92) == {}


def test_the_t_interval_covers_too_seldom_at_the_ceiling(coverage):
    found = coverage.cell(coverage.SIMPLE[0], coverage.SCALES[1], 15, 15, DRAWS)
    assert found["t covers"] < 0.85


@pytest.mark.parametrize("method", ["bootstrap", "jackknife"])
@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("clusters", [10, 30])
def test_the_simulated_lines_are_those_the_product_prints(coverage, method, items, clusters):
    rng = np.random.default_rng(1)
    unit = np.arange(30) % clusters
    plan = coverage.Plan("few", ((30, clusters),), 0.1, items=items)
    places = coverage.answers(rng, coverage.SCALES[0], plan, unit, 3)
    weight = rng.uniform(0.5, 2, (3, 30))
    expected = coverage.intervals(places, coverage.SCALES[0], unit, weight, method, 7)
    names = [f"q{k}" for k in range(items)]
    setting = Design(replicates=Replication(method=method, count=coverage.REPLICATES, seed=7))
    for number in range(3):
        frame = pd.DataFrame(places[number], columns=names).assign(weight=weight[number], cluster=unit)
        made = responses(frame, {"all": ("", 1.0, "", tuple(names))}, sample=setting)
        table = score(made, draw(made)).table.set_index("node")
        node = "q0" if items == 1 else "all"
        for column in ("estimate", "std_error", "low", "high", "n_effective", "df"):
            assert table.loc[node, column] == pytest.approx(expected.loc[number, column], rel=1e-9)
