"""Complaints reach the reader whole."""

import pickle

import pytest

from satkit.cli.usage_errors import UsageError
from satkit.errors import Complaint, DataError, DefinitionError, FitError, quoted
from satkit.language import Text


@pytest.mark.parametrize("kind", [DefinitionError, DataError, FitError, UsageError])
def test_an_error_crosses_to_another_process_with_every_complaint(kind):
    names = Text("known: %(names)s", {"names": quoted(["area"])})
    sent = kind(
        [Complaint(Text("no segment '%(name)s'", {"name": "aera"}), "survey.toml", names), Complaint("b")]
    )
    come = pickle.loads(pickle.dumps(sent))  # noqa: S301  of our own making
    assert type(come) is kind
    assert come.complaints == sent.complaints
    assert come.into("zh") == sent.into("zh")
