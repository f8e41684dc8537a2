"""The index model of a wave as a covariance model, PLS beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from satkit.analyses.index import covariance_estimates
from satkit.analyses.index.covariance_result import CovarianceFit, CovarianceIndex
from satkit.analyses.index.group_fit import NEGATIVE, GroupFit, fit_group, select_replicates
from satkit.analyses.index.index_answers import IndexAnswers, Rows, drop_unanswered, item_label, score_answers
from satkit.analyses.index.index_values import compute_indices, tabulate_indices
from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.verdicts import FitVerdict
from satkit.errors import Complaint, DefinitionError, FitError, SatkitError
from satkit.language import Label, Text
from satkit.models.paths import PathModel
from satkit.models.pls import PathFit, admissibility, fit_pls
from satkit.models.pls.score import normalise_weights
from satkit.models.sem import SemFit, fit_sem, replicate_fit
from satkit.models.sem.structure import fill_matrices
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.moments import Moments
from satkit.survey.index import survey_index
from satkit.survey.names import names_of
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

QUICK = 40  # items of a model that is fitted within a second
FEW = 100  # replicates that suffice to see that there is no optimum in most of them
CUTS: dict[FitVerdict, tuple[float, float, float]] = {
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
    questionnaire = responses.questionnaire
    answers = score_answers(responses, sample, survey_index(questionnaire.index, model))
    chosen = wave or _last_wave(responses)
    rows = responses.wave == list(questionnaire.waves).index(chosen)
    group = fit_group(answers, rows, drop_unanswered(answers, rows, answers.index.model))
    level = questionnaire.report.level
    names = names_of(responses)
    compared = replace(fit_group_covariance(group, level=level), words=IndexNames(answers.index, names))
    theta, lost = _fit_replicates(group, compared, level)
    shares, remarks = _shares(answers, group, compared, theta)
    tables = {
        "indices": _indices(answers, rows, group, shares),
        "paths": covariance_estimates.estimate_paths(group, compared.fit, compared.paths, theta, level),
        "items": covariance_estimates.estimate_items(group, compared.fit, theta, shares, level),
        "constructs": covariance_estimates.estimate_constructs(group, compared.fit, theta, level),
        "overlap": covariance_estimates.estimate_correlations(group, compared.fit, theta, level),
        "measures": compared.fit.measures,
    }
    doubts = (note.calling(partial(_label_of, answers)) for note in (*compared.warnings, *lost))
    return CovarianceIndex(
        answers.index, chosen, compared, group,
        **{name: table.assign(wave=chosen) for name, table in tables.items()},
        names=names,
        notes=(METHOD, *compared.fit.sample.notes, *_remarks(answers, group), *remarks, WEIGHTS, *doubts),
    )  # fmt: skip


def _label_of(answers: IndexAnswers, name: str) -> Label | str:
    """What a construct or a question of the model is called; anything else as it is."""
    index, questionnaire = answers.index, answers.questionnaire
    return (
        item_label(questionnaire, index, name)
        if name in index.labels or name in questionnaire.items
        else name
    )


def _last_wave(responses: Responses) -> str:
    """The last wave with respondents."""
    places = np.unique(responses.wave)
    if not len(places):
        raise FitError(Complaint(Text("no respondent is left")))
    return list(responses.questionnaire.waves)[int(places.max())]


def fit_quick_covariance(index: IndexResult | None, responses: Responses) -> CovarianceFit | None:
    """The index model of the last wave by covariance analysis; None without a model, or where it takes long."""
    if index is None:
        return None
    group = index.fits.get(responses.latest)
    if group is None or len(group.fit.model.items) > QUICK:
        return None
    fit = fit_group_covariance(group, level=responses.questionnaire.report.level)
    return replace(fit, words=index.words)


def fit_group_covariance(group: GroupFit, *, level: float = 0.95) -> CovarianceFit:
    """The covariance model of a group that PLS has fitted, on the same moments.

    Parameters
    ----------
    group : GroupFit
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
        group.fit.moments, _as_reflective(group.fit), method="MLM", resamples=group.resamples,
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
            "plsc": _consistent_paths(group),
        }
    )
    return CovarianceFit(fit, paths, warnings, _verdict(fit))


def _as_reflective(fit: PathFit) -> PathModel:
    """The model with every construct showing in its items."""
    model = fit.model
    if fit.first is not None or model.interactions:
        what = Text(
            "covariance analysis takes constructs of items here, no products and no constructs of constructs"
        )
        raise DefinitionError(Complaint(what, hint=Text("fit this model by PLS")))
    return replace(model, constructs=tuple(replace(one, mode="A") for one in model.constructs))


def _consistent_paths(group: GroupFit) -> Floats:
    """Paths of PLS corrected for measurement error; NaN where no answers could give them."""
    whole = group.fit.moments
    one = replace(whole, mass=whole.mass[:1], mean=whole.mean[:1], cov=whole.cov[:1])
    try:
        fit = fit_pls(one, group.fit.model, scheme=group.fit.scheme, consistent=True)
    except SatkitError:
        return np.full(len(group.fit.model.paths), np.nan)
    return np.where(admissibility(fit).inadmissible[0], np.nan, fit.arrows[0])


def _verdict(fit: SemFit) -> FitVerdict:
    cfi, rmsea = (
        fit.measure(f"{name}_robust") if fit.test.df else fit.measure(name) for name in ("cfi", "rmsea")
    )
    for word, (least, most, residual) in CUTS.items():
        if cfi >= least and rmsea <= most and fit.measure("srmr") <= residual:
            return word
    return "poor"


def _fit_replicates(
    group: GroupFit, compared: CovarianceFit, level: float
) -> tuple[Floats, tuple[Text, ...]]:
    """Estimates of every replicate, shape (b + 1, q); NaN where most of the first ones have none."""
    resamples, moments = group.resamples, group.fit.moments
    if resamples.method == "bootstrap" and resamples.count > FEW:
        tried = select_replicates(resamples, np.ones(len(resamples.piece), bool), FEW)
        replicates = replicate_fit(compared.fit, _first_replicates(moments, FEW), tried, level=level)
        if np.isfinite(replicates.theta[1:, 0]).mean() < 0.5:
            lost = np.full((resamples.count - FEW, replicates.theta.shape[1]), np.nan)
            return np.concatenate([replicates.theta, lost]), replicates.notes
    replicates = replicate_fit(compared.fit, moments, resamples, level=level)
    return replicates.theta, replicates.notes


def _first_replicates(moments: Moments, count: int) -> Moments:
    """The sample and the first of its replicates."""
    stop = count + 1
    return replace(moments, mass=moments.mass[:stop], mean=moments.mean[:stop], cov=moments.cov[:stop])


def _remarks(answers: IndexAnswers, group: GroupFit) -> Iterator[Text]:
    """Constructs that a covariance model takes otherwise than the definition may mean."""
    alone = [answers.index.labels[one.name] for one in group.fit.model.constructs if len(one.items) == 1]
    formed = [
        answers.index.labels[one.name]
        for one in group.fit.model.constructs
        if one.mode != "A" and len(one.items) > 1
    ]
    if alone:
        yield SINGLE.with_values(constructs=tuple(alone))
    if formed:
        yield FORMED.with_values(constructs=tuple(formed))


def _indices(answers: IndexAnswers, rows: Rows, group: GroupFit, shares: Floats) -> pd.DataFrame:
    """The index of every construct, and its distance from that of PLS."""
    values = compute_indices(shares, group.fit.moments.mean, group.fit.blocks)
    table = tabulate_indices(answers, rows, group.fit, shares[0], values, group.resamples)
    ends = table[["low", "high"]].where(np.isfinite(table["std_error"]))
    level = answers.questionnaire.report.level
    apart = difference(values - group.index, group.resamples, group.df, level)
    other = group.ends
    return table.assign(
        low=ends["low"], high=ends["high"], withheld=np.where(table["estimate"].isna(), "improper", ""),
        pls=group.index[0], pls_low=other.low, pls_high=other.high,
        difference=apart["difference"], difference_low=apart["low"], difference_high=apart["high"],
    )  # fmt: skip


def _shares(
    answers: IndexAnswers, group: GroupFit, compared: CovarianceFit, theta: Floats
) -> tuple[Floats, tuple[Text, ...]]:
    """What every item counts in its construct's index, shape (b + 1, k), and what was withheld."""
    weights, improper = _weights(group, compared.fit, theta)
    policy, model = answers.questionnaire.index.negative, group.fit.model
    shares = normalise_weights(weights, group.fit.blocks, policy)
    below = tuple(
        answers.questionnaire.label(item)
        for item, weight in zip(model.items, weights[0], strict=True)
        if weight < 0
    )
    remarks = [NEGATIVE[policy].with_values(items=below)] if below else []
    if improper:
        remarks.append(HEYWOOD.with_values(constructs=tuple(answers.index.labels[name] for name in improper)))
    return shares, tuple(remarks)


def _weights(group: GroupFit, fit: SemFit, theta: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Weights of every construct's own items, and the constructs that have none.

    Where a construct has a residual variance that is not above zero the weights are NaN.
    """
    arrows, errors, _ = fill_matrices(fit.structure, theta)
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
