"""Better and worse: how much presence pleases and absence displeases."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.kano.answers import ATTRACTIVE, MUST, ONE, REVERSE, refuse_undecided
from satkit.stats.design import Floats
from satkit.stats.intervals import likelihood_ratio
from satkit.stats.replicates import Replicates


def better_worse(counts: Floats) -> tuple[Floats, Floats]:
    r"""Better :math:`(A + O)/(A + O + M + I)` and worse :math:`-(O + M)/(A + O + M + I)`.

    Parameters
    ----------
    counts : ndarray, shape (..., 6)
        Respondents per category, reverse and questionable ones left out of the denominator.

    Returns
    -------
    better : ndarray, shape (...)
        In [0, 1].
    worse : ndarray, shape (...)
        In [-1, 0]; NaN, both, where nobody is left.

    References
    ----------
    Berger et al. (1993); Sauerwein et al. (1996).

    Examples
    --------
    >>> better, worse = better_worse(np.array([40.0, 30, 10, 20, 0, 0]))
    >>> float(better), float(worse)
    (0.4, -0.7)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = counts[..., :REVERSE] / counts[..., :REVERSE].sum(axis=-1, keepdims=True)
    # rounding may add shares up to a hair more than one, which no interval could hold
    better = np.minimum(shares[..., ATTRACTIVE] + shares[..., ONE], 1.0)
    return better, -np.minimum(shares[..., ONE] + shares[..., MUST], 1.0)


def binomial(counts: Floats) -> Floats:
    r"""Covariance of better and worse of a simple sample, shape (..., 2, 2).

    With :math:`n' = A + O + M + I` both are binomial shares of :math:`n'`, and
    :math:`Cov(better, |worse|) = (O/n' - better\,|worse|)/n'`.
    """
    n = counts[..., :REVERSE].sum(axis=-1)
    better, worse = better_worse(counts)
    together = -(counts[..., ONE] / n + better * worse)
    rows = [[better * (1 - better), together], [together, -worse * (1 + worse)]]
    return np.moveaxis(np.array(rows) / n, (0, 1), (-2, -1))


def covariance(counts: Floats, resamples: Replicates) -> Floats:
    """Covariance of better and worse under the design, shape (attributes, 2, 2).

    Parameters
    ----------
    counts : ndarray, shape (b + 1, attributes, 6)
    """
    better, worse = better_worse(counts)
    both = resamples.variance(better + worse)
    one, other = resamples.variance(better), resamples.variance(worse)
    shared = (both - one - other) / 2
    return np.moveaxis(np.array([[one, shared], [shared, other]]), (0, 1), (-2, -1))


def coefficients(
    counts: Floats, resamples: Replicates, names: tuple[str, ...], df: float, level: float = 0.95
) -> pd.DataFrame:
    """Better and worse of every attribute with errors, intervals and their correlation.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, attributes, 6)
    df : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``attribute better better_se better_low better_high worse ... correlation``.

    Raises
    ------
    FitError
        If an attribute has no answer of kind A, O, M or I.

    Notes
    -----
    Intervals are likelihood-ratio ones on the effective number of answers, so they stay between 0
    and 1 and have a width where nobody, or everybody, took a side.
    """
    refuse_undecided(counts[0], names)
    better, worse = better_worse(counts)
    spread = covariance(counts, resamples)
    n = counts[0, :, :REVERSE].sum(axis=-1)
    columns: dict[str, object] = {"attribute": names}
    for place, (name, values, sign) in enumerate((("better", better[0], 1), ("worse", worse[0], -1))):
        low, high = _share_interval(sign * values, spread[:, place, place], n, df, level)
        ends = (low, high) if sign > 0 else (-high, -low)
        error = np.sqrt(spread[:, place, place])
        columns |= {name: values, f"{name}_se": error, f"{name}_low": ends[0], f"{name}_high": ends[1]}
    with np.errstate(invalid="ignore", divide="ignore"):
        columns["correlation"] = spread[:, 0, 1] / np.sqrt(spread[:, 0, 0] * spread[:, 1, 1])
    return pd.DataFrame(columns)


def _share_interval(
    share: Floats, variance: Floats, n: Floats, df: float, level: float
) -> tuple[Floats, Floats]:
    known = (variance > 0) & (share > 0) & (share < 1)
    effective = np.where(known, share * (1 - share) / np.where(known, variance, 1), n)
    shares = np.stack([share, 1 - share], axis=-1)
    return likelihood_ratio(shares, [1.0, 0.0], effective, df, level)
