"""Thresholds and correlations of ordered items in every replicate, from replicate tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.result import SemFit
from satkit.stats.categories import cut_points
from satkit.stats.design import Floats
from satkit.stats.polychoric import Polychoric, correlations
from satkit.stats.replicates import Replicates
from satkit.stats.table import columns_as_numbers, group_labels

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TOGETHER = 64
CLOSE = 1e-8  # step of a correlation that is not worth taking
HALF = 0.5  # respondents that an end category is left where a replicate drew nobody from it


def resampled_tables(
    fit: SemFit, answers: pd.DataFrame, resamples: Replicates, group: str | None, weight: str | None
) -> Iterator[tuple[Floats, Floats, NDArray[np.bool_]]]:
    """What the ordered items show in some replicates at a time.

    Parameters
    ----------
    fit : SemFit
        Of ordered categories.
    answers : DataFrame
        The table that was fitted.
    resamples : Replicates
        Of the rows of this table.
    group, weight : str, optional
        The columns of the fit.

    Yields
    ------
    ndarray, shape (b, g, s)
        Thresholds and correlations.
    ndarray, shape (b, g)
        Respondents, as many in the sample as it has.
    ndarray of bool, shape (b,)
        Where nobody chose an end category; its threshold is set as if half a respondent had.

    Notes
    -----
    Tables of pairs and counts of categories are sums over respondents: one (sparse) matrix product
    gives those of all replicates, and the correlations of all their pairs are found together.

    Raises
    ------
    FitError
        If some items are numbers, whose likelihood is no sum over tables.
    """
    found = fit.ordinal
    if found is None or len(found.layers.numeric):
        raise FitError(
            Complaint(
                Text("replicates of ordered categories beside numbers are not to be had"),
                hint=Text("take all items as ordered categories, or all as numbers"),
            )
        )
    if len(resamples.piece) != len(answers):
        raise FitError(Complaint(Text("replicates need the table of answers that the model was fitted to")))
    values = columns_as_numbers(answers, fit.model.items)
    heavy = columns_as_numbers(answers, [weight])[:, 0] if weight else np.ones(len(values))
    named = group_labels(answers[group], len(values))[1] if group else np.full(len(values), "")
    if not found.pairwise:
        heavy = np.where(np.isfinite(values).all(axis=1), heavy, 0.0)
    rows = [np.flatnonzero((named == name) & (heavy > 0)) for name in fit.sample.groups]
    counters = [_counter(values[own], seen) for own, seen in zip(rows, found.seen, strict=True)]
    for start in range(0, len(resamples.factors), TOGETHER):
        factors = resamples.factors[start : start + TOGETHER]
        parts = [
            _replicate_thresholds(
                counter, factors[:, resamples.piece[own]] * (heavy[own] * seen.n / heavy[own].sum()), seen
            )
            for counter, own, seen in zip(counters, rows, found.seen, strict=True)
        ]
        yield (
            np.stack([part[0] for part in parts], axis=1),
            np.stack([part[1] for part in parts], axis=1),
            np.any([part[2] for part in parts], axis=0),
        )


def _counter(values: Floats, seen: Polychoric) -> csr_array:
    """Which category of every item, and which cell of every pair, a respondent is in.

    Shape (p c + pairs c c, n), zeros and ones.
    """
    from scipy.sparse import csr_array

    n, p = values.shape
    c = seen.thresholds.shape[1] - 1
    codes = np.full(values.shape, -1)
    for item, level in enumerate(seen.levels):
        answered = np.isfinite(values[:, item])
        codes[answered, item] = np.searchsorted(level, values[answered, item])
    left, right = np.triu_indices(p, 1)
    single = np.where(codes >= 0, np.arange(p) * c + codes, -1)
    both = (codes[:, left] >= 0) & (codes[:, right] >= 0)
    pair = np.where(both, p * c + (np.arange(len(left)) * c + codes[:, left]) * c + codes[:, right], -1)
    cell = np.concatenate([single, pair], axis=1)
    who, _ = np.nonzero(cell >= 0)
    where = cell[cell >= 0]
    return csr_array((np.ones(len(who)), (where, who)), shape=(p * c + len(left) * c * c, n))


def _replicate_thresholds(
    counter: csr_array, factors: Floats, seen: Polychoric
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Thresholds and correlations (b, s), respondents (b,) and lost end categories (b,) of one group."""
    p, c = len(seen.names), seen.thresholds.shape[1] - 1
    left, right = np.triu_indices(p, 1)
    counts = (counter @ factors.T).T
    cuts, lost = _cuts(counts[:, : p * c].reshape(-1, p, c), seen)
    tables = counts[:, p * c :].reshape(-1, len(left), c, c)
    start = np.broadcast_to(seen.pairs, (len(tables), len(left)))
    rho, settled = correlations(tables, cuts[:, left], cuts[:, right], start, CLOSE)
    rho = np.where(settled, rho, np.nan)
    return np.concatenate([cuts[:, np.isfinite(seen.thresholds)], rho], axis=1), factors.sum(axis=1), lost


def _cuts(counts: Floats, seen: Polychoric) -> tuple[Floats, NDArray[np.bool_]]:
    from scipy.special import ndtri

    found = cut_points(counts)
    inner = np.isfinite(seen.thresholds)
    edge = float(ndtri(HALF / seen.n))
    low, high = np.isneginf(found) & inner, np.isposinf(found) & inner
    found = np.where(low, edge, np.where(high, -edge, found))
    return found, np.asarray((low | high).any(axis=(-2, -1)))
