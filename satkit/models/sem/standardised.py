"""Estimates in standard deviations, with errors."""

from __future__ import annotations

import numpy as np

from satkit.models.sem.structure import Structure, fill_matrices, implied_moments, values
from satkit.stats.design import Floats


def standardise_rows(structure: Structure, theta: Floats, *, constructs_only: bool = False) -> Floats:
    """Every row in standard deviations of its variables, shape (..., g, r).

    Residual covariances are in residual standard deviations, residual variances in those of the
    variable (1 - R squared), intercepts in standard deviations.
    """
    moments = implied_moments(structure, theta)
    _, errors, _ = fill_matrices(structure, theta)
    row = values(structure, theta)
    variance = np.diagonal(moments.all_cov, axis1=-2, axis2=-1)
    left_over = np.diagonal(errors, axis1=-2, axis2=-1)
    if constructs_only:
        observed = np.arange(variance.shape[-1]) < len(structure.model.items)
        variance = np.where(observed, 1.0, variance)
        left_over = np.where(observed, 1.0, left_over)
    target, source = structure.target, np.maximum(structure.source, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        arrow = np.sqrt(variance[..., source]) / np.sqrt(variance[..., target])
        level = 1 / np.sqrt(variance[..., target])
        apart = 1 / np.sqrt(left_over[..., target] * left_over[..., source])
        alone = 1 / variance[..., target]
    own = structure.target == structure.source
    scale = np.where(
        structure.directed, arrow, np.where(own, alone, np.where(structure.source < 0, level, apart))
    )
    return np.asarray(np.where(row == 0, 0.0, row * scale))


def derivative(function: object, theta: Floats) -> Floats:
    """Exact derivatives by complex steps, shape (q, ...)."""
    step = 1e-20
    found = function(theta + 1j * step * np.eye(len(theta)))  # type: ignore[operator]
    return np.asarray(found.imag / step)
