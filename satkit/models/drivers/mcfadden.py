"""Shapley shares of the deviance that drivers of a graded outcome explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from satkit.models.drivers.odds import EXACT, Fits, Odds, contributions, fits, null
from satkit.models.drivers.subsets import shapley
from satkit.stats.design import Booleans, Floats
from satkit.stats.replicates import Replicates

BLOCK = 1 << 22  # answers times numbers that a block of models leaves per answer


def likelihoods(data: Odds, inside: Booleans) -> Fits:
    r"""Fits of many models, each begun where the full model's quadratic has its peak.

    .. math:: \beta_S = H_{SS}^{-1} (H \hat\beta)_S

    References
    ----------
    Lawless and Singhal (1978) for the start, which leaves two or three Newton steps.
    """
    whole = fits(data, np.ones((1, len(data.names)), bool), close=EXACT)
    active = np.column_stack([np.ones((len(inside), data.thresholds), bool), inside])
    bend: Floats = whole.information[0]
    both = np.einsum("mi,mj->mij", active, active)
    pull = np.where(active, bend @ whole.beta[0], 0.0)
    start = np.linalg.solve(np.where(both, bend, np.eye(len(bend))), pull[..., None])[..., 0]
    ordered = np.all(np.diff(start[:, : data.thresholds], axis=1) > 0, axis=1)[:, None]
    plain = np.append(null(data)[0], np.zeros(len(data.names)))
    return fits(data, inside, np.where(ordered, start, plain))


def subsets(data: Odds, players: Sequence[Sequence[int]] | None = None) -> Booleans:
    """Drivers of every coalition, shape (2^players, p); a player may be several dummy columns."""
    p = len(data.names)
    groups = [[i] for i in range(p)] if players is None else players
    member = np.zeros((len(groups), p), bool)
    for place, group in enumerate(groups):
        member[place, list(group)] = True
    chosen = (np.arange(1 << len(groups))[:, None] >> np.arange(len(groups))) & 1
    return (chosen @ member) > 0


def mcfadden(likelihood: Floats, nothing: float, _n: float) -> Floats:
    """Share of the null deviance that is explained (McFadden 1974)."""
    return 1 - likelihood / nothing


def cox_snell(likelihood: Floats, nothing: float, n: float) -> Floats:
    """R squared of the likelihood ratio (Cox and Snell 1989)."""
    return np.asarray(-np.expm1(2 * (nothing - likelihood) / n))


def nagelkerke(likelihood: Floats, nothing: float, n: float) -> Floats:
    """Cox and Snell's over its largest value (Nagelkerke 1991)."""
    return np.asarray(cox_snell(likelihood, nothing, n) / -np.expm1(2 * nothing / n))


def estrella(likelihood: Floats, nothing: float, n: float) -> Floats:
    """One less a power of the ratio of log-likelihoods (Estrella 1998)."""
    return 1 - (likelihood / nothing) ** (-2 * nothing / n)


def shares(
    data: Odds,
    players: Sequence[Sequence[int]] | None = None,
    worth: Callable[[Floats, float, float], Floats] = mcfadden,
) -> Floats:
    """Shapley value of explained deviance over all subsets of drivers.

    Parameters
    ----------
    given : Odds
    players : sequence of sequences of int, optional
        Columns that enter together, such as the dummies of one question.
    worth : callable
        :func:`mcfadden`, :func:`cox_snell`, :func:`nagelkerke` or :func:`estrella`.

    Returns
    -------
    ndarray, shape (players,)

    References
    ----------
    Azen and Traxel (2009).
    """
    table = likelihoods(data, subsets(data, players)).likelihood
    return shapley(worth(table, null(data)[1], float(data.weight.sum())))


def replicate_shares(
    data: Odds, resamples: Replicates, players: Sequence[Sequence[int]] | None = None
) -> tuple[Floats, Floats]:
    r"""McFadden shares of every replicate from the fits of the full sample.

    A replicate's best log-likelihood is its own at the full sample's coefficients, and half its
    Newton decrement there with the full sample's information: linear in the factors up to order 1/n,
    so replicates are one matrix product and no model is fitted twice.

    Parameters
    ----------
    resamples : Replicates
        On the rows that ``given`` holds, in their order.

    Returns
    -------
    shares : ndarray, shape (b + 1, players)
        The first row is exact.
    total : ndarray, shape (b + 1,)
        McFadden's R squared of all drivers.
    """
    inside = subsets(data, players)
    found = likelihoods(data, inside)
    block = max(1, BLOCK // (len(data.weight) * (found.beta.shape[1] + 1)))
    tables = [
        _replicate_likelihoods(data, found, inside, slice(at, at + block), resamples)
        for at in range(0, len(inside), block)
    ]
    table, nothing = np.concatenate(tables, axis=1), _replicate_null(data, resamples)
    table[:, 0] = nothing
    explained = 1 - table / nothing[:, None]
    return shapley(explained.T), explained[:, -1]


def _replicate_null(data: Odds, resamples: Replicates) -> Floats:
    grades = np.eye(data.thresholds + 1)[data.grade] * data.weight[:, None]
    mass = resamples.totals(resamples.pieces(grades))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(mass > 0, np.log(mass / mass.sum(axis=1, keepdims=True)), 0.0)
    return np.asarray((mass * logs).sum(axis=1))


def _replicate_likelihoods(
    data: Odds, found: Fits, inside: Booleans, part: slice, resamples: Replicates
) -> Floats:
    """Log-likelihood of every replicate and model of a block, shape (b + 1, models)."""
    beta = found.beta[part]
    each = contributions(data, beta)
    each *= data.weight[:, None, None]
    sums = resamples.totals(resamples.pieces(each))
    active = np.column_stack([np.ones((len(beta), data.thresholds), bool), inside[part]])
    slope = np.where(active, sums[..., 1:], 0.0)
    step = np.linalg.solve(found.information[part], slope[..., None])[..., 0]
    return np.asarray(sums[..., 0] + (slope * step).sum(axis=-1) / 2)
