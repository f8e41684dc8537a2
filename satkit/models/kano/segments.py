"""Do segments, or waves, sort an attribute differently: tests under the design."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from satkit.models.kano.answers import QUESTIONABLE
from satkit.models.kano.coefficients import better_worse, coefficients
from satkit.stats.association import rao_scott
from satkit.stats.contrasts import Interval, adjust_p, difference
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates


def association(
    counts: Floats, resamples: Replicates, names: tuple[str, ...], n: Floats, df: float
) -> pd.DataFrame:
    """Rao-Scott test that the categories fall alike in all groups, Holm over attributes.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, groups, attributes, 6)
        Weighted; questionable answers are left out.
    n : ndarray, shape (attributes,)
        Answers in all groups, unweighted.
    df : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``attribute chi2 f df p p_adjusted cramer``; see :func:`satkit.stats.association.rao_scott`.
    """
    sided = counts[..., :QUESTIONABLE]
    told = n * sided[0].sum(axis=(0, 2)) / counts[0].sum(axis=(0, 2))
    lines = [asdict(rao_scott(sided[:, :, a], resamples, told[a], df)) for a in range(len(names))]
    table = pd.DataFrame(lines, columns=["chi2", "f", "df", "p", "cramer"])
    table.insert(0, "attribute", names)
    return table.assign(p_adjusted=adjust_p(table["p"], "holm"))


def differences(
    counts: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    groups: tuple[str, str],
    df: tuple[float, float, float],
    level: float = 0.95,
) -> pd.DataFrame:
    """Better and worse of one group less another's: segments, or a wave and the one before it.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, 2, attributes, 6)
        Both groups from the same replicates, so that what they share counts; on the scale of the
        unweighted answers.
    df : (float, float, float)
        Degrees of freedom of the first group, of the second, and of both together.

    Returns
    -------
    DataFrame
        ``attribute measure group versus difference std_error low high p p_adjusted``; Holm over
        attributes and both measures.

    Raises
    ------
    FitError
        If an attribute has no answer of kind A, O, M or I in a group.

    Notes
    -----
    The interval is recovered from those of the two groups, as a few people who agree have no error
    of their own: see :func:`satkit.stats.contrasts.difference`.
    """
    sides = [coefficients(counts[:, k], resamples, names, df[k], level) for k in (0, 1)]
    lines = []
    for measure, values in zip(("better", "worse"), better_worse(counts), strict=True):
        one, other = (_ends(side, measure) for side in sides)
        found = difference(values[:, 0] - values[:, 1], resamples, df[2], level, (one, other))
        lines.append(pd.DataFrame({"attribute": names, "measure": measure, **found}))
    table = pd.concat(lines, ignore_index=True).assign(group=groups[0], versus=groups[1])
    return table.assign(p_adjusted=adjust_p(table["p"], "holm"))


def _ends(side: pd.DataFrame, measure: str) -> Interval:
    """The intervals of better or worse, arrays of shape (attributes,)."""
    return Interval(*side[[f"{measure}{end}" for end in ("", "_se", "_low", "_high")]].to_numpy(float).T)
