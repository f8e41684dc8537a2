"""The levels of a segment made into wholes by shares from outside the survey."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.group_fit import GroupFit
from satkit.analyses.index.index_answers import IndexAnswers, Rows
from satkit.analyses.index.levels import Level
from satkit.language import Text
from satkit.models.aggregate import aggregate

LEFT_OUT = Text("%(index)s is not made into a whole, as these levels have no index: %(levels)s")
NO_SHARE = Text("not in the whole, as they have no share: %(levels)s")


def aggregate_levels(
    answers: IndexAnswers, fits: dict[Level, tuple[Rows, GroupFit]], present: tuple[str, ...]
) -> tuple[pd.DataFrame, tuple[Text, ...]]:
    """Every construct of every whole in one wave.

    Parameters
    ----------
    fits : dict of level to rows and fit
        The levels that may be shown.
    present : tuple of str
        The levels of the segment that this wave has.

    Returns
    -------
    DataFrame
        ``name construct parts estimate std_error low high``; empty where a level with a share has
        no index, for nobody else stands for it.
    notes : tuple of Text
        What is missing.
    """
    plan = answers.questionnaire.index.aggregate
    parts = {level: group for (segment, level), (_, group) in fits.items() if segment == plan.segment}
    lost = tuple(name for name in present if name in plan.shares and name not in parts)
    strangers = tuple(name for name in present if name not in plan.shares)
    notes = (NO_SHARE.with_values(levels=strangers),) if strangers else ()
    kept = {name: group for name, group in parts.items() if name in plan.shares}
    if lost or not kept:
        return pd.DataFrame(), (
            *notes,
            LEFT_OUT.with_values(index=answers.index.name, levels=lost or present),
        )
    tables = [_aggregate_construct(answers, kept, construct) for construct in answers.index.model.names]
    return pd.concat([table for table in tables if table is not None], ignore_index=True), notes


def _aggregate_construct(
    answers: IndexAnswers, kept: dict[str, GroupFit], construct: str
) -> pd.DataFrame | None:
    """The wholes of one construct; nothing where a part does not show it."""
    plan = answers.questionnaire.index.aggregate
    columns, lines = [], []
    for name, group in kept.items():
        line = group.table.set_index("construct").loc[construct, ["estimate", "std_error", "low", "high"]]
        if not np.isfinite(line["estimate"]):
            return None
        lines.append({"name": name, **line})
        columns.append(group.index[:, group.composition.names.index(construct)])
    resamples = next(iter(kept.values())).resamples
    values = np.stack(columns, axis=1)
    usable = np.isfinite(values).all(axis=1, keepdims=True)
    apart = resamples.deviations(np.where(usable, values, np.nan))
    with np.errstate(invalid="ignore", divide="ignore"):
        together = apart.T @ apart
        error = np.sqrt(np.diagonal(together))
        correlation = np.nan_to_num(together / error[:, None] / error)
    np.fill_diagonal(correlation, 1.0)
    within = {
        name: whole for name, whole in plan.within.items() if name in kept or name in plan.within.values()
    }
    shares = {
        name: share for name, share in plan.shares.items() if name in kept or name in plan.within.values()
    }
    table = aggregate(pd.DataFrame(lines), shares, within or None, correlation)
    return table.assign(construct=construct)
