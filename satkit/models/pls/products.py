"""What an interaction is measured by: combinations of items and their products."""

from __future__ import annotations

import numpy as np

from satkit.models.paths import Construct
from satkit.models.pls.fit import PathFit
from satkit.stats.design import Floats
from satkit.stats.moments import Moments

Pairs = list[tuple[str, str]]


def score_product(wide: Moments, first: PathFit, left: Construct, right: Construct, pairs: Pairs) -> Floats:
    """The product of two standardised scores of the first stage, shape (..., 1, columns).

    Up to a constant, which no covariance sees: with scores a'(x - m) and b'(y - n) it is the sum
    of a b x y less (b'n) a'x and (a'm) b'y.
    """
    place = {name: number for number, name in enumerate(wide.names)}
    a, m = _score(first, left)
    b, n = _score(first, right)
    rows = np.zeros((*wide.mass.shape, 1, len(wide.names)))
    for one, item in enumerate(left.items):
        for other, partner in enumerate(right.items):
            pair = (item, partner) if (item, partner) in pairs else (partner, item)
            rows[..., 0, place[f"{pair[0]}:{pair[1]}"]] += a[..., one] * b[..., other]
    for one, item in enumerate(left.items):
        rows[..., 0, place[item]] -= (b * n).sum(axis=-1) * a[..., one]
    for other, partner in enumerate(right.items):
        rows[..., 0, place[partner]] -= (a * m).sum(axis=-1) * b[..., other]
    return rows


def _score(first: PathFit, construct: Construct) -> tuple[Floats, Floats]:
    """Weights of unstandardised items in a construct's score, and their means."""
    block = first.blocks[first.model.names.index(construct.name)]
    return first.weights[..., block] / first.moments.sd[..., block], first.moments.mean[..., block]


def product(wide: Moments, pairs: Pairs) -> Floats:
    """Products of standardised items, one a row: shape (..., pairs, columns)."""
    place = {name: number for number, name in enumerate(wide.names)}
    rows = np.zeros((*wide.mass.shape, len(pairs), len(wide.names)))
    mean, sd = wide.mean, wide.sd
    for row, (item, partner) in enumerate(pairs):
        left, right = place[item], place[partner]
        with np.errstate(invalid="ignore", divide="ignore"):
            scale = 1 / (sd[..., left] * sd[..., right])
        rows[..., row, place[f"{item}:{partner}"]] = scale
        rows[..., row, left] -= scale * mean[..., right]
        rows[..., row, right] -= scale * mean[..., left]
    return rows


def orthogonal(wide: Moments, rows: Floats, items: tuple[str, ...]) -> Floats:
    """The same combinations less their regression on ``items``, shape (..., rows, columns)."""
    columns = [wide.names.index(item) for item in items]
    among = wide.cov[..., np.array(columns)[:, None], columns]
    usable = np.isfinite(rows).all(axis=(-2, -1)) & (np.linalg.matrix_rank(among) == len(columns))
    safe = np.where(np.asarray(usable)[..., None, None], among, np.eye(len(columns)))
    shared = (rows @ wide.cov)[..., columns]
    slopes = np.linalg.solve(safe, shared.swapaxes(-1, -2)).swapaxes(-1, -2)
    result = rows.copy()
    result[..., columns] -= slopes
    return np.where(np.asarray(usable)[..., None, None], result, np.nan)
