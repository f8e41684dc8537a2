"""The index of a wave against the wave before, and of a group against the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.groups import Answers, Fitted, Rows, fitted, only, reached
from satkit.models.paths import PathModel
from satkit.scoring.differences import freedom_of_both
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
    now, before = _alike(said, later, earlier)
    same = linked(base, now, before) - linked(base, before, now)
    fixed = difference(
        same, now.resamples, freedom_of_both(said.asked, now.df, before.df), said.asked.report.level
    )
    return _moved(said, now, before).assign(
        linked=fixed["difference"], linked_low=fixed["low"], linked_high=fixed["high"],
    )  # fmt: skip


def moved(said: Answers, later: tuple[Rows, Fitted], earlier: tuple[Rows, Fitted]) -> pd.DataFrame:
    """Every construct of a group against the same group in another wave, over the items both were asked."""
    return _moved(said, *_alike(said, later, earlier))


def _alike(said: Answers, later: tuple[Rows, Fitted], earlier: tuple[Rows, Fitted]) -> tuple[Fitted, Fitted]:
    """Both groups on the same items."""
    now, before = (
        group if group.model.leaves == model.leaves else fitted(said, rows, model, group.resamples.count)
        for (rows, group), model in zip(
            (later, earlier),
            (common(said, later[1], earlier[1]), common(said, earlier[1], later[1])),
            strict=True,
        )
    )
    return now, before


def _moved(said: Answers, now: Fitted, before: Fitted) -> pd.DataFrame:
    apart, df = now.index - before.index, freedom_of_both(said.asked, now.df, before.df)
    found = difference(apart, now.resamples, df, said.asked.report.level, (now.ends, before.ends))
    table = pd.DataFrame({"construct": now.made.names, **found})
    return table.assign(n=float(now.n), n_versus=float(before.n), hidden=False)


def gap(said: Answers, own: Fitted, others: Fitted, df: int) -> pd.DataFrame:
    """Every construct of a group against all other respondents."""
    sides = own.ends, others.ends
    apart = own.index - others.index
    found = difference(apart, own.resamples, min(own.df + others.df, df), said.asked.report.level, sides)
    return pd.DataFrame({"construct": own.made.names, **found, "complement": others.index[0]}).assign(
        n=float(own.n), n_versus=float(others.n), hidden=False
    )
