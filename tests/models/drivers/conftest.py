"""Reference numbers that stand beside the project."""

import json

import pytest


@pytest.fixture(scope="session")
def reference(shared):
    """Read one reference file; each names the program that made it and its version."""
    return lambda name: json.loads((shared / "reference" / "kano-drivers" / name).read_text())
