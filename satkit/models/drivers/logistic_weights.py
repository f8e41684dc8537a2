"""Relative weights of drivers in a logit model."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers.odds import Odds, replicate_coefficients
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates


def shares(data: Odds, resamples: Replicates) -> Floats:
    r"""What every driver has of the logit, through the uncorrelated drivers nearest to the real ones.

    .. math:: \epsilon_j \propto \sum_k (R^{1/2})_{jk}^2\, (R^{1/2} \beta)_k^2

    The logit of the uncorrelated drivers need not be fitted: it is that of the real ones, turned.
    Whichever R squared is to be divided, McFadden's or another, the shares are the same.

    Parameters
    ----------
    given : Odds
        Two grades or more.
    resamples : Replicates
        On the rows that ``given`` holds, in their order.

    Returns
    -------
    ndarray, shape (b + 1, p)
        Adds up to one; never negative.  Replicate coefficients are one Newton step from those of the
        sample.

    References
    ----------
    Tonidandel and LeBreton (2010).
    """
    cov = _covariance(data, resamples)
    spread = np.sqrt(np.diagonal(cov, axis1=1, axis2=2))
    root = _root(cov / (spread[:, :, None] * spread[:, None, :]))
    beta = replicate_coefficients(data, resamples)[:, data.thresholds :] * spread
    weights = (root**2 @ (root @ beta[..., None]) ** 2)[..., 0]
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _covariance(data: Odds, resamples: Replicates) -> Floats:
    """Covariance of the standardised drivers in every replicate, shape (b + 1, p, p)."""
    rows = np.column_stack([data.standard, np.ones(len(data.weight))])
    products = data.weight[:, None, None] * rows[:, :, None] * rows[:, None, :]
    sums = resamples.totals(resamples.pieces(products))
    mean = sums[:, :-1, -1] / sums[:, -1:, -1]
    return np.asarray(sums[:, :-1, :-1] / sums[:, -1:, -1:] - mean[:, :, None] * mean[:, None, :])


def _root(among: Floats) -> Floats:
    """Symmetric roots, shape (..., p, p)."""
    values, vectors = np.linalg.eigh(among)
    return np.asarray(
        (vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    )
