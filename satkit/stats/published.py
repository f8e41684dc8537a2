"""Moments from a published matrix: a paper prints covariances or correlations, and never the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.stats.arguments import NAMES, TEXT, arguments, either
from satkit.stats.design import Floats
from satkit.stats.moments import Moments

ASYMMETRY = 1e-6  # of the largest entry: more is no rounding
NEGATIVE = 1e-3  # of the largest eigenvalue: rounding to three digits makes no smaller one

Divisor = Literal["n-1", "n"]


@arguments(names=either(NAMES, TEXT), divisor=TEXT)
def from_covariance(
    matrix: ArrayLike,
    names: Sequence[str],
    n: int,
    mean: ArrayLike | None = None,
    *,
    divisor: Divisor = "n-1",
) -> Moments:
    """The moments behind a published covariance or correlation matrix, ready for every model of moments.

    Parameters
    ----------
    matrix : array, shape (k, k)
        Symmetric; or its lower triangle, with zeros or NaN above the diagonal.
    names : sequence of str, length k
        Items, in the order of the matrix.
    n : int
        Respondents behind it.
    mean : array, shape (k,), optional
        Zero where none was published.
    divisor : {"n-1", "n"}
        What the sums of squares were divided by.  Programs print ``n-1``; likelihood is written with
        ``n``, to which the matrix is brought (lavaan's ``sample.cov.rescale``).

    Returns
    -------
    Moments
        Of the sample alone: without answers there are no replicates.

    Raises
    ------
    DataError
        If the matrix is not square, symmetric and positive, or sizes, names or ``n`` do not fit.

    Examples
    --------
    >>> found = from_covariance([[1.0, 0.0], [0.5, 1.0]], ["speed", "price"], n=200)
    >>> found.cov[0].round(4).tolist()
    [[0.995, 0.4975], [0.4975, 0.995]]
    """
    items = tuple(map(str, names))
    whole = _whole(_read_square_matrix(matrix, items), items)
    centre = np.zeros(len(items)) if mean is None else _numbers(mean)
    _refuse_sizes(items, n, centre, divisor)
    share = (n - 1) / n if divisor == "n-1" else 1.0
    return Moments(items, int(n), np.array([float(n)]), centre[None], (whole * share)[None])


def _numbers(values: ArrayLike) -> Floats:
    """Anything like an array as numbers; an empty one where it holds anything else."""
    try:
        return np.asarray(values, float)
    except (TypeError, ValueError):
        return np.empty(0)


def _read_square_matrix(matrix: ArrayLike, names: tuple[str, ...]) -> Floats:
    values = _numbers(matrix)
    if values.shape != (len(names), len(names)) or not names:
        what = Text(
            "a matrix of shape %(shape)s does not fit %(count)d names",
            {"shape": str(values.shape), "count": len(names)},
        )
        raise DataError(
            Complaint(what, expected=Text("a square matrix of numbers, one row and column a name"))
        )
    return values


def _whole(values: Floats, names: tuple[str, ...]) -> Floats:
    """The full matrix, also where only its lower triangle was printed."""
    above = np.triu_indices(len(names), 1)
    if len(names) > 1 and (np.isnan(values[above]).all() or not values[above].any()):
        values = np.tril(values) + np.tril(values, -1).T
    with np.errstate(invalid="ignore"):
        apart = ~(np.abs(values - values.T) <= ASYMMETRY * np.nanmax(np.abs(values), initial=0))
    if apart.any():
        i, j = np.argwhere(apart)[0]
        pair = {"one": names[j], "other": names[i]}
        what = Text("the matrix is not symmetric, or not a number, at %(one)s and %(other)s", pair)
        raise DataError(Complaint(what, expected=Text("a symmetric matrix, or its lower triangle")))
    _refuse_impossible(values, names)
    return np.asarray((values + values.T) / 2)


def _refuse_impossible(values: Floats, names: tuple[str, ...]) -> None:
    """Complain of variances that are none, and of covariances no answers could have."""
    lost = [name for name, variance in zip(names, np.diagonal(values), strict=True) if not variance > 0]
    if lost:
        what = Text("a variance is not above zero: %(names)s", {"names": quote_all(lost)})
        raise DataError(Complaint(what))
    roots = np.linalg.eigvalsh(values)
    if roots[0] < -NEGATIVE * roots[-1]:
        what = Text(
            "no answers have such a matrix: its smallest eigenvalue is %(root)s", {"root": f"{roots[0]:.3g}"}
        )
        raise DataError(Complaint(what, hint=Text("look for a wrong sign or digit")))


def _refuse_sizes(names: tuple[str, ...], n: int, mean: Floats, divisor: str) -> None:
    complaints = []
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        complaints.append(
            Complaint(Text("more than one item is called %(names)s", {"names": quote_all(twice)}))
        )
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 2:
        what = Text("the number of respondents is '%(value)s'", {"value": str(n)})
        complaints.append(Complaint(what, expected=Text("a whole number from 2")))
    if mean.shape != (len(names),) or not np.isfinite(mean).all():
        complaints.append(
            Complaint(Text("there is no mean for every item"), expected=Text("one number an item"))
        )
    if divisor not in {"n-1", "n"}:
        complaints.append(Complaint(Text("a matrix is divided by 'n-1' or by 'n'")))
    if complaints:
        raise DataError(complaints)
