"""A covariance model fitted: estimates, errors, tests, and what to be wary of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DefinitionError, FitError, near
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.sem.admissible import warnings_of
from satkit.models.sem.discrepancy import Estimator, curvature, information, value
from satkit.models.sem.groups import in_groups
from satkit.models.sem.measures import Test, comparative, goodness, likelihood, residual, rmsea, robust
from satkit.models.sem.model import CovarianceModel, Scale, covariance_model
from satkit.models.sem.optimum import estimated, rough
from satkit.models.sem.ordinal import ordinal_fit
from satkit.models.sem.result import METHODS, ORDINAL, Method, SemFit, alone, parameter_table, unbiased
from satkit.models.sem.robust import normal_weight, satorra_bentler, saturated_trace, yuan_bentler
from satkit.models.sem.sample import Sample, of_answers, of_moments
from satkit.models.sem.solve import polished, scored
from satkit.models.sem.start import plain
from satkit.models.sem.structure import Structure, implied, independence, saturated, structure
from satkit.stats.design import Floats
from satkit.stats.moments import Moments

SINGULAR = 1e-11  # smallest eigenvalue of an information matrix in correlation form


def fit_sem(
    model: str | PathModel | CovarianceModel,
    answers: pd.DataFrame | Moments,
    *,
    method: Method = "ML",
    missing: Literal["listwise", "fiml"] = "listwise",
    group: str | None = None,
    equal: Sequence[str] = (),
    weight: str | None = None,
    scale: Scale = "marker",
    means: bool | None = None,
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
    missing : {"listwise", "fiml"}
        With ``fiml`` every answer counts (maximum likelihood, missing at random).
    group, weight : str, optional
        Columns.
    equal : sequence of {"loadings", "intercepts", "residuals"}
        What all groups share.
    scale : {"marker", "unit"}
    means : bool, optional
        Intercepts; by default with gaps or several groups.
    level : float
        Of the intervals.

    Raises
    ------
    DefinitionError, DataError, FitError
    """
    if method not in (*METHODS, *ORDINAL):
        raise DefinitionError(
            Complaint(
                Text("no method '%(name)s' for covariance models", {"name": method}),
                expected=Text("known: %(names)s", {"names": (*METHODS, *ORDINAL)}),
                hint=near(method, (*METHODS, *ORDINAL)),
            )
        )
    wanted = bool(group) or missing == "fiml" if means is None else means
    known = (
        model if isinstance(model, CovarianceModel) else covariance_model(model, scale=scale, means=wanted)
    )
    if method in ORDINAL:
        return ordinal_fit(known, answers, method, group=group, weight=weight, level=level)
    if isinstance(answers, Moments) and (group or weight or missing == "fiml"):
        raise DefinitionError(
            Complaint(
                Text("moments know no groups, weights or gaps of single respondents"),
                hint=Text("give the table of answers, or moments that were weighted when they were made"),
            )
        )
    sample = (
        of_moments(answers, known.items)
        if isinstance(answers, Moments)
        else of_answers(answers, known.items, group=group, weight=weight, missing=missing)
    )
    given = structure(known, in_groups(known, len(sample.groups), equal))
    return fitted(given, sample, method, level)


def fitted(given: Structure, sample: Sample, method: Method, level: float = 0.95) -> SemFit:
    """Fit a structure to a sample; see :func:`fit_sem`."""
    estimator = METHODS[method]
    one = alone(sample) if estimator == "ML" else unbiased(alone(sample))
    df = known_moments(given, one) - given.free
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
    theta, converged = estimated(given, one, estimator)
    top = unrestricted(given, one)
    tests, covariance = _tested(given, one, theta, method, df, top)
    table = parameter_table(given, sample.groups, theta, covariance, level)
    notes = sample.notes + warnings_of(given, one, theta, table, converged=converged)
    return SemFit(
        method,
        given,
        sample,
        theta,
        covariance,
        table,
        _measures(given, one, theta, method, tests, top),
        tests[0],
        tests[1],
        converged,
        notes,
    )


def known_moments(given: Structure, sample: Sample) -> int:
    """Means and covariances that the answers provide."""
    p = len(sample.items)
    return len(sample.groups) * (p * (p + 1) // 2 + (p if given.model.means else 0))


def _tested(
    given: Structure,
    sample: Sample,
    theta: Floats,
    method: Method,
    df: int,
    top: tuple[Structure, Floats],
) -> tuple[tuple[Test, Test], Floats]:
    """Chi-square of the model and of the baseline, and the covariance of the estimates."""
    estimator = METHODS[method]
    bare = independence(given)
    null = _independent(bare, sample, estimator)
    floor = value(top[0], sample, top[1], estimator) if estimator == "ML" else 0.0
    n = sample.n if estimator == "ML" else sample.n - len(sample.groups)
    model_test = Test(float(2 * n * (value(given, sample, theta, estimator) - floor)), df)
    base_df = known_moments(given, sample) - bare.free
    base_test = Test(float(2 * n * (value(bare, sample, null, estimator) - floor)), base_df)
    if method == "MLM":
        covariance, trace = satorra_bentler(given, sample, theta)
        _, base = satorra_bentler(bare, sample, null)
        return (_scaled(model_test, trace), _scaled(base_test, base)), covariance
    if method == "MLR":
        covariance, trace = yuan_bentler(given, sample, theta)
        _, base = yuan_bentler(bare, sample, null)
        whole = saturated_trace(top[0], sample, top[1])
        return (_scaled(model_test, whole - trace), _scaled(base_test, whole - base)), covariance
    exact = curvature if sample.gaps else information
    return (model_test, base_test), inverted(exact(given, sample, theta, estimator)) / n


def inverted(information: Floats) -> Floats:
    """The inverse of an information matrix; NaN where a parameter is not identified."""
    width = np.sqrt(np.maximum(np.diagonal(information), 1e-300))
    scaled = information / np.outer(width, width)
    if not np.isfinite(scaled).all() or np.linalg.eigvalsh(scaled)[0] < SINGULAR:
        return np.full_like(information, np.nan)
    return np.asarray(np.linalg.inv(scaled) / np.outer(width, width))


def _scaled(test: Test, trace: float) -> Test:
    return replace(test, factor=trace / test.df) if test.df else test


def _independent(bare: Structure, sample: Sample, estimator: Estimator) -> Floats:
    cov, mean = rough(sample)
    return np.asarray(scored(bare, sample, plain(bare, cov, mean)[None], estimator).theta[0])


def unrestricted(given: Structure, sample: Sample) -> tuple[Structure, Floats]:
    """The structure without restrictions and its maximum-likelihood solution."""
    full = saturated(given)
    cov, mean = rough(sample)
    start = np.zeros(full.free)
    row, column = full.target, full.source
    for group in range(full.groups):
        both = np.where(column >= 0, cov[group][row, column], mean[group][row])
        if sample.gaps:
            both = np.where((column >= 0) & (row != column), 0.0, both)
        start[full.place[group]] = both
    if not sample.gaps:
        return full, start
    return full, polished(full, sample, scored(full, sample, start[None], "ML").theta[0], "ML")[0]


def _measures(
    given: Structure,
    sample: Sample,
    theta: Floats,
    method: Method,
    tests: tuple[Test, Test],
    top: tuple[Structure, Floats],
) -> pd.DataFrame:
    test, base = tests
    estimator = METHODS[method]
    groups = len(sample.groups)
    n = sample.n if estimator == "ML" else sample.n - groups
    plain_test, plain_base = Test(test.plain, test.df), Test(base.plain, base.df)
    found: dict[str, float] = {
        "n": sample.n,
        "parameters": given.free,
        "chi_square": test.plain,
        "df": test.df,
        "p_value": plain_test.p_value,
        "baseline_chi_square": base.plain,
        "baseline_df": base.df,
        "baseline_p_value": plain_base.p_value,
        **comparative(test, base),
        **rmsea(test.plain, test.df, n, groups),
    }
    seen, told = implied(*top), implied(given, theta)
    found["srmr"] = residual(sample, seen, told, means=given.model.means)
    if not sample.gaps:
        weights = _residual_weights(
            told.cov if estimator == "ML" else seen.cov, estimator, means=given.model.means
        )
        found["gfi"] = goodness(sample, seen, told, weights, means=given.model.means)
        found["agfi"] = 1 - (given.free + test.df) / test.df * (1 - found["gfi"]) if test.df else np.nan
    if estimator == "ML":
        constant = 0.5 * np.log(2 * np.pi) * (sample.size * sample.seen.sum(axis=1)).sum()
        found |= likelihood(
            float(-sample.n * value(given, sample, theta, "ML") - constant), given.free, sample.n
        )
    if method in {"MLM", "MLR"}:
        found |= _scaled_measures(test, base, n, groups, gaps=sample.gaps)
    return pd.DataFrame({"measure": list(found), "value": [float(number) for number in found.values()]})


def _residual_weights(cov: Floats, estimator: Estimator, *, means: bool) -> Floats:
    weights = np.stack([normal_weight(matrix, means=means) for matrix in cov])
    return np.broadcast_to(np.eye(weights.shape[-1]), weights.shape) if estimator == "ULS" else weights


def _scaled_measures(test: Test, base: Test, n: float, groups: int, *, gaps: bool) -> dict[str, float]:
    """The tests and indices of the scaled statistics, and the robust ones without gaps."""
    found = {
        "chi_square_scaled": test.statistic,
        "p_value_scaled": test.p_value,
        "scaling_factor": test.factor,
        "baseline_chi_square_scaled": base.statistic,
    }
    found |= {f"{name}_scaled": number for name, number in comparative(test, base, scaled=True).items()}
    found |= {f"{name}_scaled": number for name, number in rmsea(test.statistic, test.df, n, groups).items()}
    if not gaps:
        found |= {f"{name}_robust": number for name, number in robust(test, base, n, groups).items()}
    return found
