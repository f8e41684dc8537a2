"""Tables in files: LaTeX that a press can print."""

import pandas as pd
import pytest

from satkit.tables.export import export

SMALL = pd.DataFrame({"name": ["a_b", "50%"], "n": [2949.0, 12.0], "slope": [-0.000274812, 86.0523]})


def test_latex_keeps_the_digits_of_small_numbers_and_writes_counts_whole(tmp_path):
    text = export(SMALL, tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"a\_b & 2949 & -0.0002748 \\" in text
    assert r"50\% & 12 & 86.05 \\" in text
    assert text.startswith(r"\begin{tabular}")


@pytest.mark.parametrize(("rows", "environment"), [(40, "tabular"), (41, "longtable")])
def test_a_table_longer_than_a_page_may_break(tmp_path, rows, environment):
    table = pd.DataFrame({"n": range(rows)})
    assert (
        export(table, tmp_path / "t.tex").read_text(encoding="utf-8").startswith(rf"\begin{{{environment}}}")
    )


def test_a_missing_number_is_a_dash(tmp_path):
    table = pd.DataFrame({"slope": [float("nan"), 0.5]})
    assert "-- \\\\" in export(table, tmp_path / "t.tex").read_text(encoding="utf-8")
