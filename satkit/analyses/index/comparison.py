"""The index of a wave against the wave before, and of a group against the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.group_fit import GroupFit, fit_group
from satkit.analyses.index.index_answers import IndexAnswers, Rows, keep_items
from satkit.analyses.index.index_values import compute_indices
from satkit.models.paths import PathModel
from satkit.scoring.differences import freedom_of_both
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats


def shared_model(answers: IndexAnswers, one: GroupFit, other: GroupFit) -> PathModel:
    """The model over the items that both groups answered.

    Raises
    ------
    FitError
        If a construct has none of them.
    """
    return keep_items(answers, one.model, set(other.model.leaves))


def link_index(base: GroupFit, wave: GroupFit, answering: GroupFit | None = None) -> Floats:
    """The index of a wave with the weights of the base wave, shape (b + 1, j).

    Parameters
    ----------
    answering : GroupFit, optional
        Only the items that this wave answered as well.
    """
    items = set(wave.model.leaves) & set((answering or wave).model.leaves)
    shares = np.where([item in items for item in base.composition.items], base.shares, 0.0)
    place = {item: number for number, item in enumerate(wave.composition.moments.names)}
    there = [place.get(item, 0) for item in base.composition.items]
    return compute_indices(shares, wave.composition.moments.mean[..., there], base.composition.blocks)


def compare_waves(
    answers: IndexAnswers, later: tuple[Rows, GroupFit], earlier: tuple[Rows, GroupFit], base: GroupFit
) -> pd.DataFrame:
    """Every construct of a wave against the wave before, over the items that both asked.

    Both the index with the weights of each wave, and, as ``linked``, with those of the base wave.
    """
    now, before = _align_items(answers, later, earlier)
    same = link_index(base, now, before) - link_index(base, before, now)
    linked = difference(
        same,
        now.resamples,
        freedom_of_both(answers.questionnaire, now.df, before.df),
        answers.questionnaire.report.level,
    )
    return _difference(answers, now, before).assign(
        linked=linked["difference"], linked_low=linked["low"], linked_high=linked["high"],
    )  # fmt: skip


def compare_group(
    answers: IndexAnswers, later: tuple[Rows, GroupFit], earlier: tuple[Rows, GroupFit]
) -> pd.DataFrame:
    """Every construct of a group against the same group in another wave, over the items both were asked."""
    return _difference(answers, *_align_items(answers, later, earlier))


def _align_items(
    answers: IndexAnswers, later: tuple[Rows, GroupFit], earlier: tuple[Rows, GroupFit]
) -> tuple[GroupFit, GroupFit]:
    """Both groups on the same items."""
    now, before = (
        group
        if group.model.leaves == model.leaves
        else fit_group(answers, rows, model, group.resamples.count)
        for (rows, group), model in zip(
            (later, earlier),
            (shared_model(answers, later[1], earlier[1]), shared_model(answers, earlier[1], later[1])),
            strict=True,
        )
    )
    return now, before


def _difference(answers: IndexAnswers, now: GroupFit, before: GroupFit) -> pd.DataFrame:
    apart, df = now.index - before.index, freedom_of_both(answers.questionnaire, now.df, before.df)
    numbers = difference(
        apart, now.resamples, df, answers.questionnaire.report.level, (now.ends, before.ends)
    )
    table = pd.DataFrame({"construct": now.composition.names, **numbers})
    return table.assign(n=float(now.n), n_versus=float(before.n), hidden=False)


def compare_with_others(answers: IndexAnswers, own: GroupFit, others: GroupFit, df: int) -> pd.DataFrame:
    """Every construct of a group against all other respondents."""
    sides = own.ends, others.ends
    apart = own.index - others.index
    numbers = difference(
        apart, own.resamples, min(own.df + others.df, df), answers.questionnaire.report.level, sides
    )
    return pd.DataFrame(
        {"construct": own.composition.names, **numbers, "complement": others.index[0]}
    ).assign(n=float(own.n), n_versus=float(others.n), hidden=False)
