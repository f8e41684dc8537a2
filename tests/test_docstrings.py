"""The examples of docstrings give what they say."""

import doctest
from importlib import import_module

import pytest

from tests.conftest import PROJECT

MODULES = [
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((PROJECT / "satkit").rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", MODULES)
def test_every_example_of_a_docstring_gives_what_it_says(module, monkeypatch):
    """They are run in the checkout, so that an example may open one of its surveys."""
    monkeypatch.chdir(PROJECT)
    result = doctest.testmod(
        import_module(module), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert not result.failed
