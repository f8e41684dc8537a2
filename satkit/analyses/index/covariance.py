"""The index model of a wave as a covariance model, PLS beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from satkit.analyses.index import covariance_tables
from satkit.analyses.index.groups import (
    NEGATIVE,
    Answers,
    Fitted,
    Rows,
    answers,
    asked_of,
    fitted,
    named,
    reached,
    with_interval,
    within,
)
from satkit.analyses.index.result import IndexResult
from satkit.errors import Complaint, DefinitionError, FitError, SatkitError
from satkit.language import Label, Text
from satkit.models.paths import PathModel
from satkit.models.pls import PathFit, admissibility, fit_pls
from satkit.models.pls.score import normalised
from satkit.models.sem import SemFit, fit_sem, replicated
from satkit.models.sem.structure import filled
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.moments import Moments
from satkit.survey.index import SurveyIndex, survey_index
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

QUICK = 40  # items of a model that is fitted within a second
FEW = 100  # replicates that suffice to see that there is no optimum in most of them
Verdict = Literal["good", "acceptable", "poor"]
CUTS: dict[Verdict, tuple[float, float, float]] = {
    "good": (0.95, 0.06, 0.08),
    "acceptable": (0.90, 0.08, 0.10),
}

METHOD = Text(
    "maximum likelihood on the moments of the survey; errors of the sample design, test and fit measures scaled "
    "by them (Satorra and Bentler 1994; Oberski 2014)"
)
WEIGHTS = Text(
    "the index weighs every question by its loading over its residual variance, not by PLS weights"
)
SINGLE = Text("%(constructs)s: one question each, taken as free of error")
FORMED = Text("%(constructs)s: made up of their questions in the definition, here taken to show in them")
HEYWOOD = Text("%(constructs)s: no index, as a residual variance is not above zero")


@dataclass(frozen=True)
class CovarianceFit:
    """Paths and fit of the covariance model of one wave, PLS beside them.

    Parameters
    ----------
    fit : SemFit
        Estimator MLM, the fourth moments from the replicates of the survey.
    paths : DataFrame
        ``source target estimate std_error low high pls plsc``, standardised; the errors are those of
        the design by linearisation, ``plsc`` is NaN where consistent PLS has no admissible solution.
    warnings : tuple of Text
        Why the solution must not be believed; empty where it may.
    verdict : {"good", "acceptable", "poor"}
        CFI at least 0.95, RMSEA up to 0.06 and SRMR up to 0.08 (Hu and Bentler 1999); 0.90, 0.08
        and 0.10; or worse.
    """

    fit: SemFit
    paths: pd.DataFrame
    warnings: tuple[Text, ...]
    verdict: Verdict

    def measure(self, name: str) -> float:
        """CFI, TLI, RMSEA and its ends as they estimate the population, chi-square scaled."""
        known = set(self.fit.measures["measure"])
        return self.fit.measure(
            next(key for end in ("_robust", "_scaled", "") if (key := name + end) in known)
        )


@dataclass(frozen=True)
class CovarianceIndex:
    """The index model of one wave by covariance analysis, every number with its error.

    Tables are tidy; intervals are Student's on the degrees of freedom of the design.

    Parameters
    ----------
    index : SurveyIndex
    wave : str
    beside : Beside
        The fit, its measures and its verdict.
    pls : Fitted
        The same respondents by PLS.
    indices : DataFrame
        ``wave construct estimate std_error low high n n_effective deff df withheld pls pls_low
        pls_high difference difference_low difference_high``: 0-100, and less the index by PLS;
        withheld as ``improper`` where a weight is negative or a residual variance not above zero.
    paths : DataFrame
        ``source target estimate std_error low high p p_adjusted evidence pls pls_low pls_high plsc
        wave``.
    items : DataFrame
        ``construct item mean share loading low high pls_share pls_loading wave``; shares add to one.
    constructs : DataFrame
        ``construct items r2 r2_low r2_high alpha omega ave pls_r2 wave``.
    overlap : DataFrame
        ``construct versus correlation low high wave``.
    measures : DataFrame
        ``measure value wave``.
    notes : tuple of Text
        How it was estimated, what was done to gaps, and what to be wary of.
    """

    index: SurveyIndex
    wave: str
    beside: CovarianceFit
    pls: Fitted
    indices: pd.DataFrame
    paths: pd.DataFrame
    items: pd.DataFrame
    constructs: pd.DataFrame
    overlap: pd.DataFrame
    measures: pd.DataFrame
    notes: tuple[Text, ...]

    def __repr__(self) -> str:
        return f"<CovarianceIndex of {self.index.index}, {self.wave}: {self.beside.fit}>"


def fit_covariance(responses: Responses, sample: Sample, model: str = "", wave: str = "") -> CovarianceIndex:
    """The index model of one wave as a covariance model.

    Parameters
    ----------
    model : str, optional
        A published model to try instead of the definition's.
    wave : str, optional
        The last one with respondents by default.

    Raises
    ------
    DefinitionError
        If the model cannot be made of the items of the definition, or has products of constructs or
        constructs of constructs.
    SatkitError
        If the wave is too small or cannot be fitted.

    Notes
    -----
    The moments are those that PLS is given: weighted, gaps treated as ``[index] missing`` says.  All
    replicates of the survey are fitted, so that clusters, strata, weights and gaps are in every
    error; the test is scaled by the replicates' covariance of the moments (Satorra and Bentler
    1994; Satorra and Muthen 1995; Oberski 2014).

    The index of a construct weighs the mean scores of its own items by loading over residual
    variance: the weights, up to a factor, of both Thurstone's and Bartlett's factor scores, which
    no other weights surpass in reliability (Bartlett 1937; Raykov 2004).
    """
    asked = responses.questionnaire
    said = answers(responses, sample, survey_index(asked.index, model))
    chosen = wave or _last(responses)
    rows = responses.wave == list(asked.waves).index(chosen)
    group = fitted(said, rows, asked_of(said, rows, said.index.model))
    level = asked.report.level
    near = fit_beside(group, level=level)
    theta, lost = _replicates(group, near, level)
    shares, told = _shares(said, group, near, theta)
    tables = {
        "indices": _indices(said, rows, group, shares),
        "paths": covariance_tables.paths(group, near.fit, near.paths, theta, level),
        "items": covariance_tables.items(group, near.fit, theta, shares, level),
        "constructs": covariance_tables.constructs(group, near.fit, theta, level),
        "overlap": covariance_tables.overlap(group, near.fit, theta, level),
        "measures": near.fit.measures,
    }
    doubts = (note.calling(partial(_called, said)) for note in (*near.warnings, *lost))
    return CovarianceIndex(
        said.index, chosen, near, group,
        **{name: table.assign(wave=chosen) for name, table in tables.items()},
        notes=(METHOD, *near.fit.sample.notes, *_remarks(said, group), *told, WEIGHTS, *doubts),
    )  # fmt: skip


def _called(said: Answers, name: str) -> Label | str:
    """What a construct or a question of the model is called; anything else as it is."""
    index, asked = said.index, said.asked
    return named(asked, index, name) if name in index.labels or name in asked.items else name


def _last(responses: Responses) -> str:
    """The last wave with respondents."""
    places = np.unique(responses.wave)
    if not len(places):
        raise FitError(Complaint(Text("no respondent is left")))
    return list(responses.questionnaire.waves)[int(places.max())]


def fit_quick_covariance(index: IndexResult | None, responses: Responses) -> CovarianceFit | None:
    """The index model of the last wave by covariance analysis; None without a model, or where it takes long."""
    group = index.fits.get(responses.latest) if index else None
    if group is None or len(group.fit.model.items) > QUICK:
        return None
    return fit_beside(group, level=responses.questionnaire.report.level)


def fit_beside(group: Fitted, *, level: float = 0.95) -> CovarianceFit:
    """The covariance model of a group that PLS has fitted, on the same moments.

    Parameters
    ----------
    group : Fitted
    level : float
        Of the intervals.

    Raises
    ------
    DefinitionError
        If the model has products of constructs, or constructs of constructs.
    FitError
        If the estimation does not settle, or the answers do not suffice for the model.
    """
    fit = fit_sem(
        group.fit.moments, _reflective(group.fit), method="MLM", resamples=group.resamples,
        start="plain", level=level,
    )  # fmt: skip
    if not fit.converged:
        what = Text("the covariance model did not settle on these answers")
        raise FitError(
            Complaint(
                what,
                hint=Text(
                    "leave out questions that hardly belong to their construct, or arrows, or merge constructs that overlap"
                ),
            )
        )
    warnings = fit.notes[len(fit.sample.notes) :]
    rows = fit.parameters.set_index(["op", "rhs", "lhs"]).sort_index()
    own = rows.loc[[("~", source, target) for source, target in group.fit.model.paths]]
    middle, error = own["std_all"].to_numpy(float), own["std_error_all"].to_numpy(float)
    low, high = student(middle, error, group.df, level)
    paths = pd.DataFrame(
        {
            "source": [source for source, _ in group.fit.model.paths],
            "target": [target for _, target in group.fit.model.paths],
            "estimate": middle,
            "std_error": error,
            "low": low,
            "high": high,
            "pls": group.fit.arrows[0],
            "plsc": _consistent(group),
        }
    )
    return CovarianceFit(fit, paths, warnings, _verdict(fit))


def _reflective(fit: PathFit) -> PathModel:
    """The model with every construct showing in its items."""
    model = fit.model
    if fit.first is not None or model.interactions:
        what = Text(
            "covariance analysis takes constructs of items here, no products and no constructs of constructs"
        )
        raise DefinitionError(Complaint(what, hint=Text("fit this model by PLS")))
    return replace(model, constructs=tuple(replace(one, mode="A") for one in model.constructs))


def _consistent(group: Fitted) -> Floats:
    """Paths of PLS corrected for measurement error; NaN where no answers could give them."""
    whole = group.fit.moments
    one = replace(whole, mass=whole.mass[:1], mean=whole.mean[:1], cov=whole.cov[:1])
    try:
        fit = fit_pls(one, group.fit.model, scheme=group.fit.scheme, consistent=True)
    except SatkitError:
        return np.full(len(group.fit.model.paths), np.nan)
    return np.where(admissibility(fit).inadmissible[0], np.nan, fit.arrows[0])


def _verdict(fit: SemFit) -> Verdict:
    cfi, rmsea = (
        fit.measure(f"{name}_robust") if fit.test.df else fit.measure(name) for name in ("cfi", "rmsea")
    )
    for word, (least, most, residual) in CUTS.items():
        if cfi >= least and rmsea <= most and fit.measure("srmr") <= residual:
            return word
    return "poor"


def _replicates(group: Fitted, near: CovarianceFit, level: float) -> tuple[Floats, tuple[Text, ...]]:
    """Estimates of every replicate, shape (b + 1, q); NaN where most of the first ones have none."""
    resamples, moments = group.resamples, group.fit.moments
    if resamples.method == "bootstrap" and resamples.count > FEW:
        tried = within(resamples, np.ones(len(resamples.piece), bool), FEW)
        found = replicated(near.fit, _first(moments, FEW), tried, level=level)
        if np.isfinite(found.theta[1:, 0]).mean() < 0.5:
            lost = np.full((resamples.count - FEW, found.theta.shape[1]), np.nan)
            return np.concatenate([found.theta, lost]), found.notes
    found = replicated(near.fit, moments, resamples, level=level)
    return found.theta, found.notes


def _first(moments: Moments, count: int) -> Moments:
    """The sample and the first of its replicates."""
    stop = count + 1
    return replace(moments, mass=moments.mass[:stop], mean=moments.mean[:stop], cov=moments.cov[:stop])


def _remarks(said: Answers, group: Fitted) -> Iterator[Text]:
    """Constructs that a covariance model takes otherwise than the definition may mean."""
    alone = [said.index.labels[one.name] for one in group.fit.model.constructs if len(one.items) == 1]
    formed = [
        said.index.labels[one.name]
        for one in group.fit.model.constructs
        if one.mode != "A" and len(one.items) > 1
    ]
    if alone:
        yield SINGLE.given(constructs=tuple(alone))
    if formed:
        yield FORMED.given(constructs=tuple(formed))


def _indices(said: Answers, rows: Rows, group: Fitted, shares: Floats) -> pd.DataFrame:
    """The index of every construct, and its distance from that of PLS."""
    values = reached(shares, group.fit.moments.mean, group.fit.blocks)
    table = with_interval(said, rows, group.fit, shares[0], values, group.resamples)
    ends = table[["low", "high"]].where(np.isfinite(table["std_error"]))
    level = said.asked.report.level
    apart = difference(values - group.index, group.resamples, group.df, level)
    other = group.ends
    return table.assign(
        low=ends["low"], high=ends["high"], withheld=np.where(table["estimate"].isna(), "improper", ""),
        pls=group.index[0], pls_low=other.low, pls_high=other.high,
        difference=apart["difference"], difference_low=apart["low"], difference_high=apart["high"],
    )  # fmt: skip


def _shares(
    said: Answers, group: Fitted, near: CovarianceFit, theta: Floats
) -> tuple[Floats, tuple[Text, ...]]:
    """What every item counts in its construct's index, shape (b + 1, k), and what was withheld."""
    weights, improper = _weights(group, near.fit, theta)
    policy, model = said.asked.index.negative, group.fit.model
    shares = normalised(weights, group.fit.blocks, policy)
    below = tuple(
        said.asked.label(item) for item, weight in zip(model.items, weights[0], strict=True) if weight < 0
    )
    told = [NEGATIVE[policy].given(items=below)] if below else []
    if improper:
        told.append(HEYWOOD.given(constructs=tuple(said.index.labels[name] for name in improper)))
    return shares, tuple(told)


def _weights(group: Fitted, fit: SemFit, theta: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Weights of every construct's own items, and the constructs that have none.

    Where a construct has a residual variance that is not above zero the weights are NaN.
    """
    arrows, errors, _ = filled(fit.structure, theta)
    place = {name: number for number, name in enumerate(fit.model.variables)}
    weights = np.ones((len(theta), len(group.fit.model.items)))
    lost = []
    for one, block in zip(group.fit.model.constructs, group.fit.blocks, strict=True):
        if len(one.items) == 1:
            continue
        own = np.array([place[item] for item in one.items])
        noise = errors[:, 0][:, own[:, None], own]
        proper = np.asarray((np.diagonal(noise, axis1=-2, axis2=-1) > 0).all(axis=-1))
        noise = np.where(proper[:, None, None], noise, np.eye(len(own)))
        lean = np.linalg.solve(noise, arrows[:, 0, own, place[one.name]][..., None])[..., 0]
        weights[:, block] = np.where(proper[:, None], lean, np.nan)
        if not proper[0]:
            lost.append(one.name)
    return weights, tuple(lost)
