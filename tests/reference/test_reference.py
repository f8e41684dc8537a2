"""The figures of other programs: each has its producer in the index, and the data behind them are rebuilt."""

import numpy as np
import pytest

from reference import FOLDER, figures
from reference.data_sets import bank_customers, pupils_with_gaps
from reference.resamples import r_sample, resampled_rows


def test_every_file_of_figures_stands_in_the_index():
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    files = [path for kind in ("json", "csv", "R") for path in FOLDER.rglob(f"*.{kind}")]
    assert len(files) > 30
    absent = [p.name for p in files if f"`{p.name}`" not in index and f"`{p.stem}.csv`, `.json`" not in index]
    assert absent == []


def test_draws_are_those_of_r():
    """R 4.2.2: ``set.seed(1); sample.int(10, 12, TRUE)`` and ``set.seed(42); sample.int(1000, 8, TRUE)``, less 1."""
    assert r_sample(1, 10, 12).tolist() == [8, 3, 6, 0, 1, 6, 1, 2, 0, 4, 4, 9]
    assert r_sample(42, 1000, 8).tolist() == [560, 996, 320, 152, 73, 227, 145, 633]


def test_resampled_rows_are_those_of_boot():
    """``set.seed(7); boot.array(boot(1:5, function(d, i) mean(d[i]), 3), indices = TRUE)``, less 1."""
    assert resampled_rows(7, 5, 3).tolist() == [[1, 1, 2, 2, 2], [2, 1, 1, 3, 4], [3, 2, 3, 1, 3]]


def test_invented_customers_have_the_sums_of_those_of_the_bank():
    known, rows = figures("pls/bank_customers_sums"), bank_customers()
    end = 0
    for cell in known["cells"]:
        part = rows.iloc[end : end + cell["n"]]
        end += cell["n"]
        assert set(part["gender"]) == {cell["gender"]}
        values = part[known["items"]].to_numpy()
        assert values.sum(axis=0) == pytest.approx(np.array(cell["sums"]), rel=1e-12)
        products = (values.T @ values)[np.tril_indices(len(known["items"]))]
        assert products == pytest.approx(np.concatenate(cell["products"]), rel=1e-10)
    assert end == len(rows) == 250


def test_the_gaps_of_the_pupils_are_in_every_test_and_never_the_whole_row():
    gaps = pupils_with_gaps()[[f"x{number}" for number in range(1, 10)]].isna()
    assert gaps.sum().tolist() == [26, 24, 22, 20, 19, 18, 17, 16, 15]
    assert not gaps.all(axis=1).any()
