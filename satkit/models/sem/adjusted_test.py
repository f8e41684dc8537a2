"""Tests of ordered categories with the mean and variance of a chi-square."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from satkit.models.sem.measures import Test
from satkit.models.sem.ordinal_structure import slopes
from satkit.models.sem.result import Ordinal
from satkit.stats.design import Floats


def stacked_groups(fit: Ordinal) -> tuple[Floats, Floats, Floats]:
    """Slopes (g s, q), weights (g s,) and sampling covariance (g s, g s) of all groups together."""
    from scipy.linalg import block_diag

    size = np.array([own.n for own in fit.seen])
    share = size / size.sum()
    steep, _ = slopes(fit.layers, fit.theta)
    gamma = block_diag(*(own.gamma / part for own, part in zip(fit.seen, share, strict=True)))
    return steep.reshape(-1, steep.shape[-1]), (fit.weights * share[:, None]).ravel(), gamma


def adjusted_test(test: Test, gamma: Floats, weights: Floats, steep: Floats) -> Test:
    """The test with mean and variance of a chi-square on its own degrees of freedom.

    Asparouhov and Muthen (2010).

    Parameters
    ----------
    gamma : ndarray, shape (s, s)
        Sampling covariance of what the items show.
    weights : ndarray, shape (s,)
    steep : ndarray, shape (s, q)
        Derivatives of what the model says of it.
    """
    lean = weights[:, None] * steep
    inner = np.linalg.pinv(steep.T @ lean, rcond=1e-13, hermitian=True)
    return _rescale_test(test, (np.diag(weights) - lean @ inner @ lean.T) @ gamma)


def _rescale_test(test: Test, spread: Floats) -> Test:
    if not test.df:
        return test
    scale = np.sqrt(test.df / float((spread * spread.T).sum()))
    return replace(test, factor=1 / scale, shift=test.df - scale * float(np.trace(spread)))


def shifted_difference(restricted: Ordinal, free: Ordinal, plain: Test) -> Test:
    """The difference of two models, one within the other, shifted and scaled likewise.

    Satorra (2000): the restrictions are those directions in which the larger model moves and the
    smaller does not.
    """
    steep, weights, gamma = stacked_groups(free)
    less, _, _ = stacked_groups(restricted)
    lean = weights[:, None] * steep
    inner = np.linalg.pinv(steep.T @ lean, rcond=1e-13, hermitian=True)
    within = np.linalg.lstsq(steep, less, rcond=None)[0]
    lost = np.linalg.svd(within)[0][:, less.shape[1] :]
    across = inner @ lost
    moves = lean @ across @ np.linalg.solve(lost.T @ across, across.T) @ lean.T
    return _rescale_test(plain, moves @ gamma)
