"""Drivers and outcome as correlations, refused when drivers cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, FitError, quote_all
from satkit.language import Text
from satkit.stats.design import Floats

NO_SPREAD = 1e-12  # of a variance, against the largest
NO_TOLERANCE = 1e-9  # of 1 / VIF: what a driver has of its own
OF_THE_TIE = 0.05  # loading on the vanishing direction that makes a driver part of it


@dataclass(frozen=True, slots=True)
class Correlations:
    """Correlations of p drivers among each other and with one outcome.

    Parameters
    ----------
    names : tuple of str
        The drivers, in the order of the arrays.
    among : ndarray, shape (..., p, p)
    outcome : ndarray, shape (..., p)
        Leading axes are replicates, the full sample first.  A replicate that cannot tell the drivers
        apart has uncorrelated drivers and NaN here, so that whatever is made of it is NaN.
    """

    names: tuple[str, ...]
    among: Floats
    outcome: Floats


def correlations(cov: ArrayLike, names: tuple[str, ...], n: float | None = None) -> Correlations:
    """Correlations from a covariance matrix whose last row is the outcome.

    Parameters
    ----------
    cov : array, shape (..., p + 1, p + 1)
        Any common factor is allowed.  Leading axes: replicates, the full sample first.
    names : tuple of str, length p
    n : float, optional
        Answers behind the matrix; more drivers than answers are refused.

    Raises
    ------
    FitError
        If in the full sample the outcome or a driver is constant or has an unknown covariance,
        drivers repeat each other, or ``n`` leaves no degree of freedom.
    """
    matrices = np.asarray(cov, float)
    whole = matrices if matrices.ndim == 2 else matrices[0]
    for matrix in whole.reshape(-1, *matrices.shape[-2:]):
        refuse(matrix, names, n)
    spread = np.diagonal(matrices, axis1=-2, axis2=-1)
    varies = (spread > NO_SPREAD * spread.max(axis=-1, keepdims=True)).all(axis=-1)
    scale = np.sqrt(np.where(varies[..., None], spread, 1.0))
    scaled = matrices / (scale[..., :, None] * scale[..., None, :])
    among = np.where(varies[..., None, None], scaled[..., :-1, :-1], np.eye(len(names)))
    usable = varies & _above(among, NO_TOLERANCE)
    return Correlations(
        names,
        np.where(usable[..., None, None], among, np.eye(len(names))),
        np.where(usable[..., None], scaled[..., :-1, -1], np.nan),
    )


def _above(among: Floats, limit: float) -> NDArray[np.bool_]:
    """Whether the smallest eigenvalue lies above a limit, shape (...)."""
    try:  # nearly always all do, and a root costs a tenth of the eigenvalues
        np.linalg.cholesky(among - limit * np.eye(among.shape[-1]))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.eigvalsh(among)[..., 0] > limit)
    return np.ones(among.shape[:-2], bool)


def holding(data: Correlations, held: tuple[str, ...]) -> Correlations:
    """What is left of drivers and outcome once some drivers always stand in the model.

    The variances of the rest are partial ones, in units of the whole, so that importances add up
    to R squared less that of the drivers held.
    """
    inside = np.isin(data.names, held)
    own, rest = data.among[..., inside, :][..., inside], data.among[..., ~inside, :]
    across = rest[..., inside]
    slopes = np.linalg.solve(own, np.swapaxes(across, -1, -2))
    among = rest[..., ~inside] - across @ slopes
    outcome = data.outcome[..., ~inside] - (data.outcome[..., None, inside] @ slopes)[..., 0, :]
    names = tuple(name for name in data.names if name not in held)
    return Correlations(names, among, outcome)


def refuse(cov: Floats, names: tuple[str, ...], n: float | None) -> None:
    """Raise where one covariance matrix cannot give a regression."""
    found = _unknown(cov, names) or _too_few(names, n) + _without_spread(cov, names)
    if not found:
        found = _repeating(cov, names)
    if found:
        raise FitError(found)


def _unknown(cov: Floats, names: tuple[str, ...]) -> list[Complaint]:
    unknown = np.isnan(np.diagonal(cov)) if np.isnan(np.diagonal(cov)).any() else np.isnan(cov).any(axis=0)
    return [
        Complaint(
            Text("driver '%(name)s': its covariance is not known", {"name": names[place]})
            if place < len(names)
            else Text("the outcome: its covariance is not known"),
            expected=Text("respondents who answered both questions of every pair"),
            hint=Text("leave out respondents with gaps, or fill the gaps, before the covariance is taken"),
        )
        for place in np.flatnonzero(unknown)
    ]


def _too_few(names: tuple[str, ...], n: float | None) -> list[Complaint]:
    if n is None or n > len(names) + 1:
        return []
    return [
        Complaint(
            Text("%(drivers)d drivers, but only %(n)d answers", {"drivers": len(names), "n": int(n)}),
            expected=Text("more answers than drivers plus one"),
            hint=Text("take fewer drivers, or indicators in place of single questions"),
        )
    ]


def _without_spread(cov: Floats, names: tuple[str, ...]) -> list[Complaint]:
    spread = np.diagonal(cov)
    flat = ~(spread > NO_SPREAD * max(float(np.nanmax(spread)), 0.0))
    found = [
        Complaint(
            Text("driver '%(name)s' is the same for everyone", {"name": name}),
            expected=Text("a driver that differs between respondents"),
            hint=Text("leave it out: what never varies explains nothing"),
        )
        for name, constant in zip(names, flat[:-1], strict=True)
        if constant
    ]
    if flat[-1]:
        found.append(
            Complaint(
                Text("the outcome is the same for everyone"),
                expected=Text("both satisfied and dissatisfied respondents"),
                hint=Text("take the score instead of a cut, or move the cut"),
            )
        )
    return found


def _repeating(cov: Floats, names: tuple[str, ...]) -> list[Complaint]:
    """Drivers that are sums of each other: those that load on a vanishing eigenvector."""
    scale = np.sqrt(np.diagonal(cov)[:-1])
    values, vectors = np.linalg.eigh(cov[:-1, :-1] / np.outer(scale, scale))
    found = []
    for place in np.flatnonzero(values < NO_TOLERANCE):
        part = np.abs(vectors[:, place]) > OF_THE_TIE
        tied = quote_all(name for name, inside in zip(names, part, strict=True) if inside)
        found.append(
            Complaint(
                Text("drivers repeat each other exactly: %(names)s", {"names": tied}),
                expected=Text("no driver that is a sum of the others"),
                hint=Text("leave one of them out, or join them into one indicator"),
            )
        )
    return found
