"""Inner weights: how much a construct listens to each of its neighbours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from satkit.models.pls.indices import Places
from satkit.models.pls.solve import solve
from satkit.stats.design import Floats

Scheme = Callable[[Floats, Places], Floats]
FEW = 8  # replicates whose regressions a library solves before vectors over them are worth their calls


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
    return between * model.arrows[:, :, None] + slopes(between, model).swapaxes(0, 1)


def slopes(between: Floats, model: Places) -> Floats:
    """Least-squares coefficients of every construct on its causes, shape (j, j, b), ``[target, cause]``."""
    if between.shape[-1] <= FEW:
        try:
            return _together(between, model)
        except np.linalg.LinAlgError:
            pass  # elimination below leaves infinity where a replicate is singular, and the others alone
    paths = np.zeros_like(between)
    for target, causes in enumerate(model.causes):
        if len(causes):
            paths[target, causes] = solve(between[causes[:, None], causes], between[causes, target])
    return paths


def _together(between: Floats, model: Places) -> Floats:
    """All regressions of a few replicates in one call: what is no cause has an equation of its own."""
    known = np.moveaxis(between, -1, 0)[:, None]
    both = model.arrows[:, :, None] & model.arrows[:, None]
    right = np.where(model.arrows, known[:, 0], 0.0)  # [b, target, cause]: between is symmetric
    found = np.linalg.solve(np.where(both, known, np.eye(len(model.arrows))), right[..., None])
    return np.ascontiguousarray(np.moveaxis(found[..., 0], 0, -1))


def _neighbours(model: Places) -> Floats:
    joined = model.arrows | model.arrows.T
    return joined[:, :, None].astype(float)


SCHEMES: dict[str, Scheme] = {"path": path, "factorial": factorial, "centroid": centroid}
