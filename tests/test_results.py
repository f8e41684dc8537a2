"""Every result presents itself in both languages, and its columns stand in one glossary.

The results are those of the examples of the public functions, and a few that no public function gives.
Results of a survey are looked at in tests/analyses.
"""

import doctest
import inspect
import sys
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

import satkit
from satkit.models.drivers.key_dissatisfiers import dissatisfiers
from satkit.models.drivers.stability import Stability
from satkit.models.drivers.what_if import Change
from satkit.models.kano.boundary import Item, invest
from satkit.models.pls.priority import priority
from satkit.stats.design import design
from satkit.stats.replicates import replicates
from satkit.tables.glossary import GLOSSARY, term
from satkit.tables.result import SCREEN, WIDTH, Result
from satkit.tables.text import display_width

FUNCTIONS = [name for name in satkit.__all__ if inspect.isfunction(getattr(satkit, name))]
SCORES = {"construct_scores", "factor_scores"}  # their columns are the constructs of the model
OF_MODELS = ("satkit.models.", "satkit.stats.")
UNDRAWN = {"Admissibility", "Test"}


class Recorder:
    """A function that remembers what it gave."""

    def __init__(self, function):
        self.function, self.results = function, []

    def __call__(self, *arguments, **settings):
        self.results.append(self.function(*arguments, **settings))
        return self.results[-1]


@cache
def given_by(name):
    """What a public function gives in its own example."""
    function = inspect.unwrap(getattr(satkit, name))
    recorder = Recorder(getattr(satkit, name))
    scope = vars(sys.modules[function.__module__]) | {name: recorder}
    for example in doctest.DocTestFinder(recurse=False).find(function, name, globs=scope):
        doctest.DocTestRunner().run(example, out=lambda _: None)
    return recorder.results


def path_fit():
    rng = np.random.default_rng(2)
    liking = rng.normal(size=150)
    answers = pd.DataFrame({name: 5 + liking + rng.normal(size=150) for name in "abcdef"})
    model = (
        "Image =~ a + b; Value =~ c + d; Loyalty =~ e + f; Value ~ p*Image; Loyalty ~ q*Value; both := p*q"
    )
    return satkit.fit_pls(answers, model, resamples=50)


def key_dissatisfiers():
    rng = np.random.default_rng(3)
    failed = rng.random((200, 3)) < (0.3, 0.2, 0.1)
    drawn = replicates(design(np.ones(200)), "bootstrap", 50, 1)
    return dissatisfiers(
        failed, failed[:, 0] | (rng.random(200) < 0.1), np.ones(200), drawn, ("速度", "b", "c")
    )


MADE = {
    "PathFit": path_fit,
    "Reach": key_dissatisfiers,
    "Stability": lambda: Stability(("速度", "b"), np.array([0.9, 0.4]), 1, 0.75, 0.5),
    "Change": lambda: Change("速度", 1.0, 0.4, 0.2, 0.6, 0.8),
    "Plan": lambda: invest([Item("速度", "M", 0.2, -0.7, 100), Item("b", "O", 0.5, -0.5, 80)], 120),
    "Priority": lambda: priority(path_fit(), "Loyalty", (1, 10)),
}


@cache
def results():
    """One result of every kind."""
    found = {
        type(one).__name__: one for name in FUNCTIONS for one in given_by(name) if isinstance(one, Result)
    }
    return found | {name: make() for name, make in MADE.items()}


def subclasses(kind):
    return {one.__name__ for one in kind.__subclasses__() if one.__module__.startswith(OF_MODELS)}


KINDS = sorted(subclasses(Result))


@pytest.fixture
def result(kind):
    return results()[kind]


def test_every_class_of_results_is_looked_at_here():
    assert subclasses(Result) == results().keys()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_summary_has_a_title_and_every_table_under_its_caption(result, language):
    text = str(result.summary(language))
    assert text.split("\n", maxsplit=1)[0]
    assert len(result.tables) >= 1
    assert all(satkit.say(table.caption, language)[:20] in text for table in result._tables())
    assert "Text(" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_repr_fits_a_screen(result):
    lines = repr(result).split("\n")
    assert len(lines) <= SCREEN
    assert all(display_width(line) <= WIDTH for line in lines)


class Counter(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)


@pytest.mark.parametrize("kind", KINDS)
def test_a_notebook_shows_every_table(result):
    counter = Counter()
    counter.feed(result._repr_html_())
    assert counter.tags.count("table") == len(result.tables)


@pytest.mark.parametrize("kind", KINDS)
def test_latex_and_markdown_hold_every_table(result):
    assert result.to_latex().count(r"\toprule") == len(result.tables)
    assert result.to_markdown().count("| ---") >= len(result.tables)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in UNDRAWN])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_drawing_has_a_title_an_axis_and_a_mark_for_something(result, language):
    from matplotlib import pyplot as plt
    from matplotlib.figure import Figure

    axes = result.plot(Figure().subplots(), language=language)
    assert axes.get_title(loc="left")
    assert axes.get_xlabel()
    assert axes.containers or axes.collections
    plt.close("all")


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_a_result_stands_in_the_glossary(result):
    for frame in result.tables.values():
        for column in frame:
            assert term(column).meaning


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in SCORES])
def test_every_column_of_a_public_table_stands_in_the_glossary(name):
    for frame in given_by(name):
        for column in frame if isinstance(frame, pd.DataFrame) else ():
            assert term(column).meaning


def test_a_column_called_p_is_a_p_value_and_a_probability_is_called_one():
    for name, entry in GLOSSARY.items():
        assert (entry.kind == "p") == (name == "p" or name.startswith("p_")), name
        assert not name.startswith("probability") or entry.kind == "chance", name


def test_no_two_columns_mean_the_same():
    meanings = [satkit.say(entry.meaning, "en") for entry in GLOSSARY.values()]
    assert sorted(meanings) == sorted(set(meanings))


def test_a_column_that_nobody_defined_is_a_mistake():
    with pytest.raises(KeyError):
        term("whatever")
    with pytest.raises(KeyError):
        term("whatever_low")


@pytest.mark.parametrize("kind", KINDS)
def test_p_values_of_a_result_lie_between_zero_and_one(result):
    for frame in result.tables.values():
        for column in frame.columns[frame.columns.str.match(r"p(_|$)")]:
            assert frame[column].dropna().between(0, 1).all()
