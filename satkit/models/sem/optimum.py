"""From semopy's solution to the optimum of one sample."""

from __future__ import annotations

from typing import Literal

import numpy as np

from satkit.models.sem.discrepancy import Estimator, value
from satkit.models.sem.sample import Sample
from satkit.models.sem.solve import NEAR, fisher_scoring, polish_newton
from satkit.models.sem.start import plain, start_values
from satkit.models.sem.structure import Structure
from satkit.stats.design import Floats

Start = Literal["semopy", "plain"]


def find_optimum(
    structure: Structure, sample: Sample, estimator: Estimator, start: Start = "semopy"
) -> tuple[Floats, bool]:
    """The solution of semopy, or a plain guess, taken to the optimum, shape (q,)."""
    cov, mean = rough(sample)
    begin = plain(structure, cov, mean)
    if start == "semopy":
        begin = start_values(structure, cov, mean, sample.n, estimator)
    if not np.isfinite(value(structure, sample, begin, estimator)):
        begin = plain(structure, cov, mean)
    found = fisher_scoring(structure, sample, begin[None], estimator, close=NEAR)
    if not found.converged[0]:
        again = fisher_scoring(structure, sample, plain(structure, cov, mean)[None], estimator, close=NEAR)
        found = again if again.value[0] < found.value[0] else found
    return polish_newton(structure, sample, found.theta[0], estimator)


def rough(sample: Sample) -> tuple[Floats, Floats]:
    """Covariances (g, p, p) and means (g, p) good enough to begin with: diagonal where gaps are."""
    if not sample.gaps:
        return sample.cov, sample.mean
    member = (sample.group == np.arange(len(sample.groups))[:, None]) * sample.size
    heavy = member[:, :, None] * sample.seen
    mean = (heavy * sample.mean).sum(axis=1) / heavy.sum(axis=1)
    both = member[:, :, None, None] * (sample.seen[:, :, None] & sample.seen[:, None, :])
    apart = np.where(sample.seen, sample.mean - mean[sample.group], 0.0)
    spread = sample.cov + apart[:, :, None] * apart[:, None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        cov = (both * spread).sum(axis=1) / both.sum(axis=1)
    return np.where(np.isfinite(cov), cov, 0.0), mean
