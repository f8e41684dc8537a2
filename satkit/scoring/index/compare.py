"""The index of a wave against the wave before, and of a group against the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.paths import PathModel
from satkit.scoring.index.groups import Answers, Fitted, Rows, fitted, only, reached
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats


def common(said: Answers, one: Fitted, other: Fitted) -> PathModel:
    """The model over the items that both groups answered.

    Raises
    ------
    FitError
        If a construct has none of them.
    """
    return only(said, one.model, set(other.model.leaves))


def linked(base: Fitted, wave: Fitted, also: Fitted | None = None) -> Floats:
    """The index of a wave with the weights of the base wave, shape (b + 1, j).

    Parameters
    ----------
    also : Fitted, optional
        Only the items that this wave answered as well.
    """
    items = set(wave.model.leaves) & set((also or wave).model.leaves)
    shares = np.where([item in items for item in base.made.items], base.shares, 0.0)
    place = {item: number for number, item in enumerate(wave.made.moments.names)}
    there = [place.get(item, 0) for item in base.made.items]
    return reached(shares, wave.made.moments.mean[..., there], base.made.blocks)


def change(
    said: Answers, later: tuple[Rows, Fitted], earlier: tuple[Rows, Fitted], base: Fitted
) -> pd.DataFrame:
    """Every construct of a wave against the wave before, over the items that both asked.

    Both the index with the weights of each wave, and, as ``linked``, with those of the base wave.
    """
    asked = said.asked
    now, before = (
        group if group.model.leaves == model.leaves else fitted(said, rows, model)
        for (rows, group), model in zip(
            (later, earlier),
            (common(said, later[1], earlier[1]), common(said, earlier[1], later[1])),
            strict=True,
        )
    )
    resamples = now.resamples
    df = max(now.df, before.df) if asked.sample.panel else now.df + before.df
    level = asked.report.level
    found = difference(now.index - before.index, resamples, df, level, (now.ends, before.ends))
    same = linked(base, now, before) - linked(base, before, now)
    fixed = difference(same, resamples, df, level)
    table = pd.DataFrame({"construct": now.made.names, **found})
    return table.assign(
        n=float(now.n), n_versus=float(before.n), hidden=False,
        linked=fixed["difference"], linked_low=fixed["low"], linked_high=fixed["high"],
    )  # fmt: skip


def gap(said: Answers, own: Fitted, others: Fitted, df: int) -> pd.DataFrame:
    """Every construct of a group against all other respondents."""
    sides = own.ends, others.ends
    apart = own.index - others.index
    found = difference(apart, own.resamples, min(own.df + others.df, df), said.asked.report.level, sides)
    return pd.DataFrame({"construct": own.made.names, **found, "complement": others.index[0]}).assign(
        n=float(own.n), n_versus=float(others.n), hidden=False
    )
