"""Importance for the house of quality, adjusted by Kano category."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from satkit.stats.design import Floats

TAN_SHEN = {"M": 0.5, "O": 1.0, "A": 2.0}
CHAUDHA = {"I": 0.0, "M": 0.5, "O": 1.0, "A": 1.5}


def tan_shen(ratio: ArrayLike, category: ArrayLike) -> Floats:
    r"""Improvement ratio :math:`IR^{1/k}`, k = 1/2 for M, 1 for O, 2 for A; others stay.

    Parameters
    ----------
    ratio : array
        Target over present performance.
    category : array of str

    References
    ----------
    Tan and Shen (2000).
    """
    exponent = np.vectorize(lambda kind: 1 / TAN_SHEN.get(kind, 1.0))(np.asarray(category))
    return np.asarray(np.asarray(ratio, float) ** exponent)


def chaudha(ratio: ArrayLike, category: ArrayLike, better: ArrayLike, worse: ArrayLike) -> Floats:
    r"""Improvement ratio :math:`(1 + m)^k IR`, :math:`m = \max(better, |worse|)`, k = 0, 1/2, 1, 3/2 for I, M, O, A.

    References
    ----------
    Chaudha, Jain, Singh and Mishra (2011).
    """
    exponent = np.vectorize(lambda kind: CHAUDHA.get(kind, 0.0))(np.asarray(category))
    larger = np.maximum(np.asarray(better, float), -np.asarray(worse, float))
    return np.asarray((1 + larger) ** exponent * np.asarray(ratio, float))


def tontini(ratio: ArrayLike, better: ArrayLike, worse: ArrayLike) -> Floats:
    """Improvement ratio times one plus the larger of better and worse.

    References
    ----------
    Tontini (2007).
    """
    larger = np.maximum(np.asarray(better, float), -np.asarray(worse, float))
    return np.asarray((1 + larger) * np.asarray(ratio, float))


def weights(importance: ArrayLike, adjusted: ArrayLike, sales: ArrayLike = 1.0) -> Floats:
    """Final weights: importance times adjusted ratio times sales point, adding up to one."""
    product = np.asarray(importance, float) * np.asarray(adjusted, float) * np.asarray(sales, float)
    return np.asarray(product / product.sum(axis=-1, keepdims=True))
