"""The category most respondents gave, ties by M > O > A > I > R > Q."""

from __future__ import annotations

import numpy as np

from satkit.stats.design import Floats, Ints

EQUAL = 1e-9  # relative: weighted counts this close are a tie


def verdict(counts: Floats) -> Ints:
    """Place of the largest count, shape (...).

    Parameters
    ----------
    counts : ndarray, shape (..., 6)
        In the order of :data:`satkit.models.kano.answers.CATEGORIES`, which breaks ties.

    References
    ----------
    Berger et al. (1993); Matzler and Hinterhuber (1998).
    """
    top = counts.max(axis=-1, keepdims=True)
    return np.asarray(np.argmax(counts >= top * (1 - EQUAL), axis=-1))
