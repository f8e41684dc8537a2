"""Quantities that the model text defines from labelled parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import numpy as np

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
from satkit.models.effects import OPERATIONS
from satkit.models.sem.structure import Structure
from satkit.stats.design import Floats


def defined(given: Structure, theta: Floats) -> Floats:
    """The defined quantities in the order of the text, shape (..., d).

    Raises
    ------
    DefinitionError
        If an expression is not arithmetic or names an unknown label.
    """
    known: dict[str, Floats] = {}
    for own, places in zip(given.rows, given.place, strict=True):
        for row, place in zip(own, places, strict=True):
            if row.label and place >= 0:
                known[row.label] = theta[..., place]
    for name, text in given.model.defined:
        try:
            tree = ast.parse(text.replace("^", "**"), mode="eval").body
        except SyntaxError:
            raise DefinitionError(_not_arithmetic(name, text)) from None
        known[name] = _value(tree, known, name)
    return np.stack(
        [np.broadcast_to(known[name], theta.shape[:-1]) for name, _ in given.model.defined], axis=-1
    )


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
                    expected=Text("known: %(names)s", {"names": tuple(known)}),
                    hint=near(label, known),
                )
            )
        case ast.Constant(value=int() | float() as number):
            return np.asarray(float(number))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return np.asarray(-_value(inner, known, name))
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in OPERATIONS:
            return np.asarray(
                OPERATIONS[type(operation)](_value(left, known, name), _value(right, known, name))
            )
    raise DefinitionError(_not_arithmetic(name, ast.unparse(node)))


def _not_arithmetic(name: str, text: str) -> Complaint:
    return Complaint(
        Text("'%(name)s' is not arithmetic with labels: %(expression)s", {"name": name, "expression": text}),
        expected=Text("labels, numbers and + - * / ^"),
    )
