"""Dominance: in which models one driver explains more than another."""

from __future__ import annotations

import numpy as np

from satkit.models.drivers.subsets import sizes
from satkit.stats.design import Floats

EQUAL = 1e-12  # gains this close are ties


def conditional(table: Floats) -> Floats:
    """Average gain of every driver on subsets of every size.

    Parameters
    ----------
    table : ndarray, shape (2^p, ...)
        Worth of every subset, as :func:`satkit.models.drivers.subsets.explained` gives it.

    Returns
    -------
    ndarray, shape (..., p, p)
        Row i, column s: driver i on subsets of s others.  Row means are the LMG shares.

    References
    ----------
    Azen and Budescu (2003).
    """
    p = len(table).bit_length() - 1
    rest = sizes(p - 1)
    average = (rest == np.arange(p)[:, None]) / np.bincount(rest)[:, None]
    gains = [np.tensordot(average, _gain(table, i), axes=1) for i in range(p)]
    return np.moveaxis(np.stack(gains), (0, 1), (-2, -1))


def _gain(table: Floats, driver: int) -> Floats:
    """Gain of a driver on every subset of the others, shape (2^(p - 1), ...)."""
    halves = table.reshape(-1, 2, 1 << driver, *table.shape[1:])
    return (halves[:, 1] - halves[:, 0]).reshape(-1, *table.shape[1:])


def complete(table: Floats) -> Floats:
    """Share of the subsets of the others on which driver i adds more than driver j.

    Returns
    -------
    ndarray, shape (..., p, p)
        1 is complete dominance of the row over the column; ties count for neither; 0 on the
        diagonal.
    """
    p = len(table).bit_length() - 1
    shares = np.zeros((p, p, *table.shape[1:]))
    for i in range(p):
        for j in range(i + 1, p):
            split = table.reshape(-1, 2, 1 << (j - i - 1), 2, 1 << i, *table.shape[1:])
            lead = split[:, 0, :, 1] - split[:, 1, :, 0]
            shares[i, j] = (lead > EQUAL).mean(axis=(0, 1, 2))
            shares[j, i] = (lead < -EQUAL).mean(axis=(0, 1, 2))
    return np.moveaxis(shares, (0, 1), (-2, -1))


def levels(table: Floats) -> Floats:
    """The strongest dominance of row over column: 3 complete, 2 conditional, 1 general, 0 none.

    Returns
    -------
    ndarray of int, shape (..., p, p)
    """
    by_size = conditional(table)
    lead = by_size[..., :, None, :] - by_size[..., None, :, :]
    general = lead.mean(axis=-1) > EQUAL
    everywhere = general & (lead > -EQUAL).all(axis=-1)
    always = everywhere & (np.swapaxes(complete(table), -1, -2) == 0)
    return np.asarray(general.astype(int) + everywhere + always)
