"""Every public function shows an example, and the example is true."""

import doctest
import inspect
import sys

import pytest

import satkit

FUNCTIONS = [name for name in satkit.__all__ if inspect.isroutine(getattr(satkit, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_public_function_is_true(name):
    function = inspect.unwrap(getattr(satkit, name))
    module = sys.modules[function.__module__]
    (shown,) = doctest.DocTestFinder(recurse=False).find(
        function, name, module=module, globs=vars(module).copy()
    )
    assert shown.examples, f"{name} shows no example"
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(shown, out=said.append)
    assert not result.failed, "".join(said)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_help_says_what_a_public_function_takes_returns_and_raises(name):
    told = inspect.getdoc(inspect.unwrap(getattr(satkit, name)))
    parameters = list(inspect.signature(getattr(satkit, name)).parameters)
    for heading in ("Parameters", "Returns", "Raises", "Examples"):
        assert f"\n{heading}\n---" in told, heading
    section = told[told.index("Parameters\n---") : told.index("Returns\n---")]
    lines = [line for line in section.splitlines() if line[:1].strip()]
    words = {word.strip("*,") for line in lines for word in line.split(":")[0].split()}
    assert set(parameters) <= words, set(parameters) - words
