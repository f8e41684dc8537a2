"""Reasons: why the dissatisfied are, how many of them, and in which groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from satkit.analyses.reasons.comparisons import add_evidence, between, compare_waves
from satkit.analyses.reasons.rows import OTHER, DepartmentReasons, ReasonChange, ReasonShare
from satkit.analyses.reasons.tables import (
    ranked_reasons,
    reason_changes,
    reason_name,
    reasons_by_department,
    reasons_by_group,
)
from satkit.findings.cutoffs import TIED
from satkit.language import Text
from satkit.scoring.disclosure import reasons as withheld_for
from satkit.scoring.disclosure import withheld, withheld_levels
from satkit.scoring.estimates import NUMBERS
from satkit.scoring.proportions import Proportions, proportions
from satkit.scoring.scores import groupings
from satkit.stats.design import Booleans, Floats, Ints
from satkit.stats.leading import maybe_largest
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.survey.scale import Point, fold
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

CATCH_ALL = frozenset(("其他", "其它", "其他原因", "其它原因", "other", "others", "other reasons"))
COLUMNS = [
    "wave", "segment", "level", "item", "reason", *NUMBERS, "covered", "p_leads", "tied", "asked", "withheld",
]  # fmt: skip
Part = Literal["shares", "changes", "association", "departments"]
PARTS: tuple[Part, ...] = get_args(Part)
PERCENT = Text("Percent who name it")
TITLE = Text("Reasons of the dissatisfied")


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


@dataclass(frozen=True, repr=False)
class Reasons(Result):
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
    names : Names, optional
        What all of it is called.
    """

    shares: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    association: pd.DataFrame = field(default_factory=pd.DataFrame)
    departments: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        """Of the last wave, question by question."""
        names = names_or_codes(self.names)
        rows = read_rows(self.shares, ReasonShare)
        for item in dict.fromkeys(row["item"] for row in rows):
            mine = [row for row in rows if row["item"] == item and row["wave"] == rows[-1]["wave"]]
            yield ranked_reasons(item, [row for row in mine if not row["segment"]], names)
            yield reasons_by_group(item, mine, names)
            yield reason_changes(item, read_rows(self.changes, ReasonChange, item=item), names)
            departments = read_rows(self.departments, DepartmentReasons, item=item)
            yield reasons_by_department(item, departments, names)

    def _figure(self) -> Estimates | None:
        """The reasons of everyone in the last wave."""
        rows = [row for row in read_rows(self.shares, ReasonShare, segment="") if not row["withheld"]]
        if not rows:
            return None
        names, last = names_or_codes(self.names), rows[-1]
        marks = [
            Mark(
                reason_name(names, row["item"], row["reason"]),
                100 * row["estimate"],
                100 * row["low"],
                100 * row["high"],
            )
            for row in rows
            if (row["wave"], row["item"]) == (last["wave"], last["item"])
        ]
        return Estimates(TITLE, PERCENT, tuple(marks), bars=True)


def only_dissatisfied(questionnaire: Questionnaire) -> bool:
    """Whether only those in the bottom box of the overall item are looked at."""
    return any(questionnaire.scale(item).bottom for item in questionnaire.of_role("overall"))


def count_reasons(responses: Responses, sample: Sample) -> Reasons:
    """How many of the dissatisfied name each reason, tested between waves and groups.

    The base are respondents at or below the bottom of the overall item (everyone, where there is
    no such item) who named a reason.  Reasons that fewer than ``min_cell`` people of the base of
    the last wave name are one, together with the scale's own catch-all.  Empty where nobody was
    asked.
    """
    questionnaire = responses.questionnaire
    parts: dict[Part, list[pd.DataFrame]] = {name: [] for name in PARTS}
    for item in questionnaire.of_role("reason"):
        if questionnaire.scale(item).kind == "multi":
            for name, table in _count_item(responses, sample, item):
                if not table.empty:
                    parts[name].append(table.assign(item=item))
    tables = {name: pd.concat(some, ignore_index=True) for name, some in parts.items() if some}
    if "shares" in tables:
        tables["shares"] = tables["shares"][COLUMNS]
    return Reasons(**tables, names=names_of(responses))


def find_dissatisfied(responses: Responses) -> Booleans:
    """Who answered in the bottom box of the overall item; everyone, where there is none."""
    questionnaire = responses.questionnaire
    overall = [item for item in questionnaire.of_role("overall") if questionnaire.scale(item).bottom]
    if not overall:
        return np.ones(len(responses), bool)
    scale = questionnaire.scale(overall[0])
    return np.isin(responses.answers[overall[0]].to_numpy(), scale.places(scale.bottom))


def _count_item(responses: Responses, sample: Sample, item: str) -> Iterator[tuple[Part, pd.DataFrame]]:
    questionnaire, unhappy = responses.questionnaire, find_dissatisfied(responses)
    base = unhappy & (responses.answers[item].to_numpy() >= 0)
    waves = [place for place in range(len(questionnaire.waves)) if base[responses.wave == place].any()]
    last = base & (responses.wave == waves[-1]) if waves else base
    shown = merge_rare(questionnaire, item, responses.options[item], sample.design.weight, last)
    if not shown.names:
        return
    namings = _Namings(responses, sample, base, shown)
    everyone = {place: namings.everyone(place) for place in waves}
    for place, found in everyone.items():
        here = responses.wave == place
        table = _rank_reasons(namings, place, found).assign(asked=float((here & unhappy).sum()))
        yield "shares", _assign_wave(questionnaire, place, table)
    if len(waves) > 1:
        yield "changes", _compare_waves(namings, everyone, waves[-2], waves[-1])
    yield from _compare_groups(namings, waves[-1], float((unhappy & (responses.wave == waves[-1])).sum()))
    yield "departments", _count_by_department(namings, item, waves[-1])


@dataclass(frozen=True)
class _Namings:
    """Who may be namings, and who named which reason."""

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


def _assign_wave(questionnaire: Questionnaire, place: int, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(wave=list(questionnaire.waves)[place])


def _compare_waves(
    namings: _Namings, everyone: dict[int, Proportions], before: int, now: int
) -> pd.DataFrame:
    """The last wave against the one before it."""
    questionnaire = namings.responses.questionnaire
    table = compare_waves(
        namings.shown.names,
        everyone[now],
        everyone[before],
        namings.freedom(before, now),
        questionnaire.report,
    )
    return _assign_wave(questionnaire, now, add_evidence(table)).assign(
        versus=list(questionnaire.waves)[before]
    )


def _compare_groups(namings: _Namings, place: int, unhappy: float) -> Iterator[tuple[Part, pd.DataFrame]]:
    """Shares of the levels of every segment, and whether the levels differ."""
    responses, names = namings.responses, namings.shown.names
    questionnaire = responses.questionnaire
    tests = []
    here = np.isin(np.arange(len(responses)), namings.rows(place))
    secret = withheld_levels(responses, here)
    for segment, group, levels in groupings(responses):
        if not segment:
            continue
        rows = namings.rows(place)
        rows = rows[group[rows] >= 0]
        found = namings.shares(rows, group[rows], len(levels), namings.shown.named[rows])
        table = _tabulate(questionnaire, found, names, levels, secret[segment]).assign(
            segment=segment, asked=unhappy
        )
        yield "shares", _assign_wave(questionnaire, place, table)
        test = between(names, levels, found, namings.freedom(place), questionnaire.report.min_cell)
        tests.append(test.assign(segment=segment))
    together = pd.concat(tests, ignore_index=True) if tests else pd.DataFrame()
    yield "association", together if together.empty else add_evidence(together)


def _count_by_department(namings: _Namings, item: str, place: int) -> pd.DataFrame:
    """Who names at least one reason of a department; none of the merged ones, which would tell of few."""
    questionnaire, shown = namings.responses.questionnaire, namings.shown
    owner = {str(point.code): point.owner for point in questionnaire.scale(item).points}
    own = [name for name in questionnaire.departments if name in owner.values()]
    columns = {name: [k for k, reason in enumerate(shown.names) if owner.get(reason) == name] for name in own}
    columns = {name: some for name, some in columns.items() if some}
    if not columns:
        return pd.DataFrame()
    rows = namings.rows(place)
    named = np.stack([shown.named[rows][:, some].any(axis=1) for some in columns.values()], axis=1)
    found = namings.shares(rows, np.zeros(len(rows), np.int64), 1, named)
    table = _tabulate(questionnaire, found, tuple(columns), ("",))[["reason", *NUMBERS, "withheld"]]
    return table.rename(columns={"reason": "department"}).assign(reasons=[*map(len, columns.values())])


def merge_rare(
    questionnaire: Questionnaire, item: str, options: Booleans, weight: Floats, base: Booleans
) -> Merged:
    """The reasons in the order of their shares in ``base``, those below ``min_cell`` people merged."""
    points = questionnaire.scale(item).points
    people = options[base].sum(axis=0)
    share = weight[base] @ options[base]
    catch_all = np.array([_is_catch_all(point) for point in points], bool)
    rare = (people < questionnaire.report.min_cell) & ~catch_all
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


def _is_catch_all(point: Point) -> bool:
    """Whether a point catches all that is not on the list."""
    return point.other or not CATCH_ALL.isdisjoint(
        (fold(point.label.zh), fold(point.label.en), fold(point.code))
    )


def _tabulate(
    questionnaire: Questionnaire,
    proportions: Proportions,
    names: tuple[str, ...],
    levels: tuple[str, ...],
    secret: Booleans | bool = False,  # noqa: FBT001, FBT002  none of the only level there is
) -> pd.DataFrame:
    """One line per level and reason; the numbers of small levels withheld, and of those in ``secret``."""
    table = proportions.lines(questionnaire.report.level)
    table["level"], table["reason"] = np.repeat(levels, len(names)), np.tile(names, len(levels))
    people = np.repeat(proportions.base.n[:, 0], len(names))
    hidden = np.repeat(withheld(proportions.base.n[:, 0], questionnaire.report.min_cell) | secret, len(names))
    table["withheld"] = withheld_for(hidden, people, questionnaire.report.min_cell)
    table.loc[hidden, NUMBERS] = np.nan
    return table.assign(covered=np.nan, p_leads=np.nan, tied=False)


def _rank_reasons(namings: _Namings, place: int, proportions: Proportions) -> pd.DataFrame:
    """The lines of everyone with what the first reasons cover, and which tie with the first."""
    rows = namings.rows(place)
    weight, named = namings.sample.design.weight[rows], namings.shown.named[rows]
    table = _tabulate(namings.responses.questionnaire, proportions, namings.shown.names, ("",))
    covered = weight @ np.maximum.accumulate(named, axis=1) / weight.sum()
    alone = namings.shown.alone
    p = np.zeros(len(namings.shown.names))
    p[:alone] = maybe_largest(
        proportions.shares[:, 0, :alone], proportions.resamples, max(int(proportions.base.df.min()), 1)
    )
    shown = table["withheld"].to_numpy() == ""
    return table.assign(
        segment="",
        covered=np.where(shown, covered, np.nan),
        p_leads=np.where(shown, p, np.nan),
        tied=shown & (p > TIED.value),
    )
