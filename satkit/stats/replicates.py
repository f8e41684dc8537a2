"""Replicates: one matrix of factors that turns unit totals into every resample at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from satkit.stats.design import Design, Floats, Ints

Method = Literal["bootstrap", "jackknife", "groups", "delivered"]
LARGEST = 40_000_000  # factors of one matrix; beyond it the units go into random groups
GROUPS = 100
RANK = 1e-10  # of the largest root, below which replicate weights say nothing new
SHRINK = 0.9
ROUNDING = 1e-12  # of an estimate


@dataclass(frozen=True)
class Replicates:
    """Factors on the weight of every piece of a sample; replicate 0 is the sample itself.

    A *piece* is what is reweighted as one: a unit, or a unit's part in a raking cell.

    Parameters
    ----------
    method : str
    piece : ndarray of int, shape (n,)
        The piece of every row.
    factors : ndarray, shape (b + 1, pieces)
        Row 0 belongs to the full sample.
    scales : ndarray, shape (b,)
        What every squared deviation counts in the variance.
    seed : int or None
    block : ndarray of int, shape (b,), optional
        Replicates that move the same part of the sample, such as a wave: their deviations are from their own mean.
    from_estimate : ndarray of bool, shape (b,), optional
        Whose deviations are from the estimate instead.
    """

    method: Method
    piece: Ints
    factors: Floats
    scales: Floats
    seed: int | None = None
    block: Ints | None = None
    from_estimate: NDArray[np.bool_] | None = None

    @property
    def count(self) -> int:
        """Replicates, the full sample not counted."""
        return len(self.scales)

    def totals(self, products: Floats) -> Floats:
        """Replicate totals of weighted products: one matrix product.

        Parameters
        ----------
        products : ndarray, shape (pieces, ...)
            Sums over the rows of a piece of weight times value.

        Returns
        -------
        ndarray, shape (b + 1, ...)
        """
        flat = self.factors @ products.reshape(len(products), -1)
        return flat.reshape(len(self.factors), *products.shape[1:])

    def pieces(self, values: Floats) -> Floats:
        """Sums of weighted values over the rows of each piece, shape (pieces, q)."""
        sums = np.zeros((self.factors.shape[1], *values.shape[1:]))
        np.add.at(sums, self.piece, values)
        return sums

    def variance(self, values: Floats) -> Floats:
        """Variance of an estimate from its replicates.

        Parameters
        ----------
        values : ndarray, shape (b + 1, ...)
            NaN where a replicate cannot give the estimate (an empty domain); such replicates are
            left out and the others stand for them.

        Returns
        -------
        ndarray, shape (...)
            NaN where fewer than half of the replicates give a value; 0 where they differ by no
            more than rounding.
        """
        variance = self._spread(values)
        with np.errstate(invalid="ignore"):
            return np.where(variance < (ROUNDING * values[0]) ** 2, 0.0, variance)

    def deviations(self, values: Floats) -> Floats:
        """Deviations of the replicates times the roots of what they count: their squares sum to the variance.

        Parameters
        ----------
        values : ndarray, shape (b + 1, ...)

        Returns
        -------
        ndarray, shape (b, ...)
            0 where a replicate cannot give the estimate.  Of drawn replicates the others stand for it;
            replicate weights that came with the data are taken as they are, as R's survey does.
        """
        resampled, usable = values[1:], np.isfinite(values[1:])
        scales = self.scales.reshape(-1, *([1] * (resampled.ndim - 1)))
        counted = usable & (scales > 0) if self.method == "delivered" else usable
        apart = np.zeros(resampled.shape)
        for part in self._blocks():
            used = counted[part].sum(axis=0)
            centre = np.where(counted[part], resampled[part], 0.0).sum(axis=0) / np.maximum(used, 1)
            if self.from_estimate is not None:
                own = self.from_estimate[part].reshape(-1, *([1] * (resampled.ndim - 1)))
                centre = np.where(own, values[0], centre)
            apart[part] = np.where(usable[part], resampled[part] - centre, 0.0)
        lost = 1.0 if self.method == "delivered" else self.count / np.maximum(usable.sum(axis=0), 1)
        return np.asarray(apart * np.sqrt(scales * lost))

    def _blocks(self) -> list[NDArray[np.bool_] | slice]:
        if self.block is None:
            return [slice(None)]
        return [self.block == one for one in np.unique(self.block)]

    def _spread(self, values: Floats) -> Floats:
        resampled = values[1:]
        usable = np.isfinite(resampled)
        plain = self.block is None and self.from_estimate is None and self.method != "delivered"
        if plain and self.count and usable.all():  # the usual case, without the roots and their squares
            scales = self.scales.reshape(-1, *([1] * (resampled.ndim - 1)))
            return np.asarray((scales * (resampled - resampled.mean(axis=0)) ** 2).sum(axis=0))
        enough = [2 * usable[part].sum(axis=0) >= _size(part, self.count) for part in self._blocks()]
        squares = np.asarray((self.deviations(values) ** 2).sum(axis=0))
        return np.where(np.all(enough, axis=0), squares, np.nan)

    def std_error(self, values: Floats) -> Floats:
        """Square root of :meth:`variance`."""
        return np.sqrt(self.variance(values))


def _size(part: NDArray[np.bool_] | slice, count: int) -> int:
    return count if isinstance(part, slice) else int(part.sum())


def replicates_from_weights(
    weight: Floats,
    weights: Floats,
    scales: Floats,
    *,
    combined: bool = True,
    from_estimate: bool = False,
) -> Replicates:
    """Replicates from weights that came with the data.

    Parameters
    ----------
    weight : ndarray, shape (n,)
        Case weights, above zero.
    weights : ndarray, shape (n, b)
        Replicate weights; ``combined`` says that they contain the case weight, else they are factors on it.
    scales : ndarray, shape (b,)
        What every squared deviation counts.
    from_estimate : bool
        Deviations are from the estimate (mse) and not from the mean of the replicates.
    """
    factors = weights / weight[:, None] if combined else weights
    alike: dict[bytes, int] = {}
    piece = np.array([alike.setdefault(row.tobytes(), len(alike)) for row in factors], np.int64)
    first = np.unique(piece, return_index=True)[1]
    return Replicates(
        "delivered",
        piece,
        _with_full_sample(np.ascontiguousarray(factors[first].T)),
        scales,
        from_estimate=np.ones(len(scales), bool) if from_estimate else None,
    )


def freedom(weights: Floats) -> int:
    """Degrees of freedom of replicate weights, shape (n, b): their rank less one (``degf`` of R's survey)."""
    sizes = np.sqrt((weights**2).sum(axis=0))
    scaled = weights[:, sizes > 0] / sizes[sizes > 0]
    roots = np.linalg.eigvalsh(scaled.T @ scaled)
    return max(int((roots > RANK * max(float(roots.max(initial=0)), 1.0)).sum()) - 1, 0)


def stack_replicates(parts: Sequence[tuple[Ints, Replicates]], n: int) -> Replicates:
    """Replicates of parts of a sample that were drawn apart, such as waves: while one part moves, the others rest.

    Parameters
    ----------
    parts : sequence of (ndarray of int, Replicates)
        The rows of every part, and its own replicates.
    n : int
        Rows of the sample.
    """
    piece = np.zeros(n, np.int64)
    counts = [part.count for _, part in parts]
    pieces = [part.factors.shape[1] for _, part in parts]
    factors = np.ones((sum(counts) + 1, sum(pieces)))
    row, column = 1, 0
    for rows, part in parts:
        piece[rows] = part.piece + column
        factors[row : row + part.count, column : column + part.factors.shape[1]] = part.factors[1:]
        row, column = row + part.count, column + part.factors.shape[1]
    return Replicates(
        "delivered",
        piece,
        factors,
        np.concatenate([part.scales for _, part in parts]),
        next((part.seed for _, part in parts if part.seed is not None), None),
        np.repeat(np.arange(len(parts)), counts),
        np.concatenate(
            [
                np.zeros(part.count, bool) if part.from_estimate is None else part.from_estimate
                for _, part in parts
            ]
        ),
    )


def replicates(
    sample: Design, method: str = "auto", count: int = 1000, seed: int = 0, parts: int = 1
) -> Replicates:
    """Replicates of a design.

    Parameters
    ----------
    sample : Design
    method : {"auto", "bootstrap", "jackknife", "groups"}
        ``auto`` is the bootstrap, or random groups where its matrix would outgrow memory.
    count : int
        Bootstrap replicates; the jackknife has one per unit (two per lonely one).  Random groups are
        100, and of samples too large for the bootstrap up to ``count``: a variance from G groups
        has an error of about the square root of 2 / G by itself, 14 % at 100 and 4.5 % at 1,000.
    parts : int
        Raking cells that pieces will be divided into, which costs memory.
    """
    small = sample.units * count <= LARGEST
    if method == "auto":
        method = "bootstrap" if small else "groups"
    if method == "jackknife":
        return _jackknife(sample)
    if method == "groups":
        groups = GROUPS if small else _affordable_groups(sample, count, parts)
        return _groups(sample, min(groups, max(sample.units, 2)), seed)
    return _bootstrap(sample, count, seed)


def _affordable_groups(sample: Design, count: int, parts: int) -> int:
    """As many random groups, up to ``count``, as the matrix of their factors has room for."""
    sizes = np.bincount(sample.stratum)
    groups = max(count, GROUPS)
    while groups > GROUPS and groups * np.minimum(sizes, groups).sum() * parts > LARGEST:
        groups = max(int(groups * SHRINK), GROUPS)
    return groups


def _with_full_sample(factors: Floats) -> Floats:
    return np.concatenate([np.ones((1, factors.shape[1])), factors])


def _bootstrap(sample: Design, count: int, seed: int) -> Replicates:
    r"""Rescaled bootstrap: n - 1 of n units with replacement in every stratum.

    .. math:: a_i = 1 + \sqrt{1 - f_h} \left( \frac{n_h}{n_h - 1} k_i - 1 \right)

    with :math:`k_i` the number of times unit i was drawn (Rao, Wu and Yue 1992; Rao and Wu 1988
    for the finite population).  A lonely unit under ``adjust`` is taken twice or not at all.
    """
    rng = np.random.default_rng(seed)
    factors = np.empty((count, sample.units))
    order = np.argsort(sample.stratum, kind="stable")
    for members in np.split(order, np.cumsum(np.bincount(sample.stratum))[:-1]):
        n = len(members)
        if n == 1:
            coin = 2.0 * rng.integers(0, 2, count) if sample.lonely == "adjust" else np.ones(count)
            share = coin[:, None]
        else:
            drawn = rng.integers(0, n, (count, n - 1)) + n * np.arange(count)[:, None]
            share = np.bincount(drawn.ravel(), minlength=count * n).reshape(count, n) * (n / (n - 1))
        factors[:, members] = 1 + np.sqrt(1 - sample.fraction[members]) * (share - 1)
    scales = np.full(count, 1 / (count - 1))
    return Replicates("bootstrap", sample.unit, _with_full_sample(factors), scales, seed)


def _jackknife(sample: Design) -> Replicates:
    r"""Delete one unit (JK1 with one stratum, JKn with several), the others of its stratum up.

    Scales are :math:`(1 - f_h)(n_h - 1)/n_h` (Wolter 2007, section 4.5).  A lonely unit under
    ``adjust`` is taken not at all in one replicate and twice in another, each counting half, lest
    it move the mean of the replicates that all the others are compared with.
    """
    sizes = sample.sizes
    alone = sizes == 1
    same = sample.stratum[:, None] == sample.stratum[None, :]
    raised = sizes / np.maximum(sizes - 1, 1)
    factors = np.where(same, raised[:, None], 1.0)
    np.fill_diagonal(factors, 0.0)
    scales = (1 - sample.fraction) * np.where(alone, 0.5, (sizes - 1) / sizes)
    if sample.lonely == "certainty":
        factors, scales = factors[~alone], scales[~alone]
    else:
        factors, scales = np.concatenate([factors, 2 - factors[alone]]), np.append(scales, scales[alone])
    return Replicates("jackknife", sample.unit, _with_full_sample(factors), scales)


def _groups(sample: Design, groups: int, seed: int) -> Replicates:
    r"""Delete a random group of units; small strata by Kott's extended factors.

    A stratum with fewer units than groups gives a deleted unit :math:`1 - (n_h - 1) z_h` and the
    others :math:`1 + z_h`, :math:`z_h^2 = G / ((G - 1) n_h (n_h - 1))` (Kott 2001, equation 7).
    """
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(sample.units)
    order = shuffled[np.argsort(sample.stratum[shuffled], kind="stable")]
    group = np.empty(sample.units, np.int64)
    group[order] = np.arange(sample.units) % groups
    # the units of one group in one stratum are reweighted as one
    _, first, cell = np.unique(sample.stratum * groups + group, return_index=True, return_inverse=True)
    own, stratum = group[first], sample.stratum[first]
    sizes = np.bincount(sample.stratum)
    hit = np.zeros((groups, len(sizes)))
    np.add.at(hit, (group, sample.stratum), 1)
    z = np.sqrt(groups / ((groups - 1) * sizes * np.maximum(sizes - 1, 1)))
    fall = np.maximum(sizes - 1, float(sample.lonely == "adjust")) * z  # a lonely unit falls by its all
    large = sizes >= groups
    kept = np.where(large, sizes / np.maximum(sizes - hit, 1), np.where(hit > 0, 1 + z, 1.0))
    shrink = np.sqrt(1 - sample.fraction[first])
    factors = 1 + shrink * (kept[:, stratum] - 1)
    deleted = np.where(large, 0.0, 1 - fall)[stratum]
    factors[own, np.arange(len(first))] = 1 + shrink * (deleted - 1)
    scales = np.full(groups, (groups - 1) / groups)
    piece = cell.reshape(-1)[sample.unit].astype(np.int64)
    return Replicates("groups", piece, _with_full_sample(factors), scales, seed)


def replicates_from_rows(indices: Ints, n: int) -> Replicates:
    """Replicates from the rows that somebody else drew: how often each row was taken.

    Parameters
    ----------
    indices : ndarray of int, shape (b, draws)
        Row numbers from 0 to n - 1.
    """
    count = len(indices)
    places = indices + n * np.arange(count)[:, None]
    times = np.bincount(places.ravel(), minlength=count * n).reshape(count, n).astype(float)
    scales = np.full(count, 1 / max(count - 1, 1))
    return Replicates("bootstrap", np.arange(n), _with_full_sample(times), scales)


def refine_pieces(whole: Replicates, part: Ints) -> tuple[Replicates, Ints]:
    """The same replicates on finer pieces: the crossing of the old pieces with ``part``.

    Parameters
    ----------
    part : ndarray of int, shape (n,)

    Returns
    -------
    finer : Replicates
    parts : ndarray of int, shape (pieces,)
        The part of every new piece.
    """
    parts = int(part.max()) + 1 if len(part) else 1
    _, first, piece = np.unique(whole.piece * parts + part, return_index=True, return_inverse=True)
    factors = whole.factors[:, whole.piece[first]]
    return replace(whole, piece=piece.astype(np.int64), factors=factors), part[first]


def mean(values: NDArray[np.float64], weight: Floats, resamples: Replicates) -> Floats:
    """Weighted means of columns, each over its own answers.

    Parameters
    ----------
    values : ndarray, shape (n, q)
        NaN where there is no answer.

    Returns
    -------
    ndarray, shape (b + 1, q)
    """
    there = np.isfinite(values)
    weighted = weight[:, None] * np.where(there, values, 0.0)
    sums = resamples.totals(resamples.pieces(np.stack([weighted, weight[:, None] * there], axis=-1)))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[..., 0] / sums[..., 1])


def ratio(numerator: Floats, denominator: Floats, weight: Floats, resamples: Replicates) -> Floats:
    """Ratio of two weighted totals over the rows that have both, shape (b + 1,)."""
    there = np.isfinite(numerator) & np.isfinite(denominator)
    both = np.where(there[:, None], np.stack([numerator, denominator], axis=1), 0.0)
    sums = resamples.totals(resamples.pieces(weight[:, None] * both))
    return np.asarray(sums[:, 0] / sums[:, 1])
