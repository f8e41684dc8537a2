"""Is the leading category distinct from the next: Fong's test and the exact one."""

from __future__ import annotations

import numpy as np

from satkit.language import Text
from satkit.models.kano.answers import QUESTIONABLE
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates

WHY = Text(
    "Fong's test leaves out part of the variance of a difference of two counts and finds about twice as many "
    "differences as it should; rely on the exact test"
)


def fong(counts: Floats) -> tuple[Floats, Floats]:
    r"""Lead of the largest of A, O, M, I, R, and what Fong's test asks of it at 90 %.

    .. math:: |a - b| \ge 1.65 \sqrt{(a + b)(2n - a - b) / 2n}

    Parameters
    ----------
    counts : ndarray, shape (..., 6)
        n counts questionable answers too.

    Returns
    -------
    lead, needed : ndarray, shape (...)

    References
    ----------
    Fong (1996).
    """
    first, second = _two(counts)
    n = counts.sum(axis=-1)
    both = first + second
    return first - second, 1.65 * np.sqrt(both * (2 * n - both) / (2 * n))


def exact(counts: Floats) -> Floats:
    r"""Two-sided p of :math:`a \sim Bin(a + b, 1/2)`, the exact conditional test, shape (...).

    Parameters
    ----------
    counts : ndarray, shape (..., 6)
        Unweighted, or scaled to the effective number of answers; rounded to whole ones.
    """
    from scipy.special import betainc

    first, second = (np.round(part) for part in _two(counts))
    # the upper tail of a fair binomial, as an incomplete beta function
    tail = np.where(first > 0, betainc(np.maximum(first, 1), second + 1, 0.5), 1.0)
    return np.asarray(np.minimum(2 * tail, 1.0))


def beaten(counts: Floats, leader: Ints) -> Floats:
    """One-sided p of every category's being as frequent as the leader, shape (..., 6).

    The exact conditional test: of those who gave one of the two, half would give either.

    Parameters
    ----------
    counts : ndarray, shape (..., 6)
        On the scale of the effective number of answers; rounded to whole ones.
    leader : ndarray of int, shape (...)

    Returns
    -------
    ndarray, shape (..., 6)
        1 for the leader, and where it is not ahead.
    """
    from scipy.special import betainc

    own = np.round(np.take_along_axis(counts, leader[..., None], axis=-1))
    other = np.round(counts)
    p = np.where(own > other, betainc(np.maximum(own, 1), other + 1, 0.5), 1.0)
    return np.where(np.arange(counts.shape[-1]) == leader[..., None], 1.0, p)


def effective(counts: Floats, resamples: Replicates) -> Floats:
    """Counts of the full sample scaled to the effective number of answers, shape (attributes, 6).

    The design effect is that of the largest category's share.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, attributes, 6)
    """
    with np.errstate(invalid="ignore"):  # an attribute without answers in this group
        shares = counts / counts.sum(axis=-1, keepdims=True)
    top = np.argmax(shares[0], axis=-1)
    leading = np.take_along_axis(shares, np.broadcast_to(top, shares.shape[:-1])[..., None], -1)[..., 0]
    variance = resamples.variance(leading)
    known = variance > 0
    size = np.where(
        known, leading[0] * (1 - leading[0]) / np.where(known, variance, 1), counts[0].sum(axis=-1)
    )
    return np.asarray(shares[0] * size[:, None])


def _two(counts: Floats) -> tuple[Floats, Floats]:
    ordered = np.sort(counts[..., :QUESTIONABLE], axis=-1)
    return ordered[..., -1], ordered[..., -2]
