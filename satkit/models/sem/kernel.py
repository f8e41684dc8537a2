"""Second derivatives of the likelihood by means and covariances, over many patterns of gaps."""

from __future__ import annotations

import numpy as np

from satkit.models.sem.sample import Sample
from satkit.stats.design import Floats, Ints

SINGULAR = 1e-11  # smallest eigenvalue of an information matrix in correlation form


def halves(p: int) -> tuple[Ints, Ints]:
    """Rows and columns of the lower triangle, column by column."""
    column, row = np.triu_indices(p)
    return row, column


def kernel(sample: Sample, weight: Floats, apart: Floats, *, means: bool, observed: bool) -> Floats:
    """Information per respondent about means and lower triangles, shape (..., g, s, s).

    Parameters
    ----------
    sample : Sample
    weight : ndarray, shape (..., k, p, p)
        Inverses of the implied covariances of every piece, zero where not seen.
    apart : ndarray, shape (..., k, p)
        Observed less implied means.
    means : bool
        Whether means are modelled; s is then p larger.
    observed : bool
        Minus the second derivatives themselves, not their expectation.

    Notes
    -----
    Every entry is a sum over pieces of products of two matrix elements, so one matrix product over
    all pieces gives them all, however many patterns of gaps there are.
    """
    p = weight.shape[-1]
    found = []
    spread = sample.cov + apart[..., :, None] * apart[..., None, :] if means else sample.cov
    for group in range(len(sample.groups)):
        pieces = np.flatnonzero(sample.group == group)
        inner = weight[..., pieces, :, :]
        flat = inner.reshape(*inner.shape[:-2], p * p)
        heavy = (flat * sample.share[..., pieces, None]).swapaxes(-1, -2)
        other = 0.5 * inner
        if observed:
            other = inner @ spread[..., pieces, :, :] @ inner - other
        pairs = heavy @ other.reshape(flat.shape)
        both = _of_pairs((pairs + pairs.swapaxes(-1, -2)) / 2, p)
        if not means:
            found.append(both)
            continue
        s = p + both.shape[-1]
        whole = np.zeros((*both.shape[:-2], s, s))
        whole[..., :p, :p] = heavy.sum(axis=-1).reshape(*both.shape[:-2], p, p)
        whole[..., p:, p:] = both
        if observed:
            drawn = (inner @ apart[..., pieces, :, None])[..., 0]
            across = _of_triples((heavy @ drawn).reshape(*both.shape[:-2], p, p, p))
            whole[..., :p, p:] = across
            whole[..., p:, :p] = across.swapaxes(-1, -2)
        found.append(whole)
    return np.stack(found, axis=-3)


def _of_pairs(pairs: Floats, p: int) -> Floats:
    row, column = halves(p)
    table = pairs.reshape(*pairs.shape[:-2], p, p, p, p)
    r, c, s, d = row[:, None], column[:, None], row, column
    twice = np.where(row == column, 0.5, 1.0)
    return np.asarray(2 * (table[..., c, s, r, d] + table[..., c, d, r, s]) * np.outer(twice, twice))


def _of_triples(mixed: Floats) -> Floats:
    row, column = halves(mixed.shape[-1])
    twice = np.where(row == column, 0.5, 1.0)
    return np.asarray((mixed[..., row, column] + mixed[..., column, row]) * twice)


def invert_information(information: Floats) -> Floats:
    """The inverse of an information matrix; NaN where a parameter is not identified."""
    width = np.sqrt(np.maximum(np.diagonal(information), 1e-300))
    scaled = information / np.outer(width, width)
    if not np.isfinite(scaled).all() or np.linalg.eigvalsh(scaled)[0] < SINGULAR:
        return np.full_like(information, np.nan)
    return np.asarray(np.linalg.inv(scaled) / np.outer(width, width))
