"""Consistent PLS: what the paths would be if items measured without error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.models.pls.indices import Places
from satkit.models.pls.schemes import slopes
from satkit.stats.design import Floats
from satkit.stats.reliability import rho_a


@dataclass(frozen=True)
class Structure:
    """Constructs among themselves; replicates are the last axis.

    Parameters
    ----------
    between : ndarray, shape (j, j, b)
        Correlations.
    paths : ndarray, shape (j, j, b)
        ``[target, source]``.
    r2 : ndarray, shape (j, b)
        NaN where no arrow ends.
    """

    between: Floats
    paths: Floats
    r2: Floats


def structure(between: Floats, model: Places) -> Structure:
    """Path coefficients by least squares of every construct on its causes."""
    paths = slopes(between, model)
    explained = np.where(model.arrows[:, :, None], paths * between, 0.0).sum(axis=1) / np.einsum(
        "jjb->jb", between
    )
    caused = np.asarray(model.arrows.any(axis=1))
    return Structure(between, paths, np.where(caused[:, None], explained, np.nan))


def reliabilities(correlation: Floats, weights: Floats, model: Places, corrected: tuple[int, ...]) -> Floats:
    """rho_A of the constructs to be corrected, 1 for the others, shape (j, b)."""
    blocks = [model.blocks[construct] for construct in corrected]
    rho = rho_a(np.moveaxis(correlation, -1, 0), np.moveaxis(weights, -1, 0), blocks)
    result = np.ones((len(model.blocks), weights.shape[1]))
    result[list(corrected)] = rho.T
    return result


def disattenuate_correlations(between: Floats, rho: Floats) -> Floats:
    """Correlations of constructs without measurement error (Dijkstra and Henseler 2015, equation 6)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(rho)
        result = between / root[:, None] / root[None]
    places = np.arange(len(rho))
    result[places, places] = between[places, places]
    return result


def consistent_loadings(
    loadings: Floats, weights: Floats, rho: Floats, model: Places, corrected: tuple[int, ...]
) -> Floats:
    """Loadings in proportion to the weights (Dijkstra and Henseler 2015, equation 4), shape (k, b)."""
    result = loadings.copy()
    with np.errstate(invalid="ignore"):
        for construct in corrected:
            own = weights[model.blocks[construct]]
            result[model.blocks[construct]] = own * np.sqrt(rho[construct]) / (own * own).sum(axis=0)
    return result
