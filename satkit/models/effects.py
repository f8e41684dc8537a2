"""Direct, indirect and total effects along the paths."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from operator import add, mul, sub, truediv
from typing import Any

import numpy as np

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.stats.design import Floats

OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
    ast.Pow: pow,
}


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


def defined(paths: Floats, model: PathModel) -> dict[str, Floats]:
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
    for name, expression in model.defined:
        known[name] = _value(_parsed(name, expression), known, name)
    return {name: np.asarray(known[name]) for name, _ in model.defined}


def _parsed(name: str, expression: str) -> ast.expr:
    try:
        return ast.parse(expression.replace("^", "**"), mode="eval").body
    except SyntaxError:
        raise DefinitionError(_not_arithmetic(name, expression)) from None


def _value(node: ast.expr, known: Mapping[str, Floats], name: str) -> Floats:
    match node:
        case ast.Name(id=label) if label in known:
            return known[label]
        case ast.Name(id=label):
            raise DefinitionError(
                Complaint(
                    Text(
                        "'%(name)s' uses the label '%(label)s', which no path has",
                        {"name": name, "label": label},
                    ),
                    expected=Text("known: %(names)s", {"names": tuple(known)}),
                    hint=near(label, known),
                )
            )
        case ast.Constant(value=int() | float() as number):
            return np.asarray(float(number))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return np.asarray(-_value(inner, known, name))
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in OPERATIONS:
            both = _value(left, known, name), _value(right, known, name)
            return np.asarray(OPERATIONS[type(operation)](*both))
    raise DefinitionError(_not_arithmetic(name, ast.unparse(node)))


def _not_arithmetic(name: str, expression: str) -> Complaint:
    return Complaint(
        Text(
            "'%(name)s' is not arithmetic with labels: %(expression)s",
            {"name": name, "expression": expression},
        ),
        expected=Text("labels, numbers and + - * / ^"),
    )
