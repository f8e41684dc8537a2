"""The whole period: the last wave against the first, and the straight line through all waves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.analyses.whole_period.rows import PeriodRow
from satkit.analyses.whole_period.tables import order_rows, period_table
from satkit.language import Text
from satkit.scoring.differences import node_intervals, nodes_available, rests_on
from satkit.scoring.rollup import resting_on, roll
from satkit.scoring.scores import Group, Scores
from satkit.stats.contrasts import Interval, add_evidence, adjust_p, difference
from satkit.stats.design import Booleans, Floats
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import find_turned_items
from satkit.survey.names import Names, names_or_codes
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

FEWEST = 3  # waves; two are a change
TITLE = Text("The whole period, from the first wave to the last")
SLOPE = ["slope", "slope_low", "slope_high", "slope_p"]


@dataclass(frozen=True, repr=False)
class Period(Result):
    """The last wave against the first, and the line through all; empty with fewer than three waves.

    Parameters
    ----------
    table : DataFrame
        ``node wave versus waves estimate estimate_versus difference std_error low high p p_adjusted n
        n_versus evidence slope slope_low slope_high slope_p slope_p_adjusted``, of items and indicators
        over the items that all waves asked; p adjusted over all of them (Benjamini-Hochberg).
    names : Names, optional
        Label its table; without them codes do.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        names = names_or_codes(self.names)
        rows = order_rows(read_rows(self.table, PeriodRow), names.questionnaire)
        yield period_table("whole_period", rows, names)


def estimate_period(scores: Scores, resamples: Replicates, names: Names) -> Period:
    r"""Every item and indicator from the first wave to the last.

    Notes
    -----
    The slope is that of the least-squares line through the scores of the waves, which count alike and
    stand one apart: a weighted sum of scores like the difference of two, with weights
    :math:`(t - \bar t) / \sum (t - \bar t)^2`.  Both take their errors from the replicates and their
    intervals from those of the scores (Zou 2008, MOVER for linear functions of several estimates).
    """
    groups = [group for (_, segment), group in scores.groups.items() if not segment]
    if len(groups) < FEWEST:
        return Period(names=names)
    available = np.all([group.tally.n.sum(axis=0) > 0 for group in groups], axis=0)
    nodes, weights = nodes_available(scores, available)
    rolled = [roll(group.means, weights) for group in groups]
    ends = _stack(
        [node_intervals(group, nodes, value, resamples) for group, value in zip(groups, rolled, strict=True)]
    )
    values = np.stack([value[:, 0] for value in rolled])
    freedom = np.stack([rests_on(group, nodes)[1][0] for group in groups])
    time = np.arange(len(groups)) - (len(groups) - 1) / 2
    first_to_last = np.zeros(len(groups))
    first_to_last[[0, -1]] = -1.0, 1.0
    change, slope = (
        _combine(share, values, ends, freedom, scores, resamples)
        for share in (first_to_last, time / (time**2).sum())
    )
    table = pd.DataFrame({"node": nodes, **change, **{f"slope_{key}": value for key, value in slope.items()}})
    table = table.rename(columns={"slope_difference": "slope"}).drop(columns="slope_std_error")
    held = resting_on(weights, scores.questionnaire.scored_items, _turned(scores, groups))
    return Period(_judge(table.assign(held=held), values, groups, nodes, scores), names)


def _stack(ends: Sequence[Interval]) -> Interval:
    """The intervals of the waves as arrays of shape (waves, nodes)."""
    parts = (
        np.stack([getattr(end, name)[0] for end in ends]) for name in ("estimate", "std_error", "low", "high")
    )
    return Interval(*parts)


def _combine(
    share: Floats,
    values: Floats,
    ends: Interval,
    freedom: Floats,
    scores: Scores,
    resamples: Replicates,
) -> dict[str, Floats]:
    """A weighted sum of the scores of the waves, ``values`` (waves, b + 1, nodes), with interval and test."""
    counted = share != 0
    pool = np.max if scores.questionnaire.sample.panel else np.sum
    df = pool(freedom[counted], axis=0)
    sides = tuple(_side(sign * share, values, ends, resamples) for sign in (1, -1))
    total = np.tensordot(share, values, 1)
    return difference(total, resamples, df, scores.questionnaire.report.level, (sides[0], sides[1]))


def _side(share: Floats, values: Floats, ends: Interval, resamples: Replicates) -> Interval:
    """The part of a weighted sum with weights above zero: its own interval, as wide as its replicates say."""
    kept = share > 0
    part = share[kept, None]
    total = np.tensordot(share[kept], values[kept], 1)
    error = resamples.std_error(total)
    usual = np.linalg.norm(part * ends.std_error[kept], axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.where((usual > 0) & (error > 0), error / usual, 1.0)
    below, above = (
        scale * np.linalg.norm(part * (end - values[:, 0])[kept], axis=0) for end in (ends.low, ends.high)
    )
    return Interval(total[0], error, total[0] - below, total[0] + above)


def _turned(scores: Scores, groups: Sequence[Group]) -> frozenset[str]:
    """Items whose scale may have been reversed in some wave after the first."""
    return frozenset[str]().union(*(find_turned_items(scores.breaks, group.wave) for group in groups[1:]))


def _judge(
    table: pd.DataFrame, values: Floats, groups: Sequence[Group], nodes: Sequence[str], scores: Scores
) -> pd.DataFrame:
    """The comparisons with verdicts, small cells withheld; what was not asked throughout is left out."""
    report, (first, last) = scores.questionnaire.report, (groups[0], groups[-1])
    n = np.stack([rests_on(group, tuple(nodes))[0][0] for group in groups])
    table = table.assign(
        wave=last.wave, versus=first.wave, waves=len(groups), estimate=values[-1, 0], estimate_versus=values[0, 0],
        n=n[-1].astype(float), n_versus=n[0].astype(float), hidden=_hidden(scores, nodes),
    )  # fmt: skip
    asked = (n > 0).all(axis=0) & (table["difference"].notna() | table["hidden"]).to_numpy()
    told = add_evidence(table[asked], ["wave"], report.smallest_change, report.min_test)
    quiet = told["evidence"].isin(["hidden", "held"])
    told.loc[quiet, ["estimate", "estimate_versus"]] = np.nan
    few = quiet | (told["evidence"] == "small") | (n[:, asked].min(axis=0) < report.min_test)
    told.loc[few, SLOPE] = np.nan
    return told.assign(slope_p_adjusted=adjust_p(told["slope_p"])).reset_index(drop=True)


def _hidden(scores: Scores, nodes: Sequence[str]) -> Booleans:
    """Which nodes have a wave whose score is withheld."""
    lines = scores.table[(scores.table["segment"] == "") & (scores.table["withheld"] != "")]
    return np.isin(nodes, lines["node"].to_list())
