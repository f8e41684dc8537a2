"""The end of a test run says what was not tested."""

from types import SimpleNamespace

from tests.conftest import pytest_terminal_summary


def skipped(reason):
    return SimpleNamespace(longrepr=("test_x.py", 1, f"Skipped: {reason}"))


def summary(stats):
    lines = []
    pytest_terminal_summary(SimpleNamespace(stats=stats, write_line=lines.append))
    return lines


def test_skipped_tests_are_counted_by_reason_the_most_frequent_first():
    reports = [skipped("no fork"), skipped("no data"), skipped("no data")]
    assert summary({"skipped": reports}) == ["2 skipped: no data", "1 skipped: no fork"]


def test_a_run_that_skips_nothing_says_nothing():
    assert summary({"passed": []}) == []
