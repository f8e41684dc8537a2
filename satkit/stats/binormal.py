"""Chances of two correlated normal variables, table by table."""

from __future__ import annotations

from functools import cache

import numpy as np

from satkit.stats.design import Floats

# Gauss-Legendre nodes up to a correlation: the chances are then right to 1e-12 (Genz 2004)
NODES = {0.3: 6, 0.75: 12, 0.925: 20, 1.0: 48}


def cells(first: Floats, second: Floats, rho: Floats) -> Floats:
    """Chances of the cells of tables, shape (..., c, d).

    Parameters
    ----------
    first, second : ndarray, shape (..., c + 1), (..., d + 1)
        Thresholds of rows and columns, from minus to plus infinity.
    rho : ndarray, shape (...)
    """
    from scipy.special import ndtr

    shape = np.broadcast_shapes(first.shape[:-1], second.shape[:-1], rho.shape)
    corner = np.zeros((*shape, first.shape[-1], second.shape[-1]))
    corner[..., -1, :] = ndtr(second)
    corner[..., :, -1] = ndtr(first)
    corner[..., 1:-1, 1:-1] = normal_corner(
        first[..., 1:-1, None], second[..., None, 1:-1], rho[..., None, None]
    )
    return np.asarray(np.diff(np.diff(corner, axis=-2), axis=-1))


def normal_corner(a: Floats, b: Floats, rho: Floats) -> Floats:
    """Chance that two standard normal variables are below a and b, by quadrature.

    Drezner and Wesolowsky (1990): from independence to the correlation along its arc sine.
    """
    from scipy.special import ndtr

    a, b, rho = (np.asarray(part) for part in np.broadcast_arrays(a, b, rho))
    finite = np.isfinite(a) & np.isfinite(b)
    result = np.asarray(ndtr(a) * ndtr(b))
    size = np.abs(rho)
    least = -1.0
    for most, count in NODES.items():
        here = finite & (size > least) & (size <= most)
        least = most
        if here.any():
            result[here] += _beyond_independence(a[here], b[here], rho[here], count)
    return result


def _beyond_independence(a: Floats, b: Floats, rho: Floats, count: int) -> Floats:
    end = np.arcsin(rho)
    total = np.zeros(a.shape)
    square, product = -0.5 * (a**2 + b**2), a * b
    for node, weight in zip(*_quadrature(count), strict=True):
        sine = np.sin(end * ((node + 1) / 2))
        total += weight * np.exp((square + product * sine) / (1 - sine**2))
    return np.asarray(total * end / (4 * np.pi))


@cache
def _quadrature(count: int) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return np.asarray(nodes), np.asarray(weights)


def density_cells(first: Floats, second: Floats, rho: Floats) -> Floats:
    """Derivatives of the cells by the correlation, shape (..., c, d)."""
    shape = np.broadcast_shapes(first.shape[:-1], second.shape[:-1], rho.shape)
    height = np.zeros((*shape, first.shape[-1], second.shape[-1]))
    a, b, r = first[..., 1:-1, None], second[..., None, 1:-1], rho[..., None, None]
    finite = np.isfinite(a) & np.isfinite(b)
    a, b = np.where(finite, a, 0.0), np.where(finite, b, 0.0)
    rest = 1 - r**2
    inner = np.exp(-(a**2 + b**2 - 2 * r * a * b) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    height[..., 1:-1, 1:-1] = np.where(finite, inner, 0.0)
    return np.asarray(np.diff(np.diff(height, axis=-2), axis=-1))


def edge_cells(first: Floats, second: Floats, rho: Floats, side: int) -> Floats:
    """Derivatives of the cells by the inner thresholds of one side, shape (pairs, c - 1, c, c)."""
    from scipy.special import ndtr

    own, other = (first, second) if side == 0 else (second, first)
    cut = own[:, 1:-1]
    finite = np.isfinite(cut)
    at = np.where(finite, cut, 0.0)
    height = np.where(finite, np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    width = np.sqrt(1 - rho**2)[:, None, None]
    given = np.diff(ndtr((other[:, None, :] - rho[:, None, None] * at[:, :, None]) / width), axis=-1)
    line = height[:, :, None] * given  # (pairs, c - 1, c)
    pairs, cuts, count = line.shape
    result = np.zeros((pairs, cuts, count, count))
    number = np.arange(cuts)
    result[:, number, number] = line
    result[:, number, number + 1] = -line
    return result if side == 0 else result.swapaxes(-1, -2)
