"""Intervals of drivers, Kano, penalties, reasons and recovery hold the truth in samples of clusters."""

import importlib.util
import sys

import pytest

RUNS = 6


@pytest.fixture(scope="module")
def coverage(project):
    path = project / "benchmarks" / "report_coverage.py"
    spec = importlib.util.spec_from_file_location("report_coverage", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_coverage"] = module
    spec.loader.exec_module(module)
    module.PEOPLE, module.CLUSTERS, module.DRAWN = 8000, 160, 50
    yield module
    del sys.modules["report_coverage"]


def test_every_kind_of_interval_holds_the_truth(coverage):
    found = coverage.table(RUNS)
    kinds = found.groupby("kind")["held"].agg(["size", "mean"])
    assert kinds["size"].sum() > 150
    # six samples say little of one kind, and much of all together
    assert (kinds["mean"] > 0.7).all(), kinds
    assert 0.9 < found["held"].mean() < 0.99
