"""Complaints reach the reader whole."""

import pickle

import pytest

from satkit.cli.usage_errors import UsageError
from satkit.errors import (
    Complaint,
    DataError,
    DefinitionError,
    FitError,
    MissingPackageError,
    explain_missing_package,
    quote_all,
)
from satkit.language import Text


@pytest.mark.parametrize("kind", [DefinitionError, DataError, FitError, MissingPackageError, UsageError])
def test_an_error_crosses_to_another_process_with_every_complaint(kind):
    names = Text("known: %(names)s", {"names": quote_all(["area"])})
    sent = kind(
        [Complaint(Text("no segment '%(name)s'", {"name": "aera"}), "survey.toml", names), Complaint("b")]
    )
    come = pickle.loads(pickle.dumps(sent))  # noqa: S301  of our own making
    assert type(come) is kind
    assert come.complaints == sent.complaints
    assert come.into("zh") == sent.into("zh")


def test_an_import_that_fails_names_the_package_to_install():
    with pytest.raises(MissingPackageError) as caught, explain_missing_package("answers.parquet"):
        import no_such_library.of_ours  # noqa: F401
    assert str(caught.value).splitlines() == [
        "answers.parquet  this needs the Python package 'no_such_library', which is not installed",
        "  install it: pip install no_such_library",
    ]
    assert "pip install no_such_library" in caught.value.into("zh")


def test_a_library_that_is_there_is_imported():
    with explain_missing_package():
        import json
    assert json.loads("1") == 1
