"""Parameters as matrices: implied moments and their derivatives, for every replicate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from satkit.models.sem.model import CovarianceModel, Parameter
from satkit.stats.design import Floats, Ints


@dataclass(frozen=True)
class Structure:
    """Where every parameter of every group stands.

    Parameters
    ----------
    model : CovarianceModel
    rows : tuple of tuple of Parameter
        Group by group, the same parameters in the same order.
    place : ndarray of int, shape (g, r)
        Number of the free parameter, -1 where it is fixed.
    value : ndarray, shape (g, r)
        Fixed values, zero elsewhere.
    target, source : ndarray of int, shape (r,)
        Variables a parameter stands between; ``source`` is -1 for an intercept.
    directed : ndarray of bool, shape (r,)
        Loadings and paths.
    """

    model: CovarianceModel
    rows: tuple[tuple[Parameter, ...], ...]
    place: Ints
    value: Floats
    target: Ints
    source: Ints
    directed: NDArray[np.bool_]

    @property
    def groups(self) -> int:
        """Groups."""
        return len(self.rows)

    @property
    def free(self) -> int:
        """Parameters to estimate, q."""
        return int(self.place.max(initial=-1)) + 1

    @property
    def spread(self) -> Floats:
        """Which row belongs to which free parameter, shape (g, r, q) of zeros and ones."""
        return np.asarray(self.place[..., None] == np.arange(self.free), float)


@dataclass(frozen=True)
class Implied:
    """What a structure implies, any leading axes, then groups.

    Parameters
    ----------
    cov : ndarray, shape (..., g, p, p)
    mean : ndarray, shape (..., g, p)
    all_cov : ndarray, shape (..., g, m, m)
        Of items and constructs.
    all_mean : ndarray, shape (..., g, m)
    reach : ndarray, shape (..., g, p, 2m)
        Derivatives of the covariances are sums of products of two of these columns.
    """

    cov: Floats
    mean: Floats
    all_cov: Floats
    all_mean: Floats
    reach: Floats


def structure(model: CovarianceModel, groups: tuple[tuple[Parameter, ...], ...] | None = None) -> Structure:
    """The structure of a model; equal labels are one free parameter.

    Parameters
    ----------
    model : CovarianceModel
    groups : tuple of tuple of Parameter, optional
        The parameters of every group; one group by default.
    """
    rows = groups or (model.parameters,)
    spot = {name: number for number, name in enumerate(model.variables)}
    numbers: dict[str, int] = {}
    place = np.full((len(rows), len(rows[0])), -1)
    value = np.zeros(place.shape)
    count = 0
    for group, parameters in enumerate(rows):
        for number, row in enumerate(parameters):
            if row.fixed is not None:
                value[group, number] = row.fixed
            elif row.label in numbers:
                place[group, number] = numbers[row.label]
            else:
                place[group, number] = count
                if row.label:
                    numbers[row.label] = count
                count += 1
    ends = [_ends(row, spot) for row in rows[0]]
    return Structure(
        model,
        rows,
        place,
        value,
        np.array([target for target, _ in ends]),
        np.array([source for _, source in ends]),
        np.array([row.op in {"=~", "~"} for row in rows[0]]),
    )


def _ends(row: Parameter, spot: dict[str, int]) -> tuple[int, int]:
    if row.op == "~1":
        return spot[row.lhs], -1
    if row.op == "=~":
        return spot[row.rhs], spot[row.lhs]
    return spot[row.lhs], spot[row.rhs]


def independence(given: Structure) -> Structure:
    """The baseline: items that have nothing to do with each other, means as they are.

    Observed causes keep their covariances, which no model of them explains (as in lavaan).
    """
    model = given.model
    rows = tuple(Parameter(name, "~~", name) for name in model.items)
    rows += tuple(Parameter(left, "~~", right) for left, right in combinations(model.causes, 2))
    if model.means:
        rows += tuple(Parameter(name, "~1", "") for name in model.items)
    bare = CovarianceModel(model.items, (), rows, (), model.means)
    return structure(bare, tuple(rows for _ in range(given.groups)))


def saturated_structure(given: Structure) -> Structure:
    """Every mean and covariance of the items as it is."""
    names = given.model.items
    rows = tuple(Parameter(left, "~~", right) for left, right in combinations_with_replacement(names, 2))
    if given.model.means:
        rows += tuple(Parameter(name, "~1", "") for name in names)
    full = CovarianceModel(names, (), rows, (), given.model.means)
    return structure(full, tuple(rows for _ in range(given.groups)))


def with_rows(given: Structure, extra: tuple[Parameter, ...]) -> Structure:
    """The structure with more free parameters in every group, numbered after the others."""
    grown = structure(given.model, tuple(rows + extra for rows in given.rows))
    count = given.groups * len(extra)
    place = given.free + np.arange(count).reshape(given.groups, len(extra))
    return replace(grown, place=np.concatenate([given.place, place], axis=1))


def values(structure: Structure, theta: Floats) -> Floats:
    """The value of every row, shape (..., g, r)."""
    padded = np.concatenate([theta, np.zeros_like(theta[..., :1])], axis=-1)
    return np.asarray(padded[..., structure.place] + structure.value)


def fill_matrices(structure: Structure, theta: Floats) -> tuple[Floats, Floats, Floats]:
    """Directed effects and (residual) covariances (..., g, m, m), intercepts (..., g, m)."""
    row = values(structure, theta)
    m = len(structure.model.variables)
    shape = (*row.shape[:-1], m, m)
    arrows, errors = np.zeros(shape, row.dtype), np.zeros(shape, row.dtype)
    arrows[..., structure.target[structure.directed], structure.source[structure.directed]] = row[
        ..., structure.directed
    ]
    both = ~structure.directed & (structure.source >= 0)
    errors[..., structure.target[both], structure.source[both]] = row[..., both]
    errors[..., structure.source[both], structure.target[both]] = row[..., both]
    level = np.zeros(shape[:-1], row.dtype)
    alone = structure.source < 0
    level[..., structure.target[alone]] = row[..., alone]
    return arrows, errors, level


def implied_moments(structure: Structure, theta: Floats) -> Implied:
    """Implied moments at ``theta``, shape (..., q); complex values give exact derivatives.

    McArdle and McDonald (1984): with arrows A and errors S, the covariance of all variables is
    E S E' with E the inverse of I - A.
    """
    arrows, errors, level = fill_matrices(structure, theta)
    p = len(structure.model.items)
    reach = _reach(arrows, p)
    all_cov = reach @ errors @ reach.swapaxes(-1, -2)
    all_mean = (reach @ level[..., None])[..., 0]
    return Implied(
        all_cov[..., :p, :p],
        all_mean[..., :p],
        all_cov,
        all_mean,
        np.concatenate([reach[..., :p, :], all_cov[..., :p, :]], axis=-1),
    )


def _reach(arrows: Floats, p: int) -> Floats:
    """The inverse of I - A; only the constructs need inverting where no item is a cause."""
    m = arrows.shape[-1]
    if arrows[..., :p].any():
        return np.asarray(np.linalg.inv(np.eye(m) - arrows))
    inner = np.linalg.inv(np.eye(m - p) - arrows[..., p:, p:])
    reach = np.zeros_like(arrows)
    reach[..., np.arange(p), np.arange(p)] = 1.0
    reach[..., :p, p:] = arrows[..., :p, p:] @ inner
    reach[..., p:, p:] = inner
    return reach


def columns(structure: Structure) -> tuple[Ints, Ints, Floats]:
    """For every row the two columns of ``reach`` and the factor of its derivative.

    The derivative of the implied covariance is ``c (a b' + b a')``; intercepts have c = 0.
    """
    m = len(structure.model.variables)
    other = np.where(structure.directed, m + structure.source, structure.source)
    factor = np.where(~structure.directed & (structure.source == structure.target), 0.5, 1.0)
    factor[structure.source < 0] = 0.0
    other[structure.source < 0] = 0
    return structure.target, other, factor


def lift(structure: Structure, moments: Implied) -> Floats:
    """How much of column ``a`` of ``reach`` a row adds to the means, shape (..., g, r)."""
    shape = (*moments.all_mean.shape[:-1], len(structure.target))
    result = np.zeros(shape, moments.all_mean.dtype)
    if structure.model.means:
        result[..., structure.directed] = moments.all_mean[..., structure.source[structure.directed]]
        result[..., structure.source < 0] = 1.0
    return result


def jacobian(structure: Structure, theta: Floats) -> tuple[Floats, Floats]:
    """Derivatives of covariances (..., g, p, p, q) and means (..., g, p, q) by the free parameters."""
    moments = implied_moments(structure, theta)
    first, second, factor = columns(structure)
    a, b = moments.reach[..., first], moments.reach[..., second]
    product = factor * a[..., :, None, :] * b[..., None, :, :]
    p = product.shape[-2]
    product = (product + product.swapaxes(-2, -3)).reshape(*product.shape[:-3], p * p, -1)
    cov = _by_parameters(structure, product)
    return cov.reshape(*cov.shape[:-2], p, p, -1), _by_parameters(
        structure, a * lift(structure, moments)[..., None, :]
    )


def stack_derivatives(structure: Structure, theta: Floats) -> Floats:
    """Derivatives of means (where modelled) and of the lower triangles, shape (..., g, s, q)."""
    moments = implied_moments(structure, theta)
    first, second, factor = columns(structure)
    a, b = moments.reach[..., first], moments.reach[..., second]
    column, row = np.triu_indices(a.shape[-2])
    rows = factor * (a[..., row, :] * b[..., column, :] + a[..., column, :] * b[..., row, :])
    if structure.model.means:
        rows = np.concatenate([a * lift(structure, moments)[..., None, :], rows], axis=-2)
    return _by_parameters(structure, rows)


def _by_parameters(structure: Structure, rows: Floats) -> Floats:
    """Derivatives by rows (..., g, s, r) summed into those by free parameters (..., g, s, q)."""
    result = np.zeros((*rows.shape[:-1], structure.free), rows.dtype)
    for group, place in enumerate(structure.place):
        own = np.flatnonzero(place >= 0)
        if len(np.unique(place[own])) == len(own):
            result[..., group, :, place[own]] = rows[..., group, :, own]
        else:
            result[..., group, :, :] = rows[..., group, :, :] @ structure.spread[group]
    return result
