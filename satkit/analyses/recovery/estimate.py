"""Recovery and delight: loyalty after a problem, and by satisfaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from satkit.analyses.recovery.rows import (
    GroupLoyalty,
    LevelLoyalty,
    LoyaltyContrast,
    LoyaltyStep,
    ProblemRate,
)
from satkit.analyses.recovery.standardised_difference import standardised_difference
from satkit.analyses.recovery.tables import (
    GROUP_NAMES,
    contrasts_table,
    groups_table,
    levels_table,
    rates_table,
    steps_table,
)
from satkit.language import Text
from satkit.scoring.disclosure import reasons, withheld
from satkit.scoring.estimates import NUMBERS, Base, estimate_means
from satkit.scoring.proportions import proportions
from satkit.scoring.tally import Tally, tally
from satkit.stats.contrasts import Interval, add_evidence, difference
from satkit.stats.design import Booleans, Floats, Ints
from satkit.survey.bins import bins
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

GROUPS = ("none", "resolved", "unresolved", "silent")
CONTRASTS = {
    "paradox": ("resolved", "none"),
    "harm": ("unresolved", "none"),
    "silence": ("silent", "none"),
    "solution": ("resolved", "unresolved"),
    "deviation": ("unresolved", "silent"),
}
RATES = {
    "failure": (("resolved", "unresolved", "silent"), GROUPS),
    "silence": (("silent",), ("resolved", "unresolved", "silent")),
    "complaint": (("resolved", "unresolved"), ("resolved", "unresolved", "silent")),
    "resolution": (("resolved",), ("resolved", "unresolved")),
}
Part = Literal["rates", "groups", "contrasts", "levels", "steps"]
PARTS: tuple[Part, ...] = get_args(Part)
DIFFERENCES: tuple[Part, ...] = ("contrasts", "steps")
TITLE, MEAN = Text("Loyalty after a problem and by satisfaction"), Text("Mean loyalty")
ALIKE = ("alike", "alike_low", "alike_high", "alike_p")
RATIO = ("ratio", "ratio_low", "ratio_high", "ratio_p")
MORE = ("versus_last", "versus_last_low", "versus_last_high", "versus_last_p")


@dataclass(frozen=True, repr=False)
class Recovery(Result):
    """What became of problems, and what loyalty goes with it.

    Parameters
    ----------
    rates : DataFrame
        ``wave measure`` (failure, silence, complaint, resolution) and an estimate on 0-1.
    groups : DataFrame
        ``wave item group measure`` and the mean loyalty (0-100) and top-box share (0-1) of the
        groups none, resolved, unresolved and silent.
    contrasts : DataFrame
        ``wave item contrast`` and the difference of mean loyalty with evidence: resolved less none
        (paradox), unresolved less none (harm), silent less none (silence), resolved less
        unresolved (solution), unresolved less silent (deviation); ``alike`` with ``_low _high _p`` is
        the difference among people who gave the same overall answer.
    levels : DataFrame
        ``wave item place measure``: loyalty by the answer to the overall item.
    steps : DataFrame
        ``wave item upper lower``: mean loyalty of one answer less that of the next worse one,
        with evidence; where ``upper`` is the best answer given, also the ``ratio`` of their top-box
        shares with ``ratio_low ratio_high ratio_p``; ``versus_last`` with ``_low _high _p`` is what the best
        step is worth more than the worst one.
    names : Names, optional
        What all of it is called.
    """

    rates: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    contrasts: pd.DataFrame = field(default_factory=pd.DataFrame)
    levels: pd.DataFrame = field(default_factory=pd.DataFrame)
    steps: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        names = names_or_codes(self.names)
        rates = read_rows(self.rates, ProblemRate)
        yield rates_table([row for row in rates if row["wave"] == rates[-1]["wave"]], names)
        yield groups_table(read_rows(self.groups, GroupLoyalty), names)
        yield contrasts_table(read_rows(self.contrasts, LoyaltyContrast), names)
        yield levels_table(read_rows(self.levels, LevelLoyalty), names)
        yield steps_table(read_rows(self.steps, LoyaltyStep), names)

    def _figure(self) -> Estimates | None:
        """Mean loyalty of the groups, by what became of their problem."""
        names = names_or_codes(self.names)
        rows = read_rows(self.groups, GroupLoyalty, measure="mean", withheld="")
        marks = tuple(
            Mark(GROUP_NAMES[row["group"]], row["estimate"], row["low"], row["high"], names.node(row["item"]))
            for row in rows
        )
        return Estimates(TITLE, MEAN, marks) if marks else None


@dataclass(frozen=True)
class _Loyalty:
    """Loyalty of g groups of one wave, item by item.

    Parameters
    ----------
    means, tops : ndarray, shape (b + 1, g)
    lines : DataFrame
        Two measures of every group, nothing withheld.
    freedom : int
        Degrees of freedom of the wave.
    """

    item: str
    means: Floats
    tops: Floats
    base: Base
    lines: pd.DataFrame
    freedom: int

    def ends(self, measure: str) -> Interval:
        """The intervals of a measure, arrays of shape (g,)."""
        table = self.lines[self.lines["measure"] == measure]
        return Interval(*(table[name].to_numpy() for name in ("estimate", "std_error", "low", "high")))


def estimate_recovery(responses: Responses, sample: Sample) -> Recovery:
    """What became of problems in every wave; in the last one loyalty with it, and by satisfaction.

    Empty where nothing of the kind was asked.
    """
    questionnaire = responses.questionnaire
    items = tuple(
        item
        for role in ("loyalty", "recommend")
        for item in questionnaire.of_role(role)
        if item in questionnaire.scored_items
    )
    parts: dict[Part, list[pd.DataFrame]] = {name: [] for name in PARTS}
    last = int(responses.wave.max())
    for place, wave in enumerate(questionnaire.waves):
        here, loyalty = responses.wave == place, items if place == last else ()
        for name, table in (
            *_compare_problems(responses, sample, here, loyalty),
            *_compare_answers(responses, sample, here, loyalty),
        ):
            if not table.empty:
                parts[name].append(table.assign(wave=wave))
    tables = {name: pd.concat(some, ignore_index=True) for name, some in parts.items() if some}
    report = questionnaire.report
    for name in DIFFERENCES:
        if name in tables:
            tables[name] = add_evidence(tables[name], ["wave"], report.smallest_change, report.min_test)
    return Recovery(**tables, names=names_of(responses))


def group_by_recovery(responses: Responses) -> tuple[Ints, tuple[str, ...]]:
    """The recovery group of every row, -1 where it is in none; and the groups the scale tells apart."""
    questionnaire = responses.questionnaire
    for item in questionnaire.of_role("complaint"):
        scale = questionnaire.scale(item)
        if scale.recovery is not None:
            names = tuple(scale.recovery.groups)
            group = np.full(len(scale.points) + 1, -1, np.int64)
            for number, codes in enumerate(scale.recovery.groups.values()):
                group[list(scale.places(codes))] = number
            places = responses.answers[item].to_numpy()
            return group[np.where(places < 0, len(scale.points), places)], names
    return np.full(len(responses), -1, np.int64), ()


def _compare_problems(
    responses: Responses, sample: Sample, here: Booleans, items: tuple[str, ...]
) -> Iterator[tuple[Part, pd.DataFrame]]:
    """Rates of one wave; loyalty of the groups and their contrasts."""
    questionnaire = responses.questionnaire
    group, names = group_by_recovery(responses)
    rows = np.flatnonzero(here & (group >= 0))
    if not len(rows):
        return
    yield "rates", _count_rates(questionnaire, sample, rows, np.array(names)[group[rows]], names)
    if not items:
        return
    counted = tally(responses, sample, here, group, len(names), items)
    for loyal in _measure_loyalty(questionnaire, sample, counted, sample.design.degrees(here)):
        hidden = withheld(loyal.base.n, questionnaire.report.min_cell)
        yield "groups", _show_loyalty(loyal, hidden, questionnaire.report.min_cell, group=np.array(names))
        pairs = [
            (name, names.index(one), names.index(other))
            for name, (one, other) in CONTRASTS.items()
            if {one, other} <= set(names)
        ]
        yield (
            "contrasts",
            _compare_alike(
                responses,
                sample,
                here,
                group,
                loyal,
                _compare_groups(questionnaire, sample, loyal, hidden, pairs),
                pairs,
            ),
        )


def _compare_alike(
    responses: Responses,
    sample: Sample,
    here: Booleans,
    group: Ints,
    loyal: _Loyalty,
    table: pd.DataFrame,
    pairs: Sequence[tuple[str, int, int]],
) -> pd.DataFrame:
    """The contrasts with the difference among people who gave the same overall answer."""
    questionnaire = responses.questionnaire
    overall, _ = _overall_answers(responses)
    if table.empty:
        return table
    if not overall or overall == loyal.item:
        return table.assign(**dict.fromkeys(ALIKE, np.nan))
    shown = bins(questionnaire.scale(overall))
    level = responses.answers[overall].to_numpy(np.int64)
    level = np.where(level >= 0, shown.of[np.maximum(level, 0)], -1)
    groups, cells = len(loyal.base.n), len(shown)
    crossed = np.where((group >= 0) & (level >= 0), group * cells + level, -1)
    counted = tally(responses, sample, here, crossed, groups * cells, (loyal.item,))
    counts = counted.counts[loyal.item].reshape(-1, groups, cells, len(counted.supports[loyal.item]))
    one, other = (np.array([pair[k] for pair in pairs]) for k in (1, 2))
    gaps = standardised_difference(counts, counted.supports[loyal.item].scores, one, other)
    freedom = np.minimum(loyal.base.df[one] + loyal.base.df[other], loyal.freedom)
    found = difference(gaps, sample.replicates, freedom, questionnaire.report.level)
    numbers = {"alike": "difference", "alike_low": "low", "alike_high": "high", "alike_p": "p"}
    open_cells = ~table["hidden"].to_numpy(bool)
    return table.assign(**{name: np.where(open_cells, found[key], np.nan) for name, key in numbers.items()})


def _count_rates(
    questionnaire: Questionnaire, sample: Sample, rows: Ints, group: np.ndarray, names: tuple[str, ...]
) -> pd.DataFrame:
    """Failures, complaints, silence and solutions as shares."""
    measures = [name for name, (inside, base) in RATES.items() if set(inside) | set(base) <= set(names)]
    if not measures:
        return pd.DataFrame()
    inside, base = (np.stack([np.isin(group, RATES[name][k]) for name in measures], axis=1) for k in (0, 1))
    found = proportions(sample, rows, np.zeros(len(rows), np.int64), 1, inside, base)
    table = found.lines(questionnaire.report.level).assign(measure=measures)
    hidden = table["n"] < questionnaire.report.min_cell
    table.loc[hidden, NUMBERS] = np.nan
    return table.assign(withheld=np.where(hidden, "small", ""))


def _measure_loyalty(
    questionnaire: Questionnaire, sample: Sample, counted: Tally, freedom: int
) -> Iterator[_Loyalty]:
    """Mean and top-box share of every loyalty item in every group."""
    for place, item in enumerate(counted.items):
        on, counts = counted.supports[item], counted.counts[item]
        scores, top = on.scores, on.boxes["top"].astype(float)
        base = counted.base.of(place)
        if not base.n.any():
            continue
        with np.errstate(invalid="ignore", divide="ignore"):
            mass = counts.sum(axis=-1)
            means, tops = counts @ scores / mass, counts @ top / mass
        shares = np.stack([counts[0] @ (1 - top), counts[0] @ top], axis=-1)
        kinds = {"mean": (means, counts[0], scores), "top": (tops, shares, np.array([0.0, 1.0]))}
        lines = [
            estimate_means(*parts, base, sample.replicates, questionnaire.report.level).assign(
                measure=measure
            )
            for measure, parts in kinds.items()
        ]
        yield _Loyalty(item, means, tops, base, pd.concat(lines, ignore_index=True), freedom)


def _show_loyalty(loyal: _Loyalty, hidden: Booleans, smallest: int, **names: np.ndarray) -> pd.DataFrame:
    """The lines of a loyalty item as they may be shown."""
    table = loyal.lines.assign(item=loyal.item, **{name: np.tile(value, 2) for name, value in names.items()})
    empty = np.tile(loyal.base.n == 0, 2)
    unseen, people = np.tile(hidden, 2), np.tile(loyal.base.n, 2)
    table.loc[unseen, NUMBERS] = np.nan
    return table.assign(withheld=reasons(unseen, people, smallest))[~empty]


def _compare_groups(
    questionnaire: Questionnaire,
    sample: Sample,
    loyal: _Loyalty,
    hidden: Booleans,
    pairs: Sequence[tuple[str, int, int]],
) -> pd.DataFrame:
    """Differences of mean loyalty, ready to be judged."""
    if not pairs:
        return pd.DataFrame()
    names, one, other = (np.array(part) for part in zip(*pairs, strict=True))
    values, ends = loyal.means, loyal.ends("mean")
    return pd.DataFrame(_subtract(questionnaire, sample, loyal, values, ends, one, other)).assign(
        contrast=names,
        item=loyal.item,
        n=loyal.base.n[one].astype(float),
        n_versus=loyal.base.n[other].astype(float),
        hidden=hidden[one] | hidden[other],
    )


def _subtract(
    questionnaire: Questionnaire,
    sample: Sample,
    loyal: _Loyalty,
    values: Floats,
    ends: Interval,
    one: Ints,
    other: Ints,
) -> dict[str, Floats]:
    """Groups ``one`` less groups ``other``, with the shape of the intervals of both."""
    sides = [
        Interval(*(part[k] for part in (ends.estimate, ends.std_error, ends.low, ends.high)))
        for k in (one, other)
    ]
    # groups that meet in the same units are worth no more than all of these
    freedom = np.minimum(loyal.base.df[one] + loyal.base.df[other], loyal.freedom)
    gap = values[:, one] - values[:, other]
    return difference(gap, sample.replicates, freedom, questionnaire.report.level, (sides[0], sides[1]))


def _divide_tops(
    questionnaire: Questionnaire, sample: Sample, loyal: _Loyalty, one: Ints, other: Ints
) -> Floats:
    """Top-box share of one group over that of another, both ends of its interval, and p of no difference.

    The interval is that of a difference of logarithms.
    """
    ends = loyal.ends("top")
    if not (ends.estimate[[*one, *other]] > 0).all():
        return np.full(len(RATIO), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(loyal.tops)
        logs = Interval(
            np.log(ends.estimate), ends.std_error / ends.estimate, np.log(ends.low), np.log(ends.high)
        )
        values = np.where(np.isfinite(values), values, np.nan)
    found = _subtract(questionnaire, sample, loyal, values, logs, one, other)
    return np.array([*(np.exp(found[name][0]) for name in ("difference", "low", "high")), found["p"][0]])


def _overall_answers(responses: Responses) -> tuple[str, Ints]:
    """The overall item, and the bins of its answers from the best down; an empty name without one."""
    questionnaire = responses.questionnaire
    for item in questionnaire.of_role("overall"):
        if item in questionnaire.scored_items:
            return item, np.argsort(-np.array(bins(questionnaire.scale(item)).scores), kind="stable")
    return "", np.empty(0, np.int64)


def _compare_answers(
    responses: Responses, sample: Sample, here: Booleans, items: tuple[str, ...]
) -> Iterator[tuple[Part, pd.DataFrame]]:
    """Loyalty by the answer to the overall item, the best first, and what each step up goes with."""
    questionnaire = responses.questionnaire
    overall, order = _overall_answers(responses)
    others = tuple(item for item in items if item != overall)
    if not overall or not others:
        return
    rank = np.full(len(order) + 1, -1, np.int64)
    rank[order] = np.arange(len(order))
    places = responses.answers[overall].to_numpy()
    group = rank[
        np.where(places < 0, len(order), bins(questionnaire.scale(overall)).of[np.maximum(places, 0)])
    ]
    counted = tally(responses, sample, here, group, len(order), others)
    for loyal in _measure_loyalty(questionnaire, sample, counted, sample.design.degrees(here)):
        hidden = withheld(loyal.base.n, questionnaire.report.min_cell)
        yield "levels", _show_loyalty(loyal, hidden, questionnaire.report.min_cell, place=order)
        yield "steps", _compare_steps(questionnaire, sample, loyal, hidden, order)


def _compare_steps(
    questionnaire: Questionnaire, sample: Sample, loyal: _Loyalty, hidden: Booleans, order: Ints
) -> pd.DataFrame:
    """Every answer against the next worse one that anybody gave."""
    given = np.flatnonzero(loyal.base.n > 0)
    if len(given) < 2:
        return pd.DataFrame()
    one, other = given[:-1], given[1:]
    pairs = [("", int(a), int(b)) for a, b in zip(one, other, strict=True)]
    table = _compare_groups(questionnaire, sample, loyal, hidden, pairs).drop(columns="contrast")
    table = table.assign(upper=order[one], lower=order[other], **dict.fromkeys((*RATIO, *MORE), np.nan))
    if not hidden[given[:2]].any():
        table.loc[0, list(RATIO)] = _divide_tops(questionnaire, sample, loyal, one[:1], other[:1])
    if len(given) > 2 and not hidden[given].any():
        steps = loyal.means[:, one] - loyal.means[:, other]
        more = difference(
            steps[:, 0] - steps[:, -1], sample.replicates, loyal.freedom, questionnaire.report.level
        )
        table.loc[0, list(MORE)] = [float(more[name]) for name in ("difference", "low", "high", "p")]
    return table
