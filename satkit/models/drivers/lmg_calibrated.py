"""LMG of the sample; replicates moved as relative weights move."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers import lmg, relative_weights
from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.standardised import r_squared
from satkit.stats.design import Floats, Ints

SUBSETS = 1 << 27  # that may be looked at: about a second
ENOUGH, FEWEST = 32, 15  # replicates that tell how LMG moves with relative weights


def shares(data: Correlations) -> Floats:
    r"""Exact LMG of the sample, and for replicates what relative weights add to it.

    .. math:: \phi_b = R^2_b \Bigl\{ \frac{\phi_0}{R^2_0} +
              s \Bigl( \frac{\epsilon_b}{R^2_b} - \frac{\epsilon_0}{R^2_0} \Bigr) \Bigr\}

    for many drivers and replicates, where LMG of every replicate takes too long.  What the two
    measures disagree about is nearly the same in every replicate and cancels.  How much wider
    LMG spreads, s, comes for each driver from 32 replicates with exact LMG; with more than 23 drivers, which allow fewer than
    15 such replicates, it is one.

    Parameters
    ----------
    given : Correlations
        Leading axis: replicates, the full sample first.

    Returns
    -------
    ndarray, shape (b + 1, p)
        Not below zero, and adding up to R squared; the first row is LMG.

    Notes
    -----
    For 16 drivers of three surveys standard errors are within 10 % of those of LMG in every replicate;
    with s = 1 they would be within 15 % below and 29 % above (``docs/validation.md``).
    """
    total = r_squared(data)[:, None]
    near = relative_weights.shares(data) / total
    known = np.append(0, _choose_replicates(near))
    exact = lmg.shares(Correlations(data.names, data.among[known], data.outcome[known])) / total[known]
    moves, steps = exact[1:] - exact[0], near[known[1:]] - near[0]
    scale = np.sqrt((moves**2).sum(axis=0) / (steps**2).sum(axis=0)) if len(steps) else 1.0
    moved = np.maximum(exact[0] + scale * (near - near[0]), 0.0)
    return np.asarray(moved / moved.sum(axis=1, keepdims=True) * total)


def _choose_replicates(near: Floats) -> Ints:
    """Replicates that get exact LMG, spread evenly over those that allow it."""
    count = min(ENOUGH, (SUBSETS >> near.shape[1]) - 1)
    usable = 1 + np.flatnonzero(np.isfinite(near[1:]).all(axis=1))
    if count < FEWEST or len(usable) < FEWEST:
        return np.zeros(0, np.int64)
    return usable[np.linspace(0, len(usable) - 1, min(count, len(usable))).astype(np.int64)]
