"""Two groups compared among people alike: standardised to the mix of the first."""

from __future__ import annotations

import numpy as np

from satkit.stats.design import Floats, Ints


def standardised_difference(counts: Floats, scores: Floats, one: Ints, other: Ints) -> Floats:
    """Mean of groups ``one`` less groups ``other``, cell by cell, weighted by the cells of ``one``.

    Cells that one of the two has nobody in cannot be compared and are left out.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, g, c, k)
        Replicate weights of g groups in c cells on k points.
    scores : ndarray, shape (k,)
    one, other : ndarray of int, shape (p,)

    Returns
    -------
    ndarray, shape (b + 1, p)
        NaN where no cell has people of both.

    References
    ----------
    Kitagawa (1955), direct standardisation.
    """
    mass = counts.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = counts @ scores / mass
        both = (mass[:, one] > 0) & (mass[:, other] > 0)
        kept = np.where(both, mass[:, one], 0.0)
        gap = np.where(both, means[:, one] - means[:, other], 0.0)
        return np.asarray((kept * gap).sum(axis=-1) / kept.sum(axis=-1))
