"""Arithmetic with the labels of a model, on whole arrays."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from operator import add, mul, sub, truediv
from typing import Any

import numpy as np

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
from satkit.stats.design import Floats

OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
    ast.Pow: pow,
}


LABELLED = Text("a label in front of what it names, as in: Loyalty ~ a*Satisfaction")


def evaluate_expressions(
    defined: Iterable[tuple[str, str]], labelled: Mapping[str, Floats]
) -> dict[str, Floats]:
    """The value of every named expression; a later one may use an earlier.

    Parameters
    ----------
    defined : pairs of name and expression
        As a model writes them after ``:=``.
    labelled : mapping of label to ndarray, shape (...)

    Raises
    ------
    DefinitionError
        If an expression is not arithmetic, or names an unknown label.
    """
    known, found = dict(labelled), {}
    for name, expression in defined:
        found[name] = known[name] = np.asarray(_value(_parse_expression(name, expression), known, name))
    return found


def _parse_expression(name: str, expression: str) -> ast.expr:
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
                        "'%(name)s' uses the label '%(label)s', which no parameter has",
                        {"name": name, "label": label},
                    ),
                    expected=Text("known: %(names)s", {"names": tuple(known)}) if known else LABELLED,
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
