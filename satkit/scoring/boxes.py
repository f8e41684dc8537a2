"""Boxes: shares satisfied, top and bottom, net promoters, and how answers fall."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.scoring.estimates import estimated
from satkit.scoring.tally import Tally
from satkit.stats.replicates import Replicates
from satkit.survey.questionnaire import Questionnaire


def box_lines(
    asked: Questionnaire, counted: Tally, resamples: Replicates, levels: tuple[str, ...]
) -> pd.DataFrame:
    """Shares satisfied, in the top and in the bottom box; net promoters where recommendation was asked."""
    lines = []
    for place, item in enumerate(counted.items):
        scale = asked.scale(item)
        size = len(scale.points)
        measures = {
            "satisfied": np.isin(np.arange(size), scale.places(scale.satisfied)).astype(float),
            "top": np.isin(np.arange(size), scale.places(scale.top)).astype(float),
            "bottom": np.isin(np.arange(size), scale.places(scale.bottom)).astype(float),
        }
        if asked.items[item].role == "recommend" and size == 11:
            rank = np.argsort(np.argsort(scale.scores))
            measures["nps"] = np.where(rank >= 9, 100.0, np.where(rank <= 6, -100.0, 0.0))
        if asked.items[item].role == "effort":
            measures["ces"] = np.array(scale.scores)
        for measure, points in measures.items():
            distinct = np.unique(points) if len(np.unique(points)) > 1 else np.array([0.0, 1.0])
            shares = counted.counts[item][0] @ (points[:, None] == distinct)
            line = estimated(
                counted.functional(item, points),
                shares,
                distinct,
                counted.base(place),
                resamples,
                asked.report.level,
            )
            lines.append(line.assign(level=levels, item=item, measure=measure))
    return pd.concat(lines, ignore_index=True).drop(columns=["n_effective", "deff", "df"])


def distribution(counted: Tally) -> pd.DataFrame:
    """How the answers of the first group fall on the points of every item: ``item place share count n``."""
    lines = []
    for item in counted.items:
        weighted, answered = counted.counts[item][0, 0], counted.answered[item][0]
        if answered.sum():
            lines.append(
                pd.DataFrame(
                    {
                        "item": item,
                        "place": np.arange(len(answered)),
                        "share": weighted / weighted.sum(),
                        "count": answered,
                        "n": answered.sum(),
                    }
                )
            )
    return (
        pd.concat(lines, ignore_index=True)
        if lines
        else pd.DataFrame(columns=["item", "place", "share", "count", "n"])
    )
