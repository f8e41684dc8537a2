"""Figures of other programs and papers that tests compare with: README.md says where each comes from."""

import json
from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent


@cache
def figures(name):
    """Content of a JSON file of this folder, e.g. ``figures("pls/mode_a")``; shared, so not to be changed."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def table(name):
    """Rows of a CSV file of this folder, e.g. ``table("survey/branches")``."""
    return pd.read_csv(FOLDER / f"{name}.csv")


def matrix(printed):
    """Data frame of a matrix kept as its rows, columns and values; null is NaN."""
    return pd.DataFrame(printed["values"], index=printed["rows"], columns=printed["cols"], dtype=float)
