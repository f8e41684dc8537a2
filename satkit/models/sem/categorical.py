"""Parameters and measures of a model of ordered categories as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.models.sem.assessment import scaled_measures
from satkit.models.sem.kernel import halves
from satkit.models.sem.measures import Test, comparative, residual, rmsea, robust
from satkit.models.sem.ordinal_structure import observed_moments, scales, slopes
from satkit.models.sem.result import Method, Ordinal, parameter_table, with_errors, with_intervals
from satkit.models.sem.robust import normal_weight
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Implied
from satkit.stats.design import Floats

SINGULAR = 1e-8  # smallest eigenvalue of correlations whose likelihood can be had


def categorical_table(fit: Ordinal, groups: Sequence[str], errors: Floats, level: float) -> pd.DataFrame:
    """The parameters of the structure, then thresholds and scales.

    Parameters
    ----------
    errors : ndarray, shape (Q, Q)
        Covariance of all parameters.
    """
    layers, structure = fit.layers, fit.layers.structure
    table = parameter_table(
        structure, groups, fit.theta[: structure.free], errors[: structure.free, : structure.free], level
    )
    follows = np.isin(structure.place.ravel(), layers.bound)
    table.loc[: len(follows) - 1, "free"] &= ~follows
    return pd.concat(
        [
            table,
            with_intervals(_thresholds(fit, groups, errors), level),
            *_scales(fit, groups, errors, level),
        ],
        ignore_index=True,
    )


def _thresholds(fit: Ordinal, groups: Sequence[str], errors: Floats) -> pd.DataFrame:
    layers = fit.layers
    number = pd.Series(layers.owner).groupby(layers.owner).cumcount() + 1
    estimate, error = with_errors(lambda at: at[..., layers.cut], fit.theta, errors)
    full, full_error = with_errors(
        lambda at: scales(layers, at)[..., layers.owner] * at[..., layers.cut], fit.theta, errors
    )
    return pd.DataFrame(
        {
            "group": np.repeat(list(groups), len(layers.owner)),
            "lhs": [fit.seen[0].names[item] for item in layers.owner] * len(groups),
            "op": "|",
            "rhs": [f"t{spot}" for spot in number] * len(groups),
            "label": "",
            "free": True,
            "estimate": estimate,
            "std_error": error,
            "std_lv": estimate,
            "std_all": full,
            "std_error_all": full_error,
        }
    )


def _scales(fit: Ordinal, groups: Sequence[str], errors: Floats, level: float) -> Iterator[pd.DataFrame]:
    layers = fit.layers
    group, item = np.nonzero(layers.scale >= 0)
    if not len(item):
        return
    place = layers.scale[group, item]
    names = [fit.seen[0].names[number] for number in item]
    table = pd.DataFrame(
        {
            "group": [groups[int(number)] for number in group],
            "lhs": names,
            "op": "~*~",
            "rhs": names,
            "label": "",
            "free": True,
            "estimate": fit.theta[place],
            "std_error": np.sqrt(np.diagonal(errors)[place]),
            "std_lv": fit.theta[place],
            "std_all": 1.0,
            "std_error_all": np.nan,
        }
    )
    yield with_intervals(table, level)


def categorical_measures(
    fit: Ordinal, sample: Sample, tests: tuple[Test, Test], method: Method
) -> pd.DataFrame:
    """``measure value`` of everything that says how well the model fits."""
    test, base = tests
    layers = fit.layers
    groups = len(sample.groups)
    n = sample.n - groups
    vector, told = observed_moments(layers, fit.theta)
    measured: dict[str, float] = {
        "n": sample.n,
        "parameters": len(layers.free),
        "chi_square": test.plain,
        "df": test.df,
        "p_value": Test(test.plain, test.df).p_value,
        "baseline_chi_square": base.plain,
        "baseline_df": base.df,
        **comparative(test, base),
        **rmsea(test.plain, test.df, n, groups),
    }
    seen = replace(told, cov=sample.cov, mean=sample.mean)
    measured["srmr"] = residual(sample, seen, told, means=False)
    target = np.stack([own.vector for own in fit.seen])
    lost = (fit.weights * (target - vector) ** 2).sum(axis=1) / (fit.weights * target**2).sum(axis=1)
    measured["gfi"] = float(1 - sample.share @ lost)
    if test.df:
        measured["agfi"] = 1 - target.size / test.df * (1 - measured["gfi"])
    if method != "DWLS":
        measured |= scaled_measures(test, base, n, groups)
        both = _as_likelihood(fit, sample, tests, told)
        if both:
            measured |= {f"{name}_robust": number for name, number in robust(*both, n, groups).items()}
    return pd.DataFrame({"measure": list(measured), "value": [float(number) for number in measured.values()]})


def _as_likelihood(
    fit: Ordinal, sample: Sample, tests: tuple[Test, Test], told: Implied
) -> tuple[Test, Test] | None:
    """Model and baseline by the likelihood of the correlations, with the means of these statistics.

    Savalei (2021).  Nothing where items are numbers, thresholds are shared, or the correlations
    contradict each other, for which there is no such theory.
    """
    layers, share = fit.layers, sample.share
    if len(layers.numeric) or (layers.scale >= 0).any():
        return None
    if min(np.linalg.eigvalsh(sample.cov).min(), np.linalg.eigvalsh(told.cov).min()) < SINGULAR:
        return None
    log_seen, log_told = (np.linalg.slogdet(cov)[1] for cov in (sample.cov, told.cov))
    ratio = np.trace(np.linalg.solve(told.cov, sample.cov), axis1=1, axis2=2)
    misfit = log_told - log_seen + ratio - sample.cov.shape[-1]
    cuts = len(layers.owner)
    gamma = [own.gamma[cuts:, cuts:] for own in fit.seen]
    trace, base_trace = _mean_of_likelihood(fit, share, told, gamma), sum(map(np.trace, gamma))
    model, base = tests
    return (
        replace(model, plain=float(sample.n * share @ misfit), factor=trace / max(model.df, 1), shift=0.0),
        replace(base, plain=float(-sample.n * share @ log_seen), factor=base_trace / base.df, shift=0.0),
    )


def _mean_of_likelihood(fit: Ordinal, share: Floats, told: Implied, gamma: list[Floats]) -> float:
    """What the likelihood statistic at estimates of least squares is on average."""
    from scipy.linalg import block_diag

    cuts = len(fit.layers.owner)
    steep = slopes(fit.layers, fit.theta)[0][:, cuts:]
    heavy = share[:, None] * fit.weights[:, cuts:]
    flat = steep.reshape(-1, steep.shape[-1])
    lean = flat * heavy.reshape(-1, 1)
    free = np.eye(len(flat)) - flat @ np.linalg.pinv(flat.T @ lean, rcond=1e-13, hermitian=True) @ lean.T
    apart = np.flatnonzero(np.not_equal(*halves(told.cov.shape[-1])))
    inner = [normal_weight(cov, means=False)[np.ix_(apart, apart)] for cov in told.cov]
    normal = block_diag(*(part * own for part, own in zip(share, inner, strict=True)))
    spread = block_diag(*(own / part for part, own in zip(share, gamma, strict=True)))
    return float(((free.T @ normal @ free) * spread).sum())
