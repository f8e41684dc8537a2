"""Self-stated importance: its mean, and where it contradicts the category."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.models.rank_certainty import interval
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates, mean

LITTLE, MUCH = 3.0, 7.0  # on the usual scale from 1 to 9


def stated_importance(
    importance: ArrayLike,
    weight: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    verdict: tuple[str, ...],
    little: float = LITTLE,
    much: float = MUCH,
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean stated importance with its interval, beside the Kano category.

    Parameters
    ----------
    importance : array, shape (n, attributes)
        From 1 (not at all) to 9 (extremely), NaN where one did not answer.
    verdict : tuple of str, length attributes
        From :func:`satkit.models.kano.fit.classify`.
    little, much : float
        A must-be or one-dimensional attribute stated at or below ``little``, or an indifferent one at
        or above ``much``, contradicts itself.

    Returns
    -------
    DataFrame
        ``attribute category importance low high contradicts``; sorted within a category from the
        most important, which is how ties between attributes of one category are broken.
    """
    values = mean(np.asarray(importance, float), weight, resamples)
    low, high = interval(values, resamples, level)
    kind = np.array(verdict)
    contradicts = (np.isin(kind, ("M", "O")) & (values[0] <= little)) | ((kind == "I") & (values[0] >= much))
    table = pd.DataFrame(
        {
            "attribute": names,
            "category": pd.Categorical(kind, list("MOAIRQH"), ordered=True),
            "importance": values[0],
            "low": low,
            "high": high,
            "contradicts": contradicts,
        }
    )
    return table.sort_values(["category", "importance"], ascending=[True, False], ignore_index=True)
