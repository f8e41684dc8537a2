"""Dissatisfaction that goes with each failure, shared out over all orders of removal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.models.drivers.odds import Odds, chance_missed, odds, replicate_coefficients
from satkit.models.drivers.sampling import orders
from satkit.models.drivers.subsets import order_weights, sizes
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates

DEEP = 8  # failures of one respondent up to which every order of removal counts
ORDERS = 32  # drawn beyond
NUMBERS = 1 << 22  # held at a time


def fractions(
    failed: ArrayLike, dissatisfied: ArrayLike, weight: Floats, resamples: Replicates, names: tuple[str, ...]
) -> Floats:
    r"""Average attributable fraction of every failure.

    With the failures in S removed, a logit model expects fewer dissatisfied respondents,

    .. math:: AF(S) = 1 - \frac{\sum_i w_i\, p(x_i \setminus S)}{\sum_i w_i\, p(x_i)}

    and a failure's part is what its removal adds to AF, averaged over all orders of removal.  Whom a
    removal changes is told by that respondent's own failures alone, so the average is taken for each
    pattern of failures over its own orders: no subset of all attributes is looked at.

    Parameters
    ----------
    failed : array of bool, shape (n, p)
        No answer counts as no failure.
    dissatisfied : array of bool, shape (n,)
    weight : ndarray, shape (n,)
        Above zero.
    resamples : Replicates

    Returns
    -------
    ndarray, shape (b + 1, p)
        Adds up to the fraction of dissatisfaction that would go with all failures.  Coefficients of
        replicates are one Newton step from the sample's.

    Raises
    ------
    FitError
        If failures tell dissatisfaction without error, never vary, or repeat each other.

    References
    ----------
    Eide and Gefeller (1995); Cox (1985) for the apportionment.
    """
    fails = np.asarray(failed, bool)
    given = odds(fails, dissatisfied, weight, names)
    constant, effect = _own_units(given, replicate_coefficients(given, resamples))
    patterns, place = np.unique(fails, axis=0, return_inverse=True)
    present = np.zeros((len(fails), len(patterns)))
    present[np.arange(len(fails)), place.ravel()] = weight
    mass = resamples.totals(resamples.pieces(present))
    expected = mass * chance_missed(-(constant[:, None] + effect @ patterns.T))
    parts = np.zeros_like(effect)
    for chosen, fallen in _batches(patterns, len(mass)):
        gains = _gains(constant, effect[:, fallen])
        np.add.at(parts.T, fallen, np.moveaxis(gains * mass[:, chosen, None], 0, -1))
    return np.asarray(parts / expected.sum(axis=1, keepdims=True))


def _own_units(data: Odds, beta: Floats) -> tuple[Floats, Floats]:
    """Log odds without a failure, shape (b + 1,), and what a failure adds to them, shape (b + 1, p)."""
    effect = beta[:, 1:] / data.scale
    return -beta[:, 0] - effect @ data.centre, effect


def _batches(patterns: NDArray[np.bool_], replicates: int) -> Iterator[tuple[Ints, Ints]]:
    """Patterns with as many failures each, and which these are, shape (m,) and (m, failures)."""
    count = patterns.sum(axis=1)
    for failures in range(1, patterns.shape[1] + 1):
        some = np.flatnonzero(count == failures)
        size = max(1, NUMBERS // (replicates << min(failures, DEEP)))
        for at in range(0, len(some), size):
            chosen = some[at : at + size]
            yield chosen, np.nonzero(patterns[chosen])[1].reshape(len(chosen), failures)


def _gains(constant: Floats, effect: Floats) -> Floats:
    """What each removal takes off the chance, over all orders, shape (b + 1, m, failures).

    Parameters
    ----------
    effect : ndarray, shape (b + 1, m, failures)
    """
    failures = effect.shape[-1]
    if failures > DEEP:
        return _sample_orders(constant, effect)
    line = np.broadcast_to(constant[:, None], effect.shape[:-1])[None]
    for place in range(failures):
        line = np.concatenate([line, line + effect[..., place]])
    return np.moveaxis(np.tensordot(_average(failures), chance_missed(-line), axes=1), 0, -1)


@cache
def _average(p: int) -> Floats:
    """What the worth of every subset counts in the Shapley value of each player, shape (p, 2^p)."""
    holds = (np.arange(1 << p) >> np.arange(p)[:, None]) & 1 == 1
    weights = order_weights(p)
    return np.where(holds, np.append(0.0, weights)[sizes(p)], -np.append(weights, 0.0)[sizes(p)])


def _sample_orders(constant: Floats, effect: Floats) -> Floats:
    """The same over orders drawn, each followed by its reverse."""
    drawn = orders(effect.shape[-1], ORDERS, seed=0)
    gains = np.zeros(effect.shape)
    for order in drawn:
        line = constant[:, None, None] + np.cumsum(effect[..., order], axis=-1)
        before = line - effect[..., order]
        gains[..., order] += chance_missed(-line) - chance_missed(-before)
    return gains / len(drawn)
