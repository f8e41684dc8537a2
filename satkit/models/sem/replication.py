"""Errors from the design: the model fitted to every replicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.replicate_intervals import interval
from satkit.models.sem.least_squares import by_least_squares
from satkit.models.sem.ordinal_structure import scales
from satkit.models.sem.patterns import pattern_samples
from satkit.models.sem.quantities import defined_quantities
from satkit.models.sem.resampled_tables import resampled_tables
from satkit.models.sem.result import SemFit, unbiased_sample
from satkit.models.sem.sample import Sample, of_moments
from satkit.models.sem.solve import fisher_scoring
from satkit.models.sem.standardised import standardise_rows
from satkit.models.sem.structure import values
from satkit.stats.arguments import LEVEL, TEXT, Kind, arguments, instance, optional
from satkit.stats.design import Floats
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates

TOGETHER = 64  # replicates whose matrices are kept at once
CLOSE = 1e-13  # fall of the least squares that is not worth a step


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
        NaN where a replicate gives no proper solution; of ordered categories all parameters of the
        :class:`satkit.models.sem.ordinal_structure.Layers`.
    notes : tuple of Text
    """

    table: pd.DataFrame
    theta: Floats
    notes: tuple[Text, ...]


def _of_replicates(value: object) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(one, Moments) for one in value)
    return isinstance(value, Moments | pd.DataFrame)


@arguments(
    fit=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")),
    given=Kind(_of_replicates, Text("moments of the replicates, or the table that was fitted")),
    resamples=instance(Replicates, Text("replicates of the sample, as replicates() or drawn() make them")),
    group=optional(TEXT),
    weight=optional(TEXT),
    level=LEVEL,
)
def replicate_fit(
    fit: SemFit,
    given: Moments | Sequence[Moments] | pd.DataFrame,
    resamples: Replicates,
    *,
    group: str | None = None,
    weight: str | None = None,
    level: float = 0.95,
) -> Replicated:
    """Fit every replicate, beginning at the solution of the sample.

    Parameters
    ----------
    fit : SemFit
    given : Moments, sequence of Moments, or DataFrame
        Moments of the replicates, one for every group, as :mod:`satkit.stats.moments` makes them;
        the first replicate is the sample.  For answers with gaps and for ordered categories the
        table that was fitted.
    resamples : Replicates
        With a table: of its rows.
    group, weight : str, optional
        The columns of the fit, for ordered categories.
    level : float

    Notes
    -----
    Ordered categories keep the weights of the sample in their least squares, as the errors of WLSMV
    do.
    """
    theta, settled, cautions = _estimates(fit, given, resamples, group, weight)
    lost = int((~settled[1:]).sum())
    notes = cautions + (tuple(_note_lost(lost, len(settled) - 1)) if lost else ())
    table = fit.parameters[["group", "lhs", "op", "rhs", "label", "free", "estimate"]].copy()
    method: Literal["percentile", "wald"] = "percentile" if resamples.method == "bootstrap" else "wald"
    for suffix, drawn in zip(("", "_all"), _quantities(fit, theta), strict=True):
        low, high = interval(drawn, resamples, method, level)
        error = resamples.std_error(drawn)
        fixed = ~(error > 1e-12)
        table["std_all" if suffix else "estimate"] = drawn[0]
        table[f"std_error{suffix}"] = np.where(fixed, np.nan, error)
        table[f"low{suffix}"], table[f"high{suffix}"] = (np.where(fixed, np.nan, end) for end in (low, high))
    return Replicated(table, theta, notes)


def _quantities(fit: SemFit, theta: Floats) -> tuple[Floats, Floats]:
    """Every row of the table of parameters in every replicate (b + 1, rows), plain and standardised."""
    count = len(theta)
    plain = [values(fit.structure, theta).reshape(count, -1)]
    with np.errstate(invalid="ignore"):
        full = [standardise_rows(fit.structure, theta).reshape(count, -1)]
    if fit.model.defined:
        plain.append(defined_quantities(fit.structure, theta))
        full.append(np.full_like(plain[-1], np.nan))
    if fit.ordinal is not None:
        layers = fit.ordinal.layers
        cuts = theta[:, layers.cut]
        scale = theta[:, layers.scale[layers.scale >= 0]]
        plain += [cuts.reshape(count, -1), scale]
        full += [(cuts * scales(layers, theta)[..., layers.owner]).reshape(count, -1), np.ones_like(scale)]
    return np.concatenate(plain, axis=1), np.concatenate(full, axis=1)


def _note_lost(lost: int, count: int) -> Iterator[Text]:
    yield Text(
        "%(lost)d of %(b)d replicates gave no proper solution and are left out",
        {"lost": lost, "b": count},
    )
    if 2 * lost > count:
        yield Text("samples like this one do not determine the model, so no errors are given")


def join_moments(moments: Sequence[Moments], fit: SemFit) -> Sample:
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
    return sample if fit.estimator == "ML" else unbiased_sample(sample)


def _estimates(
    fit: SemFit,
    given: Moments | Sequence[Moments] | pd.DataFrame,
    resamples: Replicates,
    group: str | None,
    weight: str | None,
) -> tuple[Floats, NDArray[np.bool_], tuple[Text, ...]]:
    """Parameters of every replicate (b + 1, q), which came to rest, and what was done."""
    if fit.ordinal is not None:
        if not isinstance(given, pd.DataFrame):
            raise FitError(Complaint(Text("ordered categories need the answers, not only their moments")))
        return _of_tables(fit, given, resamples, group, weight)
    if isinstance(given, pd.DataFrame):
        return *_of_samples(fit, pattern_samples(fit, given, resamples)), ()
    sample = join_moments([given] if isinstance(given, Moments) else given, fit)
    slices = [slice(start, start + TOGETHER) for start in range(0, len(sample.size), TOGETHER)]
    parts = (
        replace(sample, size=sample.size[rows], mean=sample.mean[rows], cov=sample.cov[rows])
        for rows in slices
    )
    return *_of_samples(fit, parts), ()


def _of_samples(fit: SemFit, parts: Iterable[Sample]) -> tuple[Floats, NDArray[np.bool_]]:
    theta, settled = [], []
    for part in parts:
        begin = np.broadcast_to(fit.theta, (len(part.size), len(fit.theta)))
        found = fisher_scoring(fit.structure, part, begin, fit.estimator, exact=part.gaps)
        theta.append(np.where(found.converged[:, None], found.theta, np.nan))
        settled.append(found.converged)
    return np.concatenate(theta), np.concatenate(settled)


def _of_tables(
    fit: SemFit, answers: pd.DataFrame, resamples: Replicates, group: str | None, weight: str | None
) -> tuple[Floats, NDArray[np.bool_], tuple[Text, ...]]:
    found = fit.ordinal
    assert found is not None  # noqa: S101  # the caller has seen to it
    theta, settled, emptied = [], [], 0
    for target, size, lost in resampled_tables(fit, answers, resamples, group, weight):
        heavy = found.weights * ((size - 1) / size.sum(axis=1, keepdims=True))[..., None]
        begin = np.broadcast_to(found.theta, (len(target), len(found.theta)))
        usable = np.asarray(np.isfinite(target).all(axis=(1, 2)))
        aim = np.where(usable[:, None, None], target, np.stack([own.vector for own in found.seen]))
        solution, still = by_least_squares(found.layers, aim, heavy, begin, CLOSE)
        theta.append(np.where((usable & still)[:, None], solution, np.nan))
        settled.append(usable & still)
        emptied += int(lost.sum())
    notes = (
        Text(
            "in %(lost)d of %(b)d replicates nobody chose one of the end categories; half a respondent "
            "stands for them there",
            {"lost": emptied, "b": resamples.count},
        ),
    )
    return np.concatenate(theta), np.concatenate(settled), notes if emptied else ()
