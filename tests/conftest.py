"""What tests share: the project, and the reference numbers beside it."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"

# Examples may take as long as a busy machine needs; a machine that gates (CI) tries the same ones each time.
settings.register_profile("satkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("satkit")


@pytest.fixture(scope="session")
def project():
    return PROJECT


@pytest.fixture(scope="session")
def shared():
    """The folder of reference data beside the project; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("reference data (../shared) is not beside this checkout")
    return SHARED
