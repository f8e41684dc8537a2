"""Errors from the design: the model fitted to every replicate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.language import Text
from satkit.models.sem.quantities import defined
from satkit.models.sem.result import SemFit, unbiased
from satkit.models.sem.sample import Sample, of_moments
from satkit.models.sem.solve import scored
from satkit.models.sem.standardised import standardised
from satkit.models.sem.structure import values
from satkit.models.uncertainty import interval
from satkit.stats.design import Floats
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates

TOGETHER = 64  # replicates whose matrices are kept at once


@dataclass(frozen=True)
class Replicated:
    """Estimates of every replicate and what they say of the errors.

    Parameters
    ----------
    table : DataFrame
        The parameters of the fit with errors and intervals of the design, plain and standardised:
        ``group lhs op rhs label free estimate std_error low high std_all std_error_all low_all
        high_all``.
    theta : ndarray, shape (b + 1, q)
        NaN where a replicate gives no proper solution.
    notes : tuple of Text
    """

    table: pd.DataFrame
    theta: Floats
    notes: tuple[Text, ...]


def replicated(
    fit: SemFit,
    moments: Moments | Sequence[Moments],
    resamples: Replicates,
    *,
    level: float = 0.95,
) -> Replicated:
    """Fit every replicate, beginning at the solution of the sample.

    Parameters
    ----------
    fit : SemFit
    moments : Moments or sequence of Moments
        Of the replicates, one for every group, as :mod:`satkit.stats.moments` makes them; the first
        replicate is the sample.
    resamples : Replicates
    level : float
    """
    sample = joined([moments] if isinstance(moments, Moments) else moments, fit)
    theta, settled = _estimates(fit, sample)
    lost = int((~settled[1:]).sum())
    notes = tuple(_told(lost, len(settled) - 1)) if lost else ()
    plain = values(fit.structure, theta).reshape(len(theta), -1)
    with np.errstate(invalid="ignore"):
        full = standardised(fit.structure, theta).reshape(len(theta), -1)
    if fit.model.defined:
        plain = np.concatenate([plain, defined(fit.structure, theta)], axis=1)
        full = np.concatenate([full, np.full((len(full), len(fit.model.defined)), np.nan)], axis=1)
    table = fit.parameters[["group", "lhs", "op", "rhs", "label", "free", "estimate"]].copy()
    method: Literal["percentile", "wald"] = "percentile" if resamples.method == "bootstrap" else "wald"
    for suffix, drawn in (("", plain), ("_all", full)):
        low, high = interval(drawn, resamples, method, level)
        error = resamples.std_error(drawn)
        fixed = ~(error > 1e-12)
        table["std_all" if suffix else "estimate"] = drawn[0]
        table[f"std_error{suffix}"] = np.where(fixed, np.nan, error)
        table[f"low{suffix}"], table[f"high{suffix}"] = (np.where(fixed, np.nan, end) for end in (low, high))
    return Replicated(table, theta, notes)


def _told(lost: int, count: int) -> Iterator[Text]:
    yield Text(
        "%(lost)d of %(b)d replicates gave no proper solution and are left out",
        {"lost": lost, "b": count},
    )
    if 2 * lost > count:
        yield Text("samples like this one do not determine the model, so no errors are given")


def joined(moments: Sequence[Moments], fit: SemFit) -> Sample:
    """The replicates of all groups, side by side."""
    parts = [of_moments(one, fit.model.items) for one in moments]
    sample = replace(
        parts[0],
        groups=fit.sample.groups,
        group=np.arange(len(parts)),
        seen=np.concatenate([part.seen for part in parts]),
        size=np.concatenate([part.size for part in parts], axis=-1),
        mean=np.concatenate([part.mean for part in parts], axis=-2),
        cov=np.concatenate([part.cov for part in parts], axis=-3),
    )
    return sample if fit.estimator == "ML" else unbiased(sample)


def _estimates(fit: SemFit, sample: Sample) -> tuple[Floats, NDArray[np.bool_]]:
    count = len(sample.size)
    theta = np.empty((count, fit.structure.free))
    settled = np.zeros(count, bool)
    for start in range(0, count, TOGETHER):
        rows = slice(start, start + TOGETHER)
        part = replace(sample, size=sample.size[rows], mean=sample.mean[rows], cov=sample.cov[rows])
        begin = np.broadcast_to(fit.theta, (len(part.size), len(fit.theta)))
        found = scored(fit.structure, part, begin, fit.estimator)
        theta[rows] = np.where(found.converged[:, None], found.theta, np.nan)
        settled[rows] = found.converged
    return theta, settled
