"""Reasons: why the dissatisfied are, how many of them, and in which groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.analyses.reasons.tests import between, changed, judged
from satkit.scoring.disclosure import reasons as withheld_for
from satkit.scoring.disclosure import withheld, withheld_levels
from satkit.scoring.estimates import NUMBERS
from satkit.scoring.proportions import Proportions, proportions
from satkit.scoring.scores import groupings
from satkit.stats.design import Booleans, Floats, Ints
from satkit.stats.leading import maybe_largest
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.survey.scale import Point, fold

OTHER = ""  # the name of all reasons too rare to be shown alone
CATCH_ALL = frozenset(("其他", "其它", "其他原因", "其它原因", "other", "others", "other reasons"))
COLUMNS = [
    "wave", "segment", "level", "item", "reason", *NUMBERS, "covered", "p_leads", "tied", "asked", "withheld",
]  # fmt: skip
TIED = 0.05


@dataclass(frozen=True)
class Merged:
    """The reasons of one item as they are shown: who named which, the rare ones together.

    Parameters
    ----------
    names : tuple of str
        Codes of the points, the most frequent first; the catch-all last, ``OTHER`` where rare
        reasons were merged into it.
    named : ndarray of bool, shape (n, len(names))
    alone : int
        How many are a reason of their own; the catch-all behind them is none.
    """

    names: tuple[str, ...]
    named: Booleans
    alone: int


@dataclass(frozen=True)
class Reasons:
    """Why the dissatisfied are, and where that differs.

    Parameters
    ----------
    shares : DataFrame
        ``wave segment level item reason estimate std_error low high n n_effective deff df covered
        p_leads tied asked withheld``, by wave, and by segment in the last one.  ``covered`` is the share
        that names this reason or one before it, ``p_leads`` is the p of its being one of the
        most frequent (see :func:`satkit.stats.leading.maybe_largest`), ``tied`` tells that it is above 5 %, ``asked`` is how many are dissatisfied; these for everyone only.
    changes : DataFrame
        ``item wave versus reason difference std_error low high p p_adjusted n n_versus evidence``:
        the last wave less the one before, Holm over the reasons of an item.
    association : DataFrame
        ``item segment reason chi2 f df p p_adjusted cramer n highest lowest evidence``: is a reason
        named alike in all levels; Holm over all reasons and segments of an item.
    departments : DataFrame
        ``item department reasons estimate ... df withheld``: who names at least one of the reasons
        that a department answers for, and that are shown alone; how many those are.
    """

    shares: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    association: pd.DataFrame = field(default_factory=pd.DataFrame)
    departments: pd.DataFrame = field(default_factory=pd.DataFrame)


def count_reasons(responses: Responses, sample: Sample) -> Reasons:
    """How many of the dissatisfied name each reason, tested between waves and groups.

    The base are respondents at or below the bottom of the overall item (everyone, where there is
    no such item) who named a reason.  Reasons that fewer than ``min_cell`` people of the base of
    the last wave name are one, together with the scale's own catch-all.  Empty where nobody was
    asked.
    """
    asked = responses.questionnaire
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in Reasons.__dataclass_fields__}
    for item in asked.of_role("reason"):
        if asked.scale(item).kind == "multi":
            for name, table in _item(responses, sample, item):
                if not table.empty:
                    parts[name].append(table.assign(item=item))
    joined = {name: pd.concat(some, ignore_index=True) for name, some in parts.items() if some}
    if "shares" in joined:
        joined["shares"] = joined["shares"][COLUMNS]
    return Reasons(**joined)


def dissatisfied(responses: Responses) -> Booleans:
    """Who answered in the bottom box of the overall item; everyone, where there is none."""
    asked = responses.questionnaire
    overall = [item for item in asked.of_role("overall") if asked.scale(item).bottom]
    if not overall:
        return np.ones(len(responses), bool)
    scale = asked.scale(overall[0])
    return np.isin(responses.answers[overall[0]].to_numpy(), scale.places(scale.bottom))


def _item(responses: Responses, sample: Sample, item: str) -> Iterator[tuple[str, pd.DataFrame]]:
    asked, unhappy = responses.questionnaire, dissatisfied(responses)
    base = unhappy & (responses.answers[item].to_numpy() >= 0)
    waves = [place for place in range(len(asked.waves)) if base[responses.wave == place].any()]
    last = base & (responses.wave == waves[-1]) if waves else base
    shown = merged(asked, item, responses.options[item], sample.design.weight, last)
    if not shown.names:
        return
    counted = _Counted(responses, sample, base, shown)
    everyone = {place: counted.everyone(place) for place in waves}
    for place, found in everyone.items():
        here = responses.wave == place
        table = _ranked(counted, place, found).assign(asked=float((here & unhappy).sum()))
        yield "shares", _in_wave(asked, place, table)
    if len(waves) > 1:
        yield "changes", _since(counted, everyone, waves[-2], waves[-1])
    yield from _by_segment(counted, waves[-1], float((unhappy & (responses.wave == waves[-1])).sum()))
    yield "departments", _by_department(counted, item, waves[-1])


@dataclass(frozen=True)
class _Counted:
    """Who may be counted, and who named which reason."""

    responses: Responses
    sample: Sample
    base: Booleans
    shown: Merged

    def rows(self, place: int) -> Ints:
        """The rows of the base in a wave."""
        return np.flatnonzero((self.responses.wave == place) & self.base)

    def shares(self, rows: Ints, group: Ints, groups: int, named: Booleans) -> Proportions:
        """Shares of ``rows``, group by group."""
        return proportions(self.sample, rows, group, groups, named, np.ones_like(named))

    def everyone(self, place: int) -> Proportions:
        """The shares of a wave."""
        rows = self.rows(place)
        return self.shares(rows, np.zeros(len(rows), np.int64), 1, self.shown.named[rows])

    def freedom(self, *places: int) -> int:
        """Degrees of freedom of some waves together."""
        return self.sample.design.degrees(np.isin(self.responses.wave, places))


def _in_wave(asked: Questionnaire, place: int, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(wave=list(asked.waves)[place])


def _since(counted: _Counted, everyone: dict[int, Proportions], before: int, now: int) -> pd.DataFrame:
    """The last wave against the one before it."""
    asked = counted.responses.questionnaire
    table = changed(
        counted.shown.names, everyone[now], everyone[before], counted.freedom(before, now), asked.report
    )
    return _in_wave(asked, now, judged(table)).assign(versus=list(asked.waves)[before])


def _by_segment(counted: _Counted, place: int, unhappy: float) -> Iterator[tuple[str, pd.DataFrame]]:
    """Shares of the levels of every segment, and whether the levels differ."""
    responses, names = counted.responses, counted.shown.names
    asked = responses.questionnaire
    tests = []
    here = np.isin(np.arange(len(responses)), counted.rows(place))
    secret = withheld_levels(responses, here)
    for segment, group, levels in groupings(responses):
        if not segment:
            continue
        rows = counted.rows(place)
        rows = rows[group[rows] >= 0]
        found = counted.shares(rows, group[rows], len(levels), counted.shown.named[rows])
        table = _lines(asked, found, names, levels, secret[segment]).assign(segment=segment, asked=unhappy)
        yield "shares", _in_wave(asked, place, table)
        test = between(names, levels, found, counted.freedom(place), asked.report.min_cell)
        tests.append(test.assign(segment=segment))
    together = pd.concat(tests, ignore_index=True) if tests else pd.DataFrame()
    yield "association", together if together.empty else judged(together)


def _by_department(counted: _Counted, item: str, place: int) -> pd.DataFrame:
    """Who names at least one reason of a department; none of the merged ones, which would tell of few."""
    asked, shown = counted.responses.questionnaire, counted.shown
    owner = {str(point.code): point.owner for point in asked.scale(item).points}
    own = [name for name in asked.departments if name in owner.values()]
    columns = {name: [k for k, reason in enumerate(shown.names) if owner.get(reason) == name] for name in own}
    columns = {name: some for name, some in columns.items() if some}
    if not columns:
        return pd.DataFrame()
    rows = counted.rows(place)
    named = np.stack([shown.named[rows][:, some].any(axis=1) for some in columns.values()], axis=1)
    found = counted.shares(rows, np.zeros(len(rows), np.int64), 1, named)
    table = _lines(asked, found, tuple(columns), ("",))[["reason", *NUMBERS, "withheld"]]
    return table.rename(columns={"reason": "department"}).assign(reasons=[*map(len, columns.values())])


def merged(asked: Questionnaire, item: str, options: Booleans, weight: Floats, base: Booleans) -> Merged:
    """The reasons in the order of their shares in ``base``, those below ``min_cell`` people merged."""
    points = asked.scale(item).points
    people = options[base].sum(axis=0)
    share = weight[base] @ options[base]
    catch_all = np.array([_any_other(point) for point in points], bool)
    rare = (people < asked.report.min_cell) & ~catch_all
    alone = np.flatnonzero(~rare & ~catch_all)
    order = alone[np.argsort(-share[alone], kind="stable")]
    names, named = [str(points[k].code) for k in order], [options[:, [k]] for k in order]
    rest = rare | catch_all
    if people[rest].any():
        own = np.flatnonzero(catch_all)
        names.append(OTHER if len(own) != 1 or people[rare].any() else str(points[own[0]].code))
        named.append(np.asarray(options[:, rest].any(axis=1, keepdims=True)))
    together = np.concatenate([*named, np.zeros((len(options), 0), bool)], axis=1)
    return Merged(tuple(names), together, len(order))


def _any_other(point: Point) -> bool:
    """Whether a point catches all that is not on the list."""
    return point.other or not CATCH_ALL.isdisjoint(
        (fold(point.label.zh), fold(point.label.en), fold(point.code))
    )


def _lines(
    asked: Questionnaire,
    found: Proportions,
    names: tuple[str, ...],
    levels: tuple[str, ...],
    secret: Booleans | bool = False,  # noqa: FBT001, FBT002  none of the only level there is
) -> pd.DataFrame:
    """One line per level and reason; the numbers of small levels withheld, and of those in ``secret``."""
    table = found.lines(asked.report.level)
    table["level"], table["reason"] = np.repeat(levels, len(names)), np.tile(names, len(levels))
    people = np.repeat(found.base.n[:, 0], len(names))
    hidden = np.repeat(withheld(found.base.n[:, 0], asked.report.min_cell) | secret, len(names))
    table["withheld"] = withheld_for(hidden, people, asked.report.min_cell)
    table.loc[hidden, NUMBERS] = np.nan
    return table.assign(covered=np.nan, p_leads=np.nan, tied=False)


def _ranked(counted: _Counted, place: int, found: Proportions) -> pd.DataFrame:
    """The lines of everyone with what the first reasons cover, and which tie with the first."""
    rows = counted.rows(place)
    weight, named = counted.sample.design.weight[rows], counted.shown.named[rows]
    table = _lines(counted.responses.questionnaire, found, counted.shown.names, ("",))
    covered = weight @ np.maximum.accumulate(named, axis=1) / weight.sum()
    alone = counted.shown.alone
    p = np.zeros(len(counted.shown.names))
    p[:alone] = maybe_largest(found.shares[:, 0, :alone], found.resamples, max(int(found.base.df.min()), 1))
    shown = table["withheld"].to_numpy() == ""
    return table.assign(
        segment="",
        covered=np.where(shown, covered, np.nan),
        p_leads=np.where(shown, p, np.nan),
        tied=shown & (p > TIED),
    )
