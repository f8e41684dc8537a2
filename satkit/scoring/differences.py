"""Change and gaps: this wave against the last, a group against the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.scoring.composites import Composites
from satkit.scoring.disclosure import reasons, upward, withheld
from satkit.scoring.rollup import owned_weights, resting_on, roll, tree_weights
from satkit.scoring.scores import Group, Scores, estimates, intervals
from satkit.scoring.tally import Tally
from satkit.stats.contrasts import Interval, add_evidence, difference
from satkit.stats.design import Booleans, Floats
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import astray, find_renumbered_segments, find_turned_items
from satkit.survey.questionnaire import Questionnaire


def wave_changes(scores: Scores, resamples: Replicates) -> pd.DataFrame:
    """Every wave against the one before it, for everyone and, for the headline, in every group.

    An indicator is compared over the items that both waves asked, so that a new question cannot
    pass for a change.

    Returns
    -------
    DataFrame
        ``wave versus segment level node difference std_error low high p p_adjusted n n_versus
        evidence``; p adjusted over the items and indicators of a pair of waves, and over the
        groups of a segment.
    """
    questionnaire = scores.questionnaire
    lines = []
    for later, earlier in paired_groups(scores):
        names, weights = _comparable(scores, later, earlier)
        now, before = roll(later.means, weights), roll(earlier.means, weights)
        hidden = np.logical_or(
            *(_conceal_levels(scores, group, names, weights) for group in (later, earlier))
        )
        kept = (
            slice(None) if not later.segment else np.array([name == questionnaire.headline for name in names])
        )
        now, before, hidden = now[..., kept], before[..., kept], hidden[:, kept]
        chosen = tuple(np.array(names)[kept])
        n, df = rests_on(later, chosen)
        n_before, df_before = rests_on(earlier, chosen)
        freedom = freedom_of_both(questionnaire, df, df_before)
        sides = (
            node_intervals(later, chosen, now, resamples),
            node_intervals(earlier, chosen, before, resamples),
        )
        found = difference(now - before, resamples, freedom, questionnaire.report.level, sides)
        held = resting_on(
            weights[kept], scores.questionnaire.scored_items, find_turned_items(scores.breaks, later.wave)
        )
        held |= later.segment in find_renumbered_segments(scores.breaks, later.wave)
        lines.append(
            _lines(found, chosen, later.levels, n, n_before, hidden, held).assign(
                wave=later.wave, versus=earlier.wave, segment=later.segment
            )
        )
    return _judge(scores, lines, ["wave", "segment"])


def segment_gaps(scores: Scores, resamples: Replicates, wave: str) -> pd.DataFrame:
    """Every level of a segment against the other levels: its complement, never a total that holds it.

    Returns
    -------
    DataFrame
        The columns of :func:`changes` with ``segment level`` and the score of the ``complement``;
        p adjusted over all levels, items and indicators of a segment.
    """
    questionnaire = scores.questionnaire
    items, segments = astray(scores.breaks, questionnaire.waves, wave)
    lines = []
    for segment in questionnaire.segments:
        group = scores.groups.get((wave, segment))
        everyone = scores.groups.get((wave, ""))
        if group is None or group.own is None or everyone is None or everyone.own is None:
            continue
        names, weights = nodes_available(scores, group.tally.n.sum(axis=0) > 0)
        counted, people = group.tally.others(everyone.tally), group.own.others(everyone.own)
        complement = _complement(questionnaire, group, counted, people, weights, resamples)
        own, rest = roll(group.means, weights), roll(complement.means, weights)
        n, df = rests_on(group, names)
        others = n.sum(axis=0) - n
        hidden = _conceal_levels(scores, group, names, weights) | upward(
            others < questionnaire.report.min_cell, n, weights
        )
        # units that meet in several levels count once
        _, whole = rests_on(everyone, names)
        freedom = np.minimum(df.sum(axis=0), whole)
        sides = (
            node_intervals(group, names, own, resamples),
            node_intervals(complement, names, rest, resamples),
        )
        found = difference(own - rest, resamples, freedom, questionnaire.report.level, sides)
        held = resting_on(weights, questionnaire.scored_items, items) | (segment in segments)
        table = _lines(found, names, group.levels, n, others, hidden, held)
        table["complement"] = np.where(hidden | held, np.nan, rest[0]).ravel()
        lines.append(table.assign(wave=wave, segment=segment))
    return _judge(scores, lines, ["wave", "segment"])


def department_gaps(scores: Scores, resamples: Replicates, wave: str) -> pd.DataFrame:
    """What every department answers for, against all that the others answer for.

    Returns
    -------
    DataFrame
        The columns of :func:`changes` with ``department``, its score ``estimate`` with ``own_low``
        and ``own_high``, and the ``complement``; both are composites of the same respondents, and their covariance counts.
    """
    questionnaire = scores.questionnaire
    group = scores.groups.get((wave, ""))
    if group is None or not questionnaire.departments:
        return pd.DataFrame()
    available = group.tally.n[0] > 0
    items, _ = astray(scores.breaks, questionnaire.waves, wave)
    lines = []
    for name in questionnaire.departments:
        inside, outside = owned_weights(questionnaire.indicators, questionnaire.scored_items, available, name)
        if np.isnan(inside).any() or np.isnan(outside).any():
            continue
        own, rest = (roll(group.means, weights[None, :])[..., 0] for weights in (inside, outside))
        counted = group.tally.n[:, inside > 0].max(axis=1)
        df = group.tally.df[:, inside > 0].min(axis=1)
        found = difference(own - rest, resamples, df, questionnaire.report.level)
        few = (group.tally.n > 0) & (group.tally.n < questionnaire.report.min_cell)
        hidden = (counted < questionnaire.report.min_cell) | few[:, (inside > 0) | (outside > 0)].any(axis=1)
        table = _lines(
            {key: value[:, None] for key, value in found.items()},
            (name,),
            ("",),
            counted[:, None],
            counted[:, None],
            hidden[:, None],
            np.array([resting_on(np.stack([inside, outside]), questionnaire.scored_items, items).any()]),
        )
        table["estimate"], table["complement"] = own[0], rest[0]
        ends = student(own[0], resamples.std_error(own), df, questionnaire.report.level)
        table["own_low"], table["own_high"] = (np.clip(end, 0, 100) for end in ends)
        table.loc[hidden, ["estimate", "complement", "own_low", "own_high"]] = np.nan
        lines.append(table.rename(columns={"node": "department"}).assign(wave=wave))
    return _judge(scores, lines, ["wave"])


def paired_groups(scores: Scores) -> Iterator[tuple[Group, Group]]:
    """Every group of a wave with the same group of the wave before."""
    waves = list(dict.fromkeys(wave for wave, _ in scores.groups))
    for earlier, later in pairwise(waves):
        for segment in ("", *scores.questionnaire.segments):
            if (later, segment) in scores.groups and (earlier, segment) in scores.groups:
                yield scores.groups[later, segment], scores.groups[earlier, segment]


def nodes_available(scores: Scores, available: Booleans) -> tuple[tuple[str, ...], Floats]:
    """Items and indicators as rows of weights on items, over the items that are available."""
    items = scores.questionnaire.scored_items
    names, weights = tree_weights(scores.questionnaire.indicators, items, available)
    own = np.where(available[:, None], np.eye(len(items)), np.nan)
    return (*items, *names), np.concatenate([own, weights])


def _conceal_levels(scores: Scores, group: Group, names: tuple[str, ...], weights: Floats) -> Booleans:
    """Which levels of a group must be withheld on which names, beside those of all other segments."""
    n, _ = rests_on(group, names)
    small = withheld(n, scores.questionnaire.report.min_cell)
    secret = scores.secret.get((group.wave, group.segment), {})
    for place, name in enumerate(names):
        if name in secret:
            small[:, place] |= secret[name]
    return upward(small, n, weights)


def _comparable(scores: Scores, later: Group, earlier: Group) -> tuple[tuple[str, ...], Floats]:
    available = (later.tally.n.sum(axis=0) > 0) & (earlier.tally.n.sum(axis=0) > 0)
    return nodes_available(scores, available)


def rests_on(group: Group, names: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Answers and degrees of freedom behind names, both (g, names)."""
    n = np.stack([group.bases[name].n for name in names], axis=1)
    return n, np.stack([group.bases[name].df for name in names], axis=1)


def freedom_of_both(questionnaire: Questionnaire, df: ArrayLike, df_before: ArrayLike) -> NDArray[np.int64]:
    """Degrees of freedom of a change: the units of both waves, which in a panel are the same."""
    return np.asarray((np.maximum if questionnaire.sample.panel else np.add)(df, df_before))


def _complement(
    questionnaire: Questionnaire,
    group: Group,
    counted: Tally,
    own: Composites,
    weights: Floats,
    resamples: Replicates,
) -> Group:
    """Everyone in the segment but the level, as a group."""
    means = counted.means()
    nodes = roll(means, weights[len(counted.items) :])
    table = estimates(questionnaire, counted, own, means, nodes, resamples, group.levels)
    ends = intervals(table, (*counted.items, *own.names), len(group.levels))
    return Group(group.wave, group.segment, group.levels, counted, means, {}, own, ends)


def node_intervals(group: Group, names: tuple[str, ...], values: Floats, resamples: Replicates) -> Interval:
    """The intervals of names, (g, names), around values that may rest on fewer items."""
    error = resamples.std_error(values)
    found = [group.ends[name] for name in names]
    usual, low, high = (
        np.stack(parts, axis=1)
        for parts in (
            [end.std_error for end in found],
            [end.low - end.estimate for end in found],
            [end.high - end.estimate for end in found],
        )
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.where((usual > 0) & (error > 0), error / usual, 1.0)
    return Interval(values[0], error, values[0] + scale * low, values[0] + scale * high)


def _lines(
    found: dict[str, Floats],
    names: tuple[str, ...],
    levels: tuple[str, ...],
    n: NDArray[np.int64],
    n_versus: NDArray[np.int64],
    hidden: Booleans,
    held: Booleans,
) -> pd.DataFrame:
    """Arrays of shape (g, names) as one line per group and name; ``held`` may be of shape (names,)."""
    table = pd.DataFrame({key: np.asarray(value).ravel() for key, value in found.items()})
    table["level"] = np.repeat(levels, len(names))
    table["node"] = np.tile(names, len(levels))
    table["n"], table["n_versus"] = n.ravel().astype(float), n_versus.ravel().astype(float)
    table["hidden"] = hidden.ravel()
    table["held"] = np.broadcast_to(held, hidden.shape).ravel()
    return table


def _judge(scores: Scores, lines: list[pd.DataFrame], family: list[str]) -> pd.DataFrame:
    if not lines:
        return pd.DataFrame()
    report = scores.questionnaire.report
    table = pd.concat(lines, ignore_index=True)
    people = table[["n", "n_versus"]].min(axis=1)
    table["withheld"] = reasons(table["hidden"].astype(bool), people, report.min_cell)
    # what was never asked in a wave, or in no group, is no comparison at all
    table = table[
        (table["n"] > 0) & (table["n_versus"] > 0) & (table["difference"].notna() | table["hidden"])
    ]
    return add_evidence(table, family, report.smallest_change, report.min_test).reset_index(drop=True)
