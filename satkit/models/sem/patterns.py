"""Patterns of gaps in every replicate: their respondents, means and covariances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.result import SemFit
from satkit.models.sem.sample import Sample
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates

ROOM = 8_000_000  # numbers in the second derivatives of the replicates that are kept at once
TOGETHER = 64


def pattern_samples(fit: SemFit, answers: pd.DataFrame, resamples: Replicates) -> Iterator[Sample]:
    """The sample of a fit with gaps, some replicates at a time.

    Parameters
    ----------
    fit : SemFit
    answers : DataFrame
        The table that was fitted.
    resamples : Replicates
        Of the rows of this table.

    Notes
    -----
    Respondents, means and covariances of a pattern are sums over its rows, so the replicates of a
    pattern are one matrix product.

    Raises
    ------
    FitError
        If the fit is of another table.
    """
    sample = fit.sample
    kept, rows, weight = sample.kept, sample.rows, sample.weight
    if kept is None or rows is None or weight is None or len(resamples.piece) != len(answers):
        raise FitError(Complaint(Text("replicates need the table of answers that the model was fitted to")))
    units = resamples.piece[kept]
    members = [np.flatnonzero(sample.piece == number) for number in range(len(sample.group))]
    products = [_products(sample, number, own) for number, own in enumerate(members)]
    together = int(np.clip(ROOM // len(sample.items) ** 4, 1, TOGETHER))
    for start in range(0, len(resamples.factors), together):
        factors = resamples.factors[start : start + together]
        yield _resample_patterns(
            sample, products, members, [factors[:, units[own]] * weight[own] for own in members]
        )


def _products(sample: Sample, number: int, own: Ints) -> Floats:
    """One, answers and products of answers of the respondents of a pattern, about its means."""
    seen = np.flatnonzero(sample.seen[number])
    assert sample.rows is not None  # noqa: S101  # the caller has seen to it
    apart = sample.rows[np.ix_(own, seen)] - sample.mean[number, seen]
    left, right = np.triu_indices(len(seen))
    return np.concatenate([np.ones((len(own), 1)), apart, apart[:, left] * apart[:, right]], axis=1)


def _resample_patterns(
    sample: Sample, products: list[Floats], members: list[Ints], factors: list[Floats]
) -> Sample:
    count, p = len(factors[0]), len(sample.items)
    size = np.zeros((count, len(members)))
    mean, cov = np.zeros((*size.shape, p)), np.zeros((*size.shape, p, p))
    for number, (product, factor) in enumerate(zip(products, factors, strict=True)):
        total = factor @ product
        seen = np.flatnonzero(sample.seen[number])
        k = len(seen)
        size[:, number] = total[:, 0]
        total = total[:, 1:] / np.where(total[:, :1] > 0, total[:, :1], 1.0)
        shift = total[:, :k]
        left, right = np.triu_indices(k)
        spread = total[:, k:] - shift[:, left] * shift[:, right]
        mean[:, number, seen] = np.where(size[:, number, None] > 0, sample.mean[number, seen] + shift, 0.0)
        cov[:, number, seen[left], seen[right]] = spread
        cov[:, number, seen[right], seen[left]] = spread
    return replace(sample, size=size, mean=mean, cov=cov)
