"""S-CR curves: satisfaction as a function of how far a requirement is met."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.stats.design import Floats

E = float(np.e)
CURVED = ("M", "O", "A")


def gain(category: ArrayLike, x: ArrayLike) -> Floats:
    r"""How much of the way from *worse* to *better* is covered, shape of the broadcast arguments.

    .. math:: g_M = \frac{1 - e^{-x}}{1 - e^{-1}}, \quad g_O = x, \quad g_A = \frac{e^x - 1}{e - 1}

    0 for the other categories, whose satisfaction does not move.

    Parameters
    ----------
    category : array of str
        Letters of ``M O A I R Q``.
    x : array
        Fulfilment in [0, 1].

    References
    ----------
    Wang and Ji (2010).
    """
    if isinstance(category, str):  # the solver asks for one category ten thousand times
        return _fulfil_curve(category, np.asarray(x, float))
    kind, met = np.broadcast_arrays(np.asarray(category), np.asarray(x, float))
    return np.select(
        [kind == letter for letter in CURVED], [_fulfil_curve(letter, met) for letter in CURVED], 0.0
    )


def _fulfil_curve(category: str, met: Floats) -> Floats:
    if category == "M":
        return np.asarray(-np.expm1(-met) * E / (E - 1))
    if category == "A":
        return np.asarray(np.expm1(met) / (E - 1))
    return met if category == "O" else np.zeros_like(met)


def satisfaction(category: ArrayLike, better: ArrayLike, worse: ArrayLike, x: ArrayLike) -> Floats:
    """Satisfaction at fulfilment x: *worse* at 0, *better* at 1.

    Parameters
    ----------
    better, worse : array
        In [0, 1] and [-1, 0].

    Examples
    --------
    >>> satisfaction(["M", "O", "A"], 0.6, -0.5, 0.5).round(4)
    array([ 0.1847,  0.05  , -0.0847])
    """
    low = np.asarray(worse, float)
    moved = low + (np.asarray(better, float) - low) * gain(category, x)
    if isinstance(category, str):
        return np.asarray(moved if category in CURVED else np.zeros_like(moved))
    return np.where(np.isin(np.asarray(category), CURVED), moved, 0.0)


def marginal(category: ArrayLike, better: ArrayLike, worse: ArrayLike, x: ArrayLike) -> Floats:
    r"""Satisfaction per unit of fulfilment: falling for M, constant for O, rising for A.

    With :math:`K = (better - worse)/(e - 1)`: :math:`K e^{1 - x}`, :math:`(e - 1) K`, :math:`K e^x`.
    """
    kind, met = np.broadcast_arrays(np.asarray(category), np.asarray(x, float))
    unit = (np.asarray(better, float) - np.asarray(worse, float)) / (E - 1)
    slopes: list[NDArray[np.float64]] = [np.exp(1 - met), np.full(met.shape, E - 1), np.exp(met)]
    return np.asarray(unit * np.select([kind == letter for letter in CURVED], slopes, 0.0))
