"""Bands: a score in, the name of its band out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.survey.questionnaire import Report

HAIR = 1e-9  # sums of weights leave a score this far beside a cut it equals


def assign_bands(scores: ArrayLike, report: Report) -> NDArray[np.object_]:
    """The band of every score; empty where there is no score.

    With ``inclusive = "start"`` a score that equals a cut belongs to the higher band (95 is
    excellent), with ``"end"`` to the lower one.
    """
    values = np.asarray(scores, float)
    bands = sorted(report.bands, key=lambda band: band.start)
    cuts = [band.start for band in bands[1:]]
    side = HAIR if report.inclusive == "start" else -HAIR
    place = np.searchsorted(cuts, values + side, side="right")
    names = np.array([band.name for band in bands], object)[place]
    return np.where(np.isnan(values), "", names).astype(object)
