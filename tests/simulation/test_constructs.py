"""The path model is what its coefficients say."""

import numpy as np
import pytest

from satkit.errors import DefinitionError
from satkit.simulation.constructs import build
from satkit.simulation.facts import Truth


def test_drawn_constructs_have_the_coefficients_they_were_given(small):
    paths = {"satisfaction": {"one": 0.4, "two": 0.3}, "loyalty": {"satisfaction": 0.6, "one": 0.1}}
    model = build(small, Truth(path=paths, correlation=0.3))
    scores = model.draw(200_000, np.random.default_rng(1))
    assert np.cov(scores.T) == pytest.approx(model.covariance, abs=0.015)
    place = {name: k for k, name in enumerate(model.names)}
    for target, sources in paths.items():
        x = scores[:, [place[name] for name in sources]]
        found = np.linalg.lstsq(x, scores[:, place[target]], rcond=None)[0]
        assert found == pytest.approx(list(sources.values()), abs=0.01)


def test_without_paths_every_root_drives_satisfaction(small):
    model = build(small, Truth())
    assert set(model.names) == {"one", "two", "satisfaction", "loyalty"}
    assert np.diag(model.covariance) == pytest.approx(1.0)
    assert (model.paths[model.names.index("satisfaction")] > 0).sum() == 2


def test_items_belong_to_the_nearest_construct_above_them(small):
    model = build(small, Truth(blocks={"first": ("one",), "second": ("two",), "special": ("q3",)}))
    named = {item: model.names[place] for item, place in model.construct.items()}
    assert named == {"all": "satisfaction", "q1": "first", "q2": "first", "q3": "special", "q4": "second"} | {
        "keep": "loyalty"
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"path": {"one": {"two": 0.2}, "two": {"one": 0.2}}}, "run in a circle"),
        ({"path": {"satisfaction": {"one": 0.9, "two": 0.9}}}, "of its variance"),
        ({"loading": {"all": 0.7, "q2": 0.99}}, "loadings of 'q2' are too large"),
    ],
)
def test_an_impossible_model_is_refused(small, change, told):
    with pytest.raises(DefinitionError, match=told):
        build(small, Truth(**change))
