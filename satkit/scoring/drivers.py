"""What goes with dissatisfaction: importance, its certainty, and a map for action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError, near, quoted
from satkit.language import Text
from satkit.models.certainty import order, pairwise
from satkit.models.drivers import (
    correlations,
    dissatisfiers,
    importance,
    matrix,
    mcfadden_replicated,
    odds,
    segments,
)
from satkit.models.drivers.fit import Importance
from satkit.models.drivers.standardised import inflation
from satkit.models.drivers.what_if import Change, score_change
from satkit.scoring.cases import Case, areas_of, case, own_scores
from satkit.scoring.disclosure import withheld
from satkit.scoring.forest import Forest, forest
from satkit.scoring.penalties import penalties
from satkit.scoring.scores import groupings
from satkit.stats.contrasts import adjusted
from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

EXACT = 15  # drivers up to which every replicate gets exact LMG shares
ONCE = 22  # drivers up to which the sample itself gets them
LOGIT = 8  # areas up to which all subsets get a logit model
ZONES = ("p_keep", "p_concentrate", "p_low", "p_overkill")
FALLBACK = Text("only %(n)d respondents count as dissatisfied; the score is explained in their place")
FEW = Text("only %(n)d respondents: too few to explain anything")
CONTENT = Text("only %(n)d respondents do not count as dissatisfied; the score is explained in their place")
SHARED = Text("the drivers cannot be told apart in most replicates")


@dataclass(frozen=True)
class Drivers:
    """What goes with the overall answer, in one group of one wave.

    Parameters
    ----------
    wave : str
    outcome : str
        The item explained.
    measure : str
        ``dissatisfied``, ``grade`` or ``score``: what of it is explained.
    method : str
        ``lmg``, or ``relative_weights`` for more than 15 drivers.
    n, dissatisfied : int
        Respondents, and those who count as dissatisfied.
    explained : (estimate, low, high)
        R squared of all drivers together.
    table : DataFrame
        ``driver n estimate share share_low share_high rank rank_low rank_high p_first lmg slope
        slope_low slope_high sign_coefficient sign_correlation performance performance_low
        performance_high vif zone priority p_keep p_concentrate p_low p_overkill zone_by_middle middle
        limit room effect effect_low effect_high``; ``estimate`` in units of R squared; ``slope`` is the change of the
        outcome per point of the driver among respondents alike on the others; ``limit`` is the
        highest score any group or wave has reached, ``effect`` what the slope says of reaching it.
    pairs : DataFrame
        Every share less every other, see :func:`satkit.models.certainty.pairwise`.
    areas : DataFrame
        ``area method share low high p_first``: the indicators above the drivers by three measures.
    reach : DataFrame
        Key dissatisfiers, see :meth:`satkit.models.drivers.reach.Reach.tidy`.
    forest : Forest or None
        Boosted trees beside the linear model, where the definition asks for them.
    contrast : DataFrame
        Penalty and reward, see :func:`satkit.scoring.penalties.penalties`.
    left : tuple of (str, Text)
        Drivers left out, and why.
    notes : tuple of Text
    reason : Text or None
        Why there are no numbers.
    replicates : mapping of str to ndarray, shape (b + 1, p)
        ``share`` and ``slope``.
    """

    wave: str
    outcome: str = ""
    measure: str = "dissatisfied"
    method: str = "lmg"
    n: int = 0
    dissatisfied: int = 0
    df: int = 0
    explained: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    areas: pd.DataFrame = field(default_factory=pd.DataFrame)
    reach: pd.DataFrame = field(default_factory=pd.DataFrame)
    contrast: pd.DataFrame = field(default_factory=pd.DataFrame)
    forest: Forest | None = None
    left: tuple[tuple[str, Text], ...] = ()
    notes: tuple[Text, ...] = ()
    reason: Text | None = None
    replicates: dict[str, Floats] = field(default_factory=dict)
    resamples: Replicates | None = None

    def __repr__(self) -> str:
        return (
            f"<Drivers of {self.outcome or 'nothing'}, {self.wave}, {len(self.table)} drivers, n = {self.n}>"
        )


def drivers(responses: Responses, sample: Sample, wave: str, nodes: tuple[str, ...] | None = None) -> Drivers:
    """Explain the overall answer of a wave.

    Parameters
    ----------
    nodes : tuple of str, optional
        Indicators and items; by default those of the definition.

    Returns
    -------
    Drivers
        With a ``reason`` in place of numbers where they cannot be had.
    """
    asked = responses.questionnaire
    rows = responses.wave == list(asked.waves).index(wave)
    try:
        given = case(responses, sample, rows, nodes)
        if len(given) < asked.report.min_test:
            return Drivers(wave, outcome=given.outcome, n=len(given), reason=FEW.given(n=len(given)))
        measure, notes = _measurable(asked, given)
        found = _explained(asked, given, measure, Drivers(wave, notes=notes))
        return _completed(responses, sample, given, found)
    except FitError as error:
        return Drivers(wave, reason=error.complaints[0].what)


def compared(responses: Responses, sample: Sample, wave: str, segment: str) -> pd.DataFrame:
    """Importance in every level of a segment against all other respondents, Holm over the segment.

    Returns
    -------
    DataFrame
        ``level driver n measure share low high rest difference difference_low difference_high p
        p_adjusted p_larger evidence reason``; no numbers where a level is too small or does not allow them.
    """
    asked = responses.questionnaire
    inside = responses.wave == list(asked.waves).index(wave)
    _, group, levels = next(one for one in groupings(responses) if one[0] == segment)
    people = np.array([(inside & (group == g)).sum() for g in range(len(levels))])
    hidden = withheld(people[:, None], asked.report.min_cell)[:, 0]
    lines = []
    for g, level in enumerate(levels):
        if hidden[g] or people[g] < asked.report.min_test:
            why = "hidden" if hidden[g] else "small"
            lines.append(pd.DataFrame({"level": [level], "evidence": why}))
            continue
        sides = (inside & (group == g), inside & (group >= 0) & (group != g))
        try:
            lines.append(_against(responses, sample, sides).assign(level=level))
        except FitError as error:
            said = pd.Series([error.complaints[0].what], dtype=object)
            lines.append(pd.DataFrame({"level": [level], "evidence": "none", "reason": said}))
    return _judged(pd.concat(lines, ignore_index=True))


def changed(responses: Responses, sample: Sample, wave: str, versus: str) -> pd.DataFrame:
    """Importance in one wave less that in another; the columns of :func:`compared` without ``level``."""
    places = [responses.wave == list(responses.questionnaire.waves).index(one) for one in (wave, versus)]
    return _judged(_against(responses, sample, (places[0], places[1])))


def what_if(responses: Responses, sample: Sample, wave: str, driver: str, points: float) -> Change:
    """What the slopes say would go with raising a driver, the others alike, nobody above the top.

    Returns
    -------
    Change
        Of the outcome as measured: a share of 0-1, or points.

    Raises
    ------
    FitError
        If there is no such driver, or the rise is larger than the spread of its answers.
    """
    asked = responses.questionnaire
    given = case(responses, sample, responses.wave == list(asked.waves).index(wave))
    if driver not in given.names:
        known = Text("known: %(names)s", {"names": quoted(given.names)})
        what = Text("no driver '%(name)s'", {"name": driver})
        raise FitError(Complaint(what, expected=known, hint=near(driver, given.names)))
    measure, _ = _measurable(asked, given)
    cov = given.moments(asked.drivers.missing, (measure,)).cov
    told = np.flatnonzero(np.isfinite(given.own[:, given.names.index(driver)]))
    resamples = replace(given.resamples, piece=given.resamples.piece[told])
    answers = given.own[told, given.names.index(driver)]
    weight, level = given.weight[told], asked.report.level
    return score_change(cov, given.names, driver, answers, weight, resamples, points, level)


def _measurable(asked: Questionnaire, given: Case) -> tuple[str, tuple[Text, ...]]:
    """What can be explained: the measure asked for, or the score where too few are dissatisfied."""
    bad = int(given.dissatisfied.sum())
    content = len(given) - bad
    if asked.drivers.measure != "dissatisfied" or min(bad, content) >= asked.report.min_test:
        return asked.drivers.measure, ()
    return "score", ((FALLBACK.given(n=bad) if bad < content else CONTENT.given(n=content)),)


def _fitted(given: Case, found: Moments, measure: str) -> tuple[Importance, str]:
    """Importance of the drivers, exact LMG where it can be had for every replicate."""
    method = "lmg" if len(given.names) <= EXACT else "relative_weights"
    fit = importance(found.select([*given.names, measure]).cov, given.names, method, len(given))
    usable = np.isfinite(fit.shares[1:]).all(axis=1)
    if usable.mean() < 0.5:
        raise FitError(
            Complaint(SHARED, hint=Text("take fewer drivers, or indicators in place of questions"))
        )
    return fit, method


def _explained(asked: Questionnaire, given: Case, measure: str, empty: Drivers) -> Drivers:
    """Shares, ranks, slopes, performance and map."""
    level = asked.report.level
    found = given.moments(asked.drivers.missing, (measure,))
    fit, method = _fitted(given, found, measure)
    share = fit.shares / fit.total[:, None]
    table = order(share, given.resamples, given.names, level).rename(
        columns={"term": "driver", "estimate": "share", "low": "share_low", "high": "share_high"}
    )
    table["estimate"] = fit.shares[0]
    table["n"] = np.isfinite(given.own).sum(axis=0)
    table["sign_coefficient"] = np.sign(fit.coefficient[0]).astype(int)
    table["sign_correlation"] = np.sign(fit.correlation[0]).astype(int)
    spread = np.diagonal(found.cov, axis1=-2, axis2=-1)
    slope = fit.coefficient * np.sqrt(spread[:, -1:] / spread[:, :-1])
    table["slope"] = slope[0]
    table["slope_low"], table["slope_high"] = student(
        slope[0], given.resamples.std_error(slope), given.df, level
    )
    table["vif"] = inflation(correlations(found.cov[:1], given.names))[0]
    table["lmg"] = _exact_once(found, given.names, share[0])
    performance = found.mean[:, :-1]
    table["performance"] = performance[0]
    table["performance_low"], table["performance_high"] = student(
        performance[0], given.resamples.std_error(performance), given.df, level
    )
    table = pd.concat([table, _mapped(given, performance, share)], axis=1)
    low, high = student(fit.total[0], float(given.resamples.std_error(fit.total)), given.df, level)
    return Drivers(
        wave=empty.wave,
        outcome=given.outcome,
        measure=measure,
        method=method,
        n=len(given),
        dissatisfied=int(given.dissatisfied.sum()),
        df=given.df,
        explained=(float(fit.total[0]), max(float(low), 0.0), float(high)),
        table=table,
        pairs=pairwise(share, given.resamples, given.names, given.df, level),
        left=given.left,
        notes=(*empty.notes, *found.notes),
        replicates={"share": share, "slope": slope},
        resamples=given.resamples,
    )


def _exact_once(found: Moments, names: tuple[str, ...], share: Floats) -> Floats:
    """LMG shares of the sample itself, for comparison where replicates have relative weights."""
    if len(names) <= EXACT:
        return share
    if len(names) > ONCE:
        return np.full(len(names), np.nan)
    exact = importance(found.cov[:1], names, "lmg")
    return np.asarray(exact.shares[0] / exact.total[0])


def _mapped(given: Case, performance: Floats, share: Floats) -> pd.DataFrame:
    """The importance-performance map: zones by the means with probabilities, and by the scale's middle."""
    middle = float((given.marks[0] + given.marks[3]).mean() / 2)
    by_means = matrix.matrix(performance, share, given.resamples, given.names)
    by_middle = matrix.matrix(performance, share, given.resamples, given.names, middle)
    table = by_means[["zone", "priority", *matrix.ZONES]].rename(
        columns=dict(zip(matrix.ZONES, ZONES, strict=True))
    )
    return table.assign(zone_by_middle=by_middle["zone"], middle=middle)


def _completed(responses: Responses, sample: Sample, given: Case, found: Drivers) -> Drivers:
    """Add areas, key dissatisfiers, penalty and reward, and the room that groups have shown."""
    asked = responses.questionnaire
    limit = _limits(responses, sample, given.names, asked.report.min_test)
    room = np.maximum(limit - found.table["performance"].to_numpy(), 0)
    effect = room * found.replicates["slope"]
    low, high = student(effect[0], given.resamples.std_error(effect), given.df, asked.report.level)
    table = found.table.assign(limit=limit, room=room, effect=effect[0], effect_low=low, effect_high=high)
    return replace(
        found,
        table=table,
        areas=_areas(responses, sample, found, given),
        reach=_reach(asked, given),
        contrast=penalties(asked, given),
        forest=forest(given, found.measure) if asked.drivers.machine else None,
    )


def _limits(responses: Responses, sample: Sample, names: tuple[str, ...], fewest: int) -> Floats:
    """The highest mean that any wave, or any group of a wave, has reached on a driver, shape (p,)."""
    weight = sample.design.weight
    values, _ = own_scores(responses, np.arange(len(weight)), names)
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


def _reach(asked: Questionnaire, given: Case) -> pd.DataFrame:
    """Key dissatisfiers; none where nobody or everybody is dissatisfied."""
    bad = given.dissatisfied > 0
    if min(bad.sum(), (~bad).sum()) < asked.report.min_cell:
        return pd.DataFrame()
    found = dissatisfiers(given.failed, bad, given.weight, given.resamples, given.names)
    return found.tidy(given.resamples, asked.report.level)


def _areas(responses: Responses, sample: Sample, found: Drivers, given: Case) -> pd.DataFrame:
    """The areas above the drivers by LMG of the score, of the measure, and by logit models."""
    asked = responses.questionnaire
    names = areas_of(asked, given.names)
    if not 2 <= len(names) <= EXACT:
        return pd.DataFrame()
    rows = responses.wave == list(asked.waves).index(found.wave)
    try:
        areas = case(responses, sample, rows, names)
        return pd.concat(_by_measure(asked, areas, found.measure), ignore_index=True)
    except FitError:
        return pd.DataFrame()


def _by_measure(asked: Questionnaire, areas: Case, measure: str) -> Iterator[pd.DataFrame]:
    kinds = tuple(dict.fromkeys((measure, "score")))
    found = areas.moments(asked.drivers.missing, kinds)
    for kind in kinds:
        fit, _ = _fitted(areas, found, kind)
        yield _ordered(asked, areas, fit.shares / fit.total[:, None], f"lmg_{kind}")
    if measure == "score" or len(areas.names) > LOGIT:
        return
    whole = np.flatnonzero(np.isfinite(areas.own).all(axis=1))
    try:
        given = odds(areas.own[whole], areas.measured(measure)[whole], areas.weight[whole], areas.names)
    except FitError:
        return
    resamples = replace(areas.resamples, piece=areas.resamples.piece[whole])
    shares, total = mcfadden_replicated(given, resamples)
    yield _ordered(asked, areas, shares / total[:, None], "mcfadden")


def _ordered(asked: Questionnaire, areas: Case, share: Floats, method: str) -> pd.DataFrame:
    table = order(share, areas.resamples, areas.names, asked.report.level)
    table = table.rename(columns={"term": "area", "estimate": "share"})
    return table[["area", "share", "low", "high", "p_first"]].assign(method=method)


def _against(
    responses: Responses, sample: Sample, sides: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> pd.DataFrame:
    """Shares of one side less those of the other, driver by driver."""
    asked = responses.questionnaire
    cases = [case(responses, sample, side) for side in sides]
    names = tuple(name for name in cases[0].names if name in cases[1].names)
    cases = [case(responses, sample, side, names) for side in sides]
    measure = (
        "score" if any(_measurable(asked, one)[0] == "score" for one in cases) else asked.drivers.measure
    )
    shares = []
    for one in cases:
        fit, _ = _fitted(one, one.moments(asked.drivers.missing, (measure,)), measure)
        shares.append(fit.shares / fit.total[:, None])
    df = max(cases[0].df + cases[1].df, 1)
    both = np.stack(shares, axis=1)
    found = segments.differences(both, sample.replicates, names, ("", ""), df, asked.report.level)
    found = found.rename(columns={"low": "difference_low", "high": "difference_high"})
    told = order(shares[0], sample.replicates, names, asked.report.level)
    return found.drop(columns=["group", "versus", "std_error"]).assign(
        n=np.isfinite(cases[0].own).sum(axis=0),
        measure=measure,
        share=shares[0][0],
        low=told["low"],
        high=told["high"],
        rest=shares[1][0],
    )


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    first = [
        name for name in ("level", "driver", "n", "measure", "share", "low", "high", "rest") if name in table
    ]
    table = table.reindex(columns=[*dict.fromkeys([*first, *table.columns, "p", "evidence", "reason"])])
    table["p_adjusted"] = adjusted(table["p"].astype(float), "holm")
    sure = np.where(table["p_adjusted"] < 0.05, "significant", "unclear")
    table["evidence"] = (
        table["evidence"].astype(object).where(table["evidence"].notna(), pd.Series(sure, table.index))
    )
    return table
