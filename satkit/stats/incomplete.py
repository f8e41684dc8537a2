"""Moments of answers with gaps: item by item, mean replacement, or EM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit import number_format
from satkit.errors import Complaint, DataError, near, quote_all
from satkit.language import Text
from satkit.stats.arguments import NAMES, TEXT, arguments, instance, optional
from satkit.stats.design import Floats
from satkit.stats.expectation import STEPS, expectation
from satkit.stats.moments import Moments, Rows, checked_weight, complete, refuse_nobody, totals
from satkit.stats.replicates import Replicates
from satkit.stats.table import answer_matrix, refuse_apart

SMALLEST = 1e-8  # eigenvalue that a repaired correlation matrix is given


@arguments(
    names=NAMES,
    resamples=optional(
        instance(Replicates, Text("replicates of the sample, as replicates() or drawn() make them"))
    ),
    missing=TEXT,
)
def answer_moments(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    resamples: Replicates | None = None,
    missing: str = "complete",
) -> Moments:
    """Moments of answers, gaps treated as asked.

    Parameters
    ----------
    values : DataFrame or array, shape (n, k)
        NaN where there is no answer.  Of a table the columns are chosen by name, whatever their
        order and whatever else it holds; an array has one column for every name, in their order.
    names : sequence of str, length k
    weight : array, shape (n,), optional
        Case weights.
    resamples : Replicates, optional
    missing : {"complete", "pairwise", "em", "mean"}
        Only complete rows, all answers to every pair, the EM algorithm, or mean replacement.

    Raises
    ------
    DataError
        If the treatment is unknown, or there is nothing left to count.

    Examples
    --------
    >>> found = answer_moments([[1, 2], [3, float("nan")], [5, 4]], ["a", "b"], missing="pairwise")
    >>> found.mean[0].tolist()
    [3.0, 3.0]
    """
    if missing not in ROUTES:
        raise DataError(
            Complaint(
                Text("no treatment of missing answers is called '%(name)s'", {"name": missing}),
                expected=Text("known: %(names)s", {"names": tuple(ROUTES)}),
                hint=near(missing, ROUTES),
            )
        )
    return ROUTES[missing](values, names, weight, resamples)


@dataclass(frozen=True)
class Pairs:
    """Sums over the respondents who answered both items of a pair; those of groups add up.

    Parameters
    ----------
    names : tuple of str, length k
    n : int
        Respondents with any answer.
    rows : ndarray, shape (k, k)
        Respondents of every pair.
    mass : ndarray, shape (b,)
        Sum of the case weights.
    both, first, second : ndarray, shape (k, k, b)
        Weighted sums where items i and j are answered: of one, of item i, of their product.
    centre : ndarray, shape (k,)
        What was taken off the answers.
    """

    names: tuple[str, ...]
    n: int
    rows: Floats
    mass: Floats
    both: Floats
    first: Floats
    second: Floats
    centre: Floats

    def __add__(self, other: Pairs) -> Pairs:
        """The sums of two groups without a common respondent, counted about the same centre."""
        added = {
            name: getattr(self, name) + getattr(other, name)
            for name in ("n", "rows", "mass", "both", "first", "second")
        }
        return replace(self, **added)

    def select(self, names: Sequence[str]) -> Pairs:
        """The sums of some items."""
        keep = np.array([self.names.index(name) for name in names])
        at = np.ix_(keep, keep)
        return replace(
            self, names=tuple(names), rows=self.rows[at], both=self.both[at], first=self.first[at],
            second=self.second[at], centre=self.centre[keep],
        )  # fmt: skip

    def moments(self) -> Moments:
        """Means of all answers to an item, covariances of all answers to a pair; see :func:`pairwise`."""
        with np.errstate(invalid="ignore", divide="ignore"):
            first = self.first / self.both
            cov = self.second / self.both - first * first.swapaxes(0, 1)
        mean = np.einsum("iib->bi", first) + self.centre
        cov, mended = _repair_covariances(np.moveaxis(cov, -1, 0))
        return Moments(self.names, self.n, self.mass, mean, cov, self._notes(mended))

    def _notes(self, mended: NDArray[np.bool_]) -> tuple[Text, ...]:
        fewest = Text(
            "every pair of items from the respondents who answered both, %(fewest)s at the fewest",
            {"fewest": number_format.count(int(self.rows.min()))},
        )
        notes = [fewest]
        if mended[0]:
            notes.append(Text("the matrix of such pairs was not positive definite and was repaired"))
        if mended[1:].any():
            count = {"count": int(mended[1:].sum()), "b": len(mended) - 1}
            notes.append(Text("repaired in %(count)d of %(b)d replicates", count))
        return tuple(notes)


def pair_sums(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    resamples: Replicates | None = None,
    centre: Floats | None = None,
) -> Pairs:
    """Sums behind pairwise moments, of a group that is to be added to others.

    Parameters and complaints are those of :func:`satkit.stats.moments.complete`.

    Parameters
    ----------
    centre : ndarray, shape (k,), optional
        Taken off the answers, for precision; the same in groups that are to be added.
    """
    answers, weights, sample = _select_answered(values, names, weight, resamples)
    centre = np.nanmean(answers, axis=0) if centre is None else centre
    there = np.isfinite(answers).astype(float)
    both, first, second = _pair_sums(answers - centre, weights, sample)
    return Pairs(
        tuple(names), len(answers), there.T @ there, _mass(weights, sample), both, first, second, centre
    )


def pairwise(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    resamples: Replicates | None = None,
) -> Moments:
    """Every mean from all answers to the item, every covariance from all answers to the pair.

    Parameters and complaints are those of :func:`satkit.stats.moments.complete`.

    Notes
    -----
    Such a matrix need not be one that any answers could have; where it is not, its correlations
    are moved to the nearest matrix with eigenvalues of at least 1e-8 by clipping, and a note says
    for how many replicates.
    """
    answers, weights, sample = _prepare_rows(values, names, weight, resamples)
    return pair_sums(answers, names, weights, sample).moments()


def mean_replaced(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    resamples: Replicates | None = None,
) -> Moments:
    """Every missing answer counted as the mean of the item, taken anew in every replicate.

    Parameters and complaints are those of :func:`satkit.stats.moments.complete`.  Variances shrink
    with the gaps; use it to compare with programs that do so.
    """
    answers, weights, sample = _prepare_rows(values, names, weight, resamples)
    centre = np.nanmean(answers, axis=0)
    both, first, second = _pair_sums(answers - centre, weights, sample)
    mass = _mass(weights, sample)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.einsum("iib->ib", first) / np.einsum("iib->ib", both)
        cross = first * mean  # pair (i, j): sum of item i times the mean of item j
        square = both * mean[:, None] * mean[None]
        cov = (second - cross - cross.swapaxes(0, 1) + square) / mass
    gaps = Text(
        "%(count)s unanswered cells were replaced by the mean of their item",
        {"count": number_format.count(int(np.isnan(answers).sum()))},
    )
    return Moments(tuple(names), len(answers), mass, mean.T + centre, np.moveaxis(cov, -1, 0), (gaps,))


def em_moments(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    resamples: Replicates | None = None,
) -> Moments:
    """Maximum-likelihood moments of normal answers with gaps, by the EM algorithm.

    Parameters and complaints are those of :func:`satkit.stats.moments.complete`.

    Notes
    -----
    Right where an answer is missing for reasons that the other answers tell (missing at random).
    For replicates see :func:`satkit.stats.expectation.expectation`.
    """
    answers, weights, sample = _prepare_rows(values, names, weight, resamples)
    refuse_apart(answers, names)
    centre, spread = np.nanmean(answers, axis=0), np.nanstd(answers, axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    found = expectation((answers - centre) / spread, weights, sample)
    notes = [Text("answers with gaps by EM, at most %(steps)d steps", {"steps": found.steps})]
    if found.steps == STEPS:
        notes.append(Text("EM did not settle in %(steps)d steps", {"steps": STEPS}))
    scale = spread[:, None] * spread
    return Moments(
        tuple(names),
        len(answers),
        _mass(weights, sample),
        found.mean * spread + centre,
        found.cov * scale,
        tuple(notes),
    )


def _prepare_rows(
    values: ArrayLike, names: Sequence[str], weight: ArrayLike | None, resamples: Replicates | None
) -> tuple[Floats, Floats, Replicates]:
    """Rows with any answer, their weights and their pieces; complains of items without one."""
    answers, weights, sample = _select_answered(values, names, weight, resamples)
    there = np.asarray(np.isfinite(answers).any(axis=0))
    silent = [name for name, any_answer in zip(names, there, strict=True) if not any_answer]
    if silent:
        raise DataError(
            Complaint(
                Text("nobody answered %(items)s", {"items": quote_all(silent)}),
                expected=Text("at least one answer to every item of the model"),
            )
        )
    return answers, weights, sample


def _select_answered(
    values: ArrayLike, names: Sequence[str], weight: ArrayLike | None, resamples: Replicates | None
) -> tuple[Floats, Floats, Replicates]:
    """Rows with any answer and a weight."""
    answers = answer_matrix(values, names)
    weights = checked_weight(weight, len(answers))
    there = np.isfinite(answers)
    rows = np.flatnonzero(there.any(axis=1) & (weights > 0))
    refuse_nobody(weights[rows])
    if resamples is None:
        sample = Replicates("groups", np.arange(len(rows)), np.ones((1, len(rows))), np.zeros(0))
    else:
        sample = replace(resamples, piece=resamples.piece[rows])
    return np.where(there, answers, np.nan)[rows], weights[rows], sample


def _mass(weights: Floats, sample: Replicates) -> Floats:
    mass: Floats = totals(lambda rows: weights[rows][None], sample)[0]
    return mass


def _pair_sums(apart: Floats, weights: Floats, sample: Replicates) -> tuple[Floats, Floats, Floats]:
    """Weighted sums of one, of item i and of the product where i and j are answered, (k, k, b) each."""
    k = apart.shape[1]
    there = np.isfinite(apart).T.astype(float)
    filled = np.where(np.isfinite(apart), apart, 0.0).T
    left, right = np.triu_indices(k)

    def products(rows: Rows) -> Floats:
        seen, value = there[:, rows], filled[:, rows]
        heavy = seen * weights[rows]
        both = seen[left] * heavy[right]
        once = (value[:, None] * heavy[None]).reshape(k * k, -1)
        twice = value[left] * value[right] * weights[rows]
        return np.concatenate([both, once, twice])

    total = totals(products, sample)
    pairs = len(left)
    mass, second = (np.empty((k, k, total.shape[1])) for _ in range(2))
    mass[left, right] = mass[right, left] = total[:pairs]
    second[left, right] = second[right, left] = total[-pairs:]
    return mass, total[pairs:-pairs].reshape(k, k, -1), second


def _repair_covariances(cov: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Covariances with positive definite correlations, and which were moved."""
    with np.errstate(invalid="ignore"):  # rounding takes a variance of nothing below zero
        sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    usable = np.asarray(np.isfinite(cov).all(axis=(-2, -1)) & (sd > 0).all(axis=-1))
    scale = np.where(usable[..., None], sd, 1.0)
    correlation = np.where(
        usable[..., None, None], cov / scale[..., None] / scale[..., None, :], np.eye(sd.shape[-1])
    )
    try:  # most are well above the limit, and a root costs a tenth of the eigenvalues
        np.linalg.cholesky(correlation - SMALLEST * np.eye(sd.shape[-1]))
    except np.linalg.LinAlgError:
        roots, axes = np.linalg.eigh(correlation)
    else:
        return cov, np.zeros(correlation.shape[0], bool)
    low = roots[:, 0] < SMALLEST
    if not low.any():
        return cov, low
    mended = (axes[low] * np.maximum(roots[low], SMALLEST)[..., None, :]) @ axes[low].swapaxes(-1, -2)
    unit = 1 / np.sqrt(np.diagonal(mended, axis1=-2, axis2=-1)) * scale[low]
    result = np.array(cov)
    result[low] = mended * unit[..., :, None] * unit[..., None, :]
    return result, low


ROUTES = {"complete": complete, "pairwise": pairwise, "em": em_moments, "mean": mean_replaced}
