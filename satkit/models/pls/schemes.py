"""Inner weights: how much a construct listens to each of its neighbours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from satkit.models.pls.places import Places
from satkit.models.pls.solve import solve
from satkit.stats.design import Floats, Ints

Scheme = Callable[[Floats, Places], Floats]


def centroid(between: Floats, model: Places) -> Floats:
    """The sign of the correlation (Wold 1982).

    Parameters
    ----------
    between : ndarray, shape (j, j, b)
        Correlations of constructs.

    Returns
    -------
    ndarray, shape (j, j, b)
        ``[neighbour, listener]``; zero where no arrow joins them.
    """
    return np.sign(between) * _neighbours(model)


def factorial(between: Floats, model: Places) -> Floats:
    """The correlation itself (Lohmöller 1989)."""
    return between * _neighbours(model)


def path(between: Floats, model: Places) -> Floats:
    """Effects by their correlation, causes by their regression coefficient (Lohmöller 1989)."""
    inner = between * model.arrows[:, :, None]
    for target, causes in enumerate(model.causes):
        if len(causes):
            inner[causes, target] = regression(between, target, causes)
    return inner


def regression(between: Floats, target: int, causes: Ints) -> Floats:
    """Coefficients of the standardised causes of a construct, shape (causes, b)."""
    return solve(between[causes[:, None], causes], between[causes, target])


def _neighbours(model: Places) -> Floats:
    joined = model.arrows | model.arrows.T
    return joined[:, :, None].astype(float)


SCHEMES: dict[str, Scheme] = {"path": path, "factorial": factorial, "centroid": centroid}
