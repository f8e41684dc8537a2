"""Do categories fall alike in all groups: the Rao-Scott test on replicate counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates

SMALL = 5.0  # expected answers in a cell below which categories are joined


@dataclass(frozen=True, slots=True)
class Association:
    """One test; p and F are NaN where fewer than two categories are left, or nothing varies.

    Parameters
    ----------
    chi2 : float
        Pearson's statistic of the weighted table on the scale of the unweighted answers.
    f, df : float
        The corrected statistic and its first degrees of freedom.
    p : float
    cramer : float
        Cramér's V, in [0, 1].
    """

    chi2: float
    f: float
    df: float
    p: float
    cramer: float


NONE = Association(0.0, np.nan, 0.0, np.nan, 0.0)


def rao_scott(counts: Floats, resamples: Replicates, n: float, df: float) -> Association:
    r"""Test that categories fall alike in all groups, under the design.

    Pearson's statistic of the weighted table is referred, by the trace of what replicates say of
    its residuals, to an F distribution (second-order correction, Satterthwaite's degrees of freedom):

    .. math:: F = X^2 / tr(\Lambda), \qquad \nu = tr(\Lambda)^2 / tr(\Lambda^2)

    Parameters
    ----------
    counts : ndarray, shape (b + 1, groups, categories)
        Weighted; categories expected in fewer than five answers of a group are joined with the
        least frequent other.
    n : float
        Answers in all groups, unweighted.
    df : float
        Degrees of freedom of the design.

    References
    ----------
    Rao and Scott (1984); Thomas and Rao (1987).
    """
    from scipy.special import fdtrc

    joined = _without_small(counts, n)
    groups, kinds = joined.shape[1:]
    if groups < 2 or kinds < 2:
        return NONE
    with np.errstate(invalid="ignore"):  # a replicate may have drawn none of these people
        cells = joined / joined.sum(axis=(1, 2), keepdims=True)
    expected = cells.sum(axis=2, keepdims=True) * cells.sum(axis=1, keepdims=True)
    residual = (cells - expected).reshape(len(cells), -1)
    scale = np.sqrt(expected[0]).ravel()
    chi2 = float(n * ((residual[0] / scale) ** 2).sum())
    deviations = _deviations(residual, resamples)
    design = n * (deviations / scale).T @ (deviations / scale)
    trace, square = float(np.trace(design)), float((design**2).sum())
    cramer = float(np.sqrt(chi2 / (n * (min(groups, kinds) - 1))))
    if not trace:
        return Association(chi2, np.nan, 0.0, np.nan, cramer)
    freedom = trace**2 / square
    p = float(fdtrc(freedom, freedom * df, chi2 / trace))
    return Association(chi2, chi2 / trace, freedom, p, cramer)


def _deviations(values: Floats, resamples: Replicates) -> Floats:
    """Replicates about their centre by the roots of what they count, those that drew nobody left out."""
    usable = np.isfinite(values).all(axis=1, keepdims=True)
    return resamples.deviations(np.where(usable, values, np.nan))


def _without_small(counts: Floats, n: float) -> Floats:
    """Join categories until each is expected in five answers of every group."""
    joined = counts[..., counts[0].sum(axis=0) > 0]
    smallest = joined[0].sum(axis=1).min() / max(joined[0].sum(), 1e-300) * n
    while joined.shape[-1] > 1:
        order = np.argsort(joined[0].sum(axis=0), kind="stable")
        share = joined[0].sum(axis=0)[order[0]] / joined[0].sum()
        if share * smallest >= SMALL:
            break
        merged = joined[..., order[0]] + joined[..., order[1]]
        joined = np.concatenate([np.delete(joined, order[:2], axis=-1), merged[..., None]], axis=-1)
    return joined
