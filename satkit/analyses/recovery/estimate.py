"""Recovery and delight: loyalty after a problem, and by satisfaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.analyses.recovery.standardised_difference import alike
from satkit.scoring.disclosure import reasons, withheld
from satkit.scoring.estimates import NUMBERS, Base, estimated
from satkit.scoring.proportions import proportions
from satkit.scoring.tally import Tally, tally
from satkit.stats.contrasts import Interval, difference, judged
from satkit.stats.design import Booleans, Floats, Ints
from satkit.survey.bins import bins
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

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
RATIO = ("ratio", "ratio_low", "ratio_high", "ratio_p")
MORE = ("versus_last", "versus_last_low", "versus_last_high", "versus_last_p")


@dataclass(frozen=True)
class Recovery:
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
    """

    rates: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    contrasts: pd.DataFrame = field(default_factory=pd.DataFrame)
    levels: pd.DataFrame = field(default_factory=pd.DataFrame)
    steps: pd.DataFrame = field(default_factory=pd.DataFrame)


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
    asked = responses.questionnaire
    items = tuple(
        item for role in ("loyalty", "recommend") for item in asked.of_role(role) if item in asked.scored
    )
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in Recovery.__dataclass_fields__}
    last = int(responses.wave.max())
    for place, wave in enumerate(asked.waves):
        here, told = responses.wave == place, items if place == last else ()
        for name, table in (
            *_problems(responses, sample, here, told),
            *_satisfaction(responses, sample, here, told),
        ):
            if not table.empty:
                parts[name].append(table.assign(wave=wave))
    joined = {name: pd.concat(some, ignore_index=True) for name, some in parts.items() if some}
    for name in ("contrasts", "steps"):
        if name in joined:
            report = asked.report
            joined[name] = judged(joined[name], ["wave"], report.smallest_change, report.min_test)
    return Recovery(**joined)


def grouped(responses: Responses) -> tuple[Ints, tuple[str, ...]]:
    """The recovery group of every row, -1 where it is in none; and the groups the scale tells apart."""
    asked = responses.questionnaire
    for item in asked.of_role("complaint"):
        scale = asked.scale(item)
        if scale.recovery is not None:
            names = tuple(scale.recovery.groups)
            group = np.full(len(scale.points) + 1, -1, np.int64)
            for number, codes in enumerate(scale.recovery.groups.values()):
                group[list(scale.places(codes))] = number
            places = responses.answers[item].to_numpy()
            return group[np.where(places < 0, len(scale.points), places)], names
    return np.full(len(responses), -1, np.int64), ()


def _problems(
    responses: Responses, sample: Sample, here: Booleans, items: tuple[str, ...]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Rates of one wave; loyalty of the groups and their contrasts."""
    asked = responses.questionnaire
    group, names = grouped(responses)
    rows = np.flatnonzero(here & (group >= 0))
    if not len(rows):
        return
    yield "rates", _rates(asked, sample, rows, np.array(names)[group[rows]], names)
    if not items:
        return
    counted = tally(responses, sample, here, group, len(names), items)
    for loyal in _loyalty(asked, sample, counted, sample.design.degrees(here)):
        hidden = withheld(loyal.base.n, asked.report.min_cell)
        yield "groups", _told(loyal, hidden, asked.report.min_cell, group=np.array(names))
        pairs = [
            (name, names.index(one), names.index(other))
            for name, (one, other) in CONTRASTS.items()
            if {one, other} <= set(names)
        ]
        yield (
            "contrasts",
            _among_alike(
                responses, sample, here, group, loyal, _contrasts(asked, sample, loyal, hidden, pairs), pairs
            ),
        )


def _among_alike(
    responses: Responses,
    sample: Sample,
    here: Booleans,
    group: Ints,
    loyal: _Loyalty,
    table: pd.DataFrame,
    pairs: Sequence[tuple[str, int, int]],
) -> pd.DataFrame:
    """The contrasts with the difference among people who gave the same overall answer."""
    asked = responses.questionnaire
    overall, _ = _satisfied(responses)
    if table.empty or not overall or overall == loyal.item:
        return table
    shown = bins(asked.scale(overall))
    level = responses.answers[overall].to_numpy(np.int64)
    level = np.where(level >= 0, shown.of[np.maximum(level, 0)], -1)
    groups, cells = len(loyal.base.n), len(shown)
    crossed = np.where((group >= 0) & (level >= 0), group * cells + level, -1)
    counted = tally(responses, sample, here, crossed, groups * cells, (loyal.item,))
    counts = counted.counts[loyal.item].reshape(-1, groups, cells, len(counted.supports[loyal.item]))
    one, other = (np.array([pair[k] for pair in pairs]) for k in (1, 2))
    gaps = alike(counts, counted.supports[loyal.item].scores, one, other)
    freedom = np.minimum(loyal.base.df[one] + loyal.base.df[other], loyal.freedom)
    found = difference(gaps, sample.replicates, freedom, asked.report.level)
    numbers = {"alike": "difference", "alike_low": "low", "alike_high": "high", "alike_p": "p"}
    open_cells = ~table["hidden"].to_numpy(bool)
    return table.assign(**{name: np.where(open_cells, found[key], np.nan) for name, key in numbers.items()})


def _rates(
    asked: Questionnaire, sample: Sample, rows: Ints, group: np.ndarray, names: tuple[str, ...]
) -> pd.DataFrame:
    """Failures, complaints, silence and solutions as shares."""
    told = [name for name, (inside, base) in RATES.items() if set(inside) | set(base) <= set(names)]
    if not told:
        return pd.DataFrame()
    inside, base = (np.stack([np.isin(group, RATES[name][k]) for name in told], axis=1) for k in (0, 1))
    found = proportions(sample, rows, np.zeros(len(rows), np.int64), 1, inside, base)
    table = found.lines(asked.report.level).assign(measure=told)
    hidden = table["n"] < asked.report.min_cell
    table.loc[hidden, NUMBERS] = np.nan
    return table.assign(withheld=np.where(hidden, "small", ""))


def _loyalty(asked: Questionnaire, sample: Sample, counted: Tally, freedom: int) -> Iterator[_Loyalty]:
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
            estimated(*parts, base, sample.replicates, asked.report.level).assign(measure=measure)
            for measure, parts in kinds.items()
        ]
        yield _Loyalty(item, means, tops, base, pd.concat(lines, ignore_index=True), freedom)


def _told(loyal: _Loyalty, hidden: Booleans, smallest: int, **names: np.ndarray) -> pd.DataFrame:
    """The lines of a loyalty item as they may be shown."""
    table = loyal.lines.assign(item=loyal.item, **{name: np.tile(value, 2) for name, value in names.items()})
    empty = np.tile(loyal.base.n == 0, 2)
    unseen, people = np.tile(hidden, 2), np.tile(loyal.base.n, 2)
    table.loc[unseen, NUMBERS] = np.nan
    return table.assign(withheld=reasons(unseen, people, smallest))[~empty]


def _contrasts(
    asked: Questionnaire,
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
    return pd.DataFrame(_gap(asked, sample, loyal, values, ends, one, other)).assign(
        contrast=names,
        item=loyal.item,
        n=loyal.base.n[one].astype(float),
        n_versus=loyal.base.n[other].astype(float),
        hidden=hidden[one] | hidden[other],
    )


def _gap(
    asked: Questionnaire,
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
    return difference(gap, sample.replicates, freedom, asked.report.level, (sides[0], sides[1]))


def _ratio(asked: Questionnaire, sample: Sample, loyal: _Loyalty, one: Ints, other: Ints) -> Floats:
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
    found = _gap(asked, sample, loyal, values, logs, one, other)
    return np.array([*(np.exp(found[name][0]) for name in ("difference", "low", "high")), found["p"][0]])


def _satisfied(responses: Responses) -> tuple[str, Ints]:
    """The overall item, and the bins of its answers from the best down; an empty name without one."""
    asked = responses.questionnaire
    for item in asked.of_role("overall"):
        if item in asked.scored:
            return item, np.argsort(-np.array(bins(asked.scale(item)).scores), kind="stable")
    return "", np.empty(0, np.int64)


def _satisfaction(
    responses: Responses, sample: Sample, here: Booleans, items: tuple[str, ...]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Loyalty by the answer to the overall item, the best first, and what each step up goes with."""
    asked = responses.questionnaire
    overall, order = _satisfied(responses)
    others = tuple(item for item in items if item != overall)
    if not overall or not others:
        return
    rank = np.full(len(order) + 1, -1, np.int64)
    rank[order] = np.arange(len(order))
    places = responses.answers[overall].to_numpy()
    group = rank[np.where(places < 0, len(order), bins(asked.scale(overall)).of[np.maximum(places, 0)])]
    counted = tally(responses, sample, here, group, len(order), others)
    for loyal in _loyalty(asked, sample, counted, sample.design.degrees(here)):
        hidden = withheld(loyal.base.n, asked.report.min_cell)
        yield "levels", _told(loyal, hidden, asked.report.min_cell, place=order)
        yield "steps", _steps(asked, sample, loyal, hidden, order)


def _steps(
    asked: Questionnaire, sample: Sample, loyal: _Loyalty, hidden: Booleans, order: Ints
) -> pd.DataFrame:
    """Every answer against the next worse one that anybody gave."""
    given = np.flatnonzero(loyal.base.n > 0)
    if len(given) < 2:
        return pd.DataFrame()
    one, other = given[:-1], given[1:]
    pairs = [("", int(a), int(b)) for a, b in zip(one, other, strict=True)]
    table = _contrasts(asked, sample, loyal, hidden, pairs).drop(columns="contrast")
    table = table.assign(upper=order[one], lower=order[other], **dict.fromkeys((*RATIO, *MORE), np.nan))
    if not hidden[given[:2]].any():
        table.loc[0, list(RATIO)] = _ratio(asked, sample, loyal, one[:1], other[:1])
    if len(given) > 2 and not hidden[given].any():
        steps = loyal.means[:, one] - loyal.means[:, other]
        more = difference(steps[:, 0] - steps[:, -1], sample.replicates, loyal.freedom, asked.report.level)
        table.loc[0, list(MORE)] = [float(more[name]) for name in ("difference", "low", "high", "p")]
    return table
