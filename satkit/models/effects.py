"""Direct, indirect and total effects along the paths."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from satkit.models.expressions import evaluate_expressions
from satkit.models.paths import PathModel
from satkit.stats.design import Floats


def total(paths: Floats, model: PathModel) -> Floats:
    """Direct and all indirect effects together.

    Parameters
    ----------
    paths : ndarray, shape (..., j, j)
        ``[target, source]``, constructs in the order of the model.

    Returns
    -------
    ndarray, shape (..., j, j)
    """
    place = {name: number for number, name in enumerate(model.names)}
    effects = np.zeros_like(paths)
    for name in model.order:
        target = place[name]
        for cause in model.causes(name):
            source = place[cause]
            path = paths[..., target, source]
            effects[..., target, :] += path[..., None] * effects[..., source, :]
            effects[..., target, source] += path
    return effects


def indirect(paths: Floats, model: PathModel) -> Floats:
    """Total effects less direct ones, shape (..., j, j)."""
    return total(paths, model) - paths


def routes(model: PathModel) -> tuple[tuple[str, ...], ...]:
    """Every way along two arrows or more, from cause to effect."""
    return tuple(route for name in model.names for route in _ways(model, (name,)) if len(route) > 2)


def _ways(model: PathModel, trail: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield trail
    for source, target in model.paths:
        if source == trail[-1]:
            yield from _ways(model, (*trail, target))


def specific(paths: Floats, model: PathModel) -> Floats:
    """The effect along every route, the product of its paths, shape (..., routes)."""
    place = {name: number for number, name in enumerate(model.names)}
    effects = np.ones((*paths.shape[:-2], len(routes(model))))
    for number, route in enumerate(routes(model)):
        for source, target in pairwise(route):
            effects[..., number] *= paths[..., place[target], place[source]]
    return effects


def defined_quantities(paths: Floats, model: PathModel) -> dict[str, Floats]:
    """The quantities that the model defines with ``:=``, each of shape (...).

    Raises
    ------
    DefinitionError
        If an expression is not arithmetic, or names an unknown label.
    """
    place = {name: number for number, name in enumerate(model.names)}
    known = {
        label: paths[..., place[target], place[source]] for (source, target), label in model.labels.items()
    }
    return evaluate_expressions(model.defined, known)
