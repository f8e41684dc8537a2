"""Shapley shares from sampled orders, for more drivers than subsets can be listed."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers import lmg
from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.mcfadden import likelihoods
from satkit.models.drivers.odds import Odds, null
from satkit.models.drivers.standardised import r_squared
from satkit.stats.design import Booleans, Floats, Ints


def orders(p: int, count: int, seed: int) -> Ints:
    """Random orders of drivers, each followed by its reverse, shape (count, p)."""
    rng = np.random.default_rng(seed)
    drawn = rng.permuted(np.tile(np.arange(p), (count // 2, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(-1, p)


def linear_gains(data: Correlations, entered: Ints) -> Floats:
    """Gain in R squared of every driver when it enters in the orders given, shape (orders, p).

    The gains are squares of the last row of a Cholesky factor, one factor per order.
    """
    turned = data.among[entered[:, :, None], entered[:, None, :]]
    factor = np.linalg.cholesky(turned)
    steps = np.linalg.solve(factor, data.outcome[entered][..., None])[..., 0] ** 2
    gains = np.empty_like(steps)
    np.put_along_axis(gains, entered, steps, axis=1)
    return gains


def sampled_linear(data: Correlations, count: int = 4000, seed: int = 0) -> tuple[Floats, Floats]:
    """LMG shares from sampled orders, and their simulation errors, shape (p,) each.

    For more than about 30 drivers, where :func:`satkit.models.drivers.lmg.shares` takes too long.

    References
    ----------
    Castro, Gómez and Tejada (2009).
    """
    gains = linear_gains(data, orders(len(data.names), count, seed))
    return _average_orders(gains)


def sampled_mcfadden(
    data: Odds, proxy: Correlations, count: int = 60, seed: int = 0
) -> tuple[Floats, Floats]:
    r"""McFadden shares from sampled orders, with the linear shares as control variate.

    .. math:: \hat\phi_j = \bar g_j - c (\bar h_j - \phi^{LMG}_j)

    with g the gains of the logit model in an order, h those of least squares in the same order,
    whose average over all orders is known, and c the ratio of the two totals.

    Parameters
    ----------
    proxy : Correlations
        Of the same drivers with the grade, no leading axes.
    count : int
        Orders, even; each costs p - 1 fits.

    Returns
    -------
    shares, std_error : ndarray, shape (p,)
        The error is that of the simulation, not of the sample.
    """
    p = len(data.names)
    entered = orders(p, count, seed)
    gains = _logit_gains(data, entered)
    steady = gains.sum(axis=1).mean() / float(r_squared(proxy))
    return _average_orders(gains - steady * (linear_gains(proxy, entered) - lmg.shares(proxy)))


def _logit_gains(data: Odds, entered: Ints) -> Floats:
    """Gain in McFadden's R squared of every driver when it enters, shape (orders, p)."""
    ahead = _ahead(entered)
    distinct, place = np.unique(ahead.reshape(-1, ahead.shape[-1]), axis=0, return_inverse=True)
    worth = 1 - likelihoods(data, distinct).likelihood / null(data)[1]
    running = worth[place].reshape(ahead.shape[:2])
    gains = np.empty(entered.shape)
    np.put_along_axis(gains, entered, np.diff(running, axis=1), axis=1)
    return gains


def _ahead(entered: Ints) -> Booleans:
    """Who has entered after 0, 1, ... p steps, shape (orders, p + 1, p)."""
    rank = np.argsort(entered, axis=1)
    return np.asarray(rank[:, None, :] < np.arange(entered.shape[1] + 1)[None, :, None])


def _average_orders(gains: Floats) -> tuple[Floats, Floats]:
    """Means over orders, and errors from pairs of an order and its reverse."""
    pairs = gains.reshape(-1, 2, gains.shape[1]).mean(axis=1)
    return pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
