"""A study gives the same whether its results are asked for one by one or all at once."""

import pandas as pd
import pytest

from satkit.analyses import ANALYSES
from satkit.analyses.drivers import analysis as drivers_analysis
from satkit.analyses.index import analysis as index_analysis
from satkit.analyses.index.result import IndexResult
from satkit.analyses.indicators import analysis as indicators_analysis
from satkit.analyses.results import balanced_sides
from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.study import Study
from tests.analyses.index.counter import opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "counter"
    opened(folder)
    return folder


def test_evidence_keeps_what_was_computed_side_by_side_and_it_is_the_same(folder):
    study, alone = Study.open(folder), Study.open(folder)
    here, there = balanced_sides([one for one in ANALYSES if one.cost], 2)
    assert {"index", "scores"} <= {one.key for one in there}
    assert {"drivers", "kano"} <= {one.key for one in here}
    assert study.evidence.get(IndexResult) is study.index
    pd.testing.assert_frame_equal(study.scores.table, alone.scores.table)
    pd.testing.assert_frame_equal(study.index.indices, alone.index.indices)
    pd.testing.assert_frame_equal(study.gaps.table, alone.gaps.table)


def test_an_analysis_that_fails_is_told_once_with_its_own_reason(folder, monkeypatch):
    def refused(*_, **__):
        raise DataError(Complaint(Text("nobody is left")))

    monkeypatch.setattr(index_analysis, "fit_index", refused)
    monkeypatch.setattr(drivers_analysis, "explain_dissatisfaction", refused)
    evidence = Study.open(folder).evidence
    assert evidence.failures.keys() >= {"index", "drivers"}
    assert str(evidence.failures["index"]) == "nobody is left"
    assert evidence.get(IndexResult) is None


def test_scores_that_fail_end_the_evidence(folder, monkeypatch):
    def refused(*_, **__):
        raise DataError(Complaint(Text("nobody is left")))

    monkeypatch.setattr(indicators_analysis, "score", refused)
    with pytest.raises(DataError, match="nobody is left"):
        Study.open(folder).evidence  # noqa: B018  raises


def test_an_analysis_that_fails_is_not_tried_again(folder, monkeypatch, tmp_path):
    tried = tmp_path / "tried"

    def refused(*_, **__):
        with tried.open("a") as file:  # which both processes write
            file.write("once\n")
        raise DataError(Complaint(Text("nobody is left")))

    monkeypatch.setattr(index_analysis, "fit_index", refused)
    evidence = Study.open(folder).evidence
    assert tried.read_text() == "once\n"
    assert evidence.failures["covariance"] is evidence.failures["index"]
