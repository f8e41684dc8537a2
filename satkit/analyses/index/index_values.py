"""The index of every construct: mean scores of its items by their shares, with an interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.index_answers import IndexAnswers, Rows
from satkit.models.pls import PathFit, composition
from satkit.scoring.composites import GRID, Composites
from satkit.scoring.tally import rest
from satkit.stats.contrasts import Interval
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates


def compute_indices(shares: Floats, mean: Floats, blocks: tuple[slice, ...]) -> Floats:
    """The index of every construct: the mean scores of its items by their shares, shape (b + 1, j)."""
    starts = [block.start for block in blocks]
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = np.add.reduceat(shares, starts, axis=-1)
        return np.asarray(np.add.reduceat(shares * mean, starts, axis=-1) / whole)


def tabulate_indices(
    answers: IndexAnswers, rows: Rows, fit: PathFit, shares: Floats, values: Floats, resamples: Replicates
) -> pd.DataFrame:
    """One line per construct, its interval shaped by the respondents' own indices.

    Parameters
    ----------
    shares : ndarray, shape (m,)
        Of the items of the fit's composition.
    values : ndarray, shape (b + 1, j)
    """
    composed = composition(fit)
    scores, starts = answers.of(composed.items, rows), composed.starts
    there = np.isfinite(scores)
    share = np.nan_to_num(shares) * there
    mass = np.add.reduceat(share, starts, axis=1)
    grid = np.linspace(*_score_range(answers, composed.items), GRID)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.nan_to_num(np.add.reduceat(share * np.where(there, scores, 0.0), starts, axis=1) / mass)
    bins = np.clip(np.rint((own - grid[0]) / (grid[1] - grid[0])), 0, GRID - 1).astype(np.int64)
    weight, histogram = answers.sample.design.weight[rows], np.zeros((1, len(starts), GRID))
    for place in range(len(starts)):
        seen = mass[:, place] > 0
        histogram[0, place] = np.bincount(bins[seen, place], weight[seen], GRID)
    one = np.zeros(int(rows.sum()), np.int64)
    base = rest(answers.sample.design, np.flatnonzero(rows), one, 1, mass > 0)
    whole = Composites(composed.names, histogram, grid, base)
    lines = whole.lines(values[:, None], resamples, ("",), answers.questionnaire.report.level)
    return lines.drop(columns=["level", "kind"]).rename(columns={"node": "construct"})


def _score_range(answers: IndexAnswers, items: tuple[str, ...]) -> tuple[float, float]:
    """The lowest and the highest score that any of the items allows."""
    scores = [score for item in items for score in answers.questionnaire.scale(item).scores]
    return float(np.nanmin(scores)), float(np.nanmax(scores))


def read_intervals(table: pd.DataFrame) -> Interval:
    """The intervals of a table with one line per construct."""
    return Interval(*table[["estimate", "std_error", "low", "high"]].to_numpy(float).T)
