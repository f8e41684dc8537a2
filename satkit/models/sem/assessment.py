"""All measures of fit of a model of means and covariances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.models.sem.discrepancy import Estimator, pattern_weight, value
from satkit.models.sem.gaps import pairwise
from satkit.models.sem.measures import Test, comparative, goodness, likelihood, residual, rmsea, robust
from satkit.models.sem.result import METHODS, Method
from satkit.models.sem.robust import normal_weight
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Implied, Structure, implied_moments
from satkit.models.sem.testing import Tests
from satkit.stats.design import Floats


def assess_fit(
    structure: Structure,
    sample: Sample,
    theta: Floats,
    method: Method,
    tests: Tests,
    top: tuple[Structure, Floats],
) -> pd.DataFrame:
    """``measure value`` of everything that says how well a model fits."""
    estimator = METHODS[method]
    groups = len(sample.groups)
    n = sample.n if estimator == "ML" else sample.n - groups
    found = _plain(structure, sample, tests, n)
    seen, told = implied_moments(*top), implied_moments(structure, theta)
    found["srmr"] = residual(sample, seen, told, means=structure.model.means)
    found["gfi"] = _goodness(structure, sample, theta, estimator, seen, told)
    df = tests.model.df
    found["agfi"] = 1 - (structure.free + df) / df * (1 - found["gfi"]) if df else np.nan
    if estimator == "ML":
        constant = 0.5 * np.log(2 * np.pi) * (sample.size * sample.seen.sum(axis=1)).sum()
        found |= likelihood(
            float(-sample.n * value(structure, sample, theta, "ML") - constant), structure.free, sample.n
        )
    if method in {"MLM", "MLR"}:
        found |= scaled_measures(tests.model, tests.baseline, n, groups)
    if tests.robust:
        found |= {f"{name}_robust": number for name, number in robust(*tests.robust, n, groups).items()}
    return pd.DataFrame({"measure": list(found), "value": [float(number) for number in found.values()]})


def _plain(structure: Structure, sample: Sample, tests: Tests, n: float) -> dict[str, float]:
    test, base = tests.model, tests.baseline
    return {
        "n": sample.n,
        "parameters": structure.free,
        "chi_square": test.plain,
        "df": test.df,
        "p_value": Test(test.plain, test.df).p_value,
        "baseline_chi_square": base.plain,
        "baseline_df": base.df,
        "baseline_p_value": Test(base.plain, base.df).p_value,
        **comparative(test, base),
        **rmsea(test.plain, test.df, n, len(sample.groups)),
    }


def _goodness(
    structure: Structure, sample: Sample, theta: Floats, estimator: Estimator, seen: Implied, told: Implied
) -> float:
    """GFI; with gaps of the pairwise moments, weighted by what the patterns tell, as lavaan has it."""
    means = structure.model.means
    if sample.gaps:
        cov, mean = pairwise(sample)
        weights = pattern_weight(structure, sample, theta)
        return goodness(sample, replace(seen, cov=cov, mean=mean), told, weights, means=means)
    cov = told.cov if estimator == "ML" else seen.cov
    weights = np.stack([normal_weight(matrix, means=means) for matrix in cov])
    if estimator == "ULS":
        weights = np.broadcast_to(np.eye(weights.shape[-1]), weights.shape)
    return goodness(sample, seen, told, weights, means=means)


def scaled_measures(test: Test, base: Test, n: float, groups: int = 1) -> dict[str, float]:
    """The scaled tests and the indices made of them."""
    found = {
        "chi_square_scaled": test.statistic,
        "p_value_scaled": test.p_value,
        "scaling_factor": test.factor,
        "baseline_chi_square_scaled": base.statistic,
    }
    found |= {f"{name}_scaled": number for name, number in comparative(test, base, scaled=True).items()}
    found |= {f"{name}_scaled": number for name, number in rmsea(test.statistic, test.df, n, groups).items()}
    return found
