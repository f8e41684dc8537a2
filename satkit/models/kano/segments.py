"""Do segments, or waves, sort an attribute differently: tests under the design."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.kano.answers import QUESTIONABLE
from satkit.models.kano.coefficients import better_worse
from satkit.stats.contrasts import adjusted, difference
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates

SMALL = 5.0  # expected answers in a cell below which categories are joined


def association(
    counts: Floats, resamples: Replicates, names: tuple[str, ...], n: Floats, df: float
) -> pd.DataFrame:
    r"""Rao-Scott test that the categories fall alike in all groups, Holm over attributes.

    Pearson's statistic of the weighted table is referred, by the trace of what replicates say of
    its residuals, to an F distribution (second-order correction, Satterthwaite's degrees of freedom):

    .. math:: F = X^2 / tr(\Lambda), \qquad \nu = tr(\Lambda)^2 / tr(\Lambda^2)

    Parameters
    ----------
    counts : ndarray, shape (b + 1, groups, attributes, 6)
        Weighted; questionable answers are left out, and categories expected in fewer than five
        answers of a group are joined with the least frequent other.
    n : ndarray, shape (attributes,)
        Answers in all groups, unweighted.
    df : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``attribute chi2 f df p p_adjusted cramer``.

    References
    ----------
    Rao and Scott (1984); Thomas and Rao (1987).
    """
    lines = [_one(counts[:, :, place, :QUESTIONABLE], resamples, n[place], df) for place in range(len(names))]
    table = pd.DataFrame(lines, columns=["chi2", "f", "df", "p", "cramer"])
    table.insert(0, "attribute", names)
    return table.assign(p_adjusted=adjusted(table["p"], "holm"))


def _one(
    counts: Floats, resamples: Replicates, n: float, df: float
) -> tuple[float, float, float, float, float]:
    from scipy.special import fdtrc

    joined = _without_small(counts, n)
    groups, kinds = joined.shape[1:]
    if kinds < 2:
        return (0.0, np.nan, 0.0, np.nan, 0.0)
    cells = joined / joined.sum(axis=(1, 2), keepdims=True)
    expected = cells.sum(axis=2, keepdims=True) * cells.sum(axis=1, keepdims=True)
    residual = (cells - expected).reshape(len(cells), -1)
    scale = np.sqrt(expected[0]).ravel()
    chi2 = float(n * ((residual[0] / scale) ** 2).sum())
    deviations = np.nan_to_num(residual[1:] - residual[1:].mean(axis=0)) * np.sqrt(resamples.scales)[:, None]
    design = n * (deviations / scale).T @ (deviations / scale)
    trace, square = float(np.trace(design)), float((design**2).sum())
    cramer = float(np.sqrt(chi2 / (n * (min(groups, kinds) - 1))))
    if not trace:
        return (chi2, np.nan, 0.0, np.nan, cramer)
    freedom = trace**2 / square
    return (chi2, chi2 / trace, freedom, float(fdtrc(freedom, freedom * df, chi2 / trace)), cramer)


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


def differences(
    counts: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    groups: tuple[str, str],
    df: float,
    level: float = 0.95,
) -> pd.DataFrame:
    """Better and worse of one group less another's: segments, or a wave and the one before it.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, 2, attributes, 6)
        Both groups from the same replicates, so that what they share counts.

    Returns
    -------
    DataFrame
        ``attribute measure group versus difference std_error low high p p_adjusted``; Holm over
        attributes and both measures.
    """
    lines = []
    for measure, values in zip(("better", "worse"), better_worse(counts), strict=True):
        found = difference(values[:, 0] - values[:, 1], resamples, df, level)
        lines.append(pd.DataFrame({"attribute": names, "measure": measure, **found}))
    table = pd.concat(lines, ignore_index=True).assign(group=groups[0], versus=groups[1])
    return table.assign(p_adjusted=adjusted(table["p"], "holm"))
