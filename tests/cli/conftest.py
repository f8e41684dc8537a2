"""What every test of the command line types into, and a small survey folder to type about."""

import sys

import numpy as np
import pandas as pd
import pytest

from satkit.cli import main

DEFINITION = """
version = 1
title = { zh = "柜台服务", en = "Counter service" }
simulated = true
[item]
q1 = { label = { zh = "排队", en = "Queue" }, scale = "satisfaction" }
q2 = { label = { zh = "态度", en = "Manner" }, scale = "satisfaction" }
q3 = { label = { zh = "总体", en = "Overall" }, scale = "satisfaction", role = "overall" }
[indicator.service]
label = { zh = "服务", en = "Service" }
items = ["q1", "q2"]
[segment.town]
label = { zh = "城镇", en = "Town" }
column = "town"
[wave.2024]
[wave.2025]
[sample]
replicates = { count = 100, seed = 1 }
"""


@pytest.fixture
def counter(tmp_path):
    """A small survey folder: two waves, three questions, one segment."""
    folder = tmp_path / "counter"
    (folder / "waves").mkdir(parents=True)
    (folder / "survey.toml").write_text(DEFINITION, encoding="utf-8")
    rng = np.random.default_rng(3)
    for wave in ("2024", "2025"):
        rows = {f"q{k}": rng.choice([1, 2, 3, 4], 120, p=[0.5, 0.3, 0.15, 0.05]) for k in (1, 2, 3)}
        rows["town"] = rng.choice(["east", "west", "tiny"], 120, p=[0.6, 0.37, 0.03])
        pd.DataFrame(rows).to_csv(folder / "waves" / f"{wave}.csv", index=False)
    return folder


@pytest.fixture
def satkit(monkeypatch, capsys):
    """Type a command; get its exit code, what it printed and what it said beside."""

    def type_in(*words):
        monkeypatch.setattr(sys, "argv", ["satkit", *map(str, words)])
        monkeypatch.setenv("SATKIT_LANG", "en")
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return type_in
