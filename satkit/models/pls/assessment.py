"""Is the fitted model sound: overlap of constructs, size of effects, distance from the answers."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.effects import total
from satkit.models.pls.fit import PathFit
from satkit.models.pls.indices import places
from satkit.models.pls.solve import inverse, solve
from satkit.stats.design import Floats, Ints
from satkit.stats.reliability import ave

Within = Literal["factor", "composite", "modes"]


def _first(matrices: Floats) -> Floats:
    """Matrix axes in front, replicates behind."""
    return np.moveaxis(matrices, (-2, -1), (0, 1))


def _vifs(matrix: Floats) -> Floats:
    """Diagonal of inverse correlation matrices, replicates first: shape (..., k)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.moveaxis(np.einsum("ii...->i...", inverse(_first(matrix))), 0, -1)


def cause_vif(fit: PathFit) -> Floats:
    """Variance inflation of every cause in the regression it enters, shape (..., paths).

    In the order of ``fit.model.paths``; 1 where a construct has one cause.
    """
    number = {name: place for place, name in enumerate(fit.model.names)}
    result = np.ones((*fit.paths.shape[:-2], len(fit.model.paths)))
    for target in dict.fromkeys(target for _, target in fit.model.paths):
        causes = np.array([number[name] for name in fit.model.causes(target)])
        inflation = _vifs(fit.between[..., causes[:, None], causes])
        for column, (source, end) in enumerate(fit.model.paths):
            if end == target:
                result[..., column] = inflation[..., np.flatnonzero(causes == number[source])[0]]
    return result


def item_vif(fit: PathFit) -> Floats:
    """Variance inflation of every item among the items of its construct, shape (..., k)."""
    return np.concatenate([_vifs(fit.correlation[..., block, block]) for block in fit.blocks], axis=-1)


def effect_sizes(fit: PathFit) -> Floats:
    """Cohen's f2 of every path: what R2 loses without the cause, shape (..., paths).

    In the order of ``fit.model.paths``.
    """
    number = {name: place for place, name in enumerate(fit.model.names)}
    result = np.empty((*fit.paths.shape[:-2], len(fit.model.paths)))
    for column, (source, target) in enumerate(fit.model.paths):
        end = number[target]
        others = np.array([number[name] for name in fit.model.causes(target) if name != source], np.int64)
        explained = fit.r2[..., end]
        with np.errstate(invalid="ignore", divide="ignore"):
            result[..., column] = (explained - _explained_variance(fit.between, end, others)) / (
                1 - explained
            )
    return result


def _explained_variance(between: Floats, target: int, causes: Ints) -> Floats:
    if not len(causes):
        return np.zeros(between.shape[:-2])
    sides = _first(between)
    slopes = solve(sides[causes[:, None], causes], sides[causes, target])
    return np.asarray((slopes * sides[causes, target]).sum(axis=0))


def adjusted_r2(fit: PathFit) -> Floats:
    """R2 less what as many unrelated causes would explain, shape (..., j)."""
    causes = np.array([len(fit.model.causes(name)) for name in fit.model.names])
    n = np.asarray(fit.moments.n)[..., None]
    return np.asarray(1 - (1 - fit.r2) * (n - 1) / (n - causes - 1))


def information(fit: PathFit) -> dict[str, Floats]:
    """AIC and BIC of every explained construct, shape (..., j) each.

    Error variance by n, one parameter more than causes (Sharma et al. 2019), as seminr prints them.
    """
    n = np.asarray(fit.moments.n)[..., None]
    size = np.array([len(fit.model.causes(name)) for name in fit.model.names]) + 1
    with np.errstate(invalid="ignore"):
        misfit = n * np.log((1 - fit.r2) * (n - 1) / n)
    return {"aic": misfit + 2 * size, "bic": misfit + size * np.log(n)}


def fornell_larcker(fit: PathFit) -> Floats:
    """Correlations of constructs below, square roots of their AVE on the diagonal, shape (..., j, j)."""
    table = np.array(fit.between)
    diagonal = np.arange(table.shape[-1])
    table[..., diagonal, diagonal] = np.sqrt(ave(fit.loadings, fit.blocks))
    return table


def implied_correlations(fit: PathFit, within: Within = "factor", *, saturated: bool = False) -> Floats:
    """Correlations of items that the model implies, shape (..., k, k).

    Parameters
    ----------
    within : {"factor", "composite", "modes"}
        Items of one construct correlate through their loadings, or as observed; with ``modes`` those
        of constructs that reflect (mode A, ``=~``) through their loadings, those of constructs that
        are formed (mode B, ``<~``) or summed as observed, as cSEM and ADANCO have a model of both.
    saturated : bool
        Constructs correlate as estimated instead of as the paths imply.
    """
    model = places(fit.model)
    between = fit.between if saturated else _from_paths(fit)
    spread = between[..., model.owner[:, None], model.owner]
    result = np.asarray(fit.loadings[..., :, None] * spread * fit.loadings[..., None, :])
    if within not in get_args(Within):
        raise FitError(
            Complaint(
                Text("items of a construct correlate as no '%(name)s'", {"name": within}),
                expected=Text("known: %(names)s", {"names": get_args(Within)}),
            )
        )
    if within != "factor":
        formed = np.array([within == "composite" or mode != "A" for mode in model.modes])[model.owner]
        same = (model.owner[:, None] == model.owner) & formed
        result = np.where(same, fit.correlation, result)
    diagonal = np.arange(len(model.owner))
    result[..., diagonal, diagonal] = 1.0
    return result


def _from_paths(fit: PathFit) -> Floats:
    """Correlations of constructs that the paths and the correlations of first causes imply.

    Errors have the variance that the regressions left, 1 - R2, as in cSEM.
    """
    first = np.array([not fit.model.causes(name) for name in fit.model.names])
    sources = np.where(first[:, None] & first, fit.between, 0.0)
    diagonal = np.arange(len(first))
    sources[..., diagonal, diagonal] = np.where(first, 1.0, 1 - fit.r2)
    reach = np.eye(len(first)) + total(fit.paths, fit.model)
    result = np.asarray(reach @ sources @ reach.swapaxes(-1, -2))
    result[..., diagonal, diagonal] = 1.0
    return result


def distances(observed: Floats, expected: Floats) -> dict[str, Floats]:
    """How far observed correlations are from implied ones, shape (...) each.

    ``srmr``: root mean squared difference below and on the diagonal; ``d_uls``: half the sum of
    squared differences; ``d_g``: half the sum of squared logarithms of the eigenvalues of
    observed⁻¹ implied (Dijkstra and Henseler 2015, section 4.3; cSEM prints it with logarithms to
    the base of ten, which is 5.3019 times less).
    """
    apart = observed - expected
    k = observed.shape[-1]
    squares = (apart**2).sum(axis=(-2, -1))
    roots = np.linalg.eigvals(np.linalg.solve(observed, expected)).real
    with np.errstate(invalid="ignore", divide="ignore"):
        geodesic = 0.5 * (np.log(roots) ** 2).sum(axis=-1)
    return {
        "srmr": np.sqrt(squares / 2 / (k * (k + 1) / 2)),
        "d_uls": 0.5 * squares,
        "d_g": geodesic,
    }
