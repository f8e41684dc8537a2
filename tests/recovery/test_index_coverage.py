"""Intervals of the index and its paths hold the truth in samples of clusters with weights."""

import importlib.util
import sys

import pytest
from scipy.stats import binom

RUNS = 60


@pytest.fixture(scope="module")
def coverage(project):
    spec = importlib.util.spec_from_file_location(
        "index_coverage", project / "benchmarks" / "index_coverage.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["index_coverage"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["index_coverage"]


def test_index_intervals_cover_with_the_design_and_not_without_it(coverage):
    table = coverage.table(RUNS)
    assert len(table) == 19
    fewest = binom.ppf(1e-4, RUNS, 0.95) / RUNS
    assert (table["with the design"] >= fewest).all()
    assert (table["with the design"].mean() > 0.92) & (table["with the design"].mean() < 0.98)
    indices = table.index.str.startswith("index")
    assert (table.loc[indices, "ignoring it"] < 0.5).all()
