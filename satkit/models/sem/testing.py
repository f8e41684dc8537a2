"""Chi-squares of a model and its baseline, and the errors of the estimates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from satkit.models.sem.discrepancy import Estimator, curvature, information, value
from satkit.models.sem.gaps import complete_tests
from satkit.models.sem.kernel import invert_information
from satkit.models.sem.measures import Test
from satkit.models.sem.optimum import rough
from satkit.models.sem.result import METHODS, Method
from satkit.models.sem.robust import satorra_bentler, saturated_trace, yuan_bentler
from satkit.models.sem.sample import Sample
from satkit.models.sem.solve import NEAR, fisher_scoring, polish_newton
from satkit.models.sem.structure import Structure, independence, saturated_structure
from satkit.stats.design import Floats


@dataclass(frozen=True)
class Tests:
    """The chi-squares of a fit.

    Parameters
    ----------
    model, baseline : Test
    robust : tuple of two Tests, optional
        Those of model and baseline on which the robust indices rest; None where the plain indices
        need no mending.
    """

    model: Test
    baseline: Test
    robust: tuple[Test, Test] | None = None


def known_moments(structure: Structure, sample: Sample) -> int:
    """Means and covariances that the answers provide."""
    p = len(sample.items)
    return len(sample.groups) * (p * (p + 1) // 2 + (p if structure.model.means else 0))


def chi_square_tests(
    structure: Structure,
    sample: Sample,
    theta: Floats,
    method: Method,
    df: int,
    top: tuple[Structure, Floats],
) -> tuple[Tests, Floats]:
    """The chi-squares, and the covariance of the estimates (q, q)."""
    estimator = METHODS[method]
    bare = independence(structure)
    null = _independent(bare, sample, estimator)
    floor = value(top[0], sample, top[1], estimator) if estimator == "ML" else 0.0
    n = sample.n if estimator == "ML" else sample.n - len(sample.groups)
    model = Test(float(2 * n * (value(structure, sample, theta, estimator) - floor)), df)
    base_df = known_moments(structure, sample) - bare.free
    base = Test(float(2 * n * (value(bare, sample, null, estimator) - floor)), base_df)
    found, covariance = _correct_tests(model, base, (structure, theta), (bare, null), top, sample, method)
    if sample.gaps:
        mine, bottom = complete_tests(
            [(structure, theta, df), (bare, null, base_df)], sample, top, normal=method == "ML"
        )
        found = replace(found, robust=(mine, bottom))
    return found, covariance


def _correct_tests(
    model: Test,
    base: Test,
    own: tuple[Structure, Floats],
    bare: tuple[Structure, Floats],
    top: tuple[Structure, Floats],
    sample: Sample,
    method: Method,
) -> tuple[Tests, Floats]:
    """Tests scaled and errors corrected as the method asks."""
    if method == "MLM":
        covariance, trace = satorra_bentler(own[0], sample, own[1])
        _, base_trace = satorra_bentler(bare[0], sample, bare[1])
    elif method == "MLR":
        whole = saturated_trace(top[0], sample, top[1])
        covariance, rest = yuan_bentler(own[0], sample, own[1])
        trace, base_trace = whole - rest, whole - yuan_bentler(bare[0], sample, bare[1])[1]
    else:
        estimator = METHODS[method]
        n = sample.n if estimator == "ML" else sample.n - len(sample.groups)
        exact = curvature if sample.gaps or sample.observed else information
        return Tests(model, base), invert_information(exact(own[0], sample, own[1], estimator)) / n
    scaled = _scale_test(model, trace), _scale_test(base, base_trace)
    return Tests(*scaled, robust=scaled), covariance


def _scale_test(test: Test, trace: float) -> Test:
    return replace(test, factor=trace / test.df) if test.df else test


def _independent(bare: Structure, sample: Sample, estimator: Estimator) -> Floats:
    begin = _as_seen(bare, sample)
    if estimator == "ML" and not sample.gaps:
        return begin  # variances and means as they are
    return np.asarray(fisher_scoring(bare, sample, begin[None], estimator).theta[0])


def unrestricted_structure(structure: Structure, sample: Sample) -> tuple[Structure, Floats]:
    """The structure without restrictions and its maximum-likelihood solution."""
    full = saturated_structure(structure)
    begin = _as_seen(full, sample)
    if not sample.gaps:
        return full, begin
    near = fisher_scoring(full, sample, begin[None], "ML", close=NEAR).theta[0]
    return full, polish_newton(full, sample, near, "ML")[0]


def _as_seen(full: Structure, sample: Sample) -> Floats:
    """Parameters that are variances, covariances and means, as the sample has them, shape (q,).

    With gaps covariances begin at zero, lest they contradict each other.
    """
    cov, mean = rough(sample)
    begin = np.zeros(full.free)
    row, column = full.target, full.source
    for group in range(full.groups):
        both = np.where(column >= 0, cov[group][row, column], mean[group][row])
        if sample.gaps:
            both = np.where((column >= 0) & (row != column), 0.0, both)
        begin[full.place[group]] = both
    return begin
