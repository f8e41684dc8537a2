"""Importance against performance: quadrants, how sure they are, and the priority line."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from satkit.models.rank_certainty import centre_line, doubt, quadrants
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates

ZONES = ("keep up", "concentrate", "low priority", "possible overkill")
"""High on both, important but low, low on both, unimportant but high."""


def matrix(
    performance: Floats,
    importance: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    line: float | Literal["mean"] = "mean",
    df: float = np.inf,
) -> pd.DataFrame:
    r"""Place every driver on the importance-performance map.

    Parameters
    ----------
    performance : ndarray, shape (b + 1, p)
        Scores, any scale.
    importance : ndarray, shape (b + 1, p)
    line : float or "mean"
        Where performance is cut: at the mean over drivers, which moves with the data and always
        finds someone below, or at a fixed score such as the middle of the scale or a target.
        Importance is cut at its mean.

    Returns
    -------
    DataFrame
        ``driver performance importance zone probability`` with the probability of every zone, and
        ``priority``: importance less performance in standard deviations over drivers, so that above
        zero a driver lies over the iso-priority line.  ``doubt`` is the p of the test that it is not
        important but low, see :func:`satkit.models.rank_certainty.doubt`.

    References
    ----------
    Martilla and James (1977); Hawes and Rao (1985) and Bacon (2003) for the line.
    """
    cut: Floats | float = centre_line(performance) if line == "mean" else float(line)
    chance = quadrants(performance, importance, resamples, cut, centre_line(importance))
    low = performance[0] < np.broadcast_to(cut, len(performance))[0]
    high = importance[0] >= importance[0].mean()
    zone = np.select([high & ~low, high, low], [0, 1, 2], 3)
    table = pd.DataFrame({"driver": names, "performance": performance[0], "importance": importance[0]})
    table["zone"] = [ZONES[place] for place in zone]
    table["probability"] = chance[np.arange(len(zone)), zone]
    table[list(ZONES)] = chance
    table["doubt"] = doubt(performance, importance, resamples, cut, centre_line(importance), df)
    return table.assign(priority=_scale_values(importance[0]) - _scale_values(performance[0]))


def _scale_values(values: Floats) -> Floats:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread else values * 0)
