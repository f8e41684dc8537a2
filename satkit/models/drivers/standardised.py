"""Standardised coefficients and the importances read off them."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers.correlations import Correlations
from satkit.stats.design import Floats


def beta(data: Correlations) -> Floats:
    r"""Standardised coefficients :math:`\beta = R^{-1} r`, shape (..., p)."""
    return np.asarray(np.linalg.solve(data.among, data.outcome[..., None])[..., 0])


def slopes(cov: Floats, coefficient: Floats) -> Floats:
    """Change of the outcome per unit of a driver, the others alike, shape (..., p).

    Parameters
    ----------
    cov : ndarray, shape (..., p + 1, p + 1)
        The outcome last.
    coefficient : ndarray, shape (..., p)
        Standardised ones.
    """
    variance = np.diagonal(cov, axis1=-2, axis2=-1)
    with np.errstate(invalid="ignore", divide="ignore"):  # replicates without spread have no coefficient
        return np.asarray(coefficient * np.sqrt(variance[..., -1:] / variance[..., :-1]))


def r_squared(data: Correlations) -> Floats:
    """Explained share of the variance of the outcome, shape (...)."""
    return np.asarray((beta(data) * data.outcome).sum(axis=-1))


def inflation(data: Correlations) -> Floats:
    """Variance inflation factors, shape (..., p): one over what a driver has of its own."""
    return np.diagonal(np.linalg.inv(data.among), axis1=-2, axis2=-1)


def pratt(data: Correlations) -> Floats:
    r"""Pratt's measure :math:`\beta_j r_j`, shape (..., p); adds up to R squared, may be negative.

    References
    ----------
    Pratt (1987); Thomas, Hughes and Zumbo (1998) on its negative values.
    """
    return beta(data) * data.outcome


def first(data: Correlations) -> Floats:
    """R squared of every driver alone, shape (..., p)."""
    return data.outcome**2


def last(data: Correlations) -> Floats:
    r"""What R squared loses without a driver, :math:`\beta_j^2 / VIF_j`, shape (..., p)."""
    return beta(data) ** 2 / inflation(data)


def beta_squared(data: Correlations) -> Floats:
    """Squared standardised coefficients, shape (..., p)."""
    return beta(data) ** 2
