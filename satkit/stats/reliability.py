"""How well items measure what they share: alpha, rho, AVE, HTMT."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from satkit.stats.design import Floats

Blocks = Sequence[slice]


def _each(blocks: Blocks, one: Callable[[slice], Floats], single: float, shape: tuple[int, ...]) -> Floats:
    """One number per block; a block of a single item has the value ``single``."""
    result = np.full((*shape, len(blocks)), single)
    for number, block in enumerate(blocks):
        if block.stop - block.start > 1:
            result[..., number] = one(block)
    return result


def alpha(correlation: Floats, blocks: Blocks) -> Floats:
    r"""Standardised alpha (Cronbach 1951): :math:`\frac{k}{k-1}(1 - k / \sum r)`.

    Parameters
    ----------
    correlation : ndarray, shape (..., k, k)
        Correlations of items.
    blocks : sequence of slice, length j
        The items of every construct.

    Returns
    -------
    ndarray, shape (..., j)
        1 for a single item.
    """

    def one(block: slice) -> Floats:
        k = block.stop - block.start
        return np.asarray(k / (k - 1) * (1 - k / _total(correlation[..., block, block])))

    with np.errstate(invalid="ignore", divide="ignore"):
        return _each(blocks, one, 1.0, correlation.shape[:-2])


def rho_a(correlation: Floats, weights: Floats, blocks: Blocks) -> Floats:
    r"""Reliability of a weighted composite (Dijkstra and Henseler 2015, equation 3).

    .. math:: \rho_A = (w'w)^2 \frac{w'(S - diag S)w}{w'(ww' - diag\, ww')w}

    Parameters
    ----------
    weights : ndarray, shape (..., k)
        Outer weights of standardised items, for composites with unit variance.
    """

    def one(block: slice) -> Floats:
        w, within = weights[..., block], correlation[..., block, block]
        square = (w * w).sum(axis=-1)
        shared = np.einsum("...i,...ij,...j->...", w, within, w) - square
        return np.asarray(square**2 * shared / (square**2 - (w**4).sum(axis=-1)))

    with np.errstate(invalid="ignore", divide="ignore"):
        return _each(blocks, one, 1.0, correlation.shape[:-2])


def rho_c(loadings: Floats, blocks: Blocks) -> Floats:
    r"""Composite reliability (Jöreskog 1971): :math:`(\sum l)^2 / ((\sum l)^2 + \sum (1 - l^2))`."""

    def one(block: slice) -> Floats:
        own = loadings[..., block]
        common = own.sum(axis=-1) ** 2
        return np.asarray(common / (common + (1 - own**2).sum(axis=-1)))

    with np.errstate(invalid="ignore", divide="ignore"):
        return _each(blocks, one, 1.0, loadings.shape[:-1])


def ave(loadings: Floats, blocks: Blocks) -> Floats:
    """Average variance extracted, the mean squared loading (Fornell and Larcker 1981)."""
    return _each(blocks, lambda block: (loadings[..., block] ** 2).mean(axis=-1), 1.0, loadings.shape[:-1])


def htmt(correlation: Floats, blocks: Blocks, *, absolute: bool = True) -> Floats:
    r"""Heterotrait-monotrait ratio: mean correlation between blocks over that within.

    Parameters
    ----------
    correlation : ndarray, shape (..., k, k)
    absolute : bool
        Correlations without their sign (Ringle et al. 2023, as SmartPLS and seminr do) or with it
        (Henseler, Ringle and Sarstedt 2015, as cSEM does).  They differ where an item correlates
        negatively.

    Returns
    -------
    ndarray, shape (..., j, j)
        Ones on the diagonal; the mean within a single item is 1.
    """
    size = np.array([block.stop - block.start for block in blocks])
    between = _sums(np.abs(correlation) if absolute else correlation, blocks)
    own = np.einsum("...jj->...j", between)
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs = np.where(size > 1, size * (size - 1), 1)
        within = np.sqrt(np.where(size > 1, (own - size) / pairs, 1.0))
        ratio = between / (size[:, None] * size) / within[..., :, None] / within[..., None, :]
    return _unit_diagonal(ratio)


def htmt2(correlation: Floats, blocks: Blocks) -> Floats:
    """HTMT with geometric means (Roemer, Schuberth and Henseler 2021); NaN with a negative correlation."""
    size = np.array([block.stop - block.start for block in blocks])
    with np.errstate(invalid="ignore", divide="ignore"):
        between = _sums(np.log(correlation), blocks)
        own = np.einsum("...jj->...j", between)
        within = np.where(size > 1, own / np.where(size > 1, size * (size - 1), 1), 0.0)
        ratio = np.exp(between / (size[:, None] * size) - (within[..., :, None] + within[..., None, :]) / 2)
    return _unit_diagonal(ratio)


def _total(within: Floats) -> Floats:
    return np.asarray(within.sum(axis=(-2, -1)))


def _sums(correlation: Floats, blocks: Blocks) -> Floats:
    """Sums over every pair of blocks, shape (..., j, j)."""
    starts = [block.start for block in blocks]
    return np.asarray(np.add.reduceat(np.add.reduceat(correlation, starts, axis=-1), starts, axis=-2))


def _unit_diagonal(ratio: Floats) -> Floats:
    places = np.arange(ratio.shape[-1])
    ratio[..., places, places] = np.where(np.isnan(ratio[..., places, places]), np.nan, 1.0)
    return ratio
