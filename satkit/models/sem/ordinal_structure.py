"""What ordered items show of a structure: thresholds, scales, and variances that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.models.sem.structure import Implied, Structure, implied_moments, jacobian
from satkit.stats.design import Floats, Ints


@dataclass(frozen=True)
class Layers:
    """A structure of which ordered items are seen through thresholds only.

    The parameters are those of the structure, then thresholds, then scales.  The variance behind an
    ordered item is one over its squared scale (delta parameterisation), so one residual variance per
    ordered item is no parameter: it is *bound*.

    Parameters
    ----------
    given : Structure
        With a place for every bound variance.
    ordered : ndarray of bool, shape (p,)
    owner : ndarray of int, shape (t,)
        The item of every threshold.
    cut : ndarray of int, shape (g, t)
        The place of every threshold among the parameters.
    scale : ndarray of int, shape (g, p)
        The place of every scale, -1 where it is 1.
    bound : ndarray of int, shape (g, b)
        Places of the bound variances.
    binds, varies : ndarray of int, shape (b,)
        The item whose variance binds, and the variable whose (residual) variance is bound.
    """

    structure: Structure
    ordered: NDArray[np.bool_]
    owner: Ints
    cut: Ints
    scale: Ints
    bound: Ints
    binds: Ints
    varies: Ints

    @property
    def size(self) -> int:
        """All parameters, bound ones included."""
        return int(max(self.cut.max(initial=-1), self.scale.max(initial=-1), self.structure.free - 1)) + 1

    @property
    def free(self) -> Ints:
        """Places of the parameters to estimate."""
        return np.setdiff1d(np.arange(self.size), self.bound)

    @property
    def apart(self) -> bool:
        """Whether thresholds say nothing of the structure: no scales and no means."""
        return bool((self.scale < 0).all()) and not self.structure.model.means

    @property
    def numeric(self) -> Ints:
        """Items that are numbers."""
        return np.flatnonzero(~self.ordered)


def scales(layers: Layers, theta: Floats) -> Floats:
    """The scale of every item, shape (..., g, p)."""
    padded = np.concatenate([theta, np.ones_like(theta[..., :1])], axis=-1)
    return np.asarray(padded[..., layers.scale])


def settle_variances(layers: Layers, theta: Floats) -> Floats:
    """The parameters with the bound variances as the others want them, shape (..., Q).

    Variances of items are linear in residual variances, with squared total effects as factors.
    """
    moments = implied_moments(layers.structure, theta)
    wanted = 1 / scales(layers, theta)[..., layers.binds] ** 2
    lacking = wanted - np.diagonal(moments.cov, axis1=-2, axis2=-1)[..., layers.binds]
    effect = moments.reach[..., layers.binds[:, None], layers.varies] ** 2
    result = np.array(theta)
    result[..., layers.bound] += np.linalg.solve(effect, lacking[..., None])[..., 0]
    return result


def observed_moments(layers: Layers, theta: Floats) -> tuple[Floats, Implied]:
    """What the items show, and the moments behind, at settled parameters.

    Returns
    -------
    ndarray, shape (..., g, s)
        As :attr:`satkit.stats.polychoric.Polychoric.vector`: thresholds, means and variances of
        numbers, covariances of pairs.
    Implied
        With covariances in the scale of the items.
    """
    moments = implied_moments(layers.structure, theta)
    scale, number = scales(layers, theta), layers.numeric
    cov = moments.cov * scale[..., :, None] * scale[..., None, :]
    mean = moments.mean
    left, right = np.triu_indices(cov.shape[-1], 1)
    cuts = scale[..., layers.owner] * (theta[..., layers.cut] - mean[..., layers.owner])
    vector = np.concatenate(
        [cuts, mean[..., number], cov[..., number, number], cov[..., left, right]], axis=-1
    )
    return vector, Implied(cov, mean, moments.all_cov, moments.all_mean, moments.reach)


def slopes(layers: Layers, theta: Floats) -> tuple[Floats, Floats]:
    """Derivatives of what is shown and of the bound variances by the free parameters.

    Returns
    -------
    ndarray, shape (..., g, s, q)
    ndarray, shape (..., g, b, q)
    """
    moments = implied_moments(layers.structure, theta)
    wide, diagonal = _wide(layers, theta, moments)
    free = layers.free
    shape = (*wide.shape[:-1], len(free))
    found, follow = np.empty(shape), np.empty((*diagonal.shape[:-1], len(free)))
    for group, bound in enumerate(layers.bound):
        rows = diagonal[..., group, :, :]
        follow[..., group, :, :] = -np.linalg.solve(rows[..., bound], rows[..., free])
        own = wide[..., group, :, :]
        found[..., group, :, :] = own[..., free] + own[..., bound] @ follow[..., group, :, :]
    return found, follow


def _wide(layers: Layers, theta: Floats, moments: Implied) -> tuple[Floats, Floats]:
    """Derivatives by all parameters: of what is shown, and of variance less one over squared scale."""
    structure, number, owner = layers.structure, layers.numeric, layers.owner
    by_cov, by_mean = jacobian(structure, theta)
    scale = scales(layers, theta)
    left, right = np.triu_indices(by_cov.shape[-2], 1)
    both = scale[..., left] * scale[..., right]
    part = np.concatenate(
        [
            -scale[..., owner, None] * by_mean[..., owner, :],
            by_mean[..., number, :],
            by_cov[..., number, number, :],
            both[..., None] * by_cov[..., left, right, :],
        ],
        axis=-2,
    )
    wide = np.zeros((*part.shape[:-1], layers.size))
    wide[..., : structure.free] = part
    diagonal = np.zeros((*part.shape[:-2], len(layers.binds), layers.size))
    diagonal[..., : structure.free] = by_cov[..., layers.binds, layers.binds, :]
    first = len(owner) + 2 * len(number)
    for group in range(structure.groups):
        wide[..., group, np.arange(len(owner)), layers.cut[group]] += scale[..., group, owner]
        _by_scales(layers, theta, moments, group, wide[..., group, :, :], diagonal[..., group, :, :], first)
    return wide, diagonal


def _by_scales(
    layers: Layers, theta: Floats, moments: Implied, group: int, wide: Floats, diagonal: Floats, first: int
) -> None:
    """Derivatives by the scales of one group, added in place."""
    place = layers.scale[group]
    size, owner = scales(layers, theta)[..., group, :], layers.owner
    has = np.flatnonzero(place[owner] >= 0)
    above = theta[..., layers.cut[group]] - moments.mean[..., group, owner]
    wide[..., has, place[owner[has]]] += above[..., has]
    sides = np.triu_indices(len(place), 1)
    cov = moments.cov[..., group, :, :][..., sides[0], sides[1]]
    for one, other in (sides, sides[::-1]):
        pair = np.flatnonzero(place[one] >= 0)
        wide[..., first + pair, place[one[pair]]] += (size[..., other] * cov)[..., pair]
    ties = np.flatnonzero(place[layers.binds] >= 0)
    item = layers.binds[ties]
    diagonal[..., ties, place[item]] += 2 / size[..., item] ** 3
