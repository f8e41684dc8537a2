"""Relative weights: the orthogonal drivers nearest to the real ones."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers.correlations import Correlations
from satkit.stats.design import Floats


def orthogonal(data: Correlations) -> tuple[Floats, Floats]:
    r"""The root :math:`R^{1/2}` and the loadings of the outcome :math:`R^{-1/2} r`.

    Returns
    -------
    root : ndarray, shape (..., p, p)
    loading : ndarray, shape (..., p)
    """
    values, vectors = np.linalg.eigh(data.among)
    turned = np.swapaxes(vectors, -1, -2)
    size = np.sqrt(values)[..., None, :]
    projected = turned @ data.outcome[..., None]
    root = (vectors * size) @ turned
    loading = (vectors / size) @ projected
    return root, loading[..., 0]


def shares(data: Correlations) -> Floats:
    r"""Relative weights :math:`\epsilon_j = \sum_k (R^{1/2})_{jk}^2 (R^{-1/2} r)_k^2`, shape (..., p).

    They add up to R squared and are never negative.

    References
    ----------
    Genizi (1993) and Johnson (2000), who found the same weights.
    """
    root, loading = orthogonal(data)
    return np.asarray((root**2 @ loading[..., None] ** 2)[..., 0])


def car(data: Correlations) -> Floats:
    r"""CAR scores squared, :math:`(R^{-1/2} r)_j^2`, shape (..., p); they add up to R squared.

    References
    ----------
    Zuber and Strimmer (2010).
    """
    return np.asarray(orthogonal(data)[1] ** 2)
