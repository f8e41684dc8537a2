"""Boxes: shares satisfied, top and bottom, net promoters, and how answers fall."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.scoring.estimates import estimated
from satkit.scoring.support import BOXES
from satkit.scoring.tally import Tally
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.survey.questionnaire import Questionnaire

NPS_POINTS = 11


def box_lines(
    asked: Questionnaire, counted: Tally, resamples: Replicates, levels: tuple[str, ...]
) -> pd.DataFrame:
    """Shares satisfied, in the top and in the bottom box; net promoters where recommendation was asked."""
    lines = []
    for places in counted.alike(asked):
        on = counted.supports[counted.items[places[0]]]
        boxes = {name: on.boxes[name].astype(float) for name in BOXES}
        lines.append(_measured(asked, counted, resamples, levels, places, boxes))
        roles = [asked.items[counted.items[place]].role for place in places]
        if "recommend" in roles and len(on) == NPS_POINTS:
            rank = np.argsort(np.argsort(on.scores))
            promoters = {"nps": np.where(rank >= 9, 100.0, np.where(rank <= 6, -100.0, 0.0))}
            chosen = places[[role == "recommend" for role in roles]]
            lines.append(_measured(asked, counted, resamples, levels, chosen, promoters))
        if "effort" in roles:
            chosen = places[[role == "effort" for role in roles]]
            lines.append(_measured(asked, counted, resamples, levels, chosen, {"ces": on.scores}))
    table = pd.concat(lines, ignore_index=True).drop(columns=["n_effective", "deff", "df"])
    order = table["item"].map({item: place for place, item in enumerate(counted.items)})
    return table.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def _measured(
    asked: Questionnaire,
    counted: Tally,
    resamples: Replicates,
    levels: tuple[str, ...],
    places: Ints,
    measures: dict[str, Floats],
) -> pd.DataFrame:
    """Measures of items of one scale, each a value per point."""
    worth = np.stack(list(measures.values()), axis=1)
    distinct = np.array([0.0, 1.0]) if "top" in measures else np.unique(worth)
    means = counted.functionals(places, worth)
    shares = np.einsum("igk,kmv->igmv", counted.shares(places), worth[:, :, None] == distinct)
    base = counted.base.of(places).repeated(len(measures))
    found = estimated(means, shares, distinct, base, resamples, asked.report.level)
    index = pd.MultiIndex.from_product(
        [[counted.items[place] for place in places], levels, measures], names=["item", "level", "measure"]
    )
    return found.set_index(index).reset_index()


def distribution(counted: Tally) -> pd.DataFrame:
    """How the answers of the first group fall on the bins of every item's scale: ``item place share count n``."""
    lines = []
    for item in counted.items:
        weighted, answered = (
            counted.counts[item][0, 0] @ counted.supports[item].binned,
            counted.answered[item][0],
        )
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
