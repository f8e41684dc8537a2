"""Covariance analysis beside PLS in the section on measurement, and what stands there where a method gives nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from satkit import Study
from satkit.analyses.index import section as index
from satkit.analyses.index import section_groups, section_measurement, section_priority
from satkit.analyses.index.covariance_result import CovarianceFit
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.report.blocks import Note
from satkit.tables.table import Table
from tests.analyses.index.counter import opened, words_of

SETTLED = """
version = 1
title = "Counter"
[scale.ten]
points = { from = 1, to = 10 }
score = "linear"
best = "high"
[item]
q1 = { scale = "ten" }
q2 = { scale = "ten" }
s1 = { scale = "ten" }
s2 = { scale = "ten" }
[wave.2025]
[sample]
replicates = { count = 60, seed = 7 }
[index]
syntax = \"\"\"
Quality =~ q1 + q2
Satisfaction =~ s1 + s2
Satisfaction ~ Quality
\"\"\"
"""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("covariance") / "counter").evidence


def beside(section):
    return [
        block
        for block in section.details
        if isinstance(block, Note) or (isinstance(block, Table) and block.key == "measurement-covariance")
    ]


def test_a_believable_solution_is_shown_with_its_fit_and_every_path(evidence):
    trusted = evidence.with_results(replace(evidence.get(CovarianceFit), warnings=()))
    section = section_measurement.section(trusted)
    note, table, agreement = beside(section)
    assert [row[3] for row in table.rows] == list(evidence.get(CovarianceFit).paths["estimate"])
    told = words_of(section, "en")
    assert "The same model by covariance analysis fits" in told
    assert f"of the {len(table.rows)} paths of PLS" in told
    for name in ("cfi", "srmr", "rmsea"):
        assert name.upper() in told
    assert "协方差" in words_of(replace(section, blocks=(), details=(note, table, agreement)), "zh")


def test_where_pls_has_no_corrected_solution_it_says_so(evidence):
    paths = evidence.get(CovarianceFit).paths.assign(plsc=np.nan)
    lacking = evidence.with_results(replace(evidence.get(CovarianceFit), warnings=(), paths=paths))
    *_, last = beside(section_measurement.section(lacking))
    assert last.words is section_measurement.UNCORRECTED


def test_a_solution_not_to_be_believed_is_one_sentence(evidence):
    doubted = replace(evidence.get(CovarianceFit), warnings=(Text("something is wrong"),))
    (note,) = beside(section_measurement.section(evidence.with_results(doubted)))
    assert note.words is section_measurement.UNBELIEVABLE


@pytest.mark.parametrize(
    ("fault", "told"),
    [(FitError(Complaint(Text("it did not settle"))), "it did not settle"), (MemoryError(), "MemoryError")],
)
def test_an_analysis_that_failed_says_why(evidence, fault, told):
    failed = replace(evidence, failures={"covariance": fault}).without(CovarianceFit)
    section = section_measurement.section(failed)
    assert len(beside(section)) == 1
    assert f"could not be fitted by covariance analysis: {told}" in words_of(section, "en")


def test_where_it_was_not_computed_nothing_is_said(evidence):
    assert not beside(section_measurement.section(evidence.without(CovarianceFit)))


def test_weights_that_do_not_come_to_rest_show_the_reason_in_the_place_of_every_section(tmp_path):
    """Two pairs of questions, each as close to the one as to the other pair's: power iteration crawls."""
    rng = np.random.default_rng(0)
    quality = rng.normal(0, 1, (300, 2))
    satisfaction = quality @ np.array([[0.8, -0.6], [0.6, 0.8]]) + rng.normal(0, 0.5, (300, 2))
    said = np.clip(np.rint(6 + 1.5 * np.hstack([quality, satisfaction])), 1, 10).astype(int)
    (tmp_path / "waves").mkdir()
    pd.DataFrame(said, columns=["q1", "q2", "s1", "s2"]).to_csv(tmp_path / "waves" / "2025.csv", index=False)
    (tmp_path / "survey.toml").write_text(SETTLED, encoding="utf-8")
    study = Study.open(tmp_path)
    for module in (index, section_groups, section_priority, section_measurement):
        told = words_of(module.section(study.evidence), "en")
        assert "could not be fitted to 2025: the outer weights did not come to rest in 300 steps" in told
    for language in ("zh", "en"):
        written = study.report(tmp_path / f"{language}.html", language)
        assert not written.warnings
    assert "did not come to rest in 300 steps" in (tmp_path / "en.html").read_text(encoding="utf-8")
