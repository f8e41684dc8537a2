"""Change split into who was asked and how like people answered."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.scoring.differences import freedom_of_both, nodes_available, paired_groups, rests_on
from satkit.scoring.disclosure import upward
from satkit.scoring.rollup import resting_on, roll
from satkit.scoring.scores import Group, Scores
from satkit.scoring.tally import Tally, tally
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats
from satkit.survey.breaks import find_renumbered_segments, find_turned_items
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample


def split_changes(responses: Responses, sample: Sample, scores: Scores) -> pd.DataFrame:
    """Change split into performance and mix: what happened to like customers, and who was asked.

    Item by item the later wave is post-stratified to the earlier wave's mix of cells; the change
    that is left is performance, the rest is mix (Kitagawa 1955).  Cells without answers in one of
    the waves cannot be compared and are left out of the performance; ``covered`` is the share of
    the earlier wave in the cells that could.

    Returns
    -------
    DataFrame
        ``wave versus node change mix performance`` with ``_low _high _p`` each, and ``covered``; empty
        where the report adjusts by nothing.
    """
    questionnaire, resamples = scores.questionnaire, sample.replicates
    cells = _cells(responses, sample, scores)
    lines = []
    for later, earlier in paired_groups(scores):
        if later.segment or not {later.wave, earlier.wave} <= cells.keys():
            continue
        available = (later.tally.n[0] > 0) & (earlier.tally.n[0] > 0)
        names, weights = nodes_available(scores, available)
        now, before = cells[later.wave], cells[earlier.wave]
        adjusted, covered = _to_mix(now.tally, now.means, before.tally, before.means, available)
        performance = roll(adjusted, weights)
        change = roll(later.means[:, 0] - earlier.means[:, 0], weights)
        n, df = rests_on(later, names)
        n_before, df_before = rests_on(earlier, names)
        table = pd.DataFrame({"node": names, "covered": covered})
        for name, values in (("change", change), ("mix", change - performance), ("performance", performance)):
            freedom = freedom_of_both(questionnaire, df[0], df_before[0])
            found = difference(values, resamples, freedom, questionnaire.report.level)
            for key, number in (("", "difference"), ("_low", "low"), ("_high", "high"), ("_p", "p")):
                table[f"{name}{key}"] = found[number]
        held = resting_on(weights, questionnaire.scored_items, find_turned_items(scores.breaks, later.wave))
        held |= bool(find_renumbered_segments(scores.breaks, later.wave) & {*questionnaire.report.adjust_by})
        people = np.minimum(n, n_before)[:1]
        small = upward(people < questionnaire.report.min_cell, people, weights)[0]
        table.loc[small, table.columns[2:]] = np.nan
        lines.append(table[~held].assign(wave=later.wave, versus=earlier.wave))
    return pd.concat(lines, ignore_index=True) if lines else pd.DataFrame()


def _to_mix(
    now: Tally, means_now: Floats, before: Tally, means_before: Floats, in_both: NDArray[np.bool_]
) -> tuple[Floats, float]:
    """Per item the mean change of like cells, weighted by the earlier mix; and how much it covers.

    Parameters
    ----------
    in_both : ndarray of bool, shape (i,)
        The items that both waves asked: a question that was dropped says nothing of who was reached.
    """
    mass = np.stack([before.counts[item].sum(axis=-1) for item in before.items], axis=-1)  # (b + 1, c, i)
    both = (now.n > 0) & (before.n > 0)
    usable = both & np.isfinite(means_now) & np.isfinite(means_before)
    kept = np.where(usable, mass, 0.0)
    moved = np.where(usable, means_now - means_before, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        change = (kept * moved).sum(axis=1) / kept.sum(axis=1)
        covered = np.where(both, mass[0], 0.0).sum() / mass[0, :, in_both].sum()
    return change, float(covered)


def _cells(responses: Responses, sample: Sample, scores: Scores) -> dict[str, Group]:
    """Every wave tallied by the crossing of the segments the report adjusts by."""
    questionnaire = responses.questionnaire
    names = [name for name in questionnaire.report.adjust_by if name in responses.segments]
    if not names:
        return {}
    levels = responses.segments[names].to_numpy(np.int64)
    found, cell = np.unique(levels, axis=0, return_inverse=True)
    cells = {}
    for place, wave in enumerate(questionnaire.waves):
        if (wave, "") in scores.groups:
            counted = tally(
                responses,
                sample,
                responses.wave == place,
                cell.reshape(-1).astype(np.int64),
                len(found),
                questionnaire.scored_items,
            )
            cells[wave] = Group(
                wave, "+".join(names), tuple(map(str, range(len(found)))), counted, counted.means(), {}
            )
    return cells
