"""A covariance model fitted: estimates, errors, tests, and what to be wary of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import pandas as pd

from satkit.errors import Complaint, DefinitionError, FitError, near
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.sem.admissible import warnings_of
from satkit.models.sem.answers import of_answers
from satkit.models.sem.assessment import assessed
from satkit.models.sem.groups import in_groups
from satkit.models.sem.model import CovarianceModel, Scale, covariance_model
from satkit.models.sem.optimum import Start, estimated
from satkit.models.sem.ordinal import ordinal_fit
from satkit.models.sem.result import METHODS, ORDINAL, Method, SemFit, alone, parameter_table, unbiased
from satkit.models.sem.sample import Sample, of_moments
from satkit.models.sem.structure import Structure, structure
from satkit.models.sem.testing import known_moments, tested, unrestricted
from satkit.stats.arguments import LEVEL, NAMES, SWITCH, TEXT, arguments, instance, one_of, optional
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates

Missing = Literal["listwise", "fiml", "pairwise"]


@arguments(
    model=instance((str, PathModel, CovarianceModel), Text("lavaan's notation, or a model made of it")),
    answers=instance((pd.DataFrame, Moments), Text("a table (DataFrame) of answers, or moments")),
    method=TEXT,
    missing=TEXT,
    ordered=optional(NAMES),
    group=optional(TEXT),
    equal=NAMES,
    weight=optional(TEXT),
    scale=one_of(get_args(Scale)),
    means=optional(SWITCH),
    resamples=optional(
        instance(Replicates, Text("replicates of the sample, as replicates() or drawn() make them"))
    ),
    start=one_of(get_args(Start)),
    level=LEVEL,
)
def fit_sem(
    model: str | PathModel | CovarianceModel,
    answers: pd.DataFrame | Moments,
    *,
    method: Method = "ML",
    missing: Missing = "listwise",
    ordered: Sequence[str] | None = None,
    group: str | None = None,
    equal: Sequence[str] = (),
    weight: str | None = None,
    scale: Scale = "marker",
    means: bool | None = None,
    resamples: Replicates | None = None,
    start: Start = "semopy",
    level: float = 0.95,
) -> SemFit:
    """Fit a covariance model.

    Parameters
    ----------
    model : str, PathModel or CovarianceModel
        lavaan's notation; see :func:`satkit.models.sem.model.covariance_model`.
    answers : DataFrame or Moments
        One row per respondent, or the moments of the items.
    method : {"ML", "MLM", "MLR", "GLS", "ULS", "DWLS", "WLSMV", "ULSMV"}
        MLM and MLR estimate as ML and correct errors and test for answers that are not normal;
        MLR also for case weights and with gaps.  The last three take the answers as ordered
        categories: diagonally weighted or unweighted least squares on polychoric correlations, with
        robust errors and a mean-and-variance-adjusted test in the last two.
    missing : {"listwise", "fiml", "pairwise"}
        With ``fiml`` every answer counts (maximum likelihood, missing at random); with ``pairwise``
        correlations of ordered categories are those of who answered both (missing at random, and
        more so than ``fiml`` asks).
    ordered : sequence of str, optional
        The items that are ordered categories, by default all, for the methods that know them; the
        others are numbers.
    group, weight : str, optional
        Columns.
    equal : sequence of {"loadings", "intercepts", "residuals"}
        What all groups share; intercepts of ordered categories are their thresholds.
    scale : {"marker", "unit"}
    means : bool, optional
        Intercepts; by default with gaps or several groups.
    resamples : Replicates, optional
        Of moments that come with their replicates: MLM then takes errors and the scale of the test
        from the design (Satorra and Muthen 1995; Oberski 2014).
    start : {"semopy", "plain"}
        Where the estimation begins; the solution is the same, and semopy takes a second to load.
    level : float
        Of the intervals.

    Raises
    ------
    DefinitionError, DataError, FitError
    """
    _refuse_unknown(method, missing, ordered)
    wanted = bool(group) or missing == "fiml" if means is None else means
    if method in ORDINAL:
        wanted = bool(means)
    known = (
        model if isinstance(model, CovarianceModel) else covariance_model(model, scale=scale, means=wanted)
    )
    if method in ORDINAL:
        return ordinal_fit(
            known,
            answers,
            method,
            ordered=ordered,
            missing=missing,
            group=group,
            equal=equal,
            weight=weight,
            level=level,
        )
    if isinstance(answers, Moments) and (group or weight or missing == "fiml"):
        raise DefinitionError(
            Complaint(
                Text("moments know no groups, weights or gaps of single respondents"),
                hint=Text("give the table of answers, or moments that were weighted when they were made"),
            )
        )
    sample = (
        of_moments(answers, known.items, resamples)
        if isinstance(answers, Moments)
        else of_answers(answers, known.items, group=group, weight=weight, missing=missing)
    )
    given = structure(known, in_groups(known, len(sample.groups), equal))
    return fitted(given, sample, method, level, start)


def _refuse_unknown(method: str, missing: str, ordered: Sequence[str] | None) -> None:
    every = (*METHODS, *ORDINAL)
    if method not in every:
        raise DefinitionError(
            Complaint(
                Text("no method '%(name)s' for covariance models", {"name": method}),
                expected=Text("known: %(names)s", {"names": every}),
                hint=near(method, every),
            )
        )
    able = {"listwise": every, "fiml": ("ML", "MLR"), "pairwise": ORDINAL}
    if missing not in able or method not in able[missing]:
        raise DefinitionError(
            Complaint(
                Text(
                    "gaps are not handled as '%(missing)s' with %(method)s",
                    {"missing": missing, "method": method},
                ),
                expected=Text("listwise; fiml with ML and MLR; pairwise with DWLS, WLSMV and ULSMV"),
            )
        )
    if ordered is not None and method not in ORDINAL:
        raise DefinitionError(
            Complaint(
                Text("%(method)s takes all answers as numbers", {"method": method}),
                hint=Text("take WLSMV for ordered categories"),
            )
        )


def fitted(
    given: Structure, sample: Sample, method: Method, level: float = 0.95, start: Start = "semopy"
) -> SemFit:
    """Fit a structure to a sample; see :func:`fit_sem`."""
    estimator = METHODS[method]
    one = alone(sample) if estimator == "ML" else unbiased(alone(sample))
    df = known_moments(given, one) - given.free
    if not given.free:
        raise FitError(
            Complaint(
                Text("every parameter of the model is fixed, and there is nothing to estimate"),
                expected=Text("at least one loading, path or variance without a value"),
            )
        )
    if df < 0:
        raise FitError(
            Complaint(
                Text(
                    "the model has %(free)d parameters for %(known)d moments of the answers",
                    {"free": given.free, "known": given.free + df},
                ),
                hint=Text("fix loadings or leave paths out, or give constructs more items"),
            )
        )
    theta, converged = estimated(given, one, estimator, start)
    top = unrestricted(given, one)
    tests, covariance = tested(given, one, theta, method, df, top)
    table = parameter_table(given, sample.groups, theta, covariance, level)
    notes = sample.notes + warnings_of(given, one, theta, table, converged=converged)
    return SemFit(
        method,
        given,
        sample,
        theta,
        covariance,
        table,
        assessed(given, one, theta, method, tests, top),
        tests.model,
        tests.baseline,
        converged,
        notes,
    )
