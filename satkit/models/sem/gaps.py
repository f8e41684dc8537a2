"""What a test under gaps would have been of complete answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from satkit.models.sem.discrepancy import curvature, information, value
from satkit.models.sem.measures import Test
from satkit.models.sem.robust import first_order
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Implied, Structure, implied_moments, stack_derivatives
from satkit.stats.design import Floats


def complete_tests(
    models: Sequence[tuple[Structure, Floats, int]],
    sample: Sample,
    top: tuple[Structure, Floats],
    *,
    normal: bool,
) -> tuple[Test, ...]:
    """The tests on which the robust CFI, TLI and RMSEA rest where answers are missing.

    Parameters
    ----------
    models : sequence of (Structure, ndarray, int)
        Structures, their full-information estimates and degrees of freedom.
    sample : Sample
    top : tuple of Structure and ndarray
        The structure without restrictions and its estimates.
    normal : bool
        Whether answers are taken as normal (versions 6 and 3 of the paper).

    Returns
    -------
    tuple of Test
        The discrepancy of complete answers with the moments that full information finds, and the
        factor by which its mean differs from df.

    References
    ----------
    Zhang and Savalei (2023).
    """
    full, peak = top
    whole = _without_gaps(sample, implied_moments(full, peak))
    floor = value(full, whole, peak, "ML")
    seen = curvature(full, sample, peak, "ML")
    inner = np.linalg.inv(seen)
    lean = inner @ information(full, whole, peak, "ML")
    spread = None if normal else inner @ first_order(full, sample, peak) @ inner
    found = []
    for given, theta, df in models:
        slopes = _slopes(given, theta)
        pull = seen @ slopes
        free = np.eye(len(seen)) - pull @ np.linalg.pinv(slopes.T @ pull, hermitian=True) @ slopes.T
        if spread is None:
            trace = float((lean * free).sum())  # of lean and the transpose of free
        else:
            rest = free @ seen
            trace = float(((rest @ lean @ inner) * (rest @ spread).T).sum())
        misfit = value(given, whole, theta, "ML") - floor
        found.append(Test(float(2 * sample.n * misfit), df, trace / df if df else 1.0))
    return tuple(found)


def _without_gaps(sample: Sample, seen: Implied) -> Sample:
    """Complete answers with given moments."""
    groups = len(sample.groups)
    return replace(
        sample,
        group=np.arange(groups),
        seen=np.ones((groups, len(sample.items)), bool),
        size=np.bincount(sample.group, sample.size, minlength=groups).astype(float),
        mean=seen.mean,
        cov=seen.cov,
        rows=None,
        piece=None,
        weight=None,
    )


def _slopes(structure: Structure, theta: Floats) -> Floats:
    """Derivatives of the moments in the order of the structure without restrictions, shape (s, q)."""
    each = stack_derivatives(structure, theta)
    if structure.model.means:
        each = np.roll(each, -len(structure.model.items), axis=1)
    return np.asarray(each.reshape(-1, each.shape[-1]))


def pairwise(sample: Sample) -> tuple[Floats, Floats]:
    """Covariances (g, p, p) of those who answered both items of a pair, and means (g, p) of each item."""
    covs, means = [], []
    for group in range(len(sample.groups)):
        own = sample.group == group
        size, seen, mean = sample.size[own], sample.seen[own].astype(float), sample.mean[own]
        count = (seen.T * size) @ seen
        first = (mean.T * size) @ seen / count  # of the first item among those who answered both
        cross = (size[:, None, None] * sample.cov[own]).sum(axis=0) + (mean.T * size) @ mean
        cov = (cross / count - first * first.T) * count / (count - 1) * (size.sum() - 1) / size.sum()
        covs.append(cov)
        means.append(np.diagonal(first))
    return np.stack(covs), np.stack(means)
