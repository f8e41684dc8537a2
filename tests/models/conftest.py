"""The mobile-phone survey and the numbers other programs get from it."""

import pytest
from reference import figures
from reference.data_sets import mobile_phones
from reference.resamples import resampled_rows

from satkit.models.paths import path_model
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates_from_rows


@pytest.fixture(scope="session")
def mobi():
    return mobile_phones().astype(float)


@pytest.fixture(scope="session")
def ecsi():
    """The ECSI model of the reference figures; modes by construct where wanted."""
    model = figures("pls/mode_a")["model"]

    def build(modes=None):
        return path_model(model["constructs"], [tuple(path.split("->")) for path in model["paths"]], modes)

    return build


@pytest.fixture(scope="session")
def moments(mobi):
    return complete(mobi.to_numpy(), list(mobi.columns))


@pytest.fixture(scope="session")
def given():
    """The 1,000 resamples that R drew for the figures of ``pls/bootstrap``."""
    return replicates_from_rows(resampled_rows(seed=20240501, rows=250, count=1000), 250)
