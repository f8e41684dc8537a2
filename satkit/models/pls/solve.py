"""Small linear systems, one for every replicate at once."""

from __future__ import annotations

import numpy as np

from satkit.stats.design import Floats


def solve(matrix: Floats, right: Floats) -> Floats:
    """Solutions of symmetric positive definite systems by elimination without pivots.

    Every step is one vector operation over the replicates, which for a handful of unknowns is
    many times faster than a library call for each.

    Parameters
    ----------
    matrix : ndarray, shape (k, k, ...)
        Any further axes hold replicates.
    right : ndarray, shape (k, ...) or (k, m, ...)

    Returns
    -------
    ndarray, like ``right``
        Infinite or NaN where a matrix is singular; nobody else is harmed.
    """
    k = len(matrix)
    if k == 1:
        return np.asarray(right / matrix[0, 0])
    left, answer = matrix.copy(), right.copy()
    for pivot in range(k - 1):
        inverse = 1 / left[pivot, pivot]
        for row in range(pivot + 1, k):
            factor = left[row, pivot] * inverse
            left[row, pivot + 1 :] -= factor * left[pivot, pivot + 1 :]
            answer[row] -= factor * answer[pivot]
    for row in range(k - 1, -1, -1):
        for known in range(row + 1, k):
            answer[row] -= left[row, known] * answer[known]
        answer[row] /= left[row, row]
    return answer


def inverse(matrix: Floats) -> Floats:
    """Inverses of symmetric positive definite matrices, shape (k, k, ...)."""
    unit = np.zeros_like(matrix)
    places = np.arange(len(matrix))
    unit[places, places] = 1.0
    return solve(matrix, unit)
