"""What tests share: the project and the settings of invented examples."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).parents[1]

# Examples may take as long as a busy machine needs; a machine that gates (CI) tries the same ones each time.
settings.register_profile("satkit", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("satkit")


def pytest_terminal_summary(terminalreporter):
    """How many tests were skipped, one line a reason: a skipped test is a question nobody answered."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}")


@pytest.fixture(scope="session")
def project():
    return PROJECT
