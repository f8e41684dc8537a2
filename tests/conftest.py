"""What tests share: the project and the settings of invented examples."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).parents[1]

# Examples may take as long as a busy machine needs; a machine that gates (CI) tries the same ones each time.
settings.register_profile("satkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("satkit")


@pytest.fixture(scope="session")
def project():
    return PROJECT
