"""What goes with dissatisfaction: importance, its certainty, and a map for action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from satkit.analyses.drivers.areas import areas_above, importance_of
from satkit.analyses.drivers.contrast_tables import groups_table, waves_table
from satkit.analyses.drivers.driver_comparison import compare_groups, compare_waves
from satkit.analyses.drivers.driver_data import Case, case, measurable, outcome_of, own_scores, rows_of
from satkit.analyses.drivers.forest import Forest, forest
from satkit.analyses.drivers.key_dissatisfiers import key_excellence, key_failures
from satkit.analyses.drivers.penalties import contrast_answers
from satkit.analyses.drivers.penalty_tables import penalties_table
from satkit.analyses.drivers.rows import (
    AreaRow,
    Dissatisfier,
    DriverRow,
    GroupContrast,
    Outcome,
    PenaltyReward,
    WaveContrast,
)
from satkit.analyses.drivers.selection import selection
from satkit.analyses.drivers.tables import areas_table, dissatisfiers_table, drivers_table, effects_table
from satkit.analyses.index.construct_weights import WEIGHTS_KNOWN, construct_weights, constructs_of
from satkit.errors import Complaint, DataError, FitError, near, quote_all
from satkit.language import Text
from satkit.models.drivers import correlations, matrix
from satkit.models.drivers.fit import Importance
from satkit.models.drivers.stability import Stability
from satkit.models.drivers.standardised import inflation, slopes
from satkit.models.drivers.what_if import Change, score_change
from satkit.models.rank_certainty import expand_level, interval, order, pairwise
from satkit.scoring.scores import groupings
from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.moments import Moments
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

ZONES = ("probability_keep", "p_concentrate", "p_low", "p_overkill")
LIFT = 5.0  # points that a driver is raised by
TITLE = Text("Drivers of “%(outcome)s”, %(wave)s, n %(n)s")
SHARE = Text("Share of what all drivers account for")
FEW = Text("respondents: %(n)d, too few to explain anything")


@dataclass(frozen=True, repr=False)
class Drivers(Result):
    """What goes with the overall answer, in one group of one wave.

    Parameters
    ----------
    wave : str
    outcome : str
        The item explained.
    measure : str
        ``dissatisfied``, ``grade`` or ``score``: what of it is explained.
    method : str
        ``lmg``, or ``lmg_once`` or ``relative_weights`` where there are too many drivers; see
        :func:`satkit.models.drivers.affordable`.
    n, dissatisfied : int
        Respondents, and those who count as dissatisfied.
    explained : (estimate, low, high)
        R squared of all drivers together.
    table : DataFrame
        ``driver n estimate share share_low share_high rank rank_low rank_high probability_first p_leads slope
        slope_low slope_high sign_coefficient sign_correlation performance performance_low
        performance_high vif zone priority doubt probability_keep p_concentrate p_low p_overkill zone_by_middle middle
        limit room effect effect_low effect_high lift lift_low lift_high``; ``estimate`` in units of R squared; ``slope`` is the change of the
        outcome per point of the driver among respondents alike on the others; ``limit`` is the
        highest score any group or wave has reached, ``effect`` what the slope says of reaching it,
        ``lift`` what it says of five points more for everyone who is not at the top.
    pairs : DataFrame
        Every share less every other, see :func:`satkit.models.rank_certainty.pairwise`.
    areas : DataFrame
        ``area method share low high probability_first p_leads``: the indicators above the drivers by three measures.
    reach, enhancers : DataFrame
        Key dissatisfiers and key enhancers, see :mod:`satkit.analyses.drivers.key_dissatisfiers`.
    waves, groups : DataFrame
        The drivers against the wave before, and those of the groups the report adjusts by against the
        other respondents: see :func:`satkit.analyses.drivers.driver_comparison.compare_groups`; ``waves`` says ``versus`` which
        wave, ``groups`` which ``segment``.
    forest : Forest or None
        Boosted trees beside the linear model, where the definition asks for them.
    stability : Stability or None
        Drivers that the lasso picks in most half-samples, where the definition asks for the trees.
    contrast : DataFrame
        Penalty and reward, see :func:`satkit.analyses.drivers.penalties.penalties`.
    left : tuple of (str, Text)
        Drivers left out, and why.
    notes : tuple of Text
    reason, mend : Text or None
        Why there are no numbers, and what to do about it.
    versus : str
        The wave before, where there is one.
    uncompared : Text or None
        Why that wave allows no comparison.
    names : Names, optional
        What all of it is called.
    """

    wave: str
    outcome: str = ""
    measure: Outcome = "dissatisfied"
    method: str = "lmg"
    n: int = 0
    dissatisfied: int = 0
    df: int = 0
    explained: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    areas: pd.DataFrame = field(default_factory=pd.DataFrame)
    reach: pd.DataFrame = field(default_factory=pd.DataFrame)
    enhancers: pd.DataFrame = field(default_factory=pd.DataFrame)
    contrast: pd.DataFrame = field(default_factory=pd.DataFrame)
    waves: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    forest: Forest | None = None
    stability: Stability | None = None
    left: tuple[tuple[str, Text], ...] = ()
    notes: tuple[Text, ...] = ()
    reason: Text | None = None
    mend: Text | None = None
    versus: str = ""
    uncompared: Text | None = None
    names: Names | None = field(default=None, compare=False)

    @property
    def telling(self) -> bool:
        """Whether the drivers account for more than as many random numbers would.

        The lower end of the interval of R squared, less what R squared has for nothing.
        """
        share, low, _ = self.explained
        free = (1 - share) * len(self.table) / max(self.n - len(self.table) - 1, 1)
        return bool(low > free)

    @property
    def opposed(self) -> tuple[str, ...]:
        """Drivers whose association has opposite signs alone and beside the others."""
        rows = read_rows(self.table, DriverRow)
        return tuple(row["driver"] for row in rows if row["sign_coefficient"] * row["sign_correlation"] < 0)

    def _title(self) -> Text:
        names = names_or_codes(self.names)
        return TITLE.with_values(
            outcome=names.node(self.outcome), wave=names.wave(self.wave), n=f"{self.n:,}"
        )

    def _tables(self) -> Iterator[Table]:
        names, n = names_or_codes(self.names), self.n
        rows = sorted(read_rows(self.table, DriverRow), key=lambda row: -row["share"])
        yield drivers_table(rows, n, names)
        yield effects_table(rows, self.measure, names)
        yield areas_table(read_rows(self.areas, AreaRow), n, names)
        yield dissatisfiers_table(read_rows(self.reach, Dissatisfier), n, names)
        yield penalties_table(read_rows(self.contrast, PenaltyReward), names)
        yield waves_table(read_rows(self.waves, WaveContrast), self.versus, names)
        yield groups_table(read_rows(self.groups, GroupContrast), names)

    def _notes(self) -> tuple[Text, ...]:
        return self.notes if self.reason is None else (self.reason, *self.notes)

    def _figure(self) -> Estimates | None:
        """The share of every driver, the largest first."""
        rows = sorted(read_rows(self.table, DriverRow), key=lambda row: -row["share"])
        names = names_or_codes(self.names)
        marks = tuple(
            Mark(names.node(row["driver"]), row["share"], row["share_low"], row["share_high"]) for row in rows
        )
        return Estimates(self._title(), SHARE, marks) if marks else None


def explain_dissatisfaction(
    responses: Responses, sample: Sample, wave: str, nodes: tuple[str, ...] | None = None
) -> Drivers:
    """Explain the overall answer of a wave.

    Parameters
    ----------
    nodes : tuple of str, optional
        Indicators, items and constructs of the index; by default those of the definition.

    Returns
    -------
    Drivers
        With a ``reason`` in place of numbers where they cannot be had.

    Raises
    ------
    FitError
        If there is no such wave.
    """
    questionnaire, names = responses.questionnaire, names_of(responses)
    rows = rows_of(responses, wave)
    try:
        given = case(responses, sample, rows, nodes)
        if len(given) < questionnaire.report.min_test:
            few = FEW.with_values(n=len(given))
            return Drivers(wave, outcome=given.outcome, n=len(given), reason=few, names=names)
        return _explain(responses, sample, wave, given)
    except (DataError, FitError) as error:
        first = error.complaints[0]
        outcome = outcome_of(questionnaire)
        return Drivers(wave, outcome=outcome, reason=first.what, mend=first.hint, names=names)


def what_if(responses: Responses, sample: Sample, wave: str, driver: str, points: float) -> Change:
    """What the slopes say would go with raising a driver, the others alike, nobody above the top.

    Returns
    -------
    Change
        Of the outcome as measured: a share of 0-1, or points.

    Raises
    ------
    FitError
        If there is no such wave or driver, or the rise is larger than the spread of its answers.
    """
    line = raise_drivers(responses, sample, wave, {driver: points}).iloc[0]
    return Change(
        driver, points, *(float(line[name]) for name in ("change", "change_low", "change_high", "reached"))
    )


def raise_drivers(
    responses: Responses, sample: Sample, wave: str, rises: Mapping[str, float]
) -> pd.DataFrame:
    """What the slopes say would go with raising drivers, each alone.

    Parameters
    ----------
    rises : mapping of str to float
        Drivers and points.

    Returns
    -------
    DataFrame
        ``driver points measure change change_low change_high reached``, of the outcome as measured and of
        its score; ``reached`` is the share of respondents who can rise in full.

    Raises
    ------
    FitError
        If there is no such wave or driver, or a rise is larger than the spread of the answers.
    """
    questionnaire = responses.questionnaire
    given = case(responses, sample, rows_of(responses, wave))
    known = Text("known: %(names)s", {"names": quote_all(given.names)})
    unknown = [
        Complaint(Text("no driver '%(name)s'", {"name": one}), expected=known, hint=near(one, given.names))
        for one in rises
        if one not in given.names
    ]
    if unknown:
        raise FitError(unknown)
    measures = tuple(dict.fromkeys((measurable(questionnaire, given)[0], "score")))
    moments = given.moments(questionnaire.drivers.missing, measures)
    lines = []
    for driver, points in rises.items():
        answered = np.flatnonzero(np.isfinite(given.own[:, given.names.index(driver)]))
        resamples = replace(given.resamples, piece=given.resamples.piece[answered])
        answers, weight = given.own[answered, given.names.index(driver)], given.weight[answered]
        for measure in measures:
            cov = moments.select([*given.names, measure]).cov
            found = score_change(
                cov, given.names, driver, answers, weight, resamples, points, questionnaire.report.level
            )
            lines.append((driver, points, measure, found.change, found.low, found.high, found.reached))
    columns = ["driver", "points", "measure", "change", "change_low", "change_high", "reached"]
    return pd.DataFrame(lines, columns=columns)


def _explain(responses: Responses, sample: Sample, wave: str, data: Case) -> Drivers:
    """Everything that is said of the drivers of a wave."""
    questionnaire = responses.questionnaire
    settings, level = questionnaire.drivers, questionnaire.report.level
    measure, notes = measurable(questionnaire, data)
    if constructs_of(questionnaire, data.names):
        notes = (*notes, WEIGHTS_KNOWN)
    moments = data.moments(settings.missing, (measure,))
    fit, method = importance_of(data, moments, measure)
    share = fit.shares / fit.total[:, None]
    table = _tabulate(data, moments, fit, share, level)
    table = table.assign(
        **_reach_best(responses, sample, wave, data, table, slopes(moments.cov, fit.coefficient))
    )
    areas, doubts = areas_above(responses, sample, rows_of(responses, wave), data.names, measure)
    failures = key_failures(questionnaire, data)
    low, high = student(fit.total[0], float(data.resamples.std_error(fit.total)), data.df, level)
    waves, versus, uncompared = _compare_with_last_wave(responses, sample, wave)
    return Drivers(
        wave=wave,
        outcome=data.outcome,
        measure=measure,
        method=method,
        n=len(data),
        dissatisfied=int(data.dissatisfied.sum()),
        df=data.df,
        explained=(float(fit.total[0]), max(float(low), 0.0), min(float(high), 1.0)),
        table=table,
        pairs=pairwise(share, data.resamples, data.names, data.df, level),
        areas=areas,
        reach=failures,
        enhancers=key_excellence(questionnaire, data, failures),
        contrast=contrast_answers(questionnaire, data),
        waves=waves,
        groups=_compare_groups(responses, sample, wave),
        forest=forest(data, measure) if settings.machine else None,
        stability=selection(data, measure, settings.missing) if settings.machine else None,
        left=data.left,
        notes=(*notes, *moments.notes, *doubts),
        versus=versus,
        uncompared=uncompared,
        names=names_of(responses),
    )


def _tabulate(data: Case, moments: Moments, fit: Importance, share: Floats, level: float) -> pd.DataFrame:
    """Shares, ranks, slopes, performance and map."""
    wide = expand_level(level, len(data), len(data.names), data.df)
    table = order(share, data.resamples, data.names, level, wide, data.df).rename(
        columns={"term": "driver", "estimate": "share", "low": "share_low", "high": "share_high"}
    )
    table["estimate"] = fit.shares[0]
    table["n"] = np.isfinite(data.own).sum(axis=0)
    table["sign_coefficient"] = np.sign(fit.coefficient[0]).astype(int)
    table["sign_correlation"] = np.sign(fit.correlation[0]).astype(int)
    slope = slopes(moments.cov, fit.coefficient)
    table["slope"] = slope[0]
    table["slope_low"], table["slope_high"] = student(
        slope[0], data.resamples.std_error(slope), data.df, level
    )
    table["vif"] = inflation(correlations(moments.cov[:1], data.names))[0]
    performance = moments.mean[:, :-1]
    table["performance"] = performance[0]
    ends = student(performance[0], data.resamples.std_error(performance), data.df, level)
    table["performance_low"], table["performance_high"] = np.clip(ends, data.marks[0], data.marks[3])
    table["lift"], table["lift_low"], table["lift_high"] = _lift_drivers(data, slope, level)
    return pd.concat([table, _map_importance(data, performance, share)], axis=1)


def _lift_drivers(data: Case, slope: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """What the slopes say of five points more, nobody above the top; NaN where answers span less."""
    there = np.isfinite(data.own)
    top, bottom = np.nanmax(data.own, axis=0), np.nanmin(data.own, axis=0)
    rise = np.where(there, np.minimum(LIFT, top - data.own), 0.0)
    both = data.weight[:, None, None] * np.stack([rise, there], axis=1)
    sums = data.resamples.totals(data.resamples.pieces(both))
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = np.where(top - bottom >= LIFT, slope * sums[:, 0] / sums[:, 1], np.nan)
    return effect[0], *interval(effect, data.resamples, level)


def _map_importance(data: Case, performance: Floats, share: Floats) -> pd.DataFrame:
    """The importance-performance map: zones by the means with probabilities, and by the scale's middle."""
    middle = float((data.marks[0] + data.marks[3]).mean() / 2)
    by_means = matrix.matrix(performance, share, data.resamples, data.names, df=data.df)
    by_middle = matrix.matrix(performance, share, data.resamples, data.names, middle)
    table = by_means[["zone", "priority", "doubt", *matrix.ZONES]].rename(
        columns=dict(zip(matrix.ZONES, ZONES, strict=True))
    )
    return table.assign(zone_by_middle=by_middle["zone"], middle=middle)


def _reach_best(
    responses: Responses, sample: Sample, wave: str, data: Case, table: pd.DataFrame, slope: Floats
) -> dict[str, Floats]:
    """The room that groups have shown, and what the slopes say of filling it."""
    limit = _limits(responses, sample, wave, data.names)
    room = np.maximum(limit - table["performance"].to_numpy(), 0)
    effect, level = room * slope, responses.questionnaire.report.level
    low, high = student(effect[0], data.resamples.std_error(effect), data.df, level)
    return {"limit": limit, "room": room, "effect": effect[0], "effect_low": low, "effect_high": high}


def _compare_with_last_wave(
    responses: Responses, sample: Sample, wave: str
) -> tuple[pd.DataFrame, str, Text | None]:
    """The drivers against the wave before, which that is, and why it allows no comparison."""
    waves = list(responses.questionnaire.waves)
    before = [one for one in waves[: waves.index(wave)] if (responses.wave == waves.index(one)).any()]
    if not before:
        return pd.DataFrame(), "", None
    versus = before[-1]
    try:
        return compare_waves(responses, sample, wave, versus).assign(versus=versus), versus, None
    except (DataError, FitError) as error:
        return pd.DataFrame(), versus, error.complaints[0].what


def _compare_groups(responses: Responses, sample: Sample, wave: str) -> pd.DataFrame:
    """Every group that the report adjusts by against the others, Holm over each segment."""
    questionnaire = responses.questionnaire
    names = [name for name in questionnaire.report.adjust_by if name in responses.segments]
    tables = [compare_groups(responses, sample, wave, name).assign(segment=name) for name in names]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _limits(responses: Responses, sample: Sample, wave: str, names: tuple[str, ...]) -> Floats:
    """The highest mean that any wave, or any group of a wave, has reached on a driver, shape (p,).

    Constructs are scored by the weights of ``wave`` throughout: the yardstick of what is explained.
    """
    weight, fewest = sample.design.weight, responses.questionnaire.report.min_test
    constructs = construct_weights(responses, sample, rows_of(responses, wave), names)
    values, _ = own_scores(responses, np.arange(len(weight)), names, constructs)
    there = np.isfinite(values) & (weight > 0)[:, None]
    filled = np.where(there, values, 0.0) * weight[:, None]
    best = np.full(len(names), -np.inf)
    for _, group, levels in groupings(responses):
        cell = np.where(group >= 0, responses.wave * len(levels) + group, -1)
        for one in np.unique(cell[cell >= 0]):
            rows = cell == one
            n = there[rows].sum(axis=0)
            with np.errstate(invalid="ignore", divide="ignore"):
                mean = filled[rows].sum(axis=0) / (there[rows] * weight[rows, None]).sum(axis=0)
            best = np.where(n >= fewest, np.fmax(best, mean), best)
    return np.where(np.isfinite(best), best, np.nan)
