"""Those who take a side against those who do not, first: the OAM rule."""

from __future__ import annotations

import numpy as np

from satkit.models.kano.answers import INDIFFERENT
from satkit.models.kano.rules import most_frequent
from satkit.stats.design import Floats, Ints


def verdict(counts: Floats) -> Ints:
    """If M + O + A outnumber I + R + Q, the largest of the first three, else of the last.

    References
    ----------
    Berger et al. (1993), page 13; ties by M > O > A and I > R > Q.
    """
    sides, others = counts[..., :INDIFFERENT], counts[..., INDIFFERENT:]
    taken = sides.sum(axis=-1) > others.sum(axis=-1)
    return np.where(taken, most_frequent.verdict(sides), INDIFFERENT + most_frequent.verdict(others))
