"""The shelf of importance methods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from satkit.errors import Complaint, FitError, near, quote_all
from satkit.language import Text
from satkit.models.drivers import information, lmg, lmg_calibrated, relative_weights, standardised
from satkit.models.drivers.correlations import Correlations, correlations
from satkit.models.drivers.fit import Importance, make_importance
from satkit.stats.arguments import NAMES, POSITIVE, TEXT, arguments, optional
from satkit.stats.design import Floats

METHODS: dict[str, Callable[[Correlations], Floats]] = {
    "lmg": lmg.shares,
    "lmg_once": lmg_calibrated.shares,
    "relative_weights": relative_weights.shares,
    "pratt": standardised.pratt,
    "car": relative_weights.car,
    "theil": information.shares,
    "first": standardised.first,
    "last": standardised.last,
    "beta_squared": standardised.beta_squared,
}


def affordable(drivers: int, replicates: int) -> str:
    """The method nearest to LMG in every replicate that about a second pays for.

    With 1,000 replicates that is LMG itself up to 17 drivers, LMG of the sample with replicates
    moved by relative weights up to 27, and relative weights beyond.
    """
    if (replicates + 1) << drivers <= lmg_calibrated.SUBSETS:
        return "lmg"
    return "lmg_once" if 1 << drivers <= lmg_calibrated.SUBSETS else "relative_weights"


@arguments(names=NAMES, method=TEXT, n=optional(POSITIVE))
def importance(
    cov: ArrayLike, names: tuple[str, ...], method: str = "lmg", n: float | None = None
) -> Importance:
    """Importance of drivers from covariance matrices.

    Parameters
    ----------
    cov : array, shape (b + 1, p + 1, p + 1) or (p + 1, p + 1)
        The outcome last; replicates along the first axis, the full sample before them.  More axes
        between, such as segments, are allowed.
    names : tuple of str, length p
    method : str
        A name in :data:`METHODS`.
    n : float, optional
        Answers behind the matrix.

    Raises
    ------
    FitError
        For an unknown method, constant or collinear drivers, a constant outcome, or more drivers
        than answers.

    Examples
    --------
    >>> importance([[4, 2, 2], [2, 4, 1], [2, 1, 4]], ("price", "repair")).shares.round(4)
    array([[0.2188, 0.0312]])
    """
    if method not in METHODS:
        raise FitError(
            Complaint(
                Text("no importance method '%(name)s'", {"name": method}),
                expected=Text("one of %(names)s", {"names": quote_all(METHODS)}),
                hint=near(method, METHODS),
            )
        )
    matrices = _matrices(cov, names)
    given = correlations(matrices[None] if matrices.ndim == 2 else matrices, names, n)
    return make_importance(method, given, METHODS[method](given))


def _matrices(cov: ArrayLike, names: tuple[str, ...]) -> Floats:
    """Covariance matrices of as many drivers as there are names, and the outcome.

    Raises
    ------
    FitError
    """
    try:
        found = np.asarray(cov, float)
    except (TypeError, ValueError):
        found = np.zeros(0)
    size = len(names) + 1
    if found.ndim < 2 or found.shape[-2:] != (size, size) or size < 2 or not found.size:
        raise FitError(
            Complaint(
                Text(
                    "%(names)d drivers, and a covariance matrix of the shape %(shape)s",
                    {"names": len(names), "shape": str(found.shape)},
                ),
                expected=Text("one row and one column for every driver, and the outcome last"),
            )
        )
    return found
