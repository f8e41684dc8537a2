"""Probabilities of a verdict that hold near a tie: shrunk as far as the verdicts of a survey ask."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.stats.design import Floats

GRID = np.array([0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0])  # spread of true leads, in standard errors
PRIOR = np.array([1.0, 1.0, 1.0, 0.3, 0.3, 0.3, 0.3])  # verdicts that count as seen before, for each spread
ROUNDS = 50


def shrink_to_tie(chance: ArrayLike, verdict: ArrayLike, draws: int) -> Floats:
    r"""Probabilities of categories, those of the verdicts brought down to what they turn out to be worth.

    The share of replicates that repeat a verdict takes every lead in the sample for as likely as not
    to be larger in truth.  But the one that leads was chosen for leading: where two categories are
    truly near each other the leader is repeated by 91 % of the replicates and right in 68 % of the
    surveys.  A lead of z standard errors, :math:`z = \Phi^{-1}(p)`, is therefore read against leads
    that are normal around *none*, with spreads whose weights are fitted to all verdicts together:

    .. math:: P = \sum_g w_g \Phi\left(z g / \sqrt{1 + g^2}\right)

    Parameters
    ----------
    chance : array, shape (a, k)
        Share of the replicates that give each category; NaN without replicates.
    verdict : array of int, shape (a,)
        The categories of the sample.
    draws : int
        How many replicates there are; a verdict that all repeat is not beyond doubt.

    Returns
    -------
    ndarray, shape (a, k)
        What a verdict loses goes to the other categories as the replicates divide it, evenly where
        none gives another.

    References
    ----------
    Stephens (2017), adaptive shrinkage and the local false sign rate; Efron and Tibshirani (1998), the
    problem of regions.
    """
    shares, place = np.asarray(chance, float), np.asarray(verdict, np.int64)
    rows = np.arange(len(shares))
    top = shares[rows, place]
    if not len(shares) or not draws:
        return shares
    worth = np.where(top > 0.5, _draw_worth(top, draws), top)
    even = np.full(shares.shape, 1 / max(shares.shape[1] - 1, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        others = np.where((top < 1)[:, None], shares / (1 - top)[:, None], even)
    result = others * (1 - worth)[:, None]
    result[rows, place] = worth
    return np.asarray(result)


def _draw_worth(top: Floats, draws: int) -> Floats:
    """What the shares of replicates are worth, shape (a,); NaN where they are."""
    from scipy.special import ndtr, ndtri

    half = 0.5 / draws
    lead = ndtri(np.clip(top, 0.5, 1 - half))
    known = np.isfinite(lead)
    wide = np.sqrt(1 + GRID**2)
    steps = np.where(known, lead, 0.0)[:, None] / wide
    density = np.exp(-0.5 * steps**2) / wide
    # of a verdict that all replicates repeat no more is known than that it leads by this much or more
    likelihood = np.where((top > 1 - half)[:, None], ndtr(-steps), density)
    weight = likelihood * _fit_spreads(likelihood[known])
    weight /= weight.sum(axis=1, keepdims=True)
    return np.asarray(np.where(known, (weight * ndtr(lead[:, None] * GRID / wide)).sum(axis=1), np.nan))


def _fit_spreads(likelihood: NDArray[np.float64]) -> Floats:
    """Weights of the spreads, by EM from the prior verdicts, shape (spreads,)."""
    share = PRIOR / PRIOR.sum()
    for _ in range(ROUNDS):
        weight = likelihood * share
        weight /= weight.sum(axis=1, keepdims=True)
        share = (weight.sum(axis=0) + PRIOR) / (len(likelihood) + PRIOR.sum())
    return np.asarray(share)
