"""Theil's importance: bits of information about the outcome."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.subsets import explained_variance, shapley
from satkit.stats.design import Floats


def shares(data: Correlations) -> Floats:
    r"""Shapley value of :math:`-\tfrac12 \log_2 (1 - R^2)`, shape (..., p), in bits.

    References
    ----------
    Theil and Chung (1988).
    """
    return shapley(-0.5 * np.log2(1 - explained_variance(data)))
