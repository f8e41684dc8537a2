"""What tests share: the project, and the reference numbers beside it."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def project():
    return PROJECT


@pytest.fixture(scope="session")
def shared():
    """The folder of reference data beside the project; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("reference data (../shared) is not beside this checkout")
    return SHARED
