"""Quantities that the model text defines from labelled parameters."""

from __future__ import annotations

import numpy as np

from satkit.models.expressions import evaluate_expressions
from satkit.models.sem.structure import Structure
from satkit.stats.design import Floats


def defined_quantities(structure: Structure, theta: Floats) -> Floats:
    """The defined quantities in the order of the text, shape (..., d).

    Raises
    ------
    DefinitionError
        If an expression is not arithmetic or names an unknown label.
    """
    known: dict[str, Floats] = {}
    for own, places in zip(structure.rows, structure.place, strict=True):
        for row, place in zip(own, places, strict=True):
            if row.label:
                known[row.label] = theta[..., place] if place >= 0 else np.full(theta.shape[:-1], row.fixed)
    found = evaluate_expressions(structure.model.defined, known)
    return np.stack([np.broadcast_to(values, theta.shape[:-1]) for values in found.values()], axis=-1)
