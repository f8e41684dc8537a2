"""The mobile-phone survey and the numbers other programs get from it."""

import json

import numpy as np
import pandas as pd
import pytest

from satkit.models.paths import path_model
from satkit.stats.moments import complete
from satkit.stats.replicates import drawn


@pytest.fixture(scope="session")
def sem(shared):
    """Files of ../shared/reference/sem: JSON by name."""

    def load(name):
        return json.loads((shared / "reference" / "sem" / f"{name}.json").read_text())

    return load


@pytest.fixture(scope="session")
def table(shared):
    """Tables of ../shared/reference/sem by name."""

    def load(name):
        return pd.read_csv(shared / "reference" / "sem" / f"{name}.csv")

    return load


@pytest.fixture(scope="session")
def mobi(table):
    return table("mobi").astype(float)


@pytest.fixture(scope="session")
def ecsi(sem):
    """The ECSI model of the reference files; modes by construct where wanted."""
    told = sem("mobi_ecsi_pls_modeA")["model"]

    def build(modes=None):
        return path_model(told["constructs"], [tuple(path.split("->")) for path in told["paths"]], modes)

    return build


@pytest.fixture(scope="session")
def moments(mobi):
    return complete(mobi.to_numpy(), list(mobi.columns))


@pytest.fixture(scope="session")
def given(shared):
    """The 1,000 resamples that R drew."""
    path = shared / "reference" / "sem" / "boot_indices_1000x250_zero_based.csv"
    return drawn(np.loadtxt(path, delimiter=",", dtype=int), 250)
