"""``satkit fit --method cb`` as an analyst types it."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from satkit import fit_sem
from satkit.analyses.index import covariance
from tests.analyses.index.counter import opened
from tests.cli.test_fit import counter  # noqa: F401  a fixture

TABLES = ("index", "paths", "measurement", "overlap", "fit")


def test_fit_index_paths_and_loadings_are_printed_beside_those_of_pls(satkit, counter):  # noqa: F811
    code, out, err = satkit("fit", counter, "--method", "cb")
    assert code == 0
    for word in (
        "Chi-square",
        "Degrees of freedom",
        "CFI",
        "RMSEA",
        "SRMR",
        "Quality → Value",
        "PLS, corrected",
        "Loading",
        "Worth",
    ):
        assert word in out
    assert "maximum likelihood on the moments of the survey" in err
    assert "loading over its residual variance" in err


def test_tables_are_written_in_every_format(satkit, counter, tmp_path):  # noqa: F811
    for suffix in (".csv", ".xlsx", ".tex", ".json"):
        code, _, _ = satkit("fit", counter, "--method", "cb", "--out", tmp_path / f"model{suffix}", "--quiet")
        assert code == 0
        assert all((tmp_path / f"model-{name}{suffix}").is_file() for name in TABLES)
    measures = pd.read_csv(tmp_path / "model-fit.csv").set_index("measure")["value"]
    assert measures["df"] == 6
    assert r"\bottomrule" in (tmp_path / "model-fit.tex").read_text(encoding="utf-8")


def test_json_holds_numbers_and_notes(satkit, counter):  # noqa: F811
    code, out, _ = satkit("fit", counter, "--method", "cb", "--wave", "2025", "--json")
    told = json.loads(out)
    assert (code, told["wave"], told["method"]) == (0, "2025", "cb")
    assert {line["construct"] for line in told["index"]} == {"Quality", "Value", "Satisfaction"}
    assert any("maximum likelihood" in note for note in told["notes"])


def test_a_model_that_does_not_settle_is_told_with_what_to_do(satkit, counter, monkeypatch):  # noqa: F811
    monkeypatch.setattr(
        covariance, "fit_sem", lambda *a, **more: replace(fit_sem(*a, **more), converged=False)
    )
    code, _, err = satkit("fit", counter, "--method", "cb", "--wave", "2024")
    assert code == 3
    assert "did not settle" in err
    assert "questions that hardly belong to their construct" in err


def test_a_wave_that_cannot_be_fitted_ends_with_its_reason(satkit, tmp_path):
    opened(tmp_path / "flat", lambda table: table.assign(q2=5))
    code, _, err = satkit("fit", tmp_path / "flat", "--method", "cb")
    assert code == 3
    assert "everybody gave the same answer to Accuracy" in err


@pytest.mark.parametrize("method", ["pls", "cb"])
def test_a_manuscript_has_labels_and_not_keys(satkit, counter, tmp_path, method):  # noqa: F811
    satkit("fit", counter, "--method", method, "--out", tmp_path / "t.tex", "--quiet", "--lang", "zh")
    text = (tmp_path / "t-paths.tex").read_text(encoding="utf-8")
    assert r"质量 $\rightarrow$ 满意度" in text
    assert "std" not in text


def test_an_unknown_method_is_refused(satkit, counter):  # noqa: F811
    assert satkit("fit", counter, "--method", "gls")[0] == 2
