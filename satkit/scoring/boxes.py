"""Boxes: shares satisfied, top and bottom, net promoters, and how answers fall."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from satkit.scoring.estimates import estimate_means
from satkit.scoring.support import BOXES
from satkit.scoring.tally import Tally
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.survey.questionnaire import Questionnaire

NPS_POINTS = 11


def box_lines(
    questionnaire: Questionnaire, counted: Tally, resamples: Replicates, levels: tuple[str, ...]
) -> pd.DataFrame:
    """Shares satisfied, in the top and in the bottom box; net promoters where recommendation was asked."""
    lines = []
    for places, measures in list_measures(questionnaire, counted):
        _, found = _estimate_items(questionnaire, counted, resamples, places, measures)
        names = [counted.items[place] for place in places]
        index = pd.MultiIndex.from_product([names, levels, measures], names=["item", "level", "measure"])
        lines.append(found.set_index(index).reset_index())
    table = pd.concat(lines, ignore_index=True).drop(columns=["n_effective", "deff", "df"])
    order = table["item"].map({item: place for place, item in enumerate(counted.items)})
    return table.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def list_measures(questionnaire: Questionnaire, counted: Tally) -> Iterator[tuple[Ints, dict[str, Floats]]]:
    """The items of every scale with their measures, each a value per point."""
    for places in counted.group_by_scale(questionnaire):
        on = counted.supports[counted.items[places[0]]]
        yield places, {name: on.boxes[name].astype(float) for name in BOXES}
        roles = np.array([questionnaire.items[counted.items[place]].role for place in places])
        if (roles == "recommend").any() and len(on) == NPS_POINTS:
            rank = np.argsort(np.argsort(on.scores))
            yield (
                places[roles == "recommend"],
                {"nps": np.where(rank >= 9, 100.0, np.where(rank <= 6, -100.0, 0.0))},
            )
        if (roles == "effort").any():
            yield places[roles == "effort"], {"ces": on.scores}


def box_values(
    questionnaire: Questionnaire, counted: Tally, resamples: Replicates
) -> dict[tuple[str, str], tuple[Floats, pd.DataFrame]]:
    """Of every item and measure the replicated values, shape (b + 1, g), and a line of numbers per group."""
    told = {}
    groups = len(counted.n)
    for places, measures in list_measures(questionnaire, counted):
        values, found = _estimate_items(questionnaire, counted, resamples, places, measures)
        rows = np.arange(len(found)).reshape(len(places), groups, len(measures))
        for i, place in enumerate(places):
            for m, measure in enumerate(measures):
                told[counted.items[place], measure] = values[:, i, :, m], found.iloc[rows[i, :, m]]
    return told


def _estimate_items(
    questionnaire: Questionnaire,
    counted: Tally,
    resamples: Replicates,
    places: Ints,
    measures: dict[str, Floats],
) -> tuple[Floats, pd.DataFrame]:
    """Replicated measures of items of one scale, shape (b + 1, i, g, m), and a line of numbers for each."""
    worth = np.stack(list(measures.values()), axis=1)
    distinct = np.array([0.0, 1.0]) if "top" in measures else np.unique(worth)
    means = counted.functionals(places, worth)
    shares = np.einsum("igk,kmv->igmv", counted.shares(places), worth[:, :, None] == distinct)
    base = counted.base.of(places).repeat_measures(len(measures))
    return means, estimate_means(means, shares, distinct, base, resamples, questionnaire.report.level)


def distribution(counted: Tally) -> pd.DataFrame:
    """How the answers of the first group fall on the bins of every item's scale: ``item place share count n``."""
    lines = []
    for item in counted.items:
        weighted, answered = (
            counted.counts[item][0, 0] @ counted.supports[item].bin_matrix,
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
