"""Moments: mass, means and covariances of named items, for every replicate at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DataError, near
from satkit.language import Text
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.stats.table import answer_matrix, as_numbers

BLOCK = 2048  # rows multiplied out at a time: their products stay in cache
RUN = 8192  # rows of the sample alone, which has one product and reads long runs of a column
ROUNDING = 1e-13  # a variance below this part of the second moment is zero

CASE_WEIGHTS = Text("case weights")

Rows = slice | Ints


@dataclass(frozen=True)
class Moments:
    """Weighted means and population covariances of k items.

    Parameters
    ----------
    names : tuple of str, length k
        Items.
    n : int or ndarray of int
        Respondents behind them, not weighted; one number per group where groups stand behind axis 0.
    mass : ndarray, shape (...)
        Sum of the case weights.
    mean : ndarray, shape (..., k)
    cov : ndarray, shape (..., k, k)
        Divided by the mass.
    notes : tuple of Text
        What was done to the answers to get here.

    Notes
    -----
    Axis 0 is the replicate axis; its first entry is the sample itself.
    """

    names: tuple[str, ...]
    n: int | Ints
    mass: Floats
    mean: Floats
    cov: Floats
    notes: tuple[Text, ...] = ()

    def __add__(self, other: Moments) -> Moments:
        """The moments of two samples without a common respondent, taken together.

        Raises
        ------
        DataError
            If their items differ.
        """
        if self.names != other.names:
            raise DataError(Complaint(Text("moments of different items cannot be added")))
        mass = self.mass + other.mass
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (other.mass / mass)[..., None]
        (mean, cov), (more, spread) = self._or(other), other._or(self)
        apart = more - mean
        left, right = (1 - share)[..., None], share[..., None]
        cov = left * cov + right * spread + left * right * apart[..., :, None] * apart[..., None, :]
        notes = self.notes + tuple(note for note in other.notes if note not in self.notes)
        return Moments(self.names, self.n + other.n, mass, mean + share * apart, cov, notes)

    def _or(self, other: Moments) -> tuple[Floats, Floats]:
        """Means and covariances, those of ``other`` where a replicate drew nobody here."""
        nobody = (self.mass == 0)[..., None]
        return np.where(nobody, other.mean, self.mean), np.where(nobody[..., None], other.cov, self.cov)

    @property
    def sd(self) -> Floats:
        """Standard deviations, shape (..., k)."""
        return np.sqrt(np.diagonal(self.cov, axis1=-2, axis2=-1))

    def select(self, names: Sequence[str]) -> Moments:
        """The moments of some of the items, in the order given.

        Raises
        ------
        DataError
            If an item is not there.
        """
        place = {name: number for number, name in enumerate(self.names)}
        lost = [name for name in names if name not in place]
        if lost:
            raise DataError([unknown_item(name, self.names) for name in lost])
        keep = np.array([place[name] for name in names])
        cov = np.moveaxis(np.moveaxis(self.cov, (-2, -1), (0, 1))[np.ix_(keep, keep)], (0, 1), (-2, -1))
        return replace(self, names=tuple(names), mean=self.mean[..., keep], cov=cov)

    def combine_items(self, names: Sequence[str], weights: Floats) -> Moments:
        """The moments of weighted sums of the items.

        Parameters
        ----------
        names : sequence of str, length m
            What the sums are called.
        weights : ndarray, shape (..., m, k)
            One sum a row; another for every replicate where there are leading axes.
        """
        mean = np.asarray((weights @ self.mean[..., None])[..., 0])
        cov = np.asarray(weights @ self.cov @ weights.swapaxes(-1, -2))
        return replace(self, names=tuple(names), mean=mean, cov=cov)

    def standardise(self) -> Moments:
        """Means zero and covariances turned into correlations; NaN where an item does not vary."""
        with np.errstate(invalid="ignore", divide="ignore"):
            scale = 1 / self.sd
            scale = np.where(np.isfinite(scale), scale, np.nan)
            correlation = self.cov * scale[..., :, None] * scale[..., None, :]
        return replace(self, mean=np.zeros_like(self.mean), cov=correlation)


def unknown_item(name: str, known: Sequence[str]) -> Complaint:
    """No item of that name: what there is, and what may have been meant."""
    return Complaint(
        Text("no item '%(name)s' among the answers", {"name": name}),
        expected=Text("known: %(names)s", {"names": tuple(known)}),
        hint=near(name, known),
    )


def complete(
    values: ArrayLike,
    names: Sequence[str],
    weight: ArrayLike | None = None,
    resamples: Replicates | None = None,
) -> Moments:
    """Moments over the respondents who answered every item.

    Parameters
    ----------
    values : DataFrame or array, shape (n, k)
        NaN where there is no answer; such a row is left out, and a note says so.  Of a table the
        columns are chosen by name.
    names : sequence of str, length k
    weight : array, shape (n,), optional
        Case weights; only their proportions matter to means and covariances.
    resamples : Replicates, optional
        Without them axis 0 holds the sample alone.

    Raises
    ------
    DataError
        If weights are negative, missing or all zero, or no row is complete.
    """
    answers = answer_matrix(values, names)
    weights = checked_weight(weight, len(answers))
    rows: Rows = slice(None)
    notes: tuple[Text, ...] = ()
    if not np.isfinite(answers.sum()):
        rows = np.flatnonzero(np.isfinite(answers).all(axis=1))
        notes = (
            Text(
                "%(lost)d of %(n)d respondents left an item unanswered and are not used",
                {"lost": len(answers) - len(rows), "n": len(answers)},
            ),
        )
    answers, weights = answers[rows], weights[rows]
    refuse_nobody(weights)
    centre = answers[:BLOCK].mean(axis=0)
    if resamples is None:
        mass, shift, cov = _of_sample(answers, weights, centre)
    else:
        mass, shift, cov = _of_replicates(
            answers, weights, centre, replace(resamples, piece=resamples.piece[rows])
        )
    used = int(np.count_nonzero(weights))
    return Moments(
        tuple(names), used, mass, np.moveaxis(shift, 0, -1) + centre, _replicates_first(cov), notes
    )


def stack_groups(parts: Sequence[Moments]) -> Moments:
    """Moments of groups side by side on axis 1, for one fit of all of them.

    Parameters
    ----------
    parts : sequence of Moments
        The same items and as many replicates in every group.
    """
    return Moments(
        parts[0].names,
        np.array([part.n for part in parts]),
        np.stack([part.mass for part in parts], axis=1),
        np.stack([part.mean for part in parts], axis=1),
        np.stack([part.cov for part in parts], axis=1),
        tuple(note for part in parts for note in part.notes),
    )


def checked_weight(weight: ArrayLike | None, n: int) -> Floats:
    """Case weights as numbers: ones where none are given.

    Raises
    ------
    DataError
        If a weight is negative, missing or no number, or there are more or fewer than ``n``.
    """
    if weight is None:
        return np.ones(n)
    weights = as_numbers(weight, n, CASE_WEIGHTS)
    wrong = np.flatnonzero(~(weights >= 0) | np.isinf(weights))
    if len(wrong):
        raise DataError(
            Complaint(
                Text(
                    "case weights that are negative or missing: %(count)d, the first in row %(row)d",
                    {"count": len(wrong), "row": int(wrong[0]) + 1},
                ),
                expected=Text("zero or a positive number for every respondent"),
            )
        )
    return weights


def refuse_nobody(weights: Floats) -> None:
    """Complain where no respondent is left.

    Raises
    ------
    DataError
        If there is no row or all weights are zero.
    """
    if not weights.sum() > 0:
        raise DataError(
            Complaint(
                Text("no respondent is left: no complete answers, or all case weights are zero"),
                hint=Text("use pairwise or EM moments for answers with gaps"),
            )
        )


def _of_sample(answers: Floats, weights: Floats, centre: Floats) -> tuple[Floats, Floats, Floats]:
    """The sample alone: one symmetric product per block of rows."""
    k = answers.shape[1]
    first, second = np.zeros(k), np.zeros((k, k))
    heavy = not (weights == 1).all()
    for start in range(0, len(answers), RUN):
        rows = slice(start, start + RUN)
        apart = answers[rows] - centre
        first += weights[rows] @ apart
        if heavy:
            apart *= np.sqrt(weights[rows])[:, None]
        second += apart.T @ apart  # one matrix twice: BLAS computes a triangle only
    mass = np.array([weights.sum()])
    shift = first[:, None] / mass
    left, right = np.triu_indices(k)
    return mass, shift, _covariance(second[left, right, None] / mass, shift)


def _of_replicates(
    answers: Floats, weights: Floats, centre: Floats, resamples: Replicates
) -> tuple[Floats, Floats, Floats]:
    """Every replicate: products of pairs of items, totalled by one matrix product per block."""
    k = answers.shape[1]
    apart = np.ascontiguousarray((answers - centre).T)
    left, right = np.triu_indices(k)

    def products(rows: Rows) -> Floats:
        here, weight = apart[:, rows], weights[rows]
        weighted = here * weight
        return np.concatenate([weight[None], weighted, here[left] * weighted[right]])

    total = totals(products, resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        total[1:] /= total[0]
    shift = total[1 : k + 1]
    return total[0], shift, _covariance(total[k + 1 :], shift)


def _covariance(raw: Floats, shift: Floats) -> Floats:
    """Covariances (k, k, b) from second moments of pairs (k(k + 1)/2, b) and means (k, b).

    A variance that is no more than what rounding leaves of a constant is zero.
    """
    k, count = shift.shape
    cov = np.empty((k, k, count))
    start = 0
    for item in range(k):
        here = raw[start : start + k - item]
        start += k - item
        cov[item, item:] = here - shift[item] * shift[item:]
        cov[item, item][cov[item, item] <= ROUNDING * here[0]] = 0.0
        cov[item + 1 :, item] = cov[item, item + 1 :]
    return cov


def totals(products: Callable[[Rows], Floats], resamples: Replicates) -> Floats:
    """Replicate totals of q products, never more than a block of rows multiplied out.

    Parameters
    ----------
    products : callable
        Weighted products of some rows, shape (q, rows).

    Returns
    -------
    ndarray, shape (q, b + 1)
        Replicates last, so that what follows runs over them in one vector.
    """
    total: Floats | None = None
    for rows, pieces in _blocks(resamples.piece):
        block = products(rows)
        first = np.flatnonzero(np.diff(pieces, prepend=-1))
        if len(first) < len(pieces):
            block = np.add.reduceat(block, first, axis=1)
        present = pieces[first]
        run = slice(present[0], present[-1] + 1)
        columns: Rows = run if run.stop - run.start == len(present) else present
        part = block @ resamples.factors[:, columns].T
        total = part if total is None else np.add(total, part, out=total)
    return np.zeros((0, 0)) if total is None else total


def _blocks(piece: Ints) -> Iterator[tuple[Rows, Ints]]:
    """Rows a block at a time, rows of one piece together."""
    if (np.diff(piece) >= 0).all():
        for start in range(0, len(piece), BLOCK):
            rows = slice(start, start + BLOCK)
            yield rows, piece[rows]
        return
    order = np.argsort(piece, kind="stable")
    for start in range(0, len(piece), BLOCK):
        chosen = order[start : start + BLOCK]
        yield chosen, piece[chosen]


def _replicates_first(cov: Floats) -> Floats:
    """The same memory seen with the replicate axis in front."""
    return np.moveaxis(cov, -1, 0)
