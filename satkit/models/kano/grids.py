"""Two-way grids without paired questions: improvement gap and dual importance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.certainty import quadrants
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates

GAP = ("critical", "keep", "neutral", "attractive")
DUAL = ("key performance", "excitement", "unimportant", "basic")
"""Quadrants: high on both, low across and high up, low on both, high across and low up."""


def improvement_gap(
    current: Floats, improved: Floats, poor: Floats, resamples: Replicates, names: tuple[str, ...]
) -> pd.DataFrame:
    """Improvement-gap analysis: what better and what poor performance would do.

    Parameters
    ----------
    current, improved, poor : ndarray, shape (b + 1, attributes)
        Mean satisfaction now, mean satisfaction expected if the attribute were improved, and mean
        dissatisfaction expected if it were poor.

    Returns
    -------
    DataFrame
        ``attribute gap dissatisfaction class probability``; both axes standardised over attributes.

    References
    ----------
    Tontini and Picolo (2010).
    """
    axes = {"gap": standardised(improved - current), "dissatisfaction": standardised(poor)}
    return _placed(axes, GAP, resamples, names)


def dual_importance(
    stated: Floats, derived: Floats, resamples: Replicates, names: tuple[str, ...]
) -> pd.DataFrame:
    """Stated against derived importance, both standardised and cut at their means.

    Parameters
    ----------
    stated, derived : ndarray, shape (b + 1, attributes)

    Returns
    -------
    DataFrame
        ``attribute stated derived class probability correlation``.  Where the two correlate highly,
        the off-diagonal classes rest on little.

    References
    ----------
    Vavra (1997).
    """
    axes = {"stated": standardised(stated), "derived": standardised(derived)}
    together = float(np.corrcoef(stated[0], derived[0])[0, 1])
    return _placed(axes, DUAL, resamples, names).assign(correlation=together)


def standardised(values: Floats) -> Floats:
    """Deviations from the mean over attributes in units of their spread, replicate by replicate."""
    spread = values.std(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((values - values.mean(axis=-1, keepdims=True)) / spread)


def _placed(
    axes: dict[str, Floats], kinds: tuple[str, ...], resamples: Replicates, names: tuple[str, ...]
) -> pd.DataFrame:
    across, up = axes.values()
    right, above = across[0] >= 0, up[0] >= 0
    place = np.select([right & above, above, ~right], [0, 1, 2], 3)
    chance = quadrants(across, up, resamples, 0.0, 0.0)
    table = pd.DataFrame({"attribute": names, **{name: values[0] for name, values in axes.items()}})
    return table.assign(
        **{"class": [kinds[one] for one in place]}, probability=chance[np.arange(len(place)), place]
    )
